"""Template tags of the newsroom: sections, typography, the printed body, further reading."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from ..freshness import HOUSE, kept
from ..models import Article, Breaking, HousePage, Section
from ..models.questions import SUMMARY_MOST
from ..models.read_next import read_next
from ..rules import typography
from ..rules.annotations import date_the_lead, mark_names
from ..rules.body import plain_text
from ..rules.differences import difference
from ..rules.merge import blocks
from ..rules.summary import start_of
from ..rules.word_stems import fold

register = template.Library()

ALSO_READ = 4  # articles
LATEST = 5  # articles that a dead end leads to


@register.simple_tag
def sections():
    """Return all sections in their order: the head and the foot of a page ask for them once."""
    return kept("sections in order", lambda: list(Section.objects.all()), tags=[HOUSE])


@register.filter
def from_a_to_z(topics):
    """Return topics as a reader of the page's language looks for them: «Énergie» before «Finances»."""
    return sorted(topics, key=lambda topic: fold(topic.label))


@register.simple_tag
def read_parts(article):
    """Read what an article's page tells beside its text; a kept piece of it asks for nothing."""
    article.read_parts()
    return ""


@register.simple_tag
def breaking():
    """Return the line above every page, if one runs now, else None."""
    return Breaking.objects.standing().select_related("article__section").first()


@register.simple_tag
def also_read(article):
    return read_next(article, get_language(), ALSO_READ)


@register.filter
def typeset(text, language):
    """Return plain text in the typography of its language."""
    return typography.typeset(text, language)


@register.filter
def typeset_body(body, language):
    """Return the HTML of a BodyField in the typography of its language."""
    return mark_safe(typography.typeset_html(body, language))  # noqa: S308, cleaned by articles/rules/body.py on its way in


@register.filter
def opening(body):
    """Return how a body begins, in plain words: what search engines are told of a page."""
    return start_of(plain_text(body), SUMMARY_MOST)


@register.simple_tag
def house_pages():
    """Return the pages of the house that have words, for the footer."""
    return HousePage.objects.written()


@register.filter
def as_text(markup):
    return plain_text(markup)


@register.filter
def changes(correction):
    """Return the changes of a correction, word by word: [(same, gone or new; words)]."""
    return difference(correction.said, correction.says)


def _day(day):
    words = date_format(day, "l j F Y")
    return words.replace(" 1 ", " 1er ") if get_language() == "fr" else words


def _illustrated(body, illustrations, article):
    """Return the body with each picture after its paragraph, or at the end if that is gone."""
    pieces = blocks(body)
    for each in reversed(illustrations):
        alt = "" if each.is_decorative else each.alt
        context = {"image": each.image, "alt": alt, "article": article}
        pieces.insert(
            min(each.after, len(pieces)), render_to_string("articles/figure.html", context)
        )
    return "\n".join(pieces)


@register.simple_tag
def body_of(article):
    """Return the body as printed: with dateline, linked names, the date of a dispatch's day."""
    body = article.body
    if article.section.is_wire:
        day = timezone.localtime(article.published_at).date()
        body = date_the_lead(body, article.language, day, _day)
    names = [
        (topic.written_names, topic.get_absolute_url(), topic.expansion)
        for topic in article.topics.all()
    ]
    body = typography.typeset_html(mark_names(body, names), article.language)
    if article.dateline_place:
        dateline = format_html('<span class="lieu">{}</span> – ', article.dateline_place)
        if not body.startswith("<p>"):
            body = f"<p></p>{body}"
        body = f"<p>{dateline}{body.removeprefix('<p>')}"
    if illustrations := list(article.illustrations.all()):
        body = _illustrated(body, illustrations, article)
    return mark_safe(body)  # noqa: S308, cleaned by articles/rules/body.py on its way in; figures come from a template


@register.simple_tag
def latest_articles():
    """Return the latest visible articles in the reader's language, in one query: a dead end leads to them."""
    articles = Article.objects.visible().filter(language=get_language()).latest_first()
    return articles.select_related("section").defer("body")[:LATEST]
