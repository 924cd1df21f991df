"""Throw random items at parsers and pure rules: `python -m tests.fuzz [--minutes N] [--seed N] [TARGET …]`.

Without a target, all are tried, one after the other. Each states what must hold (tests/fuzz/targets/): no exception but
those that are named, an output that is clean, and a bound in time. Items that run new lines are changed further. What
fails is made shorter and written to tests/fuzz/kept/, where an ordinary test replays it.

Exits with 0 if nothing failed, 1 if something did, 2 if a target is unknown.
"""

import argparse
import os
import sys

import django
from django.conf import settings

from . import search
from .target import TARGETS


def main():
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("targets", metavar="TARGET", nargs="*", help="what to try (default: all)")
    parser.add_argument("--minutes", type=float, default=1, help="for each target (default: 1)")
    parser.add_argument(
        "--seed", type=int, default=1, help="of chance: another one tries other items"
    )
    parser.add_argument("--list", action="store_true", help="name the targets, and stop")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    # A feed names its style sheet: the plain file, as in the tests, for nobody has gathered the hashed ones.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    from . import targets  # noqa: F401  their modules need the settings

    if options.list:
        print(*TARGETS, sep="\n")
        return
    unknown = [name for name in options.targets if name not in TARGETS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)} (known: {', '.join(TARGETS)})")
    has_failed = [_tried(TARGETS[name], options) for name in options.targets or TARGETS]
    sys.exit(any(has_failed))


def _tried(target, options) -> bool:
    """Search one target and tell; return whether something failed."""

    def tell(outcome):
        if sys.stderr.isatty():
            print(f"\r{target.name}: {outcome.tries} tries", end="\r", file=sys.stderr, flush=True)

    outcome = search.search(target, options.minutes, options.seed, tell)
    print(
        f"{target.name}: {options.minutes:g} min, {outcome.tries} tries, {outcome.items} items worth changing,"
        f" {outcome.slowest:.2f} s the slowest, {len(outcome.faults)} faults",
        flush=True,
    )
    for fault, item in outcome.faults.items():
        print(f"  {fault}: {item[:120]!r}\n  kept: {search.keep(target, item)}", flush=True)
    return bool(outcome.faults)


if __name__ == "__main__":
    main()
