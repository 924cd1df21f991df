"""The front page: editors' picks first, the rest by date, no story twice."""

from django.db.models import FETCH_RAISE, Q, prefetch_related_objects

from articles.models import TEASER_PARTS, Article, Pick, Section

SECONDS = 3
WIRES = 8
OPINIONS = 3
PER_SECTION = (5, 3)  # as many as there are, of these: no row of the grid has a hole
LATEST = 12  # of each section, read at once: enough for its column, and for a lead in the reader's language


def page(language, picks=None):
    """Return the context of the front page in that language of the interface.

    `picks` are the editors' choices, in their order; by default those that stand now. One query for each section reads
    its newest articles by the index; then this module decides on their places.
    """
    visible = Article.objects.visible().read_in(language).with_languages()
    visible = visible.defer("body").fetch_mode(FETCH_RAISE)
    latest = {
        section: list(visible.in_section(section).latest_first()[:LATEST])
        for section in Section.objects.all()
    }
    news = [
        a for section, found in latest.items() if section.kind == Section.Kind.NEWS for a in found
    ]
    leads = _leads(_picked(visible, language, picks), news, language)
    leading = {article.story for article in leads}
    latest = {
        section: [article for article in found if article.story not in leading]
        for section, found in latest.items()
    }
    filled = [
        (section, found)
        for section, found in latest.items()
        if section.kind == Section.Kind.NEWS and found
    ]
    columns = [
        (section, found[: next(n for n in PER_SECTION if n <= len(found))])
        for section, found in filled
        if len(found) >= min(PER_SECTION)
    ]
    small = [pair for pair in filled if len(pair[1]) < min(PER_SECTION)]
    wires = _newest(latest, Section.Kind.WIRE)[:WIRES]
    opinions = _newest(latest, Section.Kind.OPINION)[:OPINIONS]
    shown = [*leads, *wires, *opinions, *(a for _section, found in columns + small for a in found)]
    prefetch_related_objects(shown, *TEASER_PARTS)
    return {
        "lead": leads[0] if leads else None,
        "seconds": leads[1:],
        "wires": wires,
        "opinions": opinions,
        "columns": columns,
        "small": small,
    }


def _picked(visible, language, picks):
    """Return the picked articles by place, each in the reader's language if it exists in it."""
    picked = {Pick.Place.LEAD: [], Pick.Place.SECOND: []}
    picks = list(Pick.objects.standing()) if picks is None else picks
    keys = [pick.article_id for pick in picks]
    seen = Article.objects.visible().with_languages().defer("body").fetch_mode(FETCH_RAISE)
    articles = seen.in_bulk(keys)
    stories = [article.story for article in articles.values()]
    own = visible.filter(Q(translation_of__in=stories) | Q(pk__in=stories), language=language)
    twins = {twin.story: twin for twin in own}
    for pick in picks:
        if article := articles.get(pick.article_id):
            is_foreign = article.language != language
            twin = twins.get(article.story)
            picked[pick.place].append(twin if is_foreign and twin else article)
    return picked


def _leads(picked, news, language):
    """Return the lead and the articles beneath it; an older lead moves beneath the new one."""
    chosen = _each_story_once([*picked[Pick.Place.LEAD], *picked[Pick.Place.SECOND]])
    taken = {article.story for article in chosen}
    worthy = [a for a in sorted(news, key=_age) if a.standfirst and a.story not in taken]
    # Articles in the reader's language come first.
    worthy.sort(key=lambda article: article.language != language)
    if not picked[Pick.Place.LEAD]:
        chosen = [*worthy[:1], *chosen]
        worthy = worthy[1:]
    return [*chosen, *worthy][: 1 + SECONDS]


def _newest(latest, kind):
    newest = (
        article for section, found in latest.items() if section.kind == kind for article in found
    )
    return sorted(newest, key=_age)


def _each_story_once(articles):
    """Return the articles with only the first of each story."""
    stories = {}
    for article in articles:
        stories.setdefault(article.story, article)
    return list(stories.values())


def _age(article):
    """Return a key that sorts the newest first."""
    return (-article.published_at.timestamp(), -article.pk)
