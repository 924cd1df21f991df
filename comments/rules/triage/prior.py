"""PURE: what the facts of a text weigh before anything was learned here: our own guess, which decisions correct.

It is one column of the model: a small number of decisions then moves one weight instead of forty.
"""

PRIOR = {
    "has insult": 1.2,
    "has slur_origin": 1.3,
    "has slur_women": 1.1,
    "has slur_others": 1.1,
    "has dehumanising": 0.7,
    "has exclusion": 0.7,
    "has violence": 0.8,
    "has generalising": 0.7,
    "has accusing": 0.4,
    "has vulgar": 0.5,
    "has address": 0.2,
    "has group": 0.1,
    "has spam": 0.3,
    "has courtesy": -0.7,
    "hostile to somebody": 0.5,
    "hostile to a group": 0.6,
    "a group, generally": 0.6,
    "a group, and out": 0.7,
    "hostile and quoted": -0.5,
    "a group, and denied": -0.4,
    "density": 0.5,
    "capitals": 0.3,
    "exclamations": 0.3,
    "question": -0.1,
    "figures": -0.3,
    "angry signs": 0.6,
    "laughing signs": 0.2,
    "warm signs": -0.7,
}
START = -2.0
GUESS = "guess"  # the name of that column


def guess(facts: dict[str, float]) -> float:
    """Return the raw score of a text by these weights alone."""
    return START + sum(PRIOR.get(name, 0.0) * value for name, value in facts.items())
