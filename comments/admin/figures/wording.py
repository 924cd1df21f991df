"""A new wording of a rule, tried by a lead on comments whose outcome is known, before it is published.

No machine applies a sentence to a text. So the lead reads some comments of the last ninety days without being told what
became of them, and ticks those that the new wording covers; then they learn how many of these are off line already, and how
many are on line. Nothing is kept of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ...models import Clause, Comment, Decision
from ...sorting import case_law

DAYS = 90
OF_EACH = 8  # comments of each outcome: the whole is read in five minutes
ASKED_MOST = 60  # of the nearest in words, on line or not
SALT = "comments.wording"


class Outcome(models.TextChoices):
    REFUSED = "refused", _("refusés sous cette règle")
    KEPT = "kept", _("signalés sous cette règle, et maintenus")
    PUBLISHED = "published", _("publiés")


@dataclass
class Case:
    """A comment, what became of it, and whether the lead says that the new wording covers it."""

    comment: Comment
    outcome: Outcome
    is_covered: bool = False


def cases(clause: Clause, *, at=None) -> list[Case]:
    """Return comments to try a clause on, in an order that tells nothing of their outcome.

    They were refused under the clause, kept after an alert that alleged it, or published, those with its words first.
    """
    since = (at or timezone.now()) - timedelta(days=DAYS)
    standing = Decision.objects.standing().filter(at__gte=since).order_by("-pk")
    refused = standing.filter(kind__in=["reject", "remove"], clause__key=clause.key)
    kept = standing.filter(kind=Decision.Kind.KEEP, answered_notices__clause__key=clause.key)
    published = standing.filter(kind=Decision.Kind.APPROVE)
    with_its_words = published.filter(comment__in=_with_words_of(clause))
    numbers = {  # a comment stands for one outcome: the first of these
        Outcome.REFUSED: _of(refused, {"rejected", "removed"}),
        Outcome.KEPT: _of(kept, {"published"}),
        Outcome.PUBLISHED: [*_of(with_its_words, {"published"}), *_of(published, {"published"})],
    }
    found = {}
    for outcome, comments in numbers.items():
        new = [pk for pk in dict.fromkeys(comments) if pk not in found]
        found |= dict.fromkeys(new[:OF_EACH], outcome)
    return _read(found)


def _of(decisions, states):
    """Return the comments of the latest decisions that stand as decided; twice OF_EACH, for some are another's too."""
    there = decisions.filter(comment__state__in=states, comment__newsroom_by=None)
    return list(there.values_list("comment", flat=True)[: 2 * OF_EACH])


def _with_words_of(clause):
    words = " ".join(f"{clause.rule(code)} {clause.example(code)}" for code in ("fr", "ar", "en"))
    return [each.pk for each in case_law.nearest_to(words, ASKED_MOST)]


def _read(outcomes):
    """Return the cases of {comment: outcome}; one whose words went meanwhile is left out."""
    there = Comment.objects.filter(pk__in=outcomes).exclude(revision__text="")
    found = [Case(each, Outcome(outcomes[each.pk])) for each in there.select_related("revision")]
    return sorted(found, key=lambda case: _chance(case.comment.pk))


def _chance(pk):
    return salted_hmac(SALT, str(pk), algorithm="sha256").digest()


def sealed(read: list[Case]) -> str:
    """Return what a form carries: these cases and their outcomes, as they were when it was made."""
    told = {case.comment.pk: case.outcome.value for case in read}
    return signing.dumps(told, salt=SALT, compress=True)


def unsealed(carried: str) -> list[Case] | None:
    """Return the cases of a form, with the outcomes of when it was made; None if it carries none."""
    try:
        told = signing.loads(carried, salt=SALT)
    except signing.BadSignature:
        return None
    return _read({int(pk): outcome for pk, outcome in told.items()})


def counted(read: list[Case], covered: Collection[int]) -> list[tuple[str, int, int]]:
    """Note which comments the wording covers; return (outcome in words, how many of them are covered, of how many)."""
    for case in read:
        case.is_covered = case.comment.pk in covered
    told = []
    for outcome in Outcome:
        some = [case for case in read if case.outcome == outcome]
        if some:
            told.append((outcome.label, sum(case.is_covered for case in some), len(some)))
    return told
