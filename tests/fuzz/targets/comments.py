"""A reader's text and name: the link rule, tidying, rendering, quoting, likeness."""

import itertools

from articles.rules.printable import UNPRINTABLE
from comments.rules.digests import seal
from comments.rules.folding import fold
from comments.rules.language import language_of
from comments.rules.likeness import are_near, say_the_same, simhash, text_digest
from comments.rules.links import judge
from comments.rules.problems import count_characters, passage, problems
from comments.rules.quoting import excerpt, marked
from comments.rules.rendering import render
from comments.rules.staff_names import imitates_staff, skeletons
from comments.rules.tidying import tidy, tidy_name
from tests.bench.links import SIGNS

from ..target import lines, target, text_of, texts_of

TYPED = [*lines("honest.txt", 20), *lines("obfuscated.txt", 10), *lines("links.txt", 20)]


@target(TYPED, [sign.encode() for sign in SIGNS], seconds=0.2)
def links(item):
    """Links slice to what they claim, in order and apart; no text takes longer than the bound."""
    text = text_of(item)
    findings = judge(text)
    spans = sorted(findings.sure + findings.doubtful, key=lambda link: link.start)
    for link in spans:
        assert text[link.start : link.end] == link.text != ""
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start
    kept = tidy(text)
    shown = marked(kept, judge(kept).sure)
    assert shown.replace("<mark>", "").replace("</mark>", "") == marked(kept, [])


@target(TYPED, [sign.encode() for sign in SIGNS])
def folding(item):
    """Each folded letter knows where it stands in the text as typed."""
    text = text_of(item)
    folded = fold(text)
    assert len(folded.plain) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)


@target([*TYPED, "  Un\r\n\r\n\r\ndeux  ", "e\u0301te\u0301"])
def tidying(item):
    """What was tidied once is tidy; its HTML has paragraphs and line ends, and no other tag."""
    for tidied in (tidy, tidy_name):
        kept = tidied(text_of(item))
        assert tidied(kept) == kept
        assert not UNPRINTABLE.search(kept)
    kept = tidy(text_of(item))
    html = render(kept)
    assert "<" not in html.replace("<p>", "").replace("</p>", "").replace("<br>", "")
    assert count_characters(kept) <= len(kept)


@target([*TYPED, "AAAAAAAA", "Nul, nul et nul, encore nul\n" * 3])
def faults_of_a_comment(item):
    """Each fault has its passage; an excerpt has its length."""
    text = tidy(text_of(item))
    for code in problems(text):
        passage(text, code)
    assert len(excerpt(text, 60)) <= 61
    assert language_of(text, default="fr") in {"fr", "ar", "en"}


@target([f"{a}\x1e{b}" for a, b in itertools.pairwise(TYPED[:20])])
def likeness(item):
    """Two texts are as near in one order as in the other, and one text is near itself."""
    one, other = texts_of(item, 2)
    assert say_the_same(one, other) == say_the_same(other, one)
    assert say_the_same(one, one)
    prints = simhash(one), simhash(other)
    if None not in prints:
        assert are_near(*prints) == are_near(*reversed(prints))
        assert all(-(1 << 63) <= each < 1 << 63 for each in prints)
    assert len(text_digest(one)) in {0, 64}
    assert seal("x", one, other) == seal("x", one, other)
    assert one == other or seal("x", one, other) != seal("x", other, one)


@target(["Modération n° 3", "L’équipe du Portail", "المشرف", "m0d3rateur_2", "Sofia, modératrice"])
def names(item):
    name = text_of(item)[:200]  # the form takes 60 characters, imports cut there
    assert imitates_staff(name, "Le Portail") in {True, False}
    assert "" not in skeletons(name)
    assert imitates_staff("Modération", "Le Portail")
