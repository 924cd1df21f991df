"""What to read after an article: what editors chose, then what is nearest to it."""

from django.db.models import Q

from ..rules.word_stems import words_of
from .topic import Topic

NEAR = 40  # of the latest with a topic of its own, and of its section's, that are compared with it
SHARED_DOSSIER, SHARED_TOPIC, SHARED_WORD = 4, 2, 1  # how near each makes two articles
TELLING = 4  # letters of a stem that says what a headline is about


def read_next(article, language, most):
    """Return up to `most` visible articles in five queries; never the article itself or a translation of it.

    Editors' links come first, then those with the most topics and words of the headline in common, then its section's
    latest, then the site's.
    """
    visible = type(article).objects.visible()
    original = article.translation_of_id or article.pk
    others = visible.exclude(Q(pk=original) | Q(translation_of=original) | Q(pk=article.pk))
    chosen = list(article.related.visible().values_list("pk", flat=True)[:most])
    if len(chosen) < most:
        chosen += _nearest(article, others.read_in(language).exclude(pk__in=chosen))
    if len(chosen) < most:
        far = others.read_in(language).exclude(pk__in=chosen).latest_first()
        chosen += far.values_list("pk", flat=True)[: most - len(chosen)]
    read = visible.for_links().in_bulk(chosen[:most])
    return [read[pk] for pk in chosen[:most] if pk in read]


def _nearest(article, others):
    """Return the numbers of the articles that have something in common with it or its section, nearest first."""
    weights = {
        topic.pk: SHARED_DOSSIER if topic.kind == Topic.Kind.DOSSIER else SHARED_TOPIC
        for topic in article.topics.all()
    }
    latest = others.latest_first()
    near = dict(latest.in_section(article.section_id).values_list("pk", "headline")[:NEAR])
    if weights:
        bearing = latest.filter(topics__in=weights).distinct().values_list("pk", "headline")
        near = dict(bearing[:NEAR]) | near
    own = _telling(article.headline)
    nearness = {pk: SHARED_WORD * len(own & _telling(words)) for pk, words in near.items()}
    shared = article.topics.through.objects.filter(article__in=near, topic__in=weights)
    for pk, topic in shared.values_list("article", "topic"):
        nearness[pk] += weights[topic]
    return sorted(nearness, key=nearness.get, reverse=True)  # equals stay as they came: by date


def _telling(headline):
    return {stem for stem in words_of(headline) if len(stem) >= TELLING}
