"""The page on which a lead adds words to the lists of triage, and takes words from them; the log says who did."""

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from ...pages.fields import PlainTextField
from ...rules.triage.edited_words import ADDED, GONE, LANGUAGES, Unfit, as_listed, read, written
from ...rules.triage.normal_text import without_accents
from ...rules.triage.words import shipped

MOST = 500  # words in one field
LISTS = {
    "insult": _("Insultes"),
    "vulgar": _("Grossièretés"),
    "slur_origin": _("Injures visant l’origine, la couleur ou la religion"),
    "slur_women": _("Injures visant les femmes"),
    "slur_others": _("Injures visant l’orientation, le corps ou la santé"),
    "dehumanising": _("Des gens réduits à des choses ou à des bêtes"),
    "exclusion": _("Dehors, rentrez chez vous"),
    "violence": _("Violence souhaitée ou menacée"),
    "generalising": _("Ils sont tous les mêmes"),
    "accusing": _("Accusations sans plus"),
    "address": _("Adressé à quelqu’un"),
    "group": _("Groupes dont on parle"),
    "courtesy": _("Politesse, estime"),
    "spam": _("Vente, réclame"),
}


class WordsForm(forms.Form):
    """What is added to one list and taken from it, in each language: one word or phrase a line."""

    use_required_attribute = False

    def __init__(self, data=None, *, category, lines):
        self.category, self.changes = category, read(lines)
        super().__init__(data)
        for language in LANGUAGES:
            for way, label in ((ADDED, _("Mots ajoutés")), (GONE, _("Mots retirés"))):
                self.fields[f"{language}{way}"] = PlainTextField(
                    label=label,
                    required=False,
                    rows=4,
                    initial="\n".join(self.changes.get((category, language, way), [])),
                )

    def clean(self):
        shipped_words = shipped()[self.category]
        for language in LANGUAGES:
            ours = {without_accents(word.lower()) for word in shipped_words.get(language, ())}
            added = self._listed(f"{language}{ADDED}")
            gone = self._listed(f"{language}{GONE}")
            self.changes[self.category, language, ADDED] = [w for w in added if w not in ours]
            self.changes[self.category, language, GONE] = gone
            if strange := [word for word in gone if word not in ours]:
                self.add_error(
                    f"{language}{GONE}",
                    _("Ces mots ne sont pas dans la liste : %(words)s")
                    % {"words": " ".join(strange)},
                )

    def _listed(self, name):
        """Return the words of a field as the lists write them, each once."""
        typed = [line for line in self.cleaned_data.get(name, "").splitlines() if line.strip()]
        if len(typed) > MOST:
            self.add_error(name, _("Cinq cents mots au plus."))
        words = []
        for line in typed[:MOST]:
            try:
                words.append(as_listed(line))
            except Unfit:
                self.add_error(
                    name, _("Ce mot ne peut pas être cherché : %(word)s") % {"word": line}
                )
        return list(dict.fromkeys(words))

    @property
    def lines(self) -> str:
        """Return all changes, those of the other lists too, as they are kept."""
        return written(self.changes)

    @property
    def by_language(self):
        """Return for each language its name, its code, what we ship, and the two fields."""
        ours = shipped()[self.category]
        return [
            {
                "name": get_language_info(language)["name_translated"].capitalize(),
                "code": language,
                "shipped": [word.replace("_", " ") for word in ours.get(language, [])],
                "fields": [self[f"{language}{ADDED}"], self[f"{language}{GONE}"]],
            }
            for language in LANGUAGES
        ]
