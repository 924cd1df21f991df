"""The meaning of each kind of event. To add a kind, change this file alone.

A kind without a line in MEANINGS stops the start. Its line says which row the log vouches for, which
sentence the author reads on the private page, whether a decision on the earlier text is refused, and
whether the row's text is erased with the author's.
"""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SUBMITTED = "submitted", _("reçu")
    IMPORTED = "imported", _("repris d’un autre site")
    EDITED = "edited", _("modifié par son auteur")
    MENDED = "mended", _("renvoyé corrigé par son auteur")
    WITHDRAWN = "withdrawn", _("retiré par son auteur")
    DECIDED = "decided", _("décidé")
    NOTICED = "noticed", _("alerté")
    HIDDEN = "hidden", _("masqué par le poids des alertes")
    APPEALED = "appealed", _("contesté")
    ESCALATED = "escalated", _("tenu pour un second avis")
    RECALLED = "recalled", _("repris à la demande de qui voulait un second avis")
    NOTED = "noted", _("note entre collègues")
    SANCTIONED = "sanctioned", _("sanction de son auteur")
    ERASED = "erased", _("effacé")
    EXPIRED = "expired", _("texte effacé à son terme")
    LAPSED = "lapsed", _("mots d’alertes effacés à leur terme")
    FILED = "filed", _("réglage de la maison changé")


@dataclass(frozen=True)
class Meaning:
    """The consequences of one kind of event."""

    subject: str  # the row it tells of, whose digest the event keeps: a field of Event, "" for none
    # A line of «Étapes» on the author's private page. None: the author may not know, or reads it elsewhere.
    author_reads: str | Promise | None
    # Whether a decision on the earlier comment is refused: the text or its state is another now.
    is_conflict: bool
    # Whether the subject's text is the author's own, and is erased with the comment.
    is_erased_with_its_author: bool = False


MEANINGS = {
    # The first step, «Commentaire reçu», stands on the page of every comment.
    Kind.SUBMITTED: Meaning("revision", None, is_conflict=True, is_erased_with_its_author=True),
    Kind.IMPORTED: Meaning(
        "revision", _("Repris d’un autre site"), is_conflict=True, is_erased_with_its_author=True
    ),
    Kind.EDITED: Meaning(
        "revision", _("Modifié par vous"), is_conflict=True, is_erased_with_its_author=True
    ),
    Kind.MENDED: Meaning(
        "revision", _("Renvoyé corrigé par vous"), is_conflict=True, is_erased_with_its_author=True
    ),
    Kind.WITHDRAWN: Meaning("", _("Retiré par vous"), is_conflict=True),
    # Told by the decision's own words; Decision.is_told_to_the_author says which are.
    Kind.DECIDED: Meaning("decision", "", is_conflict=True),
    # That somebody alerted is not the author's to know.
    Kind.NOTICED: Meaning("notice", None, is_conflict=False),
    Kind.HIDDEN: Meaning("", _("Masqué le temps d’une relecture"), is_conflict=False),
    # The author's own; appeals by notifiers, and appeals against a sanction, stand elsewhere.
    Kind.APPEALED: Meaning(
        "appeal", _("Nouvel examen demandé"), is_conflict=False, is_erased_with_its_author=True
    ),
    Kind.ESCALATED: Meaning("", None, is_conflict=False),
    Kind.RECALLED: Meaning("", None, is_conflict=False),
    Kind.NOTED: Meaning("", None, is_conflict=False),
    Kind.SANCTIONED: Meaning("suspension", None, is_conflict=False),
    Kind.ERASED: Meaning("", _("Effacé"), is_conflict=True),
    # Refused or taken down, and contestable no more: the words go, the state and the decision stay.
    Kind.EXPIRED: Meaning("", _("Texte et nom effacés à leur terme"), is_conflict=True),
    # Whose words went is named in `answers`.
    Kind.LAPSED: Meaning("", None, is_conflict=False),
    # Of no comment: how a setting stands from now on.
    Kind.FILED: Meaning("filing", None, is_conflict=False),
}

for _kind in Kind:
    if _kind not in MEANINGS:
        raise ImproperlyConfigured(
            f"{_kind!r} has no line in MEANINGS, comments/models/event_kinds.py"
        )

CONFLICTING = [kind for kind, meaning in MEANINGS.items() if meaning.is_conflict]
AUTHOR_READS = [kind for kind, meaning in MEANINGS.items() if meaning.author_reads is not None]
