"""PURE: what triage sees of a text: its words and pairs, pieces of its words, and some facts about it."""

import math
import re
from collections import Counter
from itertools import pairwise

from .normal_text import as_compared, without_accents, words_of
from .prior import GUESS, guess
from .words import WordLists

SHORTEST_GRAM, LONGEST_GRAM = 2, 5  # letters, within words
MOST_COUNTED = 4  # a word of a list counts so often at most
CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{3,}\b")
QUOTED = re.compile(r"[«“\"][^»”\"]{3,}[»”\"]")
ANGRY = re.compile("[😡🤬🤮🤢💩🖕😠🤡🐷🐖🐒🐵🐀🐍🐑]")
LAUGHING = re.compile("[😂🤣😆😹]")
WARM = re.compile("[❤💙💚💛🧡💜🙏👏😍🥰😊🌹💐🎉👍✊🤝]")
DENIALS = frozenset(
    "pas jamais aucun aucune faux non not never no isn aren don doesn wasn untrue ليس ليسوا ليست لسنا غير مش ماشي كذب".split()
)
HOSTILE = (
    *("insult", "slur_origin", "slur_women", "slur_others"),
    *("dehumanising", "exclusion", "violence"),
)


def words_and_pairs(text: str) -> Counter:
    """Return how often each word and pair of words stands in a text in form; accents kept, and folded too."""
    words = words_of(text)
    plain = [without_accents(word) for word in words]
    found = Counter(f"w {word}" for word in plain)
    found.update(f"w {word}" for word, folded in zip(words, plain, strict=True) if word != folded)
    found.update(f"p {one} {other}" for one, other in pairwise(plain))
    return found


def grams(text: str) -> Counter:
    """Return how often each piece of two to five letters stands within the words of a text in form."""
    found = Counter()
    for word in words_of(without_accents(text)):
        edged = f" {word} "
        for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
            if length >= len(edged):
                found[edged] += 1
                break
            found.update([edged[at : at + length] for at in range(len(edged) - length + 1)])
    return found


def facts(typed: str, text: str, lists: WordLists) -> dict[str, float]:
    """Return the facts that do not depend on the language: words of the lists, and the manner of the text.

    `typed` is the text as it was written, `text` the same in form.
    """
    words = words_of(text)
    there = {category for _start, _end, category in lists.found(words)}
    counts = Counter(category for _start, _end, category in lists.found(words))
    told = {f"has {category}": 1.0 for category in there}
    told |= {
        f"many {category}": math.log1p(min(number, MOST_COUNTED))
        for category, number in counts.items()
    }
    hostile = there.intersection(HOSTILE)
    told["hostile"] = float(bool(hostile))
    told["hostile to somebody"] = float(bool(hostile) and "address" in there)
    told["hostile to a group"] = float(bool(hostile) and "group" in there)
    told["a group, generally"] = float({"group", "generalising"} <= there)
    told["a group, and out"] = float("group" in there and bool(there & {"exclusion", "violence"}))
    told["hostile and quoted"] = float(bool(hostile) and bool(QUOTED.search(typed)))
    told["a group, and denied"] = float("group" in there and not DENIALS.isdisjoint(words))
    told["density"] = sum(counts[each] for each in HOSTILE) / (1 + len(words)) ** 0.5
    told["length"] = math.log1p(len(words)) / 4
    told["short"] = float(len(words) < 6)
    told["capitals"] = min(1.0, len(CAPITALS.findall(typed)) / (1 + len(words)) * 2)
    told["exclamations"] = math.log1p(typed.count("!")) / 2
    told["question"] = float("?" in typed or "؟" in typed)
    told["somebody named"] = float("@" in text)
    told["figures"] = float(any(character.isdigit() for character in typed))
    told["angry signs"] = float(bool(ANGRY.search(typed)))
    told["laughing signs"] = float(bool(LAUGHING.search(typed)))
    told["warm signs"] = float(bool(WARM.search(typed)))
    told[GUESS] = guess(told)
    return {name: value for name, value in sorted(told.items()) if value}


def read(typed: str, lists: WordLists) -> tuple[Counter, Counter, dict[str, float]]:
    """Return (words and pairs, grams, facts) of a text as it was written."""
    text = as_compared(typed)
    return words_and_pairs(text), grams(text), facts(typed, text, lists)
