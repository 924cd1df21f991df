"""Search articles: a question → results, the newest or the most relevant first; SEARCH_URL chooses the engine.

The engine gives matches by date. The most relevant are chosen among the newest of them, so that a frequent word costs no
more than a rare one, and every database gives the same.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import DatabaseError
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from modelsearch.backends import get_search_backend

from articles.freshness import kept
from articles.models import Article, Language, Topic
from articles.models.search_index import search_is_elsewhere
from articles.models.stories import version_for
from articles.rules.body import plain_text
from articles.rules.near_words import nearest
from articles.rules.typography import typeset
from articles.rules.word_stems import WORD, fold, spans_of, words_of

from .relevance import relevance

PER_PAGE = 20
COUNTED = (
    200  # results; more are shown as «more than 200», and by relevance the newest 200 are ordered
)
WORDS_MOST = 12
EXTRACT = 260  # characters
TOPICS_MOST = 5
KNOWN = 2000  # of the latest headlines: the words that a suggestion may hold


class SearchAway(Exception):
    """The search engine, a service of its own, does not answer, or its package is not installed."""


def _topics():
    """Return [(topic, the stems of its names)] of the topics that a visible article bears."""
    return [
        (topic, set(words_of(f"{topic.name} {topic.name_ar} {topic.name_en} {topic.expansion}")))
        for topic in Topic.objects.borne_by(Article.objects.visible())
    ]


def _known_words():
    """Return the words of the latest headlines: {folded: the spelling most used}, {folded: how often}."""
    headlines = Article.objects.visible().latest_first().values_list("headline", "kicker")
    known = Counter(
        found[0].lower() for pair in headlines[:KNOWN] for found in WORD.finditer(" ".join(pair))
    )
    by_fold = {}
    for word in known:
        folded = fold(word)
        by_fold[folded] = max(by_fold.get(folded, word), word, key=known.get)
    return by_fold, {folded: known[word] for folded, word in by_fold.items()}


@dataclass
class Query:
    """A reader's question and filters. `since` and `until` are days, both included."""

    text: str
    section: object = None
    source: object = None
    language: str = ""
    since: date | None = None
    until: date | None = None
    by_relevance: bool = False
    stems: list[str] = field(init=False)

    def __post_init__(self):
        self.stems = words_of(self.text)[:WORDS_MOST]

    def articles(self):
        """Return the visible articles that pass the filters, newest first."""
        found = Article.objects.visible().order_by("-published_at", "-id")
        for name in ("section", "source", "language"):
            if value := getattr(self, name):
                found = found.filter(**{name: value})
        if self.since:
            found = found.filter(published_at__gte=_start(self.since))
        if self.until:
            found = found.filter(published_at__lt=_start(self.until + timedelta(days=1)))
        return found

    def page(self, after=None):
        """Return (the articles of a page, each story once; whether there are more).

        Each has the words found marked in its `shown_headline()` and its `extract()`.
        """
        if not self.stems:
            return [], False
        shown, has_more = self._by_relevance(after) if self.by_relevance else self._by_date(after)
        for article in shown:
            article.shown_headline = partial(headline, article, self.stems)
            article.extract = partial(extract, article, self.stems)
        return shown, has_more

    def _by_date(self, after):
        shown, last = [], after
        while len(shown) <= PER_PAGE:
            articles = self.articles()
            if last:
                articles = articles.older_than(last)
            keys = [hit.pk for hit in self._found(articles.only("pk"), PER_PAGE + 1)]
            hits = _fetched(keys)
            shown += self._told_once(hits)
            if len(keys) <= PER_PAGE:
                break
            last = hits[-1]
        return shown[:PER_PAGE], len(shown) > PER_PAGE

    def _by_relevance(self, after):
        keys = self.ranked()
        start = self.rank_of(after)
        return _fetched(keys[start : start + PER_PAGE]), len(keys) > start + PER_PAGE

    def rank_of(self, article):
        """Return how many results come before those after this article; 0 if it is none of them."""
        keys = self.ranked() if article else []
        return keys.index(article.pk) + 1 if article and article.pk in keys else 0

    def ranked(self):
        """Return the numbers of the newest results, each story once, the most relevant first; equals by date."""
        chosen = (self.section, self.source, self.language, self.since, self.until)
        return kept(("ranked", get_language(), *self.stems, *chosen), self._ranked)

    def _ranked(self):
        rows = self._found(self.articles().defer("body"), len(Language) * COUNTED)
        prefetch_related_objects(rows, "topics")
        stories = {}
        for row in rows:
            stories.setdefault(row.story, []).append(row)
        told = [version_for(versions, get_language()) for versions in stories.values()][:COUNTED]
        told.sort(key=lambda article: article.published_at, reverse=True)
        told.sort(key=self._relevance, reverse=True)
        return [article.pk for article in told]

    def _relevance(self, article):
        topics = " ".join(f"{topic.name} {topic.label}" for topic in article.topics.all())
        return relevance(
            self.stems,
            headline=article.headline,
            kicker=f"{article.kicker} {topics}",
            standfirst=article.standfirst,
        )

    def _told_once(self, hits):
        """Return the hits without those whose story another hit tells better: see stories.py."""
        stories = {hit.story for hit in hits if hit.also}
        if not stories:
            return hits
        versions = Article.objects.filter(Q(pk__in=stories) | Q(translation_of__in=stories))
        among = self.articles().filter(pk__in=list(versions.values_list("pk", flat=True)))
        told = {}
        for found in self._found(among, len(Language) * len(stories)):
            told.setdefault(found.story, []).append(found)
        told = {story: version_for(found, get_language()).pk for story, found in told.items()}
        return [hit for hit in hits if told.get(hit.story, hit.pk) == hit.pk]

    def count(self):
        """Return the number of stories found, counted up to COUNTED + 1."""
        if not self.stems:
            return 0
        articles, most = self.articles().only("translation_of"), len(Language) * COUNTED + 1
        stories = self._asked(lambda: _stories(self._search(articles)[:most]))
        return min(len(stories), COUNTED + 1)

    def topics(self):
        """Return topics whose names hold every word of the question."""
        if not self.stems:
            return []
        wanted = set(self.stems)
        return [topic for topic, stems in kept("stems of topics", _topics) if wanted <= stems][
            :TOPICS_MOST
        ]

    def suggestion(self):
        """Return the question as the reader may have meant it; returns "" if nothing is near, or found by it.

        Asked only if nothing was found: it reads the headlines of the latest articles.
        """
        by_fold, counts = kept("words of headlines", _known_words)
        meant = [
            word if fold(word) in counts else by_fold.get(nearest(fold(word), counts), word)
            for word in self.text.split()
        ]
        text = " ".join(meant)
        if text == self.text or not replace(self, text=text).page()[0]:
            return ""
        return text

    def _found(self, articles, most):
        return self._asked(lambda: list(self._search(articles)[:most]))

    def _search(self, articles):
        return get_search_backend().search(
            " ".join(self.stems), articles, operator="and", order_by_relevance=False
        )

    @staticmethod
    def _asked(ask):
        """Return `ask()`; raise SearchAway if a search engine of its own does not answer."""
        try:
            return ask()
        except DatabaseError:
            raise
        except Exception as error:
            if search_is_elsewhere():
                raise SearchAway from error
            raise


