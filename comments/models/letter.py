"""A letter in the outbox: stored, claimed, tried again. Who gets one, and when: letters_owed.py."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.encrypted import EncryptedEmailField

from .flagger import TrustedFlagger

LETTER_OF = {"suspension": "s", "subscription": "r"}  # in a letter's key, before their number
AN_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
RETRIES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]  # after each failure


class LetterQuerySet(models.QuerySet):
    def take_up_again(self, at, *, claimed_before) -> int:
        """Let the letters leave that a process was sending when it died; return how many. Their tries count."""
        left = self.filter(state=Letter.State.SENDING, claimed_at__lt=claimed_before)
        given_up = left.filter(Q(tries__gt=len(RETRIES)) | Q(to=""))
        given_up.update(state=Letter.State.FAILED, error="the process died while it was sent")
        return left.update(state=Letter.State.WAITING, due_at=at)

    def write(self, kind, *, to, language, comment, at, delay=None, once=None, **about):
        """Put a letter into the outbox, to leave after `delay`; do nothing without an address.

        Call it in the transaction that makes the news: both are stored, or neither. There is one letter for
        each subject; if the same may happen again, one for each moment (`once`).
        """
        if not to or self.is_one_too_many(to, at):
            return
        subject = [kind, comment.pk]
        for name in ("decision", "notice", "suspension", "subscription"):
            if about.get(name):
                subject.append(f"{LETTER_OF.get(name, '')}{about[name].pk}")
        if once:
            subject.append(f"t{int(once.timestamp() * 1_000_000)}")
        due_at = at + (delay or timedelta())
        about |= {"kind": kind, "to": to, "language": language, "comment": comment}
        self.get_or_create(key=":".join(map(str, subject)), defaults={**about, "due_at": due_at})

    def remind(self, colleague, comment, at):
        """Owe a colleague the reminder of this hour, of which the comment is the most urgent reason.

        Return whether it is a new one.
        """
        hour = int(at.timestamp()) // 3600
        _letter, is_new = self.get_or_create(
            key=f"{Letter.Kind.REMINDER}:c{colleague.pk}:h{hour}",
            defaults={
                "kind": Letter.Kind.REMINDER,
                "to": colleague.email,
                "language": settings.LANGUAGE_CODE,
                "comment": comment,
                "due_at": at,
            },
        )
        return is_new

    def is_one_too_many(self, to, at):
        """Return whether an address that nobody confirmed has had its letters of the day.

        Anybody can type a stranger's address; the private page tells what a letter would. That of a trusted
        flagger comes from the register of the newsroom.
        """
        latest = self.filter(to=to, due_at__gt=at - timedelta(days=1))
        latest = latest.exclude(kind=Letter.Kind.REMINDER)  # a colleague's, of the team's work
        if latest.count() < settings.LETTERS_TO_A_STRANGER:
            return False
        comments = self.model._meta.get_field("comment").related_model.objects
        confirmed = comments.filter(email=to, subscription__confirmed_at__isnull=False)
        return not (confirmed.exists() or TrustedFlagger.objects.filter(email__iexact=to).exists())

    def due(self, at=None):
        return self.filter(state=Letter.State.WAITING, due_at__lte=at or timezone.now())

    def cancel(self, **about):
        """Cancel the letters that have not left yet."""
        waiting = self.filter(state=Letter.State.WAITING, **about)
        return waiting.update(state=Letter.State.CANCELLED, to="")


class Letter(models.Model):
    """A mail that a verb owes somebody: written once, in its transaction; sent later, at least once (outbox.py)."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("accusé de réception d’un commentaire")
        DECISION = "decision", _("décision, à l’auteur")
        ACKNOWLEDGMENT = "acknowledgment", _("accusé de réception d’une alerte")
        ANSWER = "answer", _("réponse à une alerte")
        HIDDEN = "hidden", _("commentaire masqué le temps d’une relecture")
        SANCTION = "sanction", _("sanction, à la personne")
        CONFIRMATION = "confirmation", _("confirmation d’une adresse")
        RENEWED = "renewed", _("nouvelle adresse d’une page privée")
        REPLY = "reply", _("réponse à un commentaire")
        REMINDER = "reminder", _("échéance proche, à la modération")

    class State(models.TextChoices):
        WAITING = "waiting", _("à envoyer")
        SENDING = "sending", _("envoi en cours")
        SENT = "sent", _("envoyé")
        CANCELLED = "cancelled", _("annulé")
        FAILED = "failed", _("échoué")

    key = models.CharField(max_length=80, unique=True, editable=False)
    kind = models.CharField(_("objet"), max_length=15, choices=Kind)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.WAITING)
    to = EncryptedEmailField(_("à"), blank=True)
    language = models.CharField(_("langue"), max_length=2)
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="letters"
    )
    decision = models.ForeignKey(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    notice = models.ForeignKey(
        "comments.Notice", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    suspension = models.ForeignKey(
        "comments.Suspension", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    subscription = models.ForeignKey(
        "comments.Subscription", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    due_at = models.DateTimeField(_("part le"))
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("envoyé le"), null=True)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    error = models.CharField(_("erreur"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index("due_at", name="letter_due", condition=Q(state="waiting")),
            models.Index("to", "due_at", name="letter_of_an_address"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_state_is_known",
                condition=Q(state__in=["waiting", "sending", "sent", "cancelled", "failed"]),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.comment_id})"

    @property
    def is_too_late(self):
        """Return whether it tells of a reply that readers see no more, because its article went off line."""
        return self.kind == self.Kind.REPLY and not self.comment.article.is_visible

    def claim(self, at):
        """Take the letter to send it; return False if another process was faster."""
        mine = Letter.objects.filter(pk=self.pk, state=self.State.WAITING, due_at__lte=at)
        return bool(mine.update(state=self.State.SENDING, claimed_at=at, tries=self.tries + 1))

    def sent(self, at):
        self._settle(state=self.State.SENT, sent_at=at, error="")

    def failed(self, at, error):
        """Try again later, or give up after the last of RETRIES."""
        tries, error = self.tries + 1, self._without_the_address(error)[:200]
        if tries > len(RETRIES):
            return self._settle(state=self.State.FAILED, error=error)
        return self._settle(state=self.State.WAITING, due_at=at + RETRIES[tries - 1], error=error)

    def _without_the_address(self, error):
        """Return what a mail server said, without addresses: it repeats the one that it refuses, or the name before the @."""
        error = AN_ADDRESS.sub("…", error)
        name = re.escape(self.to.partition("@")[0])
        return re.sub(rf"\b{name}\b", "…", error, flags=re.IGNORECASE) if name else error

    def _settle(self, **change):
        Letter.objects.filter(pk=self.pk, state=self.State.SENDING).update(**change)


def undo_delay():
    """Return how long a letter about a decision waits: until nobody may take it back."""
    return timedelta(seconds=settings.UNDO_SECONDS)
