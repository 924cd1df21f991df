"""The sentence that confirms an author's act on the private page, right after it."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.rules.query_words import Word

from ..models import Event, Subscription, own_address
from ..models.event_kinds import AUTHOR_READS

# The address keeps its `?fait=`: reloaded later, or bookmarked, it confirms nothing any more.
CONFIRMED_FOR = timedelta(minutes=1)

# The public word of an act: the event that it writes, and the sentence that confirms it.
ACTS = {
    "modification": (Event.Kind.EDITED, _("Votre modification est enregistrée.")),
    "correction": (
        Event.Kind.MENDED,
        _("Votre texte corrigé est parti : une personne va le relire."),
    ),
    "recours": (
        Event.Kind.APPEALED,
        _("Votre recours est parti : une autre personne va vous répondre ici."),
    ),
    "effacement": (Event.Kind.ERASED, _("C’est effacé, pour toujours.")),
    "retrait": (Event.Kind.WITHDRAWN, _("Votre commentaire est retiré.")),
}


def done(request, comment):
    """Return the sentence that confirms the act the address names; "" if it is not the last event."""
    act, since = request.GET.get(Word.DONE, ""), timezone.now() - CONFIRMED_FOR
    if act == "reponses":
        return _("C’est noté.") if _asked_of_replies(comment, since) else ""
    if act == "adresse":
        is_asked = comment.can_take_address and own_address.asked(comment, since=since)
        return (
            _("Un courriel vous est envoyé : ouvrez son lien pour confirmer.") if is_asked else ""
        )
    kind, sentence = ACTS.get(act, ("", ""))
    last = _last_event(comment)
    return sentence if last and last.kind == kind and last.at > since else ""


def _last_event(comment):
    """Return the last event of the comment that its author knows of, or made."""
    of_others = Q(appeal__notice__isnull=False) | Q(appeal__suspension__notice__isnull=False)
    return comment.events.filter(kind__in=AUTHOR_READS).exclude(of_others).last()


def _asked_of_replies(comment, since):
    asked = Subscription.objects.filter(comment=comment)
    return asked.filter(Q(asked_at__gt=since) | Q(ended_at__gt=since)).exists()
