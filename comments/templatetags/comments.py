"""The tags by which pages show the discussion: its thread, form, counts and charter."""

from datetime import timedelta
from functools import partial
from math import ceil
from types import SimpleNamespace

from django import template
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from articles.freshness import HOUSE, kept, shows
from articles.freshness import article as about_article
from articles.models import Article
from articles.rules.query_words import Word
from articles.rules.typography import typeset, typeset_html

from ..door.stamp import stamp_for
from ..models import Charter, Comment, Decision, Signature, SlowMode
from ..pages import thread
from ..pages.forms import CommentForm
from ..pages.thread import counts
from ..pages.thread.frame import STAND_IN_PK
from ..rules.quoting import excerpt

register = template.Library()

STAND_IN_STAMP = "\ue000stamp\ue001"
BEST = 3  # picked comments on the front page
CHOSEN = 1  # above its discussion: with fifty comments the page stays under 15 kB packed
BEST_DAYS = 14  # for so long
BRIEF, LINE = 240, 160  # characters of each, on the front page and above its discussion
MOST_DISCUSSED = 4
MOST_DISCUSSED_DAYS = 7
MOST_DISCUSSED_SECONDS = 300  # how long the cache keeps the count of a week's comments


register.simple_tag(counts.mark, name="comment_count")


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
def slow_minutes(article):
    """Return how long each person waits between two comments under an article; None unless an editor slowed it."""
    return kept(
        ("slow", article.pk), partial(_slow_minutes, article.pk), tags=[about_article(article.pk)]
    )


def _slow_minutes(article_pk):
    return SlowMode.objects.filter(article=article_pk).values_list("minutes", flat=True).first()


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


@register.simple_tag
def empty_form(article):
    """Return the form for a new comment under an article: made once for all, but for its number and stamp."""
    html = kept(("form", get_language()), _any_form, tags=[HOUSE])
    stamp = str(escape(stamp_for(article.pk)))
    return mark_safe(  # noqa: S308, a template wrote it
        html.replace(STAND_IN_STAMP, stamp).replace(str(STAND_IN_PK), str(article.pk))
    )


def _any_form():
    nobody = SimpleNamespace(pk=STAND_IN_PK)
    form = CommentForm(article=nobody)
    form.initial["stamp"] = STAND_IN_STAMP
    return render_to_string("comments/thread/form.html", {"article": nobody, "comment_form": form})


def _most_discussed():
    """Return the numbers of the articles with most comments of these days, the first first.

    They are more than are shown, because one may be withdrawn meanwhile.
    """
    since = timezone.now() - timedelta(days=MOST_DISCUSSED_DAYS)
    found = Comment.objects.filter(published_at__gte=since).counts()
    return sorted(found, key=found.get, reverse=True)[: 3 * MOST_DISCUSSED]


@register.simple_tag
def most_discussed():
    """Return the articles with most comments in MOST_DISCUSSED_DAYS."""
    ranked = cache.get_or_set("comments.most_discussed", _most_discussed, MOST_DISCUSSED_SECONDS)
    articles = Article.objects.visible().for_teasers().in_bulk(ranked)
    return [articles[pk] for pk in ranked if pk in articles][:MOST_DISCUSSED]


@register.simple_tag
def best_of_discussion():
    """Return the comments that the newsroom chose in BEST_DAYS, the latest choice first."""
    since = timezone.now() - timedelta(days=BEST_DAYS)
    # What takes a chosen comment off the page deletes the choice, and that is a change of the house.
    best = [comment for comment in kept("comments.best", _best) if comment.pick.at >= since]
    shows(threads=[comment.article_id for comment in best])
    return best


def _best():
    picked = Comment.objects.picked()
    return list(picked.select_related("pick", "article__section", "published_revision")[:BEST])


@register.simple_tag
def chosen_under(article):
    """Return the comments that the newsroom chose under an article, the latest choice first; CHOSEN at most."""
    return kept(("chosen", article.pk), partial(_chosen, article.pk), tags=[HOUSE])


def _chosen(article_pk):
    picked = Comment.objects.picked().filter(article=article_pk)
    return list(picked.select_related("pick", "published_revision").defer("email", "html")[:CHOSEN])


@register.filter
def in_brief(comment):
    """Return the first words of a visible comment, as a quotation of some lines."""
    return excerpt(comment.published_revision.text, BRIEF)


@register.filter
def in_a_line(comment):
    """Return fewer of its first words: the whole stands further down on the same page."""
    return excerpt(comment.published_revision.text, LINE)


@register.simple_tag
def charter_in_force():
    return Charter.objects.in_force()


@register.filter
def marked_words(comment, hint=None):
    """Return the text of a comment with each flagged passage in <mark>, and each word that a hint weighed.

    It is in the typography of its language, as on the public page.
    """
    text = comment.text_with_marks(hint.places if hint else ())
    return mark_safe(typeset_html(text, comment.language))  # noqa: S308, marked() sanitizes each piece


@register.filter
def as_charter(text):
    """Return a text of the charter with the name of the site, in the typography of the page's language."""
    return typeset(text.replace("{site}", settings.SITE_NAME), get_language())


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
