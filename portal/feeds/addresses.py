"""Feeds, site maps and robots.txt: public, kept by any cache, answered 304 if unchanged."""

from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import cache_headers
from articles.freshness import REGISTER, shows
from articles.models import Article, Author, Correction, HousePage, Section, Source, Topic
from articles.rules.printable import printable
from comments.models import LogDay, RegisterMonth
from comments.register.months import month_of

from . import formats, items

NEWS_DAYS = 2  # Google News takes articles created in the last two days, at most 1,000 of them
NEWS_MOST = 1000
MAP_MOST = 50_000  # addresses of one map (sitemaps.org)
PAGES = [
    "home",
    "topics",
    "archives",
    "corrections",
    "feeds",
    "comments:charter",
    "comments:transparency",
    "legal_notice",
    "privacy",
    "reading",
    "accessibility",
]


def public(view):
    return require_safe(cache_headers.feed(view))


def known_form(view):
    """Render a feed in the form asked for; raise 404 for an unknown form."""

    @public
    @wraps(view)
    def wrapped(request, *args, form, **kwargs):
        if form not in formats.FORMS:
            raise Http404
        return formats.answer(view(request, *args, **kwargs), form, request.path)

    return wrapped


@known_form
def site_feed(request):
    """Return the latest articles of the site, one version of each."""
    language = get_language()
    return items.Channel(
        key=items.key_of(items.FOUNDED, f"site/{language}"),
        title=settings.SITE_NAME,
        description=_("Actualité des deux rives, dépêches, tribunes et commentaires modérés."),
        language=language,
        link=settings.SITE_URL + request.path.rpartition("flux/")[0],
        items=items.items_of_articles(Article.objects.visible().read_in(language)),
        hub=settings.WEBSUB_HUB,
    )


@known_form
def section_feed(request, slug):
    """Return the latest articles of a section."""
    section = get_object_or_404(Section, slug=slug)
    articles = Article.objects.visible().in_section(section)
    channel = _channel(section, f"section/{section.pk}", articles)
    channel.hub = settings.WEBSUB_HUB
    return channel


@known_form
def topic_feed(request, pk):
    """Return the latest articles on a topic."""
    topic = get_object_or_404(Topic.objects.borne_by(Article.objects.visible()), pk=pk)
    return _channel(topic, f"topic/{pk}", Article.objects.visible().filter(topics=topic))


@known_form
def source_feed(request, pk):
    """Return the latest articles of an agency, a partner, or the newsroom."""
    source = get_object_or_404(Source, pk=pk)
    return _channel(source, f"source/{pk}", Article.objects.visible().filter(source=source))


@known_form
def author_feed(request, pk):
    """Return the latest articles that somebody signed."""
    signed = Article.objects.visible().filter(credits__author=pk).distinct()
    author = get_object_or_404(Author.objects.filter(Exists(signed)), pk=pk)
    return _channel(author, f"author/{pk}", signed)


def _channel(thing, key, articles):
    """Return the channel of a thing with a label, a presentation and a page of its own: each story once."""
    language = get_language()
    return items.Channel(
        key=items.key_of(items.FOUNDED, f"{key}/{language}"),
        title=f"{thing.label} — {settings.SITE_NAME}",
        description=str(thing.presented.text or thing.label),
        language=language,
        link=settings.SITE_URL + thing.get_absolute_url(),
        items=items.items_of_articles(articles.read_in(language)),
    )


@known_form
def corrections_feed(request):
    """Return the latest corrections of visible articles."""
    language = get_language()
    return items.Channel(
        key=items.key_of(items.FOUNDED, f"corrections/{language}"),
        title=f"{_('Corrections')} — {settings.SITE_NAME}",
        description=_("Ce que nous avons rectifié, précisé ou retiré après publication."),
        language=language,
        link=settings.SITE_URL + request.path.rpartition("flux/")[0],
        items=items.items_of_corrections(Correction.objects.visible()),
    )


