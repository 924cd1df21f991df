"""Bodies of articles: cleaned, typeset, annotated, compared and merged, with no word lost and no tag let in."""

import re
from datetime import date

from articles.rules.annotations import date_the_lead, mark_names
from articles.rules.body import (
    PRINTED_ATTRIBUTES,
    PRINTED_TAGS,
    clean_body,
    plain_text,
    sanitize,
    split_dateline,
)
from articles.rules.differences import difference
from articles.rules.merge import blocks, merge
from articles.rules.printable import UNPRINTABLE, printable
from articles.rules.tags import tokens
from articles.rules.typography import MARKUP, typeset, typeset_html
from tests.articles.rules.test_hostile_copy import HOSTILE, PIECES

from ..target import LONGEST, PART, lines, target, text_of, texts_of

BODIES = [
    "<p>Un <em>mot</em> « dit » : <a href='https://a.example/?x=1&amp;y=2'>haut</a></p>\n<ul><li>x<ul><li>y</li></ul></li></ul>",
    "<h2>Titre</h2><blockquote><p>He said on Thursday</p></blockquote><hr><p>1 000 km, 5 %<br>A Paris</p>",
    "Un mot.  Deux mots.\n\nTrois &eacute;", *HOSTILE,
]  # fmt: skip
TAGS = [piece.encode("utf-8", "surrogatepass") for piece in PIECES]


@target(BODIES, TAGS)
def body(item):
    """Other parsers find nothing to remove; cleaning it again changes nothing; no character that feeds refuse."""
    printed = clean_body(text_of(item))
    assert clean_body(printed) == clean_body(clean_body(printed))
    assert not UNPRINTABLE.search(printed)
    if len(printed) < LONGEST:  # the judge takes longer than what it judges
        again = sanitize(printed, tags=PRINTED_TAGS, attributes=PRINTED_ATTRIBUTES)
        assert again.count("<") == printed.count("<")
    for _token in tokens(text_of(item)):
        pass
    plain_text(text_of(item))
    split_dateline(text_of(item))


def _letters(text):
    return re.sub(r"[\W_]+", "", text.replace("À", "A"))


@target(
    [f"fr{PART}{line}" for line in lines("honest.txt", 40)]
    + ['en\x1eHe said: "it\'s 19" -- wide"', *BODIES]
)
def typography(item):
    """Signs and spaces change, no letter and no tag does."""
    language, text = texts_of(item, 2)
    language = language if language in {"fr", "en", "ar"} else "fr"
    assert _letters(typeset(text, language)) == _letters(text)
    markup = clean_body(text)
    assert MARKUP.findall(typeset_html(markup, language)) == MARKUP.findall(markup)


@target(
    [f"Rabat{PART}ONU{PART}{each}" for each in BODIES]
    + ["a\x1eb\x1e<p>Le maire a déclaré jeudi à Rabat que l'ONU</p>"],
    TAGS,
)
def annotations(item):
    """The marks put into a body are tags alone: its words stay."""
    name, acronym, text = texts_of(item, 3)
    markup = clean_body(text)
    marked = mark_names(markup, [([name], "/x", ""), ([acronym], "", "Un <sens>")])
    for language in ("fr", "en", "ar"):
        dated = date_the_lead(marked, language, date(2021, 1, 2), str)
        assert plain_text(dated) == plain_text(markup)


@target([f"Le maire a tort.{PART}Le maire a raison.", f"a b c d{PART}c d a b", PART])
def differences(item):
    before, after = texts_of(item, 2)
    pieces = difference(before, after)
    assert "".join(words for kind, words in pieces if kind != "new") == before
    assert "".join(words for kind, words in pieces if kind != "gone") == after


@target(
    [f"<p>1</p>\n<p>2</p>{PART}<p>1</p>\n<p>deux</p>{PART}<p>un</p>\n<p>2</p>", f"a{PART}b{PART}c"],
    [b"<p>1</p>\n", b"<p>2</p>\n", b"<h2>3</h2>\n", b"<ul><li>4</li></ul>\n"],
)  # fmt: skip
def merging(item):
    """The pieces spell each of the three texts; whoever changed alone wins whole."""
    bodies = [clean_body(text) for text in texts_of(item, 3)]
    base, ours, theirs = cut = [blocks(text) for text in bodies]
    for text, parts in zip(bodies, cut, strict=True):
        assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)
    pieces = merge(base, ours, theirs)
    for name, parts in zip(("base", "ours", "theirs"), cut, strict=True):
        assert [block for piece in pieces for block in getattr(piece, name)] == parts
    alone = merge(base, base, theirs)
    assert [block for piece in alone for block in piece.merged] == theirs


@target(["a\x0bb\x00c", "é\ud800".encode("utf-8", "surrogatepass")])
def clean_text(item):
    """What was cleaned once is clean, and can be written to any database and any feed."""
    kept = printable(text_of(item))
    assert printable(kept) == kept
    kept.encode()
