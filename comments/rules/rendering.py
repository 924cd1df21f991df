"""PURE: turn a reader's text into HTML: paragraphs and line breaks, all else as text."""

import html

from articles.rules.body import sanitize

RENDERER = 2  # version of render(): kept beside its HTML, so that a later version knows it
PIECE = 2000  # characters that are sanitized at once


def as_text(text: str) -> str:
    """Return HTML that shows the text letter for letter, even if it looks like HTML.

    It is sanitized a piece at a time: the sanitizer's cost grows with the square of the entities in one text.
    """
    pieces = (text[at : at + PIECE] for at in range(0, len(text), PIECE))
    return "".join(sanitize(html.escape(piece, quote=False)) for piece in pieces)


def render(text: str) -> str:
    """Return the HTML of a comment: its paragraphs and line breaks, everything else as text."""
    paragraphs = (
        as_text(paragraph).replace("\n", "<br>\n") for paragraph in text.split("\n\n") if paragraph
    )
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
