"""An address that an author adds later: used once its owner has confirmed it, by a link sent to it.

The link holds comment and address, signed. Until then the comment itself does not bear the address, only the letter
that carries the link; and whoever reads a mistyped address learns no private page.
"""

from datetime import timedelta

from django.core.signing import BadSignature, dumps, loads
from django.db import transaction
from django.utils import timezone

from . import letters_owed
from .comment import Comment
from .errors import ChangedMeanwhile
from .letter import Letter

SALT = "comments.own_address"
CONFIRMED_WITHIN = timedelta(days=7)


@transaction.atomic
def ask(comment, address, *, at=None):
    """Owe a letter that asks to confirm the address; raise ChangedMeanwhile if none is wanted.

    A letter to an earlier, mistyped address that waits is cancelled; one to the same address is enough.
    """
    comment.hold()
    if not comment.can_take_address:
        raise ChangedMeanwhile(comment)
    waiting = {"comment": comment, "kind": Letter.Kind.CONFIRMATION, "subscription": None}
    if Letter.objects.filter(state=Letter.State.WAITING, to=address.lower(), **waiting).exists():
        return
    Letter.objects.cancel(**waiting)
    letters_owed.of_address(comment, address.lower(), at or timezone.now())


def asked(comment, *, since=None):
    """Return the last address that was sent a link to confirm it; "" if none was, or not since."""
    letters = comment.letters.filter(kind=Letter.Kind.CONFIRMATION, subscription=None).exclude(
        to=""
    )
    if since:
        letters = letters.filter(due_at__gt=since)
    return letters.order_by("-pk").values_list("to", flat=True).first() or ""


def token_of(comment, address):
    """Return the last part of the link that confirms the address."""
    return dumps([comment.pk, address], salt=SALT)


def read(token):
    """Return (comment, address) of a link; raise Comment.DoesNotExist if it is forged or too old."""
    try:
        pk, address = loads(token, salt=SALT, max_age=CONFIRMED_WITHIN)
    except BadSignature as error:
        raise Comment.DoesNotExist from error
    return Comment.objects.select_related("article__section", "revision").get(pk=pk), address
