"""The form of an article: opened on one revision, and never saved over a newer one."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget

from ..models import Article, StaleRevision
from ..models.illustration import SAY_WHAT_IT_SHOWS
from ..models.revision import CREDIT, DATES, ILLUSTRATION, KEYS, LISTS, WORDS, as_json, content_of
from ..rules.body import clean_body
from ..rules.merge import Field, merge_content, merge_value
from .history import in_words

LINES_MOST = 50
# The fields of each inline; a line without its first field is blank.
INLINES = {"credits": [*CREDIT, "order"], "illustrations": ILLUSTRATION}
# The editor offers exactly the tags that BodyField keeps.
EDITOR = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
    "HorizontalRule": True,
    "History": True,
    "HTML": True,
    "NoSpellCheck": False,
}


def editor_words() -> dict[str, str]:
    """Return {the editor's own name of a button: our name}: the library knows only English."""
    return {
        "heading2": _("Intertitre"),
        "heading3": _("Sous-intertitre"),
        "paragraph": _("Paragraphe"),
        "heading 2": _("Intertitre"),
        "heading 3": _("Sous-intertitre"),
        "bulletList": _("Liste à puces"),
        "orderedList": _("Liste numérotée"),
        "blockquote": _("Citation"),
        "horizontalRule": _("Filet"),
        "bold": _("Gras"),
        "italic": _("Italique"),
        "link": _("Lien"),
        "unlink": _("Ôter le lien"),
        "history:undo": _("Défaire"),
        "history:redo": _("Refaire"),
        "html": _("Voir les balises"),
    }


class ArticleForm(forms.ModelForm):
    """The form of an article. `stale` is a colleague's newer revision, or None."""

    revision_seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [*WORDS, *KEYS, *DATES, *LISTS]
        widgets = {
            "body": AdminProseEditorWidget(config={"extensions": EDITOR}, preset="configurable")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale = None
        self.claims = True  # False if it only shows a working copy, and saves nothing
        seen = self.fields["revision_seen"]
        seen.required = bool(self.instance.pk)
        seen.initial = self.instance.revision if self.instance.pk else 0

    def clean(self):
        cleaned = super().clean()
        for name in DATES:
            day = cleaned.get(name)
            if day and not 1600 < day.year < 3000:  # newspapers'
                self.add_error(name, _("Saisissez une date valide."))
        seen = cleaned.get("revision_seen")
        if self.claims and self.instance.pk and seen is not None:
            try:
                self.instance.claim(seen)
            except StaleRevision as refused:
                self.stale = refused.revision
                raise ValidationError(
                    _("Quelqu’un d’autre a enregistré cet article pendant que vous écriviez."),
                    "stale",
                ) from None
        self._demand_words(cleaned)
        is_out = self.instance.status == Article.Status.PUBLISHED
        if is_out and "published_at" in cleaned and not cleaned["published_at"]:
            self.add_error(
                "published_at",
                _("Un article en ligne a une date : remettez-le en brouillon pour l’ôter."),
            )
        return cleaned

    def _demand_words(self, cleaned):
        """Refuse to publish a picture without words; a draft may wait for them."""
        shown = Article(
            lead_image=cleaned.get("lead_image"),
            lead_image_alt=cleaned.get("lead_image_alt", "?"),  # «?» if it is at fault otherwise
            lead_image_is_decorative=cleaned.get("lead_image_is_decorative", False),
        )
        if goes_out(self.instance, self.data) and not shown.lead_image_is_described:
            self.add_error("lead_image_alt", SAY_WHAT_IT_SHOWS)

    def meeting(self) -> list[Field]:
        """Return a Field for each field that one of two editors changed.

        The one who saved first is theirs; the one who types now is ours.
        """
        theirs = content_of(Article.objects.get(pk=self.instance.pk))
        seen = self.instance.revisions.filter(number=self.cleaned_data["revision_seen"]).first()
        base = seen.content if seen else {}
        fields = merge_content(base, {**theirs, **self._typed()}, theirs)
        inlines = self._inline("credits", base, theirs) + self._inline(
            "illustrations", base, theirs
        )
        return [field for field in fields if field.name not in INLINES] + inlines

    def _typed(self):
        """Return the fields of this form, in the values that a revision would keep."""
        typed = {}
        for name, value in self.cleaned_data.items():
            if name == "body":
                value = clean_body(value)
            elif name in LISTS:
                value = sorted(each.pk for each in value)
            elif isinstance(value, (str, bool, int)) or value is None:
                pass
            else:
                value = getattr(value, "pk", None) or as_json(value)
            typed[name] = value
        return {name: value for name, value in typed.items() if name != "revision_seen"}

    def _inline(self, name, base, theirs):
        """Return the merge of a byline or of pictures: [] if alike, else a Field with texts.

        They are separate forms: the form shows theirs again, and ours stands beside it as text.
        """
        ours = in_words(name, lines_of(self.data, name))
        old, other = (in_words(name, each.get(name, [])) for each in (base, theirs))
        kind = merge_value(old, ours, other)
        return [] if kind == "same" else [Field(name, kind, old, ours, other, other)]

    def as_left(self, data):
        """Return the posted or kept values, in the raw form of a form's `initial`."""
        return {
            name: field.widget.value_from_datadict(data, {}, self.add_prefix(name))
            for name, field in self.fields.items()
            if not field.widget.value_omitted_from_data(data, {}, self.add_prefix(name))
            or isinstance(field, forms.BooleanField)
        }


class DescribedPictures(BaseInlineFormSet):
    """The pictures in the text: each has its words as soon as readers may see it."""

    def clean(self):
        super().clean()
        if not goes_out(self.instance, self.data):
            return
        for form in self.forms:
            is_shown = form.instance.image_id and form not in self.deleted_forms
            if is_shown and not form.errors and not form.instance.is_described:
                form.add_error("alt", SAY_WHAT_IT_SHOWS)


def goes_out(article, posted):
    """Return whether readers may see the article once the form is saved: then, or at its date."""
    return article.status == Article.Status.PUBLISHED or posted.get("_save") == "publish"


def lines_of(data, name) -> list[dict]:
    """Return the lines of a byline or of pictures in a posted form, without the deleted ones."""
    total, first = data.get(f"{name}-TOTAL_FORMS", "0"), INLINES[name][0]
    found = []
    for number in range(min(int(total), LINES_MOST) if total.isdecimal() and len(total) < 9 else 0):
        line = {field: data.get(f"{name}-{number}-{field}", "").strip() for field in INLINES[name]}
        if line[first] and f"{name}-{number}-DELETE" not in data:
            found.append(line)
    return found
