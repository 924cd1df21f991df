"""What pages borrow from the discussion: its thread, its form, its counts, its charter."""

import time
from datetime import timedelta

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from articles.models import Article

from ..forms import CommentForm
from ..models import Charter, Comment, Decision, Signature

register = template.Library()

MOST_DISCUSSED = 4
MOST_DISCUSSED_DAYS = 7


@register.simple_tag
def comment_counts(articles):
    """{article id: number of comments readers see}, for the articles of a list, in one query."""
    return Comment.objects.under(articles).counts()


@register.filter
def count_for(counts, article):
    return counts.get(article.pk, 0)


@register.simple_tag
def thread_of(article):
    """The conversations under an article, oldest first, in two queries.

    Each opening comment carries `answers`, each removed one its `removal`, and a reply to a reply
    `answered`: whom it answers. A stone without any answer left is kept too: it says that something
    was taken down, and why.
    """
    comments = list(Comment.objects.in_thread().filter(article=article).defer("email"))
    by_pk = {comment.pk: comment for comment in comments}
    removals = (
        Decision.objects.standing()
        .filter(
            comment__in=[c.pk for c in comments if c.state == Comment.State.REMOVED],
            kind=Decision.Kind.REMOVE,
        )
        .select_related("clause")
    )
    for decision in reversed(removals):  # the newest of each comment is written last
        by_pk[decision.comment_id].removal = decision
    for comment in comments:
        comment.article = article
        comment.answers = []
        if comment.root_id and comment.parent_id != comment.root_id:
            comment.answered = by_pk.get(comment.parent_id)
    for comment in comments:
        if comment.root_id in by_pk:
            by_pk[comment.root_id].answers.append(comment)
    return [c for c in comments if c.root_id not in by_pk]


@register.simple_tag
def visible_in(thread):
    """How many of a thread's comments readers can read."""
    return sum(
        comment.is_visible + sum(answer.is_visible for answer in comment.answers)
        for comment in thread
    )


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


@register.simple_tag
def most_discussed():
    """The articles with most comments of these last seven days, each with `comment_count`."""
    since = timezone.now() - timedelta(days=MOST_DISCUSSED_DAYS)
    counts = Comment.objects.filter(created_at__gte=since).counts()
    ranked = sorted(counts, key=counts.get, reverse=True)[: 2 * MOST_DISCUSSED]
    articles = Article.objects.visible().for_cards().in_bulk(ranked)
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
    return mark_safe(comment.marked_text)  # noqa: S308, text.marked() sanitizes each piece


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
