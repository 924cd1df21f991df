"""The whole rule on who may decide on a comment; the verb, lanes, cards and reminders ask it.

1. Nobody decides on their own text, on a reply that they wrote in the newsroom's name, or while an alert of their own
   on it is open: the decision would answer that alert.
2. Whoever asked for a second opinion does not give it, unless they are the whole team.
3. While appeals about its text wait, whoever decides must be free to judge each of them (appeal_judges.py).
4. Once this very text was judged on appeal, only a lead decides on it again; if rule 1 keeps every active lead from it, or
   there is none, any moderator may.

The permissions are the interface's to check. known_person.py tells what is a colleague's own.
"""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from .appeal import Appeal
from .appeal_judges import LEADS, has_others, leads, moderators
from .known_person import KnownPersonQuerySet, is_of, whose
from .notice import Notice


class DecidableQuerySet(KnownPersonQuerySet):
    """Comments, with the question who may decide on them."""

    def decidable_by(self, colleague, *, all_pending=False):
        """Return the comments on which this colleague may decide.

        `all_pending` tells that all of them are in the state «pending»: rule 4 need not be asked then.
        """
        free = self.filter(_is_no_cause_of(colleague))
        has_asked = Q(escalated_by=colleague, state=self.model.State.PENDING)
        free = free.exclude(has_asked & Exists(moderators().exclude(pk=colleague.pk)))
        appeals = Appeal.objects.unanswered().filter(suspension=None)
        if appeals.exists():  # the rest takes long to write, for each card anew
            theirs = appeals.judgeable_by(colleague)
            free = free.exclude(
                pk__in=appeals.exclude(pk__in=theirs.values("pk")).values("comment")
            )
        if all_pending or colleague.has_perm(LEADS):
            return free
        answered = Appeal.objects.filter(
            comment=OuterRef("pk"), answer__revision=OuterRef("revision"), suspension=None
        )
        is_open = Exists(appeals.filter(comment=OuterRef("pk")))
        was_judged = ~Q(state=self.model.State.PENDING) & Exists(answered) & ~is_open
        return free.exclude(was_judged & Exists(_leads_free_for_it()))


class Decidable(models.Model):
    """The same questions about one comment in hand, whose state may be older than the database's."""

    class Meta:
        abstract = True

    @property
    def open_appeals(self):
        """Return the unanswered appeals about its text; a decision answers them all."""
        return self.appeals.unanswered().filter(suspension=None)

    @property
    def has_a_contested_sanction(self):
        """Return whether an appeal against a sanction for it waits; it is lifted or confirmed (suspension.py)."""
        return self.appeals.open().filter(suspension__isnull=False).exists()

    @property
    def was_judged_on_appeal(self):
        """Return whether this very text was judged on appeal."""
        answered = self.appeals.filter(answer__revision=self.revision_id, suspension=None)
        return not self.is_pending and answered.exists()

    @property
    def is_contested(self):
        """Return whether an appeal about its text waits for an answer, or had one."""
        return self.open_appeals.exists() or self.was_judged_on_appeal

    def may_be_decided_by(self, colleague, *, has_appeals=True):
        """Return whether this colleague may decide on it now, as decidable_by() tells of many.

        `has_appeals` is False if the caller knows that no appeal waits: that spares a query.
        """
        if self._is_a_cause_of(colleague):
            return False
        if self.is_pending and self.escalated_by_id == colleague.pk and has_others(colleague):
            return False
        appeals = self.open_appeals
        if has_appeals and (open_appeals := appeals.count()):
            return appeals.judgeable_by(colleague).count() == open_appeals
        if colleague.has_perm(LEADS) or not self.was_judged_on_appeal:
            return True
        return all(self._is_a_cause_of(lead) for lead in leads())

    def _is_a_cause_of(self, colleague):
        if is_of(self, colleague) or self.newsroom_by_id == colleague.pk:
            return True
        was_on_line = self.published_at is not None  # else nobody can have given an alert
        return was_on_line and self.notices.open().filter(whose(colleague)).exists()


def _leads_free_for_it():
    """Return the leads whose cause a comment of the outer query is not; of others, the address alone is known."""
    alerts = Notice.objects.open().exclude(email="").filter(comment=OuterRef(OuterRef("pk")))
    # Readers' addresses are encrypted, colleagues' are not: compared as readers' are stored.
    stored = Notice._meta.get_field("email")
    addresses = leads().exclude(email="").values_list("pk", "email")
    each = [When(pk=pk, then=Value(email, output_field=stored)) for pk, email in addresses]
    return (
        leads()
        .annotate(address=Case(*each, default=Value("", output_field=stored)))
        .exclude(pk=Coalesce(OuterRef("newsroom_by"), 0))
        .exclude(~Q(address="") & Q(address=OuterRef("email")))
        .exclude(Exists(alerts.filter(email=OuterRef("address"))))
    )


def _is_no_cause_of(colleague):
    """Return the condition of comments that are not theirs, with no open alert of theirs."""
    alerts = Notice.objects.open().filter(whose(colleague), comment=OuterRef("pk"))
    is_their_text = whose(colleague) | Q(newsroom_by=colleague)
    return ~is_their_text & ~Exists(alerts)
