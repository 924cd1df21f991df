"""PURE: say how surely a stretch of text is a link, by tables of rules read from the top."""

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple


class Verdict(Enum):
    """Say how surely a stretch of text is an address, and how the house treats it.

    SURE: no reader would doubt it. The form refuses the text and shows its author the address, marked.
    DOUBTFUL: it could be prose, most often a missing space after a full stop. The form takes the text; the
    comment waits with the flag «Lien possible», and the moderator's card marks the words.
    PROSE: it looks like an address and is none. Neither author nor moderator hears of it.
    """

    SURE = "sure"
    DOUBTFUL = "doubtful"
    PROSE = "prose"


SURE, DOUBTFUL, PROSE = Verdict


class Rule(NamedTuple):
    """One line of a table; `example` is a text that gets its verdict from this rule."""

    name: str
    example: str
    test: Callable[[Any], bool]
    verdict: Verdict


class JudgedSpan(NamedTuple):
    """A stretch of text that was looked at, prose included, and the rule that judged it."""

    start: int
    end: int
    kind: str  # as in links.Link
    rule: Rule

    @property
    def is_link(self):
        return self.rule.verdict is not PROSE


def rule_for(facts, table: tuple[Rule, ...]) -> Rule:
    """Return the first rule of a table that holds; the last of each table always does."""
    for rule in table:
        if rule.test(facts):
            return rule
    raise LookupError("the last rule of a table must hold")


def otherwise(_facts) -> bool:
    return True
