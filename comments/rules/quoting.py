"""PURE: quote a reader's text, with its links marked, or its first words on one line."""

from .rendering import as_text

BEFORE_NO_ELLIPSIS = " .,;:…،؛\u00a0\u202f"  # four dots are no mark
CUT_FOR = 10  # characters: if fewer are left, they are quoted too


def marked(text: str, spans, context: int | None = None) -> str:
    """Return the text as HTML with each span in <mark>; `context` limits the characters around.

    `spans` have a start and an end in code points, in reading order and without overlap; some have a `css_class`.
    """
    begin, finish = 0, len(text)
    if context is not None and spans:
        begin, finish = _around(text, spans[0].start, spans[-1].end, context)
    pieces, position = ["…" if begin else ""], begin
    for span in spans:
        pieces += [
            as_text(text[position : span.start]),
            f"<mark{_class_of(span)}>{as_text(text[span.start : span.end])}</mark>",
        ]
        position = span.end
    pieces += [as_text(text[position:finish]), "…" if finish < len(text) else ""]
    return "".join(pieces)


def _class_of(span):
    name = getattr(span, "css_class", "")
    return f' class="{name}"' if name else ""


def _around(text, start, end, context):
    """Return the ends of a quotation: at a space, and not to leave out a few letters alone."""
    begin, finish = start - context, end + context
    begin = 0 if begin < CUT_FOR else text.rfind(" ", 0, begin) + 1 or begin
    if len(text) - finish < CUT_FOR:
        finish = len(text)
    else:
        space = text.find(" ", finish)
        finish = space if space != -1 else finish
    return begin, finish


def excerpt(text: str, length: int = 120) -> str:
    """Return the first words on one line, at most `length` characters and an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(BEFORE_NO_ELLIPSIS) + "…"
