"""PURE: how much an article is about the words of a question: by the places where they stand.

The places that an editor wrote to say what it is about; an engine's own measure would be another in each database.
"""

from articles.rules.word_stems import words_of

HEADLINE, KICKER, STANDFIRST = 4, 2, 1  # for each word of the question found there


def relevance(stems, *, headline, kicker, standfirst) -> int:
    """Return a number that grows with the places of these stems; 0 if they stand in the text alone.

    `kicker` are the words above the headline and the names of its topics.
    """
    wanted = set(stems)
    places = ((HEADLINE, headline), (KICKER, kicker), (STANDFIRST, standfirst))
    return sum(weight * len(wanted.intersection(words_of(text))) for weight, text in places)
