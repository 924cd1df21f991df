"""PURE: the shape of a month's figures, the same whether they come from the tables or from the log.

{figure: {"total": n, breakdown: {cell: n}}}, and for a time {"count": n, "median": seconds, "p90": seconds}
"""

from collections import Counter
from statistics import median

LANGUAGES = ("fr", "ar", "en", "unknown")
LAW = "law"  # in the place of a clause: the law was the ground
NONE = "none"  # a notice that names no clause
BREAKDOWNS = {  # figure → by what it is broken down, besides its total
    "received": ("language",),
    "stopped": ("reason",),
    "published": ("language",),
    "refused": ("language", "clause"),
    "removed": ("language", "clause"),
    "restored": ("language",),
    "kept": ("language",),
    "upheld": ("language",),
    "marked": (),
    "notices": ("language", "clause", "channel"),
    "appeals": ("language", "by"),
    "granted": ("by",),
    "sanctions": ("kind",),
}
TIMES = ("to_decide", "to_answer_a_notice", "to_answer_an_appeal")
DECISIONS = {  # kind of a decision → its figure
    "approve": "published",
    "reject": "refused",
    "remove": "removed",
    "restore": "restored",
    "keep": "kept",
    "uphold": "upheld",
}
FIRST = {"approve", "reject"}  # decisions on a text that waited
DOMAINS = {  # cells that stand there even if they are zero
    "language": LANGUAGES,
    "channel": ("charter", "legal", "trusted"),
    "by": ("author", "notifier", "sanctioned"),
    "kind": ("warn", "hold", "suspend", "ban"),
}


class Figures:
    """A month's figures while they are counted."""

    def __init__(self):
        self.totals = Counter()
        self.cells = Counter()
        self.seconds = {time: [] for time in TIMES}

    def count(self, figure, number=1, **cells):
        """Add so many to a figure, each in its cell of each of its breakdowns: `language="fr"`, `clause=…`."""
        self.totals[figure] += number
        for breakdown in BREAKDOWNS[figure]:
            self.cells[figure, breakdown, cells[breakdown]] += number

    def took(self, time, delay):
        """Add a duration, a timedelta."""
        self.seconds[time].append(max(0, round(delay.total_seconds())))

    def as_dict(self) -> dict:
        """Return the figures as they are kept and compared."""
        figures = {
            figure: {"total": self.totals[figure]}
            | {name: self._breakdown(figure, name) for name in breakdowns}
            for figure, breakdowns in BREAKDOWNS.items()
        }
        return figures | {time: times(seconds) for time, seconds in self.seconds.items()}

    def _breakdown(self, figure, name):
        cells = dict.fromkeys(DOMAINS.get(name, ()), 0)
        found = {c: n for (f, b, c), n in self.cells.items() if (f, b) == (figure, name)}
        return cells | dict(sorted(found.items()))


def ordered(figures: dict) -> dict:
    """Return figures in the order of this module: PostgreSQL gives back JSON in an order of its own."""
    parts = {figure: ("total", *breakdowns) for figure, breakdowns in BREAKDOWNS.items()}
    parts |= dict.fromkeys(TIMES, ("count", "median", "p90"))
    return {
        figure: {part: _in_order(part, figures[figure][part]) for part in names}
        for figure, names in parts.items()
    }


def _in_order(part, value):
    if not isinstance(value, dict):
        return value
    names = dict.fromkeys([*DOMAINS.get(part, ()), *sorted(value)])
    return {name: value[name] for name in names if name in value}


def times(seconds: list[int]) -> dict:
    """Return the count, the median and the 90th percentile (the nearest rank) of durations; None of nothing."""
    if not seconds:
        return {"count": 0, "median": None, "p90": None}
    ordered = sorted(seconds)
    rank = -(-9 * len(ordered) // 10)  # rounded up
    return {"count": len(ordered), "median": round(median(ordered)), "p90": ordered[rank - 1]}


def ground_cell(ground: str, key: str | None) -> str:
    """Return the cell of «clause» for a decision: the key of its clause, or LAW."""
    return key or (LAW if ground == "law" else NONE)


def channel_cell(*, is_trusted: bool, is_legal: bool) -> str:
    """Return the cell of «channel» for a notice; one by a trusted flagger counts there, whatever it cites."""
    return "trusted" if is_trusted else "legal" if is_legal else "charter"


def appellant(*, is_of_a_sanction: bool, is_of_a_notice: bool) -> str:
    """Return the cell of «by» for an appeal."""
    return "sanctioned" if is_of_a_sanction else "notifier" if is_of_a_notice else "author"


def grants(by: str, kind: str) -> bool:
    """Return whether the act that answers an appeal of this appellant gives them what they asked for."""
    return kind == {"author": "restore", "notifier": "remove", "sanctioned": "lift"}[by]


def flat(figures: dict) -> dict[str, int | None]:
    """Return {"refused.clause.racisme": 3}: one name for each number, in a settled order."""
    found = {}
    for figure, parts in figures.items():
        for part, value in parts.items():
            if isinstance(value, dict):
                found |= {f"{figure}.{part}.{cell}": number for cell, number in value.items()}
            else:
                found[f"{figure}.{part}"] = value
    return found


def differences(ours: dict, theirs: dict) -> list[tuple[str, int | None, int | None]]:
    """Return (name, ours, theirs) of each number that is not the same in both; a cell that is missing is zero."""
    one, other = flat(ours), flat(theirs)
    names = [*one, *(name for name in other if name not in one)]
    pairs = [(name, one.get(name, 0), other.get(name, 0)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]]
