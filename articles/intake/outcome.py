"""What became of an item of a wire."""

from dataclasses import dataclass

from ..models import Article, WireItem

Outcome = WireItem.Outcome


@dataclass
class Taken:
    """The outcome of one item, the reason for it, and its article."""

    item: object
    outcome: str
    reason: str = ""
    article: Article | None = None
    is_failure: bool = False  # our own code broke on it: the traceback is in the log
