"""How long origins and words are kept: keyed hashes of senders, addresses of people, what was refused or alleged.

| what | goes |
|---|---|
| the hashes of a comment, a notice: its sender, its key against double clicks | after SENDER_DAYS; earlier with its words |
| the hash of a sanction with an end | at that end, even if it is lifted before; earlier if its address goes |
| the hash of a sanction without one (a ban, a warning) | after SENDER_DAYS; earlier if its address goes |
| the address of a sanction | APPEAL_WINDOW_DAYS (183, settings.py) after it ended or was lifted: it can be contested no more. A ban, or a hold without a term, ends only by being lifted |
| the address of a warning, a confirmation, a lifting | APPEAL_WINDOW_DAYS after it was given |
| the address of a letter that was cancelled | at once (letter.py) |
| the address of a letter that left or was given up, and what a mail server said of it | LETTER_DAYS after it was due |
| the address of a published comment | APPEAL_WINDOW_DAYS after the last decision or sanction on it, if its author follows no replies, confirmed it longer ago, is no colleague, and neither an alert nor an appeal waits; when it is erased |
| the address of the letters to its author | LETTER_DAYS after they were due; when the comment is erased |
| … of the sanctions on it | when an administrator erases it; if the author does, at its own term |
| the text, the name and the address of a comment that was refused, taken down or withdrawn; its author's pleas | APPEAL_WINDOW_DAYS after its withdrawal and the last decision or sanction on it, if no appeal waits: models/words_term.py |
| the words, the name and the address of an alert; its appeals | APPEAL_WINDOW_DAYS after the latest of its answer, the alert itself and a sanction for it, if no appeal waits. If its comment is off line (hidden ones are not), the answer does not count; on line and unanswered, it stays |
| the address of an alert or of a report of an error, earlier | when `erase_person --unconfirmed` erases whoever gave it (person.py) |
| colleagues' notes on a comment | with its words; of one that was erased, APPEAL_WINDOW_DAYS after they were written |
| the words of the model that orders the queue | WORDS_DAYS (30, models/triage.py) after it was made; it is trained anew before (sorting/school.py) |
| the words and the address of a report of an error | after a year: articles/retention.py |
| the address of a trusted flagger | APPEAL_WINDOW_DAYS after its status ended |
| the address of a colleague, their password and factors | a year after the account was disabled: portal/signin/left.py |
| the counts of each reader's acts (door/rates.py), of failed sign-ins (portal/env/signing_in.py), under keyed hashes | when their window ends |

A legal hold (models/legal_hold.py) keeps everything that belongs to its comment, except the addresses of cancelled
letters. No IP address is ever stored (door/sender.py). Backups hold all of it BACKUP_DAYS longer (14,
portal/privacy/table.py).
`tick` calls this each minute.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from .models import (
    Appeal,
    Comment,
    Decision,
    LegalHold,
    Letter,
    Note,
    Notice,
    Subscription,
    Suspension,
    TriageModel,
    TrustedFlagger,
)
from .models.authored import NO_KEY
from .models.words_term import forget_all

LETTER_DAYS = 90
SENDER_DAYS = 90  # how long a comment or a notice keeps where it came from, as a hash
Kind = Suspension.Kind
BATCH = 5000  # rows of one transaction
WORDS_BATCH = 200  # comments in memory: each one's words go in a transaction of their own


def forget_senders(*, at=None) -> int:
    """Empty the hashes that are past their term; return their number.

    Addresses of sanctions and letters go too. Safe to run twice.
    """
    at = at or timezone.now()
    old = at - timedelta(days=SENDER_DAYS)
    over = Q(until__lt=at) | Q(until=None, at__lt=old)
    no_key = Concat(Value(NO_KEY), Cast("pk", CharField()))
    notices = Notice.objects.filter(at__lt=old)
    of_flaggers = notices.filter(flagger__isnull=False)  # they bear a key, and no sender
    due = [
        (Comment.objects.filter(created_at__lt=old).exclude(sender=""), {"submission_key": no_key}),
        (notices.exclude(sender=""), {"reader": no_key}),
        (of_flaggers.exclude(reader__startswith=NO_KEY), {"reader": no_key}),
        (Suspension.objects.filter(over).exclude(sender=""), {}),
    ]
    forgotten = sum(_forget(rows, sender="", **keys) for rows, keys in due)
    contestable = at - timedelta(days=settings.APPEAL_WINDOW_DAYS)
    lifted = Suspension.objects.filter(
        kind=Kind.LIFT, supersedes=OuterRef("pk"), at__lt=contestable
    )
    ended = Suspension.objects.filter(
        Q(until__lt=contestable)
        | Q(kind__in=[Kind.WARN, Kind.LIFT, Kind.CONFIRM])
        | Exists(lifted),
        at__lt=contestable,
    )
    letters = Letter.objects.exclude(state__in=[Letter.State.WAITING, Letter.State.SENDING])
    letters = letters.filter(due_at__lt=at - timedelta(days=LETTER_DAYS)).exclude(to="", error="")
    forgotten += _forget(letters, to="", error="")
    forgotten += _forget(_nobody_is_written_to(contestable), email="")
    flaggers = TrustedFlagger.objects.filter(until__lt=timezone.localdate(contestable))
    forgotten += flaggers.exclude(email="").update(email="")
    return forgotten + _forget(ended.exclude(email=""), email="", sender="")


def _nobody_is_written_to(contestable):
    """Return the published comments whose authors no letter is owed to any more: they follow no replies either.

    A colleague's own keep it: nobody decides on their own text (models/known_person.py).
    """
    mine = OuterRef("pk")
    follows = Q(confirmed_at__isnull=False, ended_at=None)
    is_new = Q(confirmed_at__gte=contestable) | Q(asked_at__gte=contestable)
    published = Comment.objects.filter(
        state=Comment.State.PUBLISHED, created_at__lt=contestable, hidden_at=None
    )
    colleagues = User.objects.filter(is_active=True).exclude(email="")
    theirs = [email.lower() for email in colleagues.values_list("email", flat=True)]
    return published.exclude(email="").exclude(
        Q(email__in=theirs)
        | Exists(Notice.objects.open().filter(comment=mine))
        | Exists(Decision.objects.filter(comment=mine, at__gte=contestable))
        | Exists(Suspension.objects.filter(comment=mine, at__gte=contestable))
        | Exists(Appeal.objects.unanswered().filter(comment=mine))
        | Exists(Subscription.objects.filter(follows | is_new, comment=mine))
    )


def forget_words(*, at=None) -> int:
    """Erase the words that are past their term; return of how many comments, alerts and notes. Safe to run twice."""
    at = at or timezone.now()
    gone = forget_all(Comment.objects, at=at, most=WORDS_BATCH)
    since = at - timedelta(days=settings.APPEAL_WINDOW_DAYS)
    # The others go with their comment's words: these were written when it was erased, or after.
    notes = Note.objects.filter(comment__state=Comment.State.ERASED, at__lt=since)
    return gone + notes.exclude(comment__in=LegalHold.objects.values("comment")).delete()[0]


def forget_models(*, at=None) -> int:
    """Take the words of a model of triage that are past their term; return of how many models."""
    return TriageModel.objects.expire(at or timezone.now())


def _forget(rows, **change):
    forgotten = 0
    key = "pk" if rows.model is Comment else "comment"
    rows = rows.exclude(**{f"{key}__in": LegalHold.objects.values("comment")})
    while some := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        forgotten += rows.model.objects.filter(pk__in=some).update(**change)
    return forgotten
