"""How long hostile text takes the link rule: `python -m tests.bench.links [--length 20000]`.

Every sign that the rule looks at, and every two of them, said over and over. Bound: 0.2 s of this process for a text
of `--length` characters. Prints the ten slowest; exits with 1 if one is past the bound.
"""

import argparse
import sys
import time
from itertools import product

from comments.rules.links import judge

BOUND_SECONDS = 0.2
SIGNS = [
    "a", "A", "é", "ا", "1", "06 ", " ", "\n", ".", ".. ", ",", "!", "(", ")", "[.]", "-", "--a", "_", "/", "//", ":",
    "@", "&", "&amp;", "&#46;", "%2e", "<a ", "\u200b", "\u0301", "ـ", "🔗", "http://", "hxxp", "www.", "mailto:", "fr",
    "com ", "a.b", "a.fr ", "1.2.3.", "::1", "point ", "dot ", "arobase ", "whatsapp ", "fb/", "t me ", "sur ", "l'",
]  # fmt: skip


def seconds_to_judge(text: str) -> float:
    """Return the time of one reading; the best of three if the first is past the bound."""
    best = BOUND_SECONDS * 10
    for _each in range(3):
        start = time.process_time()
        judge(text)
        best = min(best, time.process_time() - start)
        if best <= BOUND_SECONDS:
            break
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--length", type=int, default=20_000, help="characters of each text")
    length = parser.parse_args().length
    judge("Tout est sur fb/exemple, voyez exemple point com.")  # word lists are read once a process
    taken = []
    for number, (one, other) in enumerate(product(SIGNS, repeat=2)):
        piece = one if one == other else one + other
        taken.append((seconds_to_judge((piece * length)[:length]), piece))
        if number % len(SIGNS) == 0 and sys.stderr.isatty():
            print(f"\r{number} of {len(SIGNS) ** 2}", end="", file=sys.stderr, flush=True)
    taken.sort(reverse=True)
    for seconds, piece in taken[:10]:
        print(f"{seconds:6.3f} s  {piece!r}")
    sys.exit(taken[0][0] > BOUND_SECONDS)


if __name__ == "__main__":
    main()
