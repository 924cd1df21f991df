"""What a target is: a function of bytes that says what must hold, the items to begin with, and its bound in time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
PART = "\x1e"  # parts the texts of a target that takes several
LONGEST = 20_000  # bytes of an item
SECONDS = 0.5  # of this process, for an item of LONGEST at most

TARGETS: dict[str, "Target"] = {}


@dataclass
class Target:
    """One function under test. `hold` raises if an item shows a fault."""

    name: str
    hold: Callable[[bytes], None]
    starts: list[bytes]
    words: list[bytes] = field(default_factory=list)  # put into items beside those of `starts`
    seconds: float = SECONDS


def target(starts, words=(), seconds=SECONDS):
    """Make a target of a function, under its own name."""

    def made(hold):
        items = [item.encode() if isinstance(item, str) else item for item in starts]
        extra = [word.encode() if isinstance(word, str) else word for word in words]
        name = hold.__name__.replace("_", "-")
        TARGETS[name] = Target(name, hold, [item[:LONGEST] for item in items], extra, seconds)
        return hold

    return made


def text_of(item: bytes) -> str:
    """Return an item as text, its lone surrogates too."""
    try:
        return item.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return item.decode("utf-8", "replace")


def texts_of(item: bytes, number: int) -> list[str]:
    """Return an item as so many texts, empty ones at its end."""
    texts = text_of(item).split(PART, number - 1)
    return [*texts, *[""] * (number - len(texts))]


def files(pattern: str) -> list[bytes]:
    """Return the files of the corpus that are no longer than an item may be."""
    found = sorted(path for path in CORPUS.glob(pattern) if path.is_file())
    return [content for path in found if len(content := path.read_bytes()) <= LONGEST]


def lines(name: str, every: int = 10) -> list[str]:
    """Return every tenth line of a file of the corpus."""
    return (CORPUS / name).read_text().splitlines()[::every]
