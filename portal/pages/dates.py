"""Turn moments into words, as newspapers of each language write them."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Django's date letters (l j F Y H:i). U+00A0 keeps day and month together.
FORMATS = {
    "fr": {"day": "l j\u00a0F Y", "moment": "l j\u00a0F Y à H:i", "short": "j\u00a0F Y à H:i"},
    "ar": {"day": "l j F Y", "moment": "l j F Y على الساعة H:i", "short": "j F Y، H:i"},
    "en": {"day": "l j\u00a0F Y", "moment": r"l j F Y \a\t H:i", "short": "j F Y, H:i"},
}
SHORT_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]


def in_words(at, form="moment"):
    """Return a moment in words, as newspapers of the language write it.

    In French: «samedi 2 janvier 2021 à 11:43».
    """
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    words = date_format(local, FORMATS[get_language()][form])
    if get_language() == "fr" and local.day == 1:
        words = words.replace("1\u00a0", "1er\u00a0", 1)
    return words


def as_time_element(at, form="moment"):
    """Return `<time>` with the machine's form and the reader's: day, moment or short."""
    zone = timezone.get_current_timezone()
    return _time_element(at, form, zone, get_language())


@lru_cache(4096)
def _time_element(at, form, zone, _language):
    local = at.astimezone(zone).replace(microsecond=0)
    words = format_html("{}", in_words(local, form))
    if "1er\u00a0" in words:
        first, rest = words.split("1er\u00a0", 1)
        words = format_html("{}1<sup>er</sup>\u00a0{}", first, rest)
    precision = "minutes" if form == "short" else "seconds"  # short: fifty on a page of comments
    machine = local.date().isoformat() if form == "day" else local.isoformat(timespec=precision)
    return format_html('<time datetime="{}">{}</time>', machine, words)


def on_a_card(at):
    """Return `<time>` as a card says it: the hour today, «hier à 17:10», then the day."""
    local = timezone.localtime(at).replace(microsecond=0)
    days = (timezone.localdate() - local.date()).days
    hour = date_format(local, "H:i")
    if days == 0:
        words = hour
    elif days == 1:
        words = _("hier à %(hour)s") % {"hour": hour}
    else:
        words = in_few_letters(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


def in_few_letters(at):
    """Return a day, with its year if that is not the current one: «23 nov.»."""
    local = timezone.localtime(at)
    day = {
        "fr": f"{local.day}\u00a0{SHORT_MONTHS[local.month - 1]}",
        "ar": f"{local.day}/{local.month}",  # Arabic months have no short name
        "en": date_format(local, "j\u00a0M"),
    }[get_language()]
    between = "/" if get_language() == "ar" else " "
    return day if local.year == timezone.localdate().year else f"{day}{between}{local.year}"
