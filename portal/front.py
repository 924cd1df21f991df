"""What stands on the front page, and where: editors' picks first, the rest by date, no story twice."""

from django.db.models import Q

from articles.models import Article, Pick, Section

SECONDS = 2
WIRES = 8
OPINIONS = 3
PER_SECTION = 3


def page(language):
    """Return what the front page tells in that language of the interface."""
    visible = Article.objects.visible().read_in(language).latest_first().for_cards()
    picked = {Pick.Place.LEAD: [], Pick.Place.SECOND: []}
    picks = list(Pick.objects.standing())
    articles = visible.in_bulk([pick.article_id for pick in picks])
    for pick in picks:
        if article := articles.get(pick.article_id):
            picked[pick.place].append(article)
    # A lead that gave way to a newer one goes on beneath it.
    leads = [*picked[Pick.Place.LEAD], *picked[Pick.Place.SECOND]][: 1 + SECONDS]
    news = visible.filter(section__kind=Section.Kind.NEWS)
    if len(leads) <= SECONDS:
        # The lead speaks the reader's language where there is a choice.
        worthy = news.exclude(standfirst="").exclude(pk__in=_keys(leads))
        worthy = worthy.alias(is_foreign=~Q(language=language))
        by_date = worthy.order_by("is_foreign", "-published_at", "-pk")[: 1 + SECONDS]
        found = list(by_date)
        if not picked[Pick.Place.LEAD]:
            leads = [*found[:1], *leads, *found[1:]]
        else:
            leads += found
        leads = leads[: 1 + SECONDS]
    told = _keys(leads)
    columns = []
    for section in Section.objects.filter(kind=Section.Kind.NEWS):
        if articles := list(news.in_section(section).exclude(pk__in=told)[:PER_SECTION]):
            columns.append((section, articles))
    elsewhere = visible.exclude(pk__in=told)
    wires = list(elsewhere.filter(section__kind=Section.Kind.WIRE)[:WIRES])
    opinions = list(elsewhere.filter(section__kind=Section.Kind.OPINION)[:OPINIONS])
    return {
        "lead": leads[0] if leads else None,
        "seconds": leads[1:],
        "wires": wires,
        "opinions": opinions,
        "columns": columns,
        "shown": [*leads, *wires, *opinions, *(a for _section, told in columns for a in told)],
    }


def _keys(articles):
    return [article.pk for article in articles]
