"""Tell the team by mail when answers to readers are nearly late: alerts and appeals."""

from datetime import timedelta

from django.utils import timezone

from .models import Comment, Letter, Thresholds
from .models.appeal_judges import moderators

NEARLY = timedelta(hours=2)


def remind(*, at=None) -> int:
    """Owe a mail to each moderator who may give an answer due within two hours; return how many mails.

    Each gets one a clock hour at most, however many answers wait.
    """
    at = at or timezone.now()
    written = 0
    for colleague in moderators().exclude(email=""):
        if comment := next(iter(nearly_late_for(colleague, at)), None):
            written += Letter.objects.remind(colleague, comment, at)
    return written


def nearly_late_for(colleague, at):
    """Return the comments whose answer is due within two hours and this colleague's to give, the first first."""
    until = at + NEARLY
    reported = Comment.objects.reported(at).filter(due_at__gt=at, due_at__lte=until)
    term = timedelta(hours=Thresholds.objects.current().appeal_hours)
    appealed = Comment.objects.appealed().filter(
        appealed_at__gt=at - term, appealed_at__lte=until - term
    )
    found = [(comment.due_at, comment) for comment in reported.decidable_by(colleague)]
    found += [
        (comment.appealed_at + term, comment) for comment in appealed.with_an_appeal_for(colleague)
    ]
    return [comment for _due, comment in sorted(found, key=lambda each: each[0])]
