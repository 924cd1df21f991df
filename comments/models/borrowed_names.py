"""The names that belong to somebody here: agencies' are refused at the door, bylines' are marked."""

from django.contrib.auth import get_user_model

from articles.freshness import HOUSE, STAFF, kept
from articles.freshness import article as about
from articles.models import Author, Source

from ..rules.staff_names import skeletons


def agencies() -> frozenset[str]:
    """Return the skeletons of the names of the sources, the newsroom's own left out."""
    return kept("agencies", _agencies, tags=[HOUSE])


def is_a_byline(name: str, article) -> bool:
    """Return whether readers may take a commenter for who signs: here, elsewhere, or on the desk.

    An honest person may be called so: the moderator's card says it, nothing is refused.
    """
    found = skeletons(name)
    signed = kept(
        ("signatures", article.pk), lambda: _signatures(article), tags=[HOUSE, about(article.pk)]
    )
    if not found.isdisjoint(signed):
        return True
    return not found.isdisjoint(kept("bylines", _bylines, tags=[HOUSE, STAFF]))


def _signatures(article):
    return frozenset().union(*(skeletons(credit.name) for credit in article.credits.all()))


def _agencies():
    rows = Source.objects.exclude(kind=Source.Kind.NEWSROOM).values_list("short_name", "full_name")
    return frozenset().union(*(skeletons(name) for names in rows for name in names if name))


def _bylines():
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    names = [*Author.objects.values_list("name", flat=True), *map(_full_name, staff)]
    return frozenset().union(*(skeletons(name) for name in names if " " in name))


def _full_name(user):
    return user.get_full_name()
