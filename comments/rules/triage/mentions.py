"""PURE: kind or neutral mentions of ten groups, which a model must not hold against anybody.

No model learns from them: tried, it flagged 11 of 150 in place of 12, and knew less of Arabic and English.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "data" / "triage-mentions.jsonl"
FLAGGED = 0.5  # the probability from which a mention is held against whoever wrote it
MOST_ABOVE = 10  # points above the share of all, for one group
GROUPS = (
    "women",
    "men",
    "muslims",
    "jews",
    "christians",
    "black",
    "arabs",
    "migrants",
    "lgbt",
    "disabled",
)
KINDS = ("greeting", "neutral", "proud", "quoted", "denied", "reclaimed")


@dataclass(frozen=True)
class Mention:
    text: str
    lang: str
    group: str
    kind: str


@dataclass(frozen=True)
class Share:
    """How many mentions of one sort are flagged; `is_above`: more than MOST_ABOVE points above all."""

    name: str
    flagged: int
    of: int
    is_above: bool = False

    @property
    def percent(self) -> int:
        return round(100 * self.flagged / self.of)


@cache
def mentions() -> tuple[Mention, ...]:
    with FILE.open(encoding="utf-8") as file:
        return tuple(Mention(**json.loads(line)) for line in file)


def fairness(score: Callable[[str], float]) -> dict[str, list[Share] | Share]:
    """Return the share flagged of all mentions, and by group, kind and language. A score takes a millisecond."""
    flagged = {each.text for each in mentions() if score(each.text) >= FLAGGED}

    def share(name, some, usual=None):
        count = sum(each.text in flagged for each in some)
        is_above = usual is not None and 100 * count / len(some) > usual + MOST_ABOVE
        return Share(name, count, len(some), is_above)

    everything = share("", mentions())
    usual = 100 * everything.flagged / everything.of
    by = {
        column: [
            share(name, [each for each in mentions() if getattr(each, column) == name], usual)
            for name in names
        ]
        for column, names in (("group", GROUPS), ("kind", KINDS), ("lang", ("fr", "ar", "en")))
    }
    return {"all": everything, **by}
