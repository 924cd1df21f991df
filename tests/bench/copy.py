"""How long hostile copy takes the rules: time and memory of each kind, against their bounds.

    python -m tests.bench.copy [--short 20000] [--long 10000000]

Lengths are in bytes. Bounds: 0.2 s for 20,000, 20 s and 200 MB for ten million. Exits with 1 if one is passed.
"""

import argparse
import resource
import subprocess
import sys
import time

from articles.rules.body import clean_body
from tests.articles.rules.test_hostile_copy import HOSTILE

SHORT_SECONDS, LONG_SECONDS, LONG_MEGABYTES = 0.2, 20, 200
KINDS = [
    *HOSTILE,
    "&",
    "<",
    " ",
    "\u0301\u0316",
    "<p>Un mot <em>dit</em> haut.</p>\n",
    "<p>\U0001f600",
]


def made(number: int, length: int) -> str:
    """Return copy of that kind, `length` bytes long in UTF-8."""
    piece = KINDS[number].encode()
    return (b"<p>" + piece * (length // len(piece) + 1))[:length].decode(errors="ignore")


def measure(number: int, length: int) -> tuple[float, float]:
    """Return (seconds of this process, megabytes that it has taken more)."""
    copy, before = made(number, length), _megabytes()
    start = time.process_time()
    clean_body(copy)
    return time.process_time() - start, _megabytes() - before


def _megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(number, length):
    """Measure in a process of its own: memory is never given back within one."""
    code = f"from tests.bench.copy import measure; print(*measure({number}, {length}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--short", type=int, default=20_000)
    parser.add_argument("--long", type=int, default=10_000_000)
    options = parser.parse_args()
    is_within = True
    for number, piece in enumerate(KINDS):
        short, _megabytes_of_it = measure(number, options.short)
        seconds, megabytes = apart(number, options.long)
        is_fine = short < SHORT_SECONDS and seconds < LONG_SECONDS and megabytes < LONG_MEGABYTES
        is_within = is_within and is_fine
        sign = "" if is_fine else "  TOO MUCH"
        print(
            f"{short:6.3f} s {seconds:6.1f} s {megabytes:5.0f} MB  {piece[:40]!r}{sign}", flush=True
        )
    sys.exit(not is_within)


if __name__ == "__main__":
    main()
