"""PURE: one item of a wire, the same for every format; and the error for an unreadable one."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

logger = logging.getLogger(__name__)


class Unreadable(ValueError):
    """An item, or a whole file, that we cannot take in; `reason` is English, for the operator."""

    def __init__(self, reason, origin_id=""):
        super().__init__(reason)
        self.reason, self.origin_id = reason, origin_id


class Failed(Unreadable):
    """An item that broke our own code: refused like any other, and its traceback is in the log."""


@dataclass
class Picture:
    """A picture of a dispatch: its address, or its file name beside the dispatch's file."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass
class Dispatch:
    """A dispatch as its agency sent it. Times are aware or None.

    `body` is HTML or text, not yet cleaned. `status` is usable, withheld or canceled (IPTC pubStatus). `is_lead_sure`
    says whether the dateline split off the copy was certain: the agency's own field, or its name in brackets after the
    place.
    """

    origin_id: str
    version: int = 1
    language: str = ""
    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    body: str = ""
    byline: list[str] = field(default_factory=list)
    dateline_place: str = ""
    located: str = ""  # where it was filed or edited: the dateline of a copy that has none
    is_lead_sure: bool = True
    source: str = ""
    url: str = ""
    rights: str = ""
    usage_terms: str = ""
    editor_note: str = ""
    topics: list[str] = field(default_factory=list)
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargo_until: datetime | None = None
    status: str = "usable"
    is_status_alone: bool = False  # only a new status or embargo for a dispatch sent earlier
    is_correction: bool = False
    urgency: int | None = None
    machine_made: str = ""  # IPTC digitalSourceType, if one was declared
    pictures: list[Picture] = field(default_factory=list)  # the first is the lead's


def each_by_itself(read_one, items) -> list:
    """Return each item as read; one that fails for any reason becomes an Unreadable or a Failed."""
    found = []
    for item in items:
        try:
            found.append(read_one(item))
        except Unreadable as error:
            found.append(error)
        except Exception as error:
            logger.exception("an item of a wire could not be read")
            reason = f"not understood: {type(error).__name__}: {error}"[:200]
            found.append(Failed(reason, getattr(item, "origin_id", "")))
    return found
