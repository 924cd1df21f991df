"""Two colleagues wrote in one article: describe the changes of each, beside the form."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules.differences import difference
from .history import in_words, label

SENTENCES = {
    "theirs": gettext_lazy("Changé par l’autre seul : repris dans le formulaire."),
    "ours": gettext_lazy("Changé par vous seul : gardé dans le formulaire."),
    "both": gettext_lazy("Changé de la même façon par tous deux."),
    "merged": gettext_lazy(
        "Changé par tous deux à des endroits différents : les deux sont réunis dans le formulaire."
    ),
    "conflict": gettext_lazy(
        "Changé par tous deux au même endroit : le vôtre est gardé dans le formulaire ; "
        "reprenez de l’autre ce qu’il faut."
    ),
}


def compared_fields(fields) -> list[dict]:
    """Return [{label, sentence, kind, theirs, ours}] for each merge.Field.

    `theirs` and `ours` are word by word differences from the common base.
    """
    return [
        {
            "label": label(field.name),
            "kind": field.kind,
            "sentence": _sentence(field),
            "theirs": difference(
                in_words(field.name, field.base), in_words(field.name, field.theirs)
            ),
            "ours": difference(in_words(field.name, field.base), in_words(field.name, field.ours)),
        }
        for field in fields
    ]


def _sentence(field):
    if field.name == "credits" and field.kind in ("ours", "conflict"):
        return _("Vos signatures n’ont pu être reprises : remettez-les, elles sont ci-dessous.")
    return SENTENCES[field.kind]
