"""The nouns of the comments app."""

from . import own_address, signing
from .appeal import Appeal
from .charter import Charter, Clause
from .comment import Comment
from .comment_pick import CommentPick
from .decision import MOVES, Decision
from .errors import (
    AlreadyDecided,
    BeyondReach,
    ChangedMeanwhile,
    Conflict,
    DiscussionClosed,
    NobodyKnown,
    NotWarned,
    NotYours,
    RefusedAtTheDoor,
    RepeatedText,
    SanctionContested,
    SettledAlready,
    TooOften,
    UnderHold,
)
from .event import BrokenLink, Event, LogHead
from .filing import Filing
from .flagger import TrustedFlagger
from .lease import Lease
from .legal_hold import LegalHold
from .letter import Letter
from .log_day import LogDay
from .note import Note
from .notice import Flag, Notice
from .owed_statement import OwedStatement
from .precedent import Precedent, PrecedentStem
from .proposal import Proposal
from .refusal import Refusal
from .register_month import RegisterMonth
from .revision import Revision
from .saved_filter import SavedFilter
from .second_reading import SecondReading
from .signature import Signature
from .slow_mode import SlowMode
from .subscription import Subscription
from .suspension import Suspension
from .thresholds import Thresholds
from .triage import Reading, TriageModel, TriageSettings

__all__ = [
    "MOVES",
    "AlreadyDecided",
    "Appeal",
    "BeyondReach",
    "BrokenLink",
    "ChangedMeanwhile",
    "Charter",
    "Clause",
    "Comment",
    "CommentPick",
    "Conflict",
    "Decision",
    "DiscussionClosed",
    "Event",
    "Filing",
    "Flag",
    "Lease",
    "LegalHold",
    "Letter",
    "LogDay",
    "LogHead",
    "NobodyKnown",
    "NotWarned",
    "NotYours",
    "Note",
    "Notice",
    "OwedStatement",
    "Precedent",
    "PrecedentStem",
    "Proposal",
    "Reading",
    "Refusal",
    "RefusedAtTheDoor",
    "RegisterMonth",
    "RepeatedText",
    "Revision",
    "SanctionContested",
    "SavedFilter",
    "SecondReading",
    "SettledAlready",
    "Signature",
    "SlowMode",
    "Subscription",
    "Suspension",
    "Thresholds",
    "TooOften",
    "TriageModel",
    "TriageSettings",
    "TrustedFlagger",
    "UnderHold",
    "own_address",
    "signing",
]
