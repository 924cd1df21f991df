"""PURE: the start of a text as its summary, cut where a sentence ends."""

import re

SENTENCE_END = re.compile(r"[.!?؟…](?:\s?[»\"”’)])*(?=\s|$)")


def start_of(text: str, most: int) -> str:
    """Return the first sentences of a text within `most` characters; of one longer sentence, its first words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    ends = [end.end() for end in SENTENCE_END.finditer(line, 0, most)]
    if ends:
        return line[: ends[-1]]
    words = line[: most - 1].rpartition(" ")[0] or line[: most - 1]
    return f"{words.rstrip(' ,;:–')}…"
