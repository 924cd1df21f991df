"""The tags by which pages show the discussion: its thread, form, counts and charter."""

from datetime import timedelta
from math import ceil

from django import template
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles.freshness import shows
from articles.models import Article
from articles.rules.query_words import Word

from ..models import Charter, Comment, Decision, Signature
from ..pages import thread
from ..pages.forms import CommentForm

register = template.Library()

MOST_DISCUSSED = 4
MOST_DISCUSSED_DAYS = 7
MOST_DISCUSSED_SECONDS = 300  # how long the cache keeps the count of a week's comments


@register.simple_tag
def comment_counts(articles):
    """Return {article id: number of visible comments} for a list of articles, in one query."""
    shows(threads=[article.pk for article in articles])
    return Comment.objects.under(articles).counts()


@register.filter
def count_for(counts, article):
    return counts.get(article.pk, 0)


@register.simple_tag
def first_conversations(article):
    """Return the first page of an article's discussion, which stands under it."""
    return thread.page_of(article)


@register.simple_tag
def visible_comments(article):
    """Return the number of its visible comments."""
    return thread.visible_count(article)


@register.simple_tag
def languages_of_discussion(article):
    """Return [(language, number of visible comments in it)], the most used first; empty for one alone."""
    counts = thread.counts_by_language(article)
    return sorted(counts.items(), key=lambda pair: -pair[1]) if len(counts) > 1 else []


@register.simple_tag
def discussion_url(article):
    return thread.discussion_url(article)


@register.simple_tag(takes_context=True)
def comment_form(context, article):
    """Return the refused form if there is one, else a new form, perhaps for a reply."""
    if form := context.get("comment_form"):
        return form
    parent, request = None, context["request"]
    asked = request.GET.get(Word.PARENT, "")
    if asked.isdecimal() and asked.isascii():
        parent = Comment.objects.visible().filter(article=article, pk=asked[:18]).first()
    return CommentForm(article=article, parent=parent)


def _most_discussed():
    """Return {article id: comments of these days} for the top of the list.

    It holds more articles than are shown, because one may be withdrawn meanwhile.
    """
    since = timezone.now() - timedelta(days=MOST_DISCUSSED_DAYS)
    counts = Comment.objects.filter(published_at__gte=since).counts()
    ranked = sorted(counts, key=counts.get, reverse=True)[: 3 * MOST_DISCUSSED]
    return {pk: counts[pk] for pk in ranked}


@register.simple_tag
def most_discussed():
    """Return the articles with most comments in MOST_DISCUSSED_DAYS, each with `comment_count`."""
    counts = cache.get_or_set("comments.most_discussed", _most_discussed, MOST_DISCUSSED_SECONDS)
    ranked = sorted(counts, key=counts.get, reverse=True)
    articles = Article.objects.visible().for_teasers().in_bulk(ranked)
    found = [articles[pk] for pk in ranked if pk in articles][:MOST_DISCUSSED]
    shows(threads=[article.pk for article in found])
    for article in found:
        article.comment_count = counts[article.pk]
    return found


@register.simple_tag
def charter_in_force():
    return Charter.objects.in_force()


@register.filter
def marked_words(comment):
    """Return the text of a comment with each flagged passage in <mark>."""
    return mark_safe(comment.marked_text)  # noqa: S308, marked() sanitizes each piece


@register.filter
def named(text):
    """Put the name of the site into a text of the charter."""
    return text.replace("{site}", settings.SITE_NAME)


@register.filter
def signed(colleague):
    """Return the public signature of a member of the team: «Modération n° 3»."""
    return str(Signature.objects.of(colleague))


@register.simple_tag
def usual_delay():
    """Return the median delay of a decision, in hours from an hour on; None if too few are known."""
    minutes = Decision.objects.usual_delay_minutes()
    if minutes is None or minutes < 60:
        return {"minutes": minutes}
    return {"hours": ceil(minutes / 60)}
