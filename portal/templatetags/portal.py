"""Template tags of every page: dates, icons, and this page in another language."""

import contextlib
import re
from datetime import timedelta

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, get_language_info, ngettext_lazy, override
from django.utils.translation import gettext as _

from articles.rules.people import name_of
from comments.pages.thread import counts, frame
from portal.pages import dates, structured

register = template.Library()


@register.filter
def in_full(day):
    """Return a day in words: «vendredi 1er mars 2024»."""
    return dates.in_words(day, "day")


@register.filter
def machine(at):
    """Return a moment for machines, to the second, with its offset: «2021-01-02T11:43:00+01:00»."""
    return timezone.localtime(at).isoformat(timespec="seconds")


register.simple_tag(dates.as_time_element, name="moment")
register.simple_tag(dates.on_a_card, name="card_time")


@register.simple_tag
def day_label(at):
    """Return a day beside the wire; a year after a stroke may stand under it: «2/1/», «2021»."""
    return re.sub(r"/(?=\d{4})", "/\u200b", dates.in_few_letters(at))


@register.simple_tag
def today():
    return dates.as_time_element(timezone.now(), "day")


@register.filter
def is_today(at):
    return timezone.localtime(at).date() == timezone.localdate()


register.filter("who", name_of)


@register.filter
def direction(language):
    """Return the value of `dir` for a language: «rtl» for Arabic."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


# Our own words: Django's Arabic ones put a figure before «one hour» and «two hours».
LENGTHS = {
    "year": ngettext_lazy("%(num)d an", "%(num)d ans", "num"),
    "month": ngettext_lazy("%(num)d mois", "%(num)d mois", "num"),
    "week": ngettext_lazy("%(num)d semaine", "%(num)d semaines", "num"),
    "day": ngettext_lazy("%(num)d jour", "%(num)d jours", "num"),
    "hour": ngettext_lazy("%(num)d heure", "%(num)d heures", "num"),
    "minute": ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
}


@register.filter
def since(at):
    """Return how long ago in one unit: «34 minutes», or «moins d’une minute»."""
    if timezone.now() - at < timedelta(minutes=1):
        return _("moins d’une minute")
    return timesince(at, depth=1, time_strings=LENGTHS)


@register.simple_tag(takes_context=True)
def the_comment(context, comment):
    """Return one comment of a thread, or what stands in its place."""
    about = {
        "when": dates.as_time_element(comment.created_at, "short"),
        "article_url": comment.article.get_absolute_url(),
        "takes_comments": context["takes_comments"],
    }
    if comment.is_visible:
        return frame.write(comment, **about)
    return render_to_string("comments/thread/comment.html", {"comment": comment, **about})


@register.simple_tag
def comma():
    """Return a comma and a space, as the language writes them."""
    return "، " if get_language() == "ar" else ", "


@register.simple_tag
def colon():
    """Return a colon and a space: French alone puts a space before it."""
    return "\u00a0: " if get_language() == "fr" else ": "


@register.simple_tag
def semicolon():
    """Return a semicolon and a space, as the language writes them."""
    return {"ar": "؛ ", "fr": "\u202f; "}.get(get_language(), "; ")


@register.simple_block_tag
def one_line(content):
    """Return what stands within as one line, fit for an attribute; `as` keeps it, to be said twice."""
    words = re.sub(r"[ \t\n]+", " ", content).strip().replace('"', "&quot;")
    return mark_safe(words)  # noqa: S308, a template wrote and escaped it


@register.filter
def get(mapping, key):
    return mapping.get(key)


@register.simple_tag
def structured_data(article):
    """Return the JSON-LD of an article page: data, which no browser runs."""
    script = structured.as_script(
        structured.news_article(article, counts.mark(article, "json")),
        structured.breadcrumbs(article),
    )
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(script),  # noqa: S308, as_script() escapes what could end the element
    )


@register.simple_tag(takes_context=True)
def page_in(context, language):
    """Return the address of this page in another language of the interface.

    As Django's translate_url(), without finding the view of the address a second time.
    """
    request = context["request"]
    match = request.resolver_match
    if match is None:  # there is no such page
        return request.path
    with override(language), contextlib.suppress(NoReverseMatch):
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    return request.path


# Drawn on a grid of 24, by strokes; constants of ours, so safe as they stand.
ICONS = {
    "reply": '<path d="M9 6 4 11l5 5M4 11h10a6 6 0 0 1 6 6v2"/>',
    "alert": '<path d="M5 21V4h13l-2.5 4.5L18 13H5"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6m0 3.5v.2"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "comments": '<path d="M4 5h16v11H11l-5 4v-4H4z"/>',
    "lock": '<path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3"/>',
    "hourglass": '<path d="M6 3h12M6 21h12M7 3v4l5 5 5-5V3M7 21v-4l5-5 5 5v4"/>',
    "back": '<path d="M19 12H5m5-5-5 5 5 5"/>',
    "next": '<path d="M5 12h14m-5-5 5 5-5 5"/>',
    "mail": '<path d="M3.5 6h17v12h-17zM4 7l8 6 8-6"/>',
    "copy": '<path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>',
    "share": '<path d="M12 15V4m0 0L8 8m4-4 4 4M5 13v7h14v-7"/>',
}
DIRECTED = {"reply", "back", "next"}  # turned round in a right-to-left page


@register.simple_tag
def icon(name):
    """Return a decorative icon: the words beside it say what it means. Its width is for a page without its style."""
    directed = " icone--sens" if name in DIRECTED else ""
    return format_html(
        '<svg class="icone{}" viewBox="0 0 24 24" width="20" aria-hidden="true">{}</svg>',
        directed,
        mark_safe(ICONS[name]),  # noqa: S308, a constant above
    )


@register.filter
def as_percent(share):
    """Return a share of one as a whole number of per cent, as the language writes it."""
    return _("%(n)d %%") % {"n": round(100 * share)}
