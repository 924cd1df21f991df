"""What pages borrow from the newsroom: the sections, and what else to read."""

from django import template
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from ..models import Article, Section

register = template.Library()

ALSO_READ = 4


@register.simple_tag
def sections():
    return Section.objects.all()


@register.simple_tag
def also_read(article):
    """The latest of the same section, then of the others; neither the piece nor its translations."""
    told = {article.pk, *(twin.pk for twin in article.twins)}
    others = Article.objects.visible().read_in(get_language()).exclude(pk__in=told)
    is_elsewhere = ~Q(section=article.section_id)
    others = others.alias(is_elsewhere=is_elsewhere).for_cards()
    return others.order_by("is_elsewhere", "-published_at", "-pk")[:ALSO_READ]


@register.simple_tag
def dated_body(article):
    """The body with its dateline at the head of the first paragraph: «Paris – Morocco, which…»."""
    body = article.body
    if article.dateline_place:
        dateline = format_html('<span class="lieu">{}</span> – ', article.dateline_place)
        if not body.startswith("<p>"):
            body = f"<p></p>{body}"
        body = f"<p>{dateline}{body.removeprefix('<p>')}"
    return mark_safe(body)  # noqa: S308, cleaned by articles/body.py on its way into the database
