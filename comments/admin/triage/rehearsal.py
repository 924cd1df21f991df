"""What a change of the word lists would have met in the decisions of the last ninety days, told before it is saved."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from ...models import Comment, Decision
from ...rules.triage.edited_words import lists_with
from ...rules.triage.normal_text import as_compared, words_of
from ...rules.triage.words import word_lists

DAYS = 90
TEXTS_MOST = 5000  # the latest: two seconds of work
EXAMPLES_MOST = 5  # comments of each kind
REFUSED = {Comment.State.REJECTED, Comment.State.REMOVED}


@dataclass
class Met:
    """One word that was added or taken away, and the texts that have it, as they stand today."""

    word: str
    is_added: bool
    refused: int = 0
    published: int = 0
    examples: dict[str, list[int]] = field(default_factory=lambda: {"refused": [], "published": []})

    def count(self, comment, state):
        outcome = "refused" if state in REFUSED else "published"
        setattr(self, outcome, getattr(self, outcome) + 1)
        if len(self.examples[outcome]) < EXAMPLES_MOST:
            self.examples[outcome].append(comment)

    @property
    def typed(self):
        """Return the word as somebody would type it: the lists write a phrase with its words joined."""
        return self.word.replace("_", " ")

    @property
    def percent_refused(self):
        """Return which share of these texts is refused; None if none has the word."""
        met = self.refused + self.published
        return round(100 * self.refused / met) if met else None


@dataclass
class Rehearsal:
    """What a change met, and in how many texts it was looked for."""

    words: list[Met]
    texts: int = 0


def of_words(before: str, after: str, *, at=None) -> Rehearsal:
    """Look for the words in which two states of the lists differ, in texts that were decided; change nothing.

    A text counts by what its comment is now, so that an appeal that was granted counts as published; one that was refused
    and then mended counts as refused.
    """
    changed = _differences(before, after)
    rehearsal = Rehearsal([Met(word, is_added) for word, is_added in changed])
    if not changed:
        return rehearsal
    met = {each.word: each for each in rehearsal.words}
    lists = word_lists({word: [word] for word in met})
    since = (at or timezone.now()) - timedelta(days=DAYS)
    for comment, text, state in Decision.objects.decided_texts(since, most=TEXTS_MOST):
        rehearsal.texts += 1
        found = lists.found(words_of(as_compared(text)))
        for word in {word for _start, _end, word in found}:
            met[word].count(comment, state)
    return rehearsal


def _differences(before, after):
    """Return (word, whether it would be looked for) of each word of one state's lists alone, in order."""
    old, new = lists_with(before).typed, lists_with(after).typed
    found = {}
    for category in new:
        for word in sorted(set(old[category]) ^ set(new[category])):
            found[word] = word in new[category]
    return list(found.items())
