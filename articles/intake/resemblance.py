"""Find the same story from another agency: compare runs of three word stems."""

from datetime import timedelta

from ..models import Article
from ..rules.body import plain_text
from ..rules.word_stems import words_of

SHINGLE, WORDS_COMPARED = 3, 250
SHARE = 0.6  # of the runs of the shorter text
WITHIN, MOST = timedelta(days=2), 300  # how far back, and how many articles, are looked at
RUNS_LEAST = 20  # below it, likeness proves nothing


def same_story(text, source, at):
    """Return another agency's article with mostly the same words; returns None if there is none."""
    runs = _runs(text)
    if len(runs) < RUNS_LEAST:
        return None
    near = Article.objects.filter(published_at__gte=at - WITHIN, received_at__isnull=False)
    near = near.exclude(source=source).select_related("source").order_by("-published_at")[:MOST]
    for other in near:
        theirs = _runs(f"{other.headline} {plain_text(other.body)}")
        if len(runs & theirs) >= SHARE * min(len(runs), len(theirs) or 1):
            return other
    return None


def _runs(text):
    words = words_of(text)[:WORDS_COMPARED]
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}
