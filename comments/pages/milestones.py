"""The steps of a comment that its author reads on the private page («Étapes»)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..models import Decision, Event

Kind = Decision.Kind


@dataclass(frozen=True)
class Milestone:
    """One line: its words, its moment, and whether it went against the author."""

    words: str
    at: datetime
    is_against: bool = False


def milestones_of(comment, decisions):
    """Return what happened, oldest first; `decisions` are those that stand.

    A decision that leaves the comment on line is told if the comment was hidden: it ends that.
    """
    standing = {decision.pk for decision in decisions}
    told, is_hidden, was_published = [], False, False
    for event in comment.events.told_to_the_author().select_related("decision__clause", "appeal"):
        decision = event.decision
        if decision is None:
            is_hidden = is_hidden or event.kind == Event.Kind.HIDDEN
            told.append(Milestone(event.meaning.author_reads, event.at))
        elif decision.pk in standing:
            if is_hidden and decision.kind in Decision.LEAVES_ON_LINE:
                told.append(Milestone(_("Remis en ligne après relecture"), event.at))
            elif decision.is_told_to_the_author:
                told.append(_judged(decision, event.at, was_published))
            is_hidden = False
            was_published = was_published or decision.kind in Decision.PUBLISHES
    return told


def _judged(decision, at, was_published):
    is_against = decision.is_against or decision.kind == Kind.UPHOLD
    if decision.kind == Kind.RESTORE and not was_published:
        return Milestone(_("Publié après un nouvel examen"), at)
    act = decision.get_kind_display()
    if decision.clause:
        about = {"act": act, "number": decision.clause.number}
        return Milestone(_("%(act)s : règle %(number)s") % about, at, is_against)
    return Milestone(act, at, is_against)
