"""What triage learns from: how each comment that was judged stands today, if its words are still there."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ..models import Decision
from ..rules.likeness import essence
from ..rules.triage.shares import fair_weights, heed

LESSONS_MOST = 20_000  # of the latest; to learn from them takes a minute and half a gigabyte
NOT_LEARNED = frozenset({"lien"})  # clauses: the link rule finds these
NO_CLAUSE = "loi"  # what a refusal on the ground of a law alone is called
FIRST = {Decision.Kind.APPROVE, Decision.Kind.REJECT}
CHUNK = 500  # rows in memory


@dataclass(frozen=True, slots=True)  # there are many
class Lesson:
    """A judged text, the rule it broke (None if it is on line), and what it counts for by how it was seen."""

    decision: int
    revision: int
    text: str
    rule: str | None
    by: int
    at: datetime
    heed: float


def lessons(most: int = LESSONS_MOST) -> list[Lesson]:
    """Return what was decided, in the order of time: the last decision on each comment, an appeal's above all.

    Left out: what was taken back, comments whose words are gone or whose author took them away, hidden ones that wait
    for an answer, the newsroom's own, those that break a rule of NOT_LEARNED, and copies: the latest one counts.
    """
    found, comments, copies = [], set(), set()
    for row in _decided().iterator(chunk_size=CHUNK):
        if row["comment"] in comments:
            continue  # an earlier one: somebody has decided anew since
        comments.add(row["comment"])
        text, rule = row["revision__text"], _rule(row)
        letters = hash(essence(text) or text)
        if letters in copies or rule in NOT_LEARNED:
            continue
        copies.add(letters)
        found.append(
            Lesson(row["pk"], row["revision"], text, rule, row["by"], row["at"], _heed(row))
        )
        if len(found) == most:
            break
    return found[::-1]


def weights(taught: list[Lesson]) -> list[float]:
    """Return how much each counts: by how it was seen, and so that no moderator is more than a third of the whole."""
    return fair_weights([(lesson.by, lesson.heed) for lesson in taught])


def numbers(taught: list[Lesson]) -> dict[str, int]:
    """Return {rule, "" if published: how many lessons}."""
    return dict(Counter(lesson.rule or "" for lesson in taught).most_common())


def latest() -> int:
    """Return the number of the latest decision, 0 if there is none."""
    return Decision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def since(decision: int, most: int) -> int:
    """Return how many decisions came after one, at most so many."""
    return Decision.objects.filter(pk__gt=decision).exclude(kind=Decision.Kind.UNDO)[:most].count()


def _decided():
    """Return the standing decisions on comments that stand as decided, the latest first."""
    standing = Decision.objects.standing().exclude(revision__text="")
    there = standing.filter(
        comment__state__in=["published", "rejected", "removed"],
        comment__hidden_at=None,
        comment__newsroom_by=None,
    )
    columns = (
        *("pk", "kind", "comment", "revision", "revision__text", "by", "at", "comment__state"),
        *("clause__key", "supersedes__clause__key", "seconds_taken", "hint_shown"),
    )
    return there.order_by("-pk").values(*columns)


def _heed(row):
    """Return what a decision counts for. An alert or an appeal is answered by itself, and its text read twice."""
    if row["kind"] not in FIRST:
        return 1.0
    return heed(row["seconds_taken"], beside_a_hint=bool(row["hint_shown"]))


def _rule(row):
    """Return the rule that keeps a comment off the page; None if it is on line."""
    if row["comment__state"] == "published":
        return None
    upheld = row["kind"] == Decision.Kind.UPHOLD
    return row["supersedes__clause__key" if upheld else "clause__key"] or NO_CLAUSE
