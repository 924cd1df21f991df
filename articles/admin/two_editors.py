"""Two colleagues wrote in one article: what each did, told field by field beside the form."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules.differences import difference
from .history import label, told

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


def told_meeting(fields) -> list[dict]:
    """Return [{label, sentence, kind, theirs, ours}] for merge.Field: each side word by word from where both began."""
    return [
        {
            "label": label(field.name),
            "kind": field.kind,
            "sentence": _sentence(field),
            "theirs": difference(told(field.name, field.base), told(field.name, field.theirs)),
            "ours": difference(told(field.name, field.base), told(field.name, field.ours)),
        }
        for field in fields
    ]


def _sentence(field):
    if field.name == "credits" and field.kind in ("ours", "conflict"):
        return _("Vos signatures n’ont pu être reprises : remettez-les, elles sont ci-dessous.")
    return SENTENCES[field.kind]