def _stories(found):
    """Return the stories of what was found; the database's own engines give numbers, without their articles."""
    if search_is_elsewhere():
        return {article.story for article in found}
    rows = found.get_queryset().values_list("pk", "translation_of")
    return {original or pk for pk, original in rows}


def _fetched(keys):
    """Return the articles of these numbers, in their order, with what a result shows."""
    if not keys:
        return []
    shown = Article.objects.for_links().select_related("lead_image").defer(None).with_languages()
    found = shown.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def headline(article, stems):
    """Return the headline as it is printed, each word found in <mark>."""
    text = typeset(article.headline, article.language)
    return _joined(_marked(text, stems, 0, len(text)))


def extract(article, stems):
    """Return a piece of the article around the first word found, each word found in <mark>."""
    text = plain_text(article.body)
    first = next(spans_of(text, stems), None)
    if first is None:  # in its headline alone, its byline or its topics
        text = article.standfirst or text
        first = next(spans_of(text, stems), (0, 0))
    start = max(0, first[0] - EXTRACT // 3)
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + EXTRACT)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return _joined([before, *_marked(text, stems, start, end), after])


def _marked(text, stems, start, end):
    """Yield the pieces of a part of the text, each word found in <mark>."""
    at = start
    for first, last in spans_of(text, stems, start):
        if last > end:
            break
        yield text[at:first]
        yield format_html("<mark>{}</mark>", text[first:last])
        at = last
    yield text[at:end]


def _joined(pieces):
    return format_html_join("", "{}", ([piece] for piece in pieces))


def _start(day):
    return timezone.make_aware(datetime.combine(day, time()))
