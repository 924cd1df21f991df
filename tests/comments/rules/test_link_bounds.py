"""The link rule's short cuts find what their plain patterns do, and hostile letters neither swell a text nor stay."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.rules import folding, links
from comments.rules.folding import fold, fold_character
from comments.rules.lexicon import KNOWN, _counts, is_word
from comments.rules.link_rule import disguises, host_facts, hosts
from comments.rules.link_rule.emails import at_providers
from comments.rules.link_rule.link_signs import LABEL, PROVIDER
from comments.rules.link_rule.looking_back import name_before, words_before
from comments.rules.links import judge

pytestmark = pytest.mark.once

NAME_AT_THE_END = re.compile(rf"{LABEL}(?:\.{LABEL})*+$")
WORDS_AT_THE_END = re.compile(r"(?:([^\W\d_]+)\W{1,3})?([^\W\d_]+)\W{1,3}$")
LETTERS = st.text(alphabet="aé1ا-_. \n,'", max_size=80)
MAIL = st.lists(
    st.sampled_from(
        ["karim", ".", "-", "_", "+", " ", "@", "[", "*", "arobas", "arobase", "chez", "at", "a", "gmail", "hotmail",
         "live", "laposte", "com", "fr", "point", "x" * 39, "é"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(LETTERS)
def test_a_name_read_backwards_is_the_name_that_ends_there(text):
    place = len(text.rstrip("-_. \n,'"))
    found = NAME_AT_THE_END.search(text, max(0, place - 64), place)
    assert name_before(text, place) == (found.group() if found else "")


@given(LETTERS)
def test_words_read_backwards_are_the_words_before(text):
    found = WORDS_AT_THE_END.search(text, max(0, len(text) - 40))
    expected = [word for word in reversed(found.groups()) if word] if found else []
    assert words_before(text, len(text)) == expected


@given(MAIL)
def test_mail_providers_are_found_as_if_each_letter_had_been_tried(text):
    assert list(at_providers(text)) == [each.span() for each in PROVIDER.finditer(text)]


def test_no_character_swells_a_text():
    """A reader's 3,000 characters once became 54,000 letters, «ﷺ» over and over."""
    composed = [
        chr(code) for code in range(0x110000) if len(unicodedata.normalize("NFKD", chr(code))) > 8
    ]
    assert "ﷺ" in composed
    assert max(len(fold_character(character)) for character in composed) <= 8


def test_a_blessing_hides_no_link():
    assert fold("ﷺ.com").plain == "صلى وسلم.com"
    assert fold("محمد ﷺ").starts == [0, 1, 2, 3, 4, *[5] * 8]


def test_the_characters_of_all_texts_are_not_kept_for_ever(monkeypatch):
    monkeypatch.setattr(folding, "_remembered", folding._OneByOne())
    monkeypatch.setattr(folding, "MOST_REMEMBERED", 100)
    for start in range(0x4E00, 0x5200, 64):
        text = "".join(map(chr, range(start, start + 64)))
        assert fold(f"{text}½").plain == f"{text}1⁄2"
    assert len(folding._remembered) <= 100 + 65


def test_rare_words_of_the_dictionaries_are_not_kept():
    assert is_word("bonjour")
    assert is_word("hello")
    assert min(_counts("fr").values()) >= KNOWN


@pytest.mark.parametrize("piece", ["1.ma-point-", "www-point-1.", "a.b-dot-www."])
def test_a_name_of_a_thousand_dots_is_read_once_and_not_from_each_of_them(piece, monkeypatch):
    """Twenty thousand characters of the first took 0.65 s: the square of their number."""
    read = []
    is_among = disguises._tld_among
    monkeypatch.setattr(
        disguises, "_tld_among", lambda right: read.append(len(right[0])) or is_among(right)
    )
    judge(piece * 1000)
    longest_name = 127 * (len(piece) + 1)
    assert 0 < max(read) <= longest_name


@pytest.mark.parametrize("piece", ["PSG.OM/", "1.2.3.4/", "a.fr/", "http://a.fr/"])
def test_the_end_of_an_address_is_looked_for_once(piece, monkeypatch):
    """Acronyms and numbers with a slash between them were each read to the end of the text."""
    begun = []
    end_of = host_facts.end_of_address
    for module in (host_facts, links):
        monkeypatch.setattr(
            module,
            "end_of_address",
            lambda plain, start: begun.append(start) or end_of(plain, start),
        )
    judge(piece * 500)
    assert 0 < len(begun) <= 4


@given(st.text(alphabet="a.)/ ", max_size=40), st.data())
def test_an_end_that_was_found_once_is_that_of_each_place_in_the_address(text, data):
    addresses = host_facts.Addresses(text)
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    assert [addresses.end(place) for place in places] == [
        host_facts.end_of_address(text, place) for place in places
    ]


def test_a_name_that_brackets_were_taken_out_of_is_found_though_a_blessing_follows_it():
    """Two brackets gone and one letter read as three: the sums agree, and the name was touched all the same."""
    assert [link.text for link in judge("0x1.0x2.c(o)mﷺenlevez").sure] == ["0x1.0x2.c(o)m"]


def test_of_a_text_without_its_tags_only_touched_names_are_judged_again(monkeypatch):
    judged = []
    host_in = hosts._host_in
    monkeypatch.setattr(
        hosts, "_host_in", lambda found, *about: judged.append(found[0]) or host_in(found, *about)
    )
    assert judge("hespress.ma et lemonde.fr, **gras** cas**i**no.com")
    assert sorted(judged) == ["casino.com", "hespress.ma", "lemonde.fr", "no.com"]
