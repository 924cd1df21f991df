"""The hint on a card: what the serving model says of a text that waits, and which words it weighed. Never a verdict."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Clause
from ...rules.triage.places import Place
from ...rules.triage.ranks import hides_its_hint

HOW_OFTEN = (  # from which probability on; the bands of the queue are shares, and say nothing of it
    (0.5, _("souvent refusés")),
    (0.15, _("parfois refusés")),
    (0.0, _("rarement refusés")),
)
SHOWN, HIDDEN = "shown", "hidden"  # as the forms of the card send it back


@dataclass(frozen=True)
class Hint:
    """What a card shows."""

    how_often: Promise  # texts like this one were refused, in words
    rule: Clause | None  # which rule they broke, if the model may name one
    places: list[Place]
    words: list[str]  # those that weigh against the text
    words_for: list[str]


def hint_of(comment, clauses) -> dict:
    """Return the hint of a waiting comment, and what the forms note of it: nothing while no model serves."""
    reading = getattr(comment.revision, "reading", None)
    if not (comment.is_pending and comment.is_sorted and reading):
        return {"hint": None, "hint_noted": ""}
    if hides_its_hint(comment.pk):
        return {"hint": None, "hint_noted": HIDDEN}
    against = [Place(start, end) for start, end in reading.words]
    favourable = [Place(start, end, True) for start, end in reading.words_for]
    hint = Hint(
        how_often=next(words for least, words in HOW_OFTEN if reading.score >= least),
        rule=next((clause for clause in clauses if clause.key == reading.rule), None),
        places=sorted([*against, *favourable], key=lambda place: place.start),
        words=_each_once(comment.text, against),
        words_for=_each_once(comment.text, favourable),
    )
    return {"hint": hint, "hint_noted": SHOWN}


def _each_once(text, places):
    return list(dict.fromkeys(text[place.start : place.end] for place in places))
