"""The steps that may stop a form at the door, in their order.

Each step asks a question about an Attempt. The first step that says no stops it, gives the reason beside
the field, and adds one to the day's count (Refusal). A form that passes all steps goes to the model's verb.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property

from ..models import Refusal, Suspension
from . import sentences
from .origin import is_same_origin
from .rates import too_fast
from .sender import sender_of


@dataclass
class Stop:
    """Why a form goes no further: the HTTP status, the codes to count, the sentence."""

    status: int
    codes: list[str] = field(default_factory=list)
    sentence: str = ""
    until: datetime | None = None  # when to come back, for 429

    def tell(self, response):
        """Add the header Retry-After to the response if there is a time (RFC 9110 10.2.3)."""
        if self.until:
            seconds = round((self.until - timezone.now()).total_seconds())
            response.headers["Retry-After"] = str(max(1, seconds))
        return response


class Attempt:
    """One form somebody sent. Each kind of form is a subclass; the steps question it."""

    steps: tuple[Callable, ...] = ()
    act = ""  # under which its rate is counted
    scope = Suspension.Scope.COMMENTS  # of the sanctions that shut its sender out
    pause = ""  # the sentence if it is one act too many; `%(when)s` says when to come back
    is_counted = True  # among the refusals of the discussion
    is_behind_a_key = False  # on a private page: its reader may know of the sanction, their own

    def __init__(self, request, form, **about):
        self.request, self.form, self.now = request, form, timezone.now()
        self.__dict__.update(about)

    @cached_property
    def sender(self):
        return sender_of(self.request)

    @property
    def person(self):
        """Return the address and the hash by which its sender's sanctions are found."""
        return self.form.cleaned_data.get("email", "").lower(), self.sender

    def is_retry(self):
        """Return whether the same form was taken in before: a double click is never too fast."""
        return False

    def too_fast_until(self):
        return too_fast(self.request, self.now, self.act)

    def first_stop(self) -> Stop | None:
        """Ask the steps in order; return the first Stop, after counting it; None if all pass."""
        for step in self.steps:
            if stop := step(self):
                if self.is_counted:
                    Refusal.objects.count_up(stop.codes)
                if stop.sentence:
                    self.form.add_error(None, stop.sentence)
                return stop
        return None


def comes_from_here(attempt):
    """Is it posted from a page of this site?"""
    if is_same_origin(attempt.request):
        return None
    return Stop(403, ["elsewhere"], sentences.from_elsewhere())


def is_open(attempt):
    """Does the article still take comments?"""
    return None if attempt.article.takes_comments(attempt.now) else Stop(403, ["closed"])


def is_well_formed(attempt):
    """Do its fields hold: the link rule, the text rules, the stamp, the lengths?"""
    if attempt.form.is_valid():
        return None
    return Stop(422, getattr(attempt.form, "refusal_codes", []))


def is_not_shut_out(attempt):
    """Is no suspension of its sender in force?"""
    email, sender = attempt.person
    own = attempt.comment if attempt.is_behind_a_key else None
    shut = Suspension.objects.shutting_out(attempt.scope, email, sender, attempt.now, comment=own)
    if shut is None:
        return None
    own = sender or (shut.sender if attempt.is_behind_a_key else "")
    return Stop(403, ["suspended"], sentences.shut_out(shut, own))


def is_not_too_fast(attempt):
    """Is it within the rates of one reader, or the same act again?"""
    if attempt.is_retry() or not (until := attempt.too_fast_until()):
        return None
    when = {"when": sentences.when_again(until)}
    return Stop(429, ["too_fast"], attempt.pause % when, until)


def is_in_turn(attempt):
    """If an editor has slowed the discussion: has this person not written here for so many minutes?"""
    slow = getattr(attempt.article, "slow_mode", None)
    if slow is None or attempt.is_retry():
        return None
    email, sender = attempt.person
    until = slow.next_turn(sender, email, attempt.now)
    return until and Stop(429, ["too_fast"], sentences.slowed(slow.minutes, until), until)


# The doors of the house.
WRITING = (comes_from_here, is_open, is_well_formed, is_not_shut_out, is_in_turn, is_not_too_fast)
REWRITING = (comes_from_here, is_not_shut_out, is_well_formed, is_not_too_fast)
ALERTING = (comes_from_here, is_well_formed, is_not_shut_out, is_not_too_fast)
CONTESTING = (comes_from_here, is_well_formed)
REPORTING = (comes_from_here, is_well_formed, is_not_too_fast)
