"""What stands on the front page, and where: editors' picks first, the rest by date, no story twice."""

from django.db.models import FETCH_RAISE, Q, prefetch_related_objects

from articles.models import TEASER_PARTS, Article, Pick, Section

SECONDS = 2
WIRES = 8
OPINIONS = 3
PER_SECTION = 3
LATEST = 12  # of each section, read at once: enough for its column, and for a lead in the reader's language


def page(language, picks=None):
    """Return what the front page tells in that language of the interface.

    `picks` are the choices of editors, in their order: those that stand now where none are given.
    A query for each section, whose newest its index gives; which of them stands where is decided here.
    """
    visible = Article.objects.visible().read_in(language)
    visible = visible.defer("body").fetch_mode(FETCH_RAISE)
    latest = {
        section: list(visible.in_section(section).latest_first()[:LATEST])
        for section in Section.objects.all()
    }
    news = [
        a for section, found in latest.items() if section.kind == Section.Kind.NEWS for a in found
    ]
    leads = _leads(_picked(visible, language, picks), news, language)
    told = {story(article) for article in leads}
    latest = {
        section: [article for article in found if story(article) not in told]
        for section, found in latest.items()
    }
    columns = [
        (section, found[:PER_SECTION])
        for section, found in latest.items()
        if section.kind == Section.Kind.NEWS and found
    ]
    wires = _newest(latest, Section.Kind.WIRE)[:WIRES]
    opinions = _newest(latest, Section.Kind.OPINION)[:OPINIONS]
    shown = [*leads, *wires, *opinions, *(a for _section, told in columns for a in told)]
    prefetch_related_objects(shown, *TEASER_PARTS)
    return {
        "lead": leads[0] if leads else None,
        "seconds": leads[1:],
        "wires": wires,
        "opinions": opinions,
        "columns": columns,
        "shown": shown,
    }


def _picked(visible, language, picks):
    """The articles editors chose, by their place; the reader's own language where the piece is in it."""
    picked = {Pick.Place.LEAD: [], Pick.Place.SECOND: []}
    picks = list(Pick.objects.standing()) if picks is None else picks
    keys = [pick.article_id for pick in picks]
    seen = Article.objects.visible().defer("body").fetch_mode(FETCH_RAISE)
    articles = seen.in_bulk(keys)
    stories = [story(article) for article in articles.values()]
    told = visible.filter(Q(translation_of__in=stories) | Q(pk__in=stories), language=language)
    twins = {story(twin): twin for twin in told}
    for pick in picks:
        if article := articles.get(pick.article_id):
            is_foreign = article.language != language
            own = twins.get(story(article))
            picked[pick.place].append(own if is_foreign and own else article)
    return picked


def _leads(picked, news, language):
    """The lead and what stands beneath it; a lead that gave way to another goes on beneath."""
    chosen = _each_story_once([*picked[Pick.Place.LEAD], *picked[Pick.Place.SECOND]])
    told = {story(article) for article in chosen}
    worthy = [a for a in sorted(news, key=_age) if a.standfirst and story(a) not in told]
    # What speaks the reader's language comes first, where there is a choice.
    worthy.sort(key=lambda article: article.language != language)
    if not picked[Pick.Place.LEAD]:
        chosen = [*worthy[:1], *chosen]
        worthy = worthy[1:]
    return [*chosen, *worthy][: 1 + SECONDS]


def _newest(latest, kind):
    found = (
        article for section, told in latest.items() if section.kind == kind for article in told
    )
    return sorted(found, key=_age)


def _each_story_once(articles):
    """Of a story that is there twice, the first."""
    stories = {}
    for article in articles:
        stories.setdefault(story(article), article)
    return list(stories.values())


def story(article):
    """The same of an article and its translations."""
    return article.translation_of_id or article.pk


def _age(article):
    """A key that sorts the newest first."""
    return (-article.published_at.timestamp(), -article.pk)
