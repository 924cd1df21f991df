"""The house's case law: the judged comments nearest to one, by words and by likeness.

`tick` keeps an index of the latest decisions' words up to date; a card asks it for the five nearest.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Case, Count, Exists, FloatField, Max, OuterRef, Sum, Value, When

from ..models import Comment, Decision, Precedent, PrecedentStem, TriageSettings
from ..models.precedent import number_of
from ..rules.decided.precedents import in_pieces, in_words, pieces, rarity, stems

KEPT_MOST = 20_000  # of the latest judged comments
LOOKED_AT_MOST = 2000  # decisions of one step
ASKED_MOST = 12  # stems of a text, the rarest: common ones tell little, and cost most
COMPARED_MOST = 60  # comments, of which the nearest are shown
SHOWN = 5
OF_ONE_MIND = 4  # of those shown, before whoever decides otherwise is told
PIECES = 0.1  # what the likeness of their pieces counts beside that of their words
# Near enough to be held against a decision: among 400 on the same subjects the fifth nearest reaches 0.10, the same remark by
# somebody else 0.39 (medians of tests/corpus/case_law/).
ALIKE = 0.15
JUDGED = ("published", "rejected", "removed")


# The index


def keep_up(most: int = LOOKED_AT_MOST) -> int:
    """Take the decisions up that came since, and let go of words that are gone; return how many were taken up."""
    if _is_of_another_key():
        Precedent.objects.all().delete()
    taken_up = _take_up(most)
    # By the judged comments, which are few beside their stems.
    gone = _with_stems().filter(comment__revision__text="").values_list("pk", flat=True)
    PrecedentStem.objects.filter(precedent__in=list(gone)).delete()
    if oldest := Precedent.objects.order_by("-decision").values_list("decision")[KEPT_MOST:][:1]:
        Precedent.objects.filter(decision__lte=oldest[0][0]).delete()
    return taken_up


def _is_of_another_key():
    """Return whether SECRET_KEY has changed since the latest text was taken up: the index must be made anew."""
    latest = _with_stems().select_related("comment__revision").order_by("-decision").first()
    if latest is None:
        return False
    numbers = {number_of(stem) for stem in stems(latest.comment.text)}
    there = latest.stems.values_list("stem", flat=True)
    return bool(numbers) and numbers.isdisjoint(there)


def _with_stems():
    there = PrecedentStem.objects.filter(precedent=OuterRef("pk"))
    return Precedent.objects.filter(Exists(there))


def _take_up(most):
    rows = Decision.objects.filter(pk__gt=_looked_at()).order_by("pk")
    latest = {comment: pk for pk, comment in rows.values_list("pk", "comment")[:most]}
    if not latest:
        return 0
    comments = Comment.objects.filter(pk__in=latest).select_related("revision")
    # Read before the transaction: PostgreSQL ends one that says nothing for long. What is erased meanwhile goes next time.
    found = [
        PrecedentStem(stem=number_of(stem), precedent_id=comment.pk)
        for comment in comments
        for stem in stems(comment.text)
    ]
    precedents = [Precedent(comment_id=comment, decision=pk) for comment, pk in latest.items()]
    with transaction.atomic():
        Precedent.objects.bulk_create(
            precedents, update_conflicts=True, unique_fields=["comment"], update_fields=["decision"]
        )
        PrecedentStem.objects.filter(precedent__in=latest).delete()
        PrecedentStem.objects.bulk_create(found)
    return len(latest)


def _looked_at():
    """Return the number of the latest decision that was taken up; at first, all but the latest ones count as such."""
    latest = Precedent.objects.aggregate(latest=Max("decision"))["latest"]
    if latest is None:
        too_old = Decision.objects.order_by("-pk").values_list("pk", flat=True)[KEPT_MOST:][:1]
        return too_old[0] if too_old else 0
    return latest


# What a card asks


@dataclass
class Near:
    """The judged comments nearest to one, the nearest first, each with its likeness, from 0 to about 1."""

    comments: list[Comment]
    likeness: dict[int, float]  # number of a comment → how near it is

    @cached_property
    def against(self) -> int:
        return sum(comment.state != Comment.State.PUBLISHED for comment in self._alike)

    @cached_property
    def published(self) -> int:
        return len(self._alike) - self.against

    @property
    def verdict(self) -> str:
        """Return how nearly all were judged, "published" or "refused"; "" if differently, or if they are hardly alike."""
        if self.against >= OF_ONE_MIND:
            return "refused"
        return "published" if self.published >= OF_ONE_MIND else ""

    @property
    def _alike(self):
        return [each for each in self.comments if self.likeness[each.pk] >= ALIKE]


def nearest(comment) -> Near:
    """Return the judged comments that say most nearly what this one says; none while triage is off.

    What was decided since the last `tick` is found too, if it is nearly the same text.
    """
    if not TriageSettings.objects.current().is_on or not comment.text:
        return Near([], {})
    just_now = [decision.comment_id for decision in comment.similar_judged()]
    return _nearest(comment.text, SHOWN, just_now, comment.pk)


def nearest_to(words: str, most: int) -> list[Comment]:
    """Return the judged comments that have most of these words, the nearest first; none while triage is off."""
    return _nearest(words, most).comments if TriageSettings.objects.current().is_on else []


def _nearest(text, most, just_now=(), itself=None):
    mine = {number_of(stem) for stem in stems(text)}
    weights = _weights(mine)
    asked = sorted(weights, key=weights.get, reverse=True)[:ASKED_MOST]
    found = [*just_now, *_that_have(asked, weights, itself)]
    judged = Comment.objects.filter(pk__in=found, state__in=JUDGED, hidden_at=None)
    texts = judged.exclude(revision__text="").select_related("revision")
    likeness = _measured(text, texts, weights)
    nearest_first = sorted(texts, key=lambda other: (-likeness[other.pk], -other.pk))
    return Near(nearest_first[:most], likeness)


def _weights(numbers):
    """Return what each stem weighs that stands in any judged comment."""
    among = Precedent.objects.count()
    rows = PrecedentStem.objects.filter(stem__in=numbers).values("stem").annotate(n=Count("*"))
    return {stem: rarity(among, n) for stem, n in rows.values_list("stem", "n")}


def _that_have(asked, weights, itself):
    """Return the numbers of the comments that have most of these stems, the rare ones above all; not `itself`."""
    if not asked:
        return []
    weighed = Case(
        *(When(stem=stem, then=Value(weights[stem] ** 2)) for stem in asked),
        output_field=FloatField(),
    )
    among = PrecedentStem.objects.filter(stem__in=asked).exclude(precedent=itself)
    counted = among.values("precedent").annotate(weight=Sum(weighed))
    best = counted.order_by("-weight", "-precedent")[:COMPARED_MOST]
    return list(best.values_list("precedent", flat=True))


def _measured(text, comments, weights):
    """Return how near each comment is to a text."""
    unknown = max(weights.values(), default=1)  # of a stem that no judged comment has

    def weight(stem):
        return weights.get(number_of(stem), unknown)

    mine, my_pieces = stems(text), pieces(text)
    return {
        other.pk: in_words(mine, stems(other.text), weight)
        + PIECES * in_pieces(my_pieces, pieces(other.text))
        for other in comments
    }
