"""Search one target for faults: change items, keep those that run new lines, stop at what fails."""

import hashlib
import random
import signal
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from articles.wires import Unreadable

from .coverage import Lines, unwatched
from .mutation import Mutator
from .target import Target

KEPT = Path(__file__).parent / "kept"
HANGS_AFTER = 20  # seconds of the clock
MOST_FAULTS = 5  # of one target: then it is time to mend
SHRINK_SECONDS = 15


@dataclass
class Outcome:
    """What a search did, and the faults that it found: {where and what: the item}."""

    tries: int = 0
    items: int = 0
    faults: dict[str, bytes] = field(default_factory=dict)
    slowest: float = 0.0


def fault_of(target: Target, item: bytes) -> str:
    """Return what is wrong with an item, in a line that is the same for the same fault; "" if nothing is."""
    try:
        with _limit(HANGS_AFTER):
            seconds = _seconds(target, item)
            if seconds > target.seconds:  # the machine may have been busy: the best of three
                with unwatched():
                    seconds = min(_seconds(target, item) for _time in range(3))
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        where = next((f for f in reversed(frames) if "/.venv/" not in f.filename), frames[-1])
        said = str(error)[:40] if isinstance(error, Unreadable) else ""  # ours is told in one place
        return (
            f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno} {said}".strip()
        )
    return "" if seconds <= target.seconds else "too slow"


def _seconds(target, item):
    start = time.process_time()
    target.hold(item)
    return time.process_time() - start


@contextmanager
def _limit(seconds):
    def stop(_signal, _frame):
        raise TimeoutError("hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def search(target: Target, minutes: float, seed: int, tell=lambda outcome: None) -> Outcome:
    """Try items for so many minutes."""
    chance, outcome = random.Random(seed), Outcome()
    mutator = Mutator(chance, target)
    items = list(target.starts) or [b""]
    for item in items:
        _try(target, item, outcome)
    end, told = time.monotonic() + minutes * 60, time.monotonic()
    with Lines() as lines:
        for item in items:
            fault_of(target, item)
        lines.taken()
        while time.monotonic() < end and len(outcome.faults) < MOST_FAULTS:
            # Every second one is made of the items found last.
            among = items if chance.random() < 0.5 else items[-20:]
            item = mutator.new_from(among)
            _try(target, item, outcome)
            if lines.taken():
                items.append(item)
            if time.monotonic() - told > 5:
                told, outcome.items = time.monotonic(), len(items)
                tell(outcome)
    outcome.items = len(items)
    return outcome


def _try(target, item, outcome):
    outcome.tries += 1
    start = time.process_time()
    fault = fault_of(target, item)
    outcome.slowest = (
        max(outcome.slowest, time.process_time() - start) if not fault else outcome.slowest
    )
    if fault and fault not in outcome.faults:
        outcome.faults[fault] = shrunk(target, item, fault)


def shrunk(target: Target, item: bytes, fault: str) -> bytes:
    """Return the item without what its fault does not need, as far as some seconds allow."""
    end = time.monotonic() + SHRINK_SECONDS
    size = max(1, len(item) // 2)
    while time.monotonic() < end:
        at, is_shorter = 0, False
        while at < len(item) and time.monotonic() < end:
            shorter = item[:at] + item[at + size :]
            if fault_of(target, shorter) == fault:
                item, is_shorter = shorter, True
            else:
                at += size
        if size == 1 and not is_shorter:
            break
        size = max(1, size // 2)
    return item


def keep(target: Target, item: bytes) -> Path:
    """Write an item where test_kept.py replays it."""
    folder = KEPT / target.name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / hashlib.sha256(item).hexdigest()[:12]
    file.write_bytes(item)
    return file
