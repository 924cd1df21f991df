"""What pages borrow from the discussion: its thread, its form, its counts, its charter."""

import time
from datetime import timedelta

from django import template
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from articles.models import Article

from ..models import Charter, Comment, Decision, Signature
from ..pages import thread
from ..pages.forms import CommentForm

register = template.Library()

MOST_DISCUSSED = 4
MOST_DISCUSSED_DAYS = 7
MOST_DISCUSSED_SECONDS = 300  # one reading of a week's comments serves so long


@register.simple_tag
def comment_counts(articles):
    """{article id: number of comments readers see}, for the articles of a list, in one query."""
    return Comment.objects.under(articles).counts()


@register.filter
def count_for(counts, article):
    return counts.get(article.pk, 0)


@register.simple_tag
def first_conversations(article):
    """The page of an article's discussion that stands under it."""
    return thread.page_of(article)


@register.simple_tag
def visible_comments(article):
    """How many of its comments readers see."""
    return thread.visible_count(article)


@register.simple_tag
def discussion_url(article):
    return thread.discussion_url(article)


@register.simple_tag(takes_context=True)
def comment_form(context, article):
    """The form of the page: the refused one where there is one, else a new one, perhaps as a reply."""
    if form := context.get("comment_form"):
        return form
    parent, request = None, context["request"]
    asked = request.GET.get("repondre", "")
    if asked.isdecimal() and asked.isascii():
        parent = Comment.objects.visible().filter(article=article, pk=asked[:18]).first()
    form = CommentForm(article=article, parent=parent)
    # The page's version turns with the hour, not with every second's stamp.
    request.passing = {conditional_escape(form.stamp): str(int(time.time()) // 3600)}
    return form


def _most_discussed():
    """{article id: comments of these days}, of some more than are shown: one may be withdrawn meanwhile."""
    since = timezone.now() - timedelta(days=MOST_DISCUSSED_DAYS)
    counts = Comment.objects.filter(published_at__gte=since).counts()
    ranked = sorted(counts, key=counts.get, reverse=True)[: 3 * MOST_DISCUSSED]
    return {pk: counts[pk] for pk in ranked}


@register.simple_tag
def most_discussed():
    """The articles with most comments of these last seven days, each with `comment_count`."""
    counts = cache.get_or_set("comments.most_discussed", _most_discussed, MOST_DISCUSSED_SECONDS)
    ranked = sorted(counts, key=counts.get, reverse=True)
    articles = Article.objects.visible().for_teasers().in_bulk(ranked)
    found = [articles[pk] for pk in ranked if pk in articles][:MOST_DISCUSSED]
    for article in found:
        article.comment_count = counts[article.pk]
    return found


@register.simple_tag
def charter_in_force():
    return Charter.objects.in_force()


@register.filter
def marked_words(comment):
    """Return the text of a comment with the words that raised a flag in <mark>."""
    return mark_safe(comment.marked_text)  # noqa: S308, marked() sanitizes each piece


@register.filter
def named(words):
    """Put the name of the site into words of the charter."""
    return words.replace("{site}", settings.SITE_NAME)


@register.filter
def signed(colleague):
    """Return how a member of the team signs in public: «Modération n° 3»."""
    return str(Signature.objects.of(colleague))


@register.simple_tag
def usual_delay():
    """Half of the latest decisions fell within this many minutes; None before there are enough."""
    return Decision.objects.usual_delay_minutes()
