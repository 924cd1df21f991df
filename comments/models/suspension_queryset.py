"""Who is bound by which sanction, and the verb that imposes one."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from .errors import BeyondReach, NobodyKnown, NotWarned, NotYours
from .known_person import KnownPersonQuerySet
from .note import SAME_PRESS
from .thresholds import Thresholds


class SuspensionQuerySet(KnownPersonQuerySet):
    def standing(self, at=None):
        """Return the sanctions in force, warnings included: not lifted, and not over."""
        lifted = self.model.objects.filter(kind=self.model.Kind.LIFT, supersedes=OuterRef("pk"))
        imposed = self.filter(kind__in=self.model.IMPOSED).exclude(Exists(lifted))
        return imposed.filter(Q(until=None) | Q(until__gt=at or timezone.now()))

    def binding(self, email, sender, comment=None):
        """Return the sanctions that bind whoever sends from here under this address.

        They bind a sender; an address only if its owner confirmed it: anybody can type a victim's. `comment`
        is one whose private page they came from: the sanction it got is theirs.
        """
        ways = []
        if sender:
            ways.append(Q(sender=sender))
        if email:
            ways.append(Q(self._confirmed(), email=email))
        if comment:
            ways.append(Q(comment=comment, notice=None))
        return self.filter(reduce(or_, ways)) if ways else self.none()

    def _confirmed(self):
        """Return the condition that a sanction's address was confirmed by whoever the sanction binds.

        Its comment may have lost the address since, by its author or at its term: the sanction keeps it for its own.
        """
        comments = self.model._meta.get_field("comment").related_model.objects
        confirmed = comments.filter(subscription__confirmed_at__isnull=False)
        bears_it = confirmed.filter(
            Q(pk=OuterRef("comment")) | Q(sender=OuterRef("sender")) & ~Q(sender=""),
            email=OuterRef("email"),
        )
        bore_it = confirmed.filter(pk=OuterRef("comment"), email="")
        return Q(Exists(bears_it)) | Q(Exists(bore_it), notice=None)

    def shutting_out(self, scope, email, sender, at=None, *, comment=None):
        """Return the sanction that shuts this person out the longest; None if none does."""
        shut = self.binding(email, sender, comment)
        shut = shut.filter(scope=scope, kind__in=[self.model.Kind.SUSPEND, self.model.Kind.BAN])
        if not shut.exists():  # most people never were: a short question
            return None
        return shut.standing(at).order_by(F("until").desc(nulls_first=True)).first()

    def holding(self, email, sender, at=None, *, comment=None):
        """Return whether this person's comments wait for a second opinion."""
        held = self.binding(email, sender, comment)
        held = held.filter(scope=self.model.Scope.COMMENTS, kind=self.model.Kind.HOLD)
        return held.exists() and held.standing(at).exists()

    @transaction.atomic
    def impose(
        self, kind, *, by, reasons, comment=None, notice=None, clause=None, until=None, at=None
    ):
        """Sanction the author of `comment`, or the person who gave `notice`; return the sanction.

        A suspension needs `until`, a hold may have it, a warning and a ban have none. Raise NobodyKnown if
        nothing says who the person is, NotYours if it is oneself, BeyondReach if only a lead moderator may
        impose the ban or the term, NotWarned if a suspension has no earlier warning that was delivered (the
        law wants one; unlawful content needs none). The same press again gives the first sanction back.
        """
        at, about = at or timezone.now(), notice or comment
        (notice.comment if notice else comment).hold()
        if notice:
            notice.refresh_from_db()
        kind = self.model.Kind(kind)
        scope = self.model.Scope.NOTICES if notice else self.model.Scope.COMMENTS
        if not (about.email or about.sender):
            raise NobodyKnown
        if about.email and by.email and about.email == by.email.lower():
            raise NotYours
        self._refuse_beyond_reach(kind, by, until, at)
        same = {"kind": kind, "clause": clause, "reasons": reasons, "notice": notice, "by": by}
        if first := self._pressed_just_now(until, at, comment=comment or notice.comment, **same):
            return first
        earlier = self.of(about.email, about.sender).standing(at).filter(scope=scope)
        earlier._refuse_unwarned(kind, clause, at)
        suspension = self.create(
            kind=kind,
            scope=scope,
            comment=comment or notice.comment,
            notice=notice,
            email=about.email,
            sender=about.sender,
            clause=clause,
            reasons=reasons,
            language=about.language,
            until=until,
            by=by,
            at=at,
        )
        suspension._tell(at)
        return suspension

    def _pressed_just_now(self, until, at, **same):
        """Return the same sanction if a press a moment ago gave it and it still stands, else None."""
        ends = Q(until=None) if until is None else Q(until__gt=until - SAME_PRESS, until__lte=until)
        return self.standing(at).filter(ends, at__gt=at - SAME_PRESS, at__lte=at, **same).first()

    def _refuse_beyond_reach(self, kind, by, until, at):
        if by.has_perm("comments.suspend_beyond") or kind == self.model.Kind.WARN:
            return
        longest = timedelta(days=Thresholds.objects.current().suspension_days)
        if until is None or until - at > longest + timedelta(minutes=1):
            raise BeyondReach

    def _refuse_unwarned(self, kind, clause, at):
        """Raise NotWarned if `kind` shuts a person out and no warning among these was delivered."""
        shuts_out = kind in {self.model.Kind.SUSPEND, self.model.Kind.BAN}
        is_grave = clause is not None and clause.is_unlawful
        if shuts_out and not is_grave:
            warnings = self.filter(kind=self.model.Kind.WARN)
            if not any(warning.was_delivered(at) for warning in warnings):
                raise NotWarned
