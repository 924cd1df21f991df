"""What feeds hold: articles, corrections and comments as items, the same for every format."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html_join, linebreaks
from django.utils.timezone import make_aware
from django.utils.translation import get_language

from articles.freshness import shows
from articles.models import TEASER_PARTS, TagAuthority
from articles.pages.ninjs import absolute
from articles.rules.body import plain_text
from articles.rules.printable import make_printable
from comments.models import Comment
from comments.register import tables
from comments.register.months import after, begins
from comments.rules.quoting import excerpt
from comments.rules.register.guard import guarded

from ..pages.social_card import HEIGHT, WIDTH

MOST = 50  # items of one feed
SUMMARY_MOST = 300  # characters of a body, if an article has no standfirst
# The day in the ids of sections, topics and sources, which have no day of their own; never change it.
FOUNDED = datetime(2021, 1, 2, tzinfo=UTC)
RELATIVE = re.compile(r'(<a href=")/(?!/)')


@dataclass(frozen=True)
class Picture:
    """A picture that programs fetch; its size in pixels."""

    url: str
    kind: str
    width: int
    height: int


@dataclass
class Item:
    """One entry, for every format. Times are aware; `html` is the page's, all else plain text."""

    key: str
    link: str
    title: str
    summary: str
    html: str
    language: str
    published: datetime
    updated: datetime
    authors: list[str]
    tags: list[str] = field(default_factory=list)
    source: tuple[str, str] | None = None  # an agency's name and site
    image: Picture | None = None
    comments: int | None = None
    comments_feed: str = ""
    answers: str = ""  # the key of the article or comment that a comment answers

    def __post_init__(self):
        make_printable(self)


@dataclass
class Channel:
    """A feed: its title, its address and its items."""

    key: str
    title: str
    description: str
    language: str
    link: str
    items: list[Item]
    since: datetime = FOUNDED
    hub: str = ""  # WebSub's; "" for feeds that it does not serve

    def __post_init__(self):
        make_printable(self)

    def make_ids(self):
        """Turn the keys of the feed and its items into permanent ids (tag: URIs), in one query."""
        start = f"tag:{TagAuthority.objects.host()},"
        self.key = start + self.key
        for item in self.items:
            item.key = start + item.key
            item.answers = item.answers and start + item.answers


def key_of(day: datetime, what: str) -> str:
    """Return the key of a thing, by the day of its row's creation, never by its address."""
    return f"{day:%Y-%m-%d}:{what}"


def items_of_articles(articles) -> list[Item]:
    """Return the items of the latest of these visible articles, in seven queries."""
    found = list(articles.latest_first().prefetch_related(*TEASER_PARTS, "topics")[:MOST])
    counts = Comment.objects.counts_under(found)
    shows(threads=[article.pk for article in found])
    return [item_of_article(article, counts.get(article.pk, 0)) for article in found]


def item_of_article(article, comments: int) -> Item:
    credited = [credit.name for credit in article.credits.all()]
    source = article.source
    body = article.body
    if article.dateline_place:
        start = "<p>" if body.startswith("<p>") else ""
        body = f"{start}{escape(article.dateline_place)} – {body.removeprefix(start)}"
    return Item(
        key=key_of(article.created_at, f"article/{article.pk}"),
        link=settings.SITE_URL + article.home_url,
        title=article.headline,
        summary=article.standfirst or excerpt(plain_text(article.body), SUMMARY_MOST),
        html=RELATIVE.sub(rf"\g<1>{settings.SITE_URL}/", body),
        language=article.language,
        published=article.published_at,
        updated=article.updated_at or article.published_at,
        authors=credited or [str(source.full_name or source.label)],
        tags=[str(article.section.label), *(topic.name for topic in article.topics.all())],
        image=picture_of(article),
        source=None if source.is_newsroom else (source.short_name, source.home_page),
        comments=comments,
        comments_feed=f"{settings.SITE_URL}/flux/commentaires/{article.pk}/atom.xml",
    )


def picture_of(article) -> Picture | None:
    """Return its photograph; else, if it has a drawn picture, its social card, which bears that; None for an opinion.

    The drawing itself is SVG, which programs that read feeds refuse or clean away, as it may hold scripts. The card is a
    PNG of the same drawing, drawn when it is first asked for and then kept.
    """
    if article.lead_image:
        shown = article.lead_image.whole
        return Picture(absolute(shown["src"]), "image/jpeg", shown["width"], shown["height"])
    if article.drawing:
        return Picture(settings.SITE_URL + article.card_url, "image/png", WIDTH, HEIGHT)
    return None


def items_of_corrections(corrections) -> list[Item]:
    """Return the items of corrections, newest first; each leads to its place on the page."""
    found = corrections.select_related("article__section", "article__source")[:MOST]
    return [
        Item(
            key=key_of(correction.at, f"correction/{correction.pk}"),
            link=f"{settings.SITE_URL}{correction.article.home_url}#{correction.anchor}",
            title=f"{correction.get_kind_display()} : {correction.article.headline}",
            summary=correction.note,
            html=linebreaks(correction.note, autoescape=True),
            language=correction.article.language,
            published=correction.at,
            updated=correction.at,
            authors=[settings.SITE_NAME],
        )
        for correction in found
    ]


def items_of_comments(article) -> list[Item]:
    """Return the items of an article's latest published comments."""
    comments = Comment.objects.visible().filter(article=article)
    latest = comments.order_by("-published_at", "-pk").prefetch_related("revision", "parent")
    return [
        Item(
            key=key_of(comment.created_at, f"comment/{comment.pk}"),
            link=settings.SITE_URL + comment.get_absolute_url(),
            title=comment.name,
            summary=comment.excerpt,
            html=comment.html,
            language=comment.language,
            published=comment.published_at,
            updated=comment.published_at,
            authors=[comment.name],
            answers=key_of(comment.parent.created_at, f"comment/{comment.parent_id}")
            if comment.parent_id
            else key_of(article.created_at, f"article/{article.pk}"),
        )
        for comment in latest[:MOST]
    ]


def items_of_days(days) -> list[Item]:
    """Return the items of the heads of the log; each has in words all that is signed, and the signature."""
    return [
        Item(
            key=key_of(FOUNDED, f"log/{day.day}"),
            link=f"{settings.SITE_URL}/transparence/",
            title=f"{day.day} : {day.head}",
            summary=f"{day.statement} {day.signature}",
            html=linebreaks(f"{day.statement}\n{day.signature}", autoescape=True),
            language="fr",
            published=_morning_after(day.day),
            updated=_morning_after(day.day),
            authors=[settings.SITE_NAME],
        )
        for day in days
    ]


def items_of_months(months) -> list[Item]:
    """Return the items of the public register's months: their totals in words, as the page has them."""
    return [_item_of_month(kept) for kept in months[:MOST]]


def _item_of_month(kept) -> Item:
    language = get_language()
    totals = tables.totals(guarded(kept.figures))
    address = reverse("comments:register_month", kwargs={"month": kept.month})
    return Item(
        key=key_of(FOUNDED, f"register/{kept.month:%Y-%m}/{language}"),
        link=settings.SITE_URL + address,
        title=date_format(kept.month, "F Y").capitalize(),
        summary=" ; ".join(f"{name} : {number}" for name, number in totals),
        html="<ul>{}</ul>".format(
            format_html_join("", "<li>{} : {}</li>", totals),
        ),
        language=language,
        published=begins(after(kept.month)),
        updated=kept.computed_at,
        authors=[settings.SITE_NAME],
    )


def _morning_after(day):
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))
