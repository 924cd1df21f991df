"""How a double click, or a retry after a lost response, is recognised: both are one act.

A comment bears a keyed hash of its sender, name, address, text, place and day; a notice bears one of its sender and
the reported text. The database holds each once (unique columns). Sent again within SAME_SUBMISSION (a comment: while
nobody has decided; a notice: with the same explanation and rule) they lead to the page of the first; later, the form
comes back and says that it was sent before. A retry is never too fast (steps.py). The same text of 30 letters or more
under another key, from anybody, is refused for a day (CommentQuerySet.refuse_repeated). An appeal is the same if the
same text contests the same thing. A report of an error (portal/pages/report.py) has no key: two clicks, two rows.
"""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from ..rules.tidying import tidy
from .sender import keyed_hash

# Short, because another person behind the same address and browser who writes the very same text is taken
# for the author.
SAME_SUBMISSION = timedelta(minutes=2)


def key_of_comment(request, now, *, article, name, email, text, parent=None) -> str:
    """Return the unique key of this comment by this reader on this day (of UTC)."""
    identity = (article.pk, name, email, text, parent.pk if parent else "")
    return keyed_hash(request, "submission", now.date(), *identity)


def key_of_notice(request, comment, *, email, is_legal=False, flagger=None) -> str:
    """Return the unique key of this reader's notice about this text.

    The e-mail is no part of the key: one reader may type several. For unlawful content it is, since several people
    may share a connection and each may notify it (DSA art. 16); the weight still counts once a reader.
    """
    if flagger:  # one organisation, whoever writes for it
        about = (comment.published_revision_id, email)
        return salted_hmac(
            "comments.flagger", f"{flagger.pk} {about}", algorithm="sha256"
        ).hexdigest()
    about = (comment.published_revision_id, email if is_legal else "")
    return keyed_hash(request, "notice", *about)


def is_same_comment(stored, now) -> bool:
    """Return whether a comment with the same key was sent a moment ago, and still waits."""
    return stored.is_pending and now - stored.created_at < SAME_SUBMISSION


def is_same_notice(stored, now, *, explanation, clause) -> bool:
    """Return whether a notice with the same key was given a moment ago, with the same text."""
    is_recent = now - stored.at < SAME_SUBMISSION
    return is_recent and (stored.explanation, stored.clause) == (explanation, clause)


def is_same_appeal(appeals, typed) -> bool:
    """Return whether one of these appeals has the very text that was typed."""
    return appeals.filter(text=tidy(typed)).exists()
