"""The whole rule on who may judge an appeal; the verb, lane, card and team page ask it.

1. Its judge is a moderator who took no part in the matter.
2. These took part:
   - whoever is contested;
   - in an appeal about a text or an alert:
     - the author of the comment;
     - whoever decided on the comment before the appeal came, even if they took that back;
     - whoever decided on it since, if that decision stands;
     - whoever gave an alert on this comment, answered or not;
   - in an appeal about a sanction: the person it is about.
3. A lead moderator judges first. If every lead took part, or there is no active one, any other moderator who did not
   may judge.
4. Of several open appeals about one text, one decision answers all: its judge must be free for each. deciders.py tells
   who decides on a text that was judged on appeal and has no open appeal now.
5. A superuser may judge as a lead does. Point 3 and the team page count them as a lead or a moderator only if they have
   that role.

An appeal that nobody of the team may judge waits, and the team page counts it.

A text, an alert or a sanction is a colleague's if it bears the e-mail address of their account. For the colleague who
asks now, the hash of their browser counts too (known_person.py); we do not know it of the others. So a lead who wrote or
alerted without that address is free by point 3 and on the team page, and is refused at the desk: until the hash goes
(comments/address_retention.py) only another lead or a superuser may judge. A reply in the newsroom's name is the
colleague's who wrote it.

Regulation (EU) 2022/2065, art. 20(6): an appeal is not decided by a machine alone. docs/moderation.md tells the rest.
"""

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .decision import Decision
from .known_person import whose
from .notice import Notice

MODERATES, LEADS = "comments.decide_comment", "comments.decide_appeal"


class JudgeableQuerySet(models.QuerySet):
    """Appeals, with the question who may judge them."""

    def judgeable_by(self, colleague):
        """Return the appeals that this colleague may judge."""
        if not colleague.has_perm(MODERATES):
            return self.none()
        free = self.filter(_took_no_part(colleague))
        if colleague.has_perm(LEADS):
            return free
        for lead in leads():
            free = free.exclude(_took_no_part(lead))
        return free

    def without_a_judge(self):
        """Return the appeals that nobody of the team may judge: everybody took part."""
        waiting = self
        for colleague in moderators():
            waiting = waiting.exclude(_took_no_part(colleague))
        return waiting


def moderators():
    """Return the active members of the team; being a superuser does not make one a member."""
    return _with_permission(MODERATES)


def leads():
    """Return the active lead moderators."""
    return _with_permission(LEADS)


def has_others(colleague):
    """Return whether the team has another active member: one who is alone may give the second opinion they asked for."""
    return moderators().exclude(pk=colleague.pk).exists()


def _with_permission(permission):
    backend = "django.contrib.auth.backends.ModelBackend"
    people = get_user_model().objects
    return people.with_perm(permission, include_superusers=False, backend=backend)


def _took_no_part(colleague):
    decided = Decision.objects.filter(comment=OuterRef("comment"), by=colleague)
    before = decided.filter(at__lte=OuterRef("at"))
    alerts = Notice.objects.filter(whose(colleague), comment=OuterRef("comment"))
    free = ~Q(contested_by=colleague) & (
        Q(suspension__isnull=False)
        | ~Exists(before) & ~Exists(decided.standing()) & ~Exists(alerts)
    )
    text_is_theirs = whose(colleague, "comment__") | Q(comment__newsroom_by=colleague)
    is_theirs = Q(suspension=None) & text_is_theirs | whose(colleague, "suspension__")
    return free & ~is_theirs & ~(Q(notice__isnull=False) & whose(colleague, "notice__"))
