"""What a move tells: counts of all that came or was left, and a line for each post that is not whole."""

from collections import Counter
from dataclasses import dataclass, field

QUOTED_MOST = 80  # characters of lost words that a line quotes
PLACES_MOST = 50  # places of replaced bytes that are listed


@dataclass
class Report:
    """Counts of everything taken in or dropped; `lines` names each post that is left out or lost something."""

    done: Counter = field(default_factory=Counter)
    tags: Counter = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    replaced_in_all: int = 0
    failed: int = 0

    def drop(self, post, what):
        """Tell that a post, or a picture, is left out."""
        self.done[f"dropped: {what}"] += 1
        self.lines.append(f"left out: {name_of(post)}: {what}")

    def lose(self, post, kind, detail=""):
        """Tell that a post came in without something, counted by its kind."""
        self.done[kind] += 1
        self.lines.append(f"changed: {name_of(post)}: {kind}{f': {detail}' if detail else ''}")

    def lose_from_body(self, post, converted):
        """Tell which tags, words and links a body lost."""
        self.tags.update(converted.tags)
        if converted.tags:
            counted = ", ".join(f"{count} {name}" for name, count in converted.tags.items())
            self.lines.append(f"changed: {name_of(post)}: dropped {counted}")
        if converted.words:
            self.done["words lost"] += len(converted.words)
            quoted = _quoted(" ".join(converted.words))
            self.lines.append(
                f"changed: {name_of(post)}: {len(converted.words)} words lost: {quoted}"
            )
        if converted.links:
            self.done["links lost"] += len(converted.links)
            told = ", ".join(converted.links)
            self.lines.append(
                f"changed: {name_of(post)}: {len(converted.links)} links lost: {told}"
            )

    def fail(self, what, error):
        """Tell that something failed, with its reason; the rest goes on."""
        self.failed += 1
        self.done["failed"] += 1
        self.lines.append(f"failed: {what}: {type(error).__name__}: {error}")

    def replace(self, line, what):
        """Tell that bytes of the file were replaced."""
        self.replaced_in_all += 1
        if len(self.replaced) < PLACES_MOST:
            self.replaced.append(f"line {line}: {what}")

    def add(self, other):
        """Add what another report tells: that of one post once it is in, or that of the file."""
        self.done.update(other.done)
        self.tags.update(other.tags)
        self.lines += other.lines
        self.failed += other.failed
        self.replaced += other.replaced
        self.replaced_in_all += other.replaced_in_all

    def written(self):
        """Yield the lines of the report: counts first."""
        for name, count in sorted(self.done.items()):
            yield f"  {count:>7} {name}"
        for name, count in self.tags.most_common():
            yield f"  {count:>7} tags dropped: {name}"
        if self.replaced_in_all:
            yield f"  {self.replaced_in_all:>7} bytes or entities replaced"
        for line in self.replaced:
            yield f"  replaced: {line}"
        if self.replaced_in_all > len(self.replaced):
            yield f"  replaced: and {self.replaced_in_all - len(self.replaced)} more"
        for line in self.lines:
            yield f"  {line}"


def name_of(post):
    return f"{post.number} {post.title[:60]!r}"


def _quoted(words):
    return (
        f"«{words if len(words) <= QUOTED_MOST else words[:QUOTED_MOST].rsplit(' ', 1)[0] + '…'}»"
    )
