"""PURE: merge the changes of two people in one text, paragraph by paragraph.

The third text is the common base, as in diff3: if only one of them changed a place, that change wins; if both
did, somebody has to choose.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

from .alignment import matching_runs

LISTS = {"topics", "related"}
VOID, INLINE = {"br", "hr"}, {"a", "em", "strong"}


@dataclass(frozen=True)
class Piece:
    """Some paragraphs in a row.

    `kind` is same, ours or theirs (who changed it), both (changed alike) or conflict.
    """

    kind: str
    base: tuple = ()
    ours: tuple = ()
    theirs: tuple = ()

    @property
    def merged(self):
        """Return the paragraphs after the merge; ours if somebody still has to choose."""
        return self.theirs if self.kind == "theirs" else self.ours


def merge(base: list[str], ours: list[str], theirs: list[str]) -> list[Piece]:
    """Return the pieces, in order, that spell each of the three texts."""
    pieces, at = [], (0, 0, 0)
    for start, size in _kept_by_both(base, ours, theirs):
        _add(pieces, base, ours, theirs, at, start)
        at = tuple(place + size for place in start)
        kept = tuple(base[start[0] : at[0]])
        if kept:
            pieces.append(Piece("same", kept, kept, kept))
    return pieces


def merge_value(base, ours, theirs) -> str:
    """Return who changed a value that changes as a whole: one of the kinds of a Piece."""
    if ours == theirs:
        return "same" if ours == base else "both"
    if ours == base:
        return "theirs"
    return "ours" if theirs == base else "conflict"


@dataclass(frozen=True)
class Field:
    """One field of an article that two people wrote in; only the body has `pieces`."""

    name: str
    kind: str
    base: object
    ours: object
    theirs: object
    merged: object
    pieces: tuple = ()


def merge_content(base: dict, ours: dict, theirs: dict) -> list[Field]:
    """Return a Field for each field that either person changed.

    `merged` holds ours if somebody has to choose. The three arguments are contents of revisions. The body is merged
    by paragraphs; a list is merged by the entries that each person added or removed.
    """
    fields = []
    for name in ours:
        old, mine, other = base.get(name), ours[name], theirs.get(name)
        kind, merged, pieces = merge_value(old, mine, other), mine, ()
        if kind == "same":
            continue
        if kind == "theirs":
            merged = other
        elif kind == "conflict" and name == "body":
            pieces = tuple(merge(blocks(old or ""), blocks(mine), blocks(other)))
            merged = "\n".join(block for piece in pieces for block in piece.merged)
            if not any(piece.kind == "conflict" for piece in pieces):
                kind = "merged"
        elif kind == "conflict" and name in LISTS:
            merged = sorted(
                set(old) & set(mine) & set(other) | (set(mine) - set(old)) | (set(other) - set(old))
            )
            kind = "merged"
        fields.append(Field(name, kind, old, mine, other, merged, pieces))
    return fields


def _kept_by_both(base, ours, theirs):
    """Yield ((place in base, in ours, in theirs), length) of each run that nobody changed.

    The last one, of length 0, stands at the end of the three texts.
    """
    in_ours = _places(base, ours)
    in_theirs = _places(base, theirs)
    start = None
    for number in range(len(base) + 1):
        place = (number, in_ours.get(number), in_theirs.get(number))
        is_kept = number < len(base) and None not in place
        if start and (not is_kept or tuple(here - number + start[0] for here in place) != start):
            yield start, number - start[0]
            start = None
        if is_kept and not start:
            start = place
    yield (len(base), len(ours), len(theirs)), 0


def _places(base, text):
    runs = matching_runs(base, text)
    return {place + n: other + n for place, other, length in runs for n in range(length)}


def _add(pieces, base, ours, theirs, since, until):
    old, mine, other = (
        tuple(text[first:last])
        for text, first, last in zip((base, ours, theirs), since, until, strict=True)
    )
    if len(old) == len(mine) == len(other):  # paragraph for paragraph: neighbours do not clash
        for each in zip(old, mine, other, strict=True):
            pieces.append(Piece(merge_value(*each), *((one,) for one in each)))
    elif old or mine or other:
        pieces.append(Piece(merge_value(old, mine, other), old, mine, other))


def blocks(body: str) -> list[str]:
    """Return the paragraphs, headings, lists and quotes of a body; joined, they spell it again."""
    cutter = _Cutter(body)
    return [block for block in cutter.blocks if block.strip()]


class _Cutter(HTMLParser):
    def __init__(self, body):
        super().__init__(convert_charrefs=False)
        self.blocks, self._depth, self._from = [], 0, 0
        starts = [0]
        for line in body.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        self._body, self._starts = body, starts
        self.feed(body)
        self.close()
        self._cut(len(body))

    def _here(self):
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _cut(self, until):
        if until > self._from:
            self.blocks.append(self._body[self._from : until].strip())
        self._from = until

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        if self._depth == 0 and tag not in INLINE:
            self._cut(self._here())
        self._depth += tag not in INLINE

    def handle_endtag(self, tag):
        if tag in INLINE or tag in VOID:
            return
        self._depth = max(0, self._depth - 1)
        if self._depth == 0:
            self._cut(self._here() + len(f"</{tag}>"))
