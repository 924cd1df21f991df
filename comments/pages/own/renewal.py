"""A private page gets another address: somebody may have seen the one it has.

The new key is drawn when the form is shown, and comes back signed with it: whoever presses twice, or again because the
answer got lost, is led to the same new page.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, dumps, loads
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.rules.query_words import Word

from ...door.origin import is_same_origin
from ...models import TooOften
from ..common import private_page

SALT = "comments.renewal"
RENEWED = "nouvelle-adresse"
FIELD = "suite"


def token_of(key) -> str:
    """Return what the form of a page bears: a new key for it, signed together with the digest of the one it has."""
    return dumps([_digest(key), secrets.token_urlsafe()], salt=SALT)


def said(request) -> str:
    """Return what is said on a private page that was just led to by its new address."""
    if request.GET.get(Word.DONE) != RENEWED:
        return ""
    return _(
        "Cette page a une nouvelle adresse, celle qui est ouverte ici : gardez-la. L’ancienne n’ouvre plus rien."
    )


def renewing(find, again):
    """Return the view of one kind of private page.

    `find(key)` gives what it is about, or raises Http404; `again(request, row, sentence, status)` shows the page.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @private_page
    def renew(request, key):
        if request.method != "POST":
            return redirect(find(key).private_address)
        new = _new_key(request.POST.get(FIELD, ""), key)
        if new and (renewed := _found(find, new)):
            return _lead_to(renewed)
        row = find(key)
        if not is_same_origin(request):
            return again(request, row, _from_elsewhere(), 403)
        try:
            row.renew_key(new)
        except TooOften:
            sentence = _(
                "Cette page a changé d’adresse plusieurs fois aujourd’hui : réessayez demain."
            )
            return again(request, row, sentence, 429)
        return _lead_to(row)

    return renew


def _digest(key):
    return hashlib.sha256(key.encode()).hexdigest()


def _new_key(token, key):
    """Return the key that the form of this very page bore; None if it bore none."""
    try:
        old, new = loads(token, salt=SALT)
    except (BadSignature, ValueError):
        return None
    return new if old == _digest(key) else None


def _found(find, key):
    try:
        return find(key)
    except Http404:
        return None


def _lead_to(row):
    return redirect(f"{row.private_address}?{Word.DONE}={RENEWED}#contenu")


def _from_elsewhere():
    return _(
        "Cette demande est arrivée d’un autre site : par prudence, l’adresse n’a pas changé. "
        "Si elle est bien de vous, utilisez « Changer l’adresse de cette page » ci-dessous."
    )
