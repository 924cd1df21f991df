"""How a double click is recognised, and a retry after a lost answer: the same act again is one act.

A comment bears a keyed hash of who sent it, its words, its place and the day; a notice one of who gave it
and the text it is about. The database holds each once (unique columns). Sent again within SAME_SUBMISSION,
they lead to the page of the first; later, it is the same text again, and told so. An appeal is the same if
the same words contest the same thing.
"""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from ..rules.tidying import tidy
from .sender import keyed_hash

# Short, because whoever shares an address and a browser with the author, and writes the very same, is
# taken for them.
SAME_SUBMISSION = timedelta(minutes=2)


def key_of_comment(request, now, *, article, name, email, text, parent=None) -> str:
    """Return the key under which this comment of this reader is stored once a day."""
    identity = (article.pk, name, email, text, parent.pk if parent else "")
    return keyed_hash(request, "submission", now.date(), *identity)


def key_of_notice(request, comment, *, email, flagger=None) -> str:
    """Return the key under which this reader's notice of this text is stored once."""
    about = (comment.published_revision_id, email)
    if flagger:  # one organisation, whoever writes for it
        return salted_hmac(
            "comments.flagger", f"{flagger.pk} {about}", algorithm="sha256"
        ).hexdigest()
    return keyed_hash(request, "notice", *about)


def is_same_comment(stored, now) -> bool:
    """Return whether a comment found under its own key was sent a moment ago, and still waits."""
    return stored.is_pending and now - stored.created_at < SAME_SUBMISSION


def is_same_notice(stored, now, *, explanation, clause) -> bool:
    """Return whether a notice found under its own key was given a moment ago, in the same words."""
    is_recent = now - stored.at < SAME_SUBMISSION
    return is_recent and (stored.explanation, stored.clause) == (explanation, clause)


def is_same_appeal(appeals, typed) -> bool:
    """Return whether one of these appeals holds the very words that were typed."""
    return appeals.filter(text=tidy(typed)).exists()
