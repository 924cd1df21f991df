from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..rules.digests import GENESIS, digest, new_salt
from . import signing
from .event_kinds import AUTHOR_READS, MEANINGS, Kind
from .log_format import CURRENT, record


class LogHead(models.Model):
    """The one row that holds the last link of the log: locking it puts writers in line.

    It also shows a tail that was cut off: the events alone could not.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)
    # The key that signs now: another one signs only after the log has said so (filing.py).
    public_key = models.CharField(max_length=64, default="", db_default="", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="log_head_is_alone", condition=models.Q(id=1))]

    def __str__(self):
        return f"{self.sequence}:{self.digest[:12]}"

    @classmethod
    def held(cls):
        """Return the head, locked until the transaction ends: every other row must be locked before.

        Raise CannotSign if the key of this machine is not the one the log is signed with.
        """
        head, _created = cls.objects.select_for_update().get_or_create(pk=1)
        if not head.public_key:
            head.public_key = signing.first_key()
        elif signing.public_key() != head.public_key:
            signing.forget()  # it may have been renewed since this process read it
            if signing.public_key() != head.public_key:
                raise signing.CannotSign(
                    "The log is signed with another key than LOG_KEY holds: put the log's key back, or let "
                    "`manage.py log_key --lost` begin with this one, and say so in the log."
                )
        return head

    def link(self, event):
        """Make an event the next link: number, seal and sign it. The caller saves both."""
        event.sequence, event.previous = self.sequence + 1, self.digest
        event.salt = new_salt()
        event.subject_digest = event.subject.digest() if event.subject else ""
        event.digest = digest(event.record())
        if self.public_key:
            event.signature = signing.sign(signing.LINK, event.digest)
        self.sequence, self.digest = event.sequence, event.digest


@dataclass(frozen=True)
class BrokenLink:
    """One fault that check_log found, and its place."""

    where: str
    what: str


class EventQuerySet(models.QuerySet):
    def told_to_the_author(self):
        """Return the events the comment's author may know of.

        All decisions are among them: Decision.is_told_to_the_author says which ones to show.
        """
        own = self.filter(kind__in=AUTHOR_READS)
        return own.exclude(appeal__notice__isnull=False).exclude(appeal__suspension__isnull=False)

    def append(self, kind, *, comment, by="", at=None, **subjects):
        """Add one link to the chain; call it last in the transaction that makes the change.

        It locks the head of the log: every other row must be locked before. `comment` is None if the house's own
        settings changed (filing.py).
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("an event belongs to a transaction")
        head = LogHead.held()
        event = Event(kind=kind, comment=comment, by=by, at=at or timezone.now(), **subjects)
        if comment:
            event.state, event.version = comment.state, comment.version
        head.link(event)
        event.save(force_insert=True)
        head.save()
        return event


class Event(models.Model):
    """One link of the log: one event of a comment. Append-only: triggers refuse the rest.

    The chain runs over ids and digests. Bodies, names and addresses are outside it.
    """

    Kind = Kind

    sequence = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    comment = models.ForeignKey(
        "comments.Comment", null=True, on_delete=models.PROTECT, related_name="events"
    )
    revision = models.ForeignKey(
        "comments.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.OneToOneField(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="event"
    )
    notice = models.OneToOneField(
        "comments.Notice", null=True, on_delete=models.PROTECT, related_name="event"
    )
    appeal = models.OneToOneField(
        "comments.Appeal", null=True, on_delete=models.PROTECT, related_name="event"
    )
    suspension = models.OneToOneField(
        "comments.Suspension", null=True, on_delete=models.PROTECT, related_name="event"
    )
    filing = models.OneToOneField(
        "comments.Filing", null=True, on_delete=models.PROTECT, related_name="event"
    )
    # In which format its digest was made: log_format.py has the list of columns.
    format = models.PositiveSmallIntegerField(default=CURRENT, editable=False)
    # What a decision or a ruling answered, as `notice:12 notice:13 appeal:3`.
    answers = models.TextField(blank=True)
    state = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    subject_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, default="", db_default="")  # of the closed part
    signature = models.CharField(max_length=128, default="", db_default="", blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("journal")
        ordering = ["sequence"]
        indexes = [
            # Comments that came from another site were not received here: the public register leaves them out.
            models.Index("comment", name="event_of_import", condition=models.Q(kind="imported"))
        ]
        constraints = [
            models.UniqueConstraint(
                "comment", name="comment_mended_once", condition=models.Q(kind="mended")
            ),
            models.CheckConstraint(
                name="event_is_of_a_comment_or_the_house",
                condition=models.Q(comment=None, filing__isnull=False)
                | models.Q(comment__isnull=False, filing=None),
            ),
        ]

    def __str__(self):
        return f"{self.sequence}. {self.get_kind_display()}"

    @property
    def meaning(self):
        return MEANINGS[self.kind]

    @property
    def subject(self):
        """Return the row whose digest this event keeps; None if there is none, or it is gone."""
        meaning = MEANINGS.get(self.kind)  # None if the kind was changed by force
        return getattr(self, meaning.subject, None) if meaning and meaning.subject else None

    def record(self):
        """Return the columns that its digest covers."""
        return record(self, self.format)