@known_form
def log_feed(request):
    """Return the heads of the log of moderation, day by day: whoever reads it keeps them outside the house."""
    name = _("Têtes du journal de modération")  # gettext gathers nothing from within an f-string
    return items.Channel(
        key=items.key_of(items.FOUNDED, "log"),
        title=f"{name} — {settings.SITE_NAME}",
        description=_("Qui garde ces têtes voit si le journal est un jour réécrit."),
        language=get_language(),
        link=settings.SITE_URL + request.path.rpartition("flux/")[0],
        items=items.items_of_days(LogDay.objects.all()[: items.MOST]),
    )


@known_form
def register_feed(request):
    """Return the whole months of the public register, each when its figures are settled."""
    shows(threads=(), also=[REGISTER])
    name = _("Registre de la modération")
    return items.Channel(
        key=items.key_of(items.FOUNDED, f"register/{get_language()}"),
        title=f"{name} — {settings.SITE_NAME}",
        description=_("Ce que la modération reçoit, décide et corrige, mois par mois."),
        language=get_language(),
        link=settings.SITE_URL + request.path.rpartition("mois/flux/")[0],
        items=items.items_of_months(RegisterMonth.objects.filter(month__lt=month_of())),
    )


@known_form
def comments_feed(request, pk):
    """Return the latest visible comments under an article."""
    queryset = Article.objects.visible().select_related("section")
    article = get_object_or_404(queryset, pk=pk)
    title = _("Commentaires : %(headline)s") % {"headline": article.headline}
    return items.Channel(
        key=items.key_of(article.created_at, f"article/{pk}/comments"),
        title=title,
        description=title,
        language=get_language(),
        link=f"{settings.SITE_URL}{article.home_url}#discussion",
        items=items.items_of_comments(article),
        since=article.published_at,
    )


# Maps for search engines: one file a month, so that those of the past never change.


def _map(request, template, context):
    """Render a map: one character that XML refuses would make it unreadable, whole."""
    content = printable(render_to_string(template, context, request))
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@public
def sitemap_index(request):
    """List the maps: the pages of the site, then the articles of each month."""
    months = (
        Article.objects.visible()
        .order_by()
        .annotate(month=TruncMonth("published_at"))
        .values_list("month", flat=True)
        .distinct()
    )
    context = {"months": sorted(months, reverse=True)}
    return _map(request, "portal/sitemap_index.xml", context)


@public
def sitemap_pages(request):
    seen = Article.objects.visible()
    context = {
        "pages": PAGES,
        "sections": Section.objects.all(),
        "things": [
            *HousePage.objects.written(),
            *Topic.objects.borne_by(Article.objects.visible()),
            *Source.objects.filter(Exists(seen.filter(source=OuterRef("pk")))),
            *Author.objects.filter(Exists(seen.filter(credits__author=OuterRef("pk")))),
        ],
    }
    return _map(request, "portal/sitemap_pages.xml", context)


@public
def sitemap_month(request, year, month):
    """List the articles of one month, each at its one address."""
    if not 1 <= month <= 12 or not 1600 < year < 3000:
        raise Http404
    start = timezone.make_aware(datetime(year, month, 1))
    end = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))
    articles = (
        Article.objects.visible()
        .filter(published_at__gte=start, published_at__lt=end)
        .latest_first()
        .for_teasers()[:MAP_MOST]
    )
    if not articles:
        raise Http404
    context = {"articles": articles}
    return _map(request, "portal/sitemap_articles.xml", context)


@public
def sitemap_news(request):
    """List the articles of the last two days, in their own language, for Google News."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    latest = Article.objects.visible().filter(published_at__gte=since).latest_first()
    context = {"articles": latest.for_teasers()[:NEWS_MOST]}
    return _map(request, "portal/sitemap_news.xml", context)


@public
def robots(request):
    """Allow machines everything but the desk, the search and the reports; name the maps."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {prefix}/{word}/"
            for prefix in ("", "/ar", "/en")
            for word in ("admin", "recherche", "signaler")
        ),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/sitemap-news.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
