"""The link rule: what a reader would call a link is found, where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.links import find_links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voir http://exemple.org/page.", "http://exemple.org/page"),
        ("Voir www.exemple.org", "www.exemple.org"),
        ("Lisez exemple.fr/x", "exemple.fr/x"),
        ("Écrivez à moi@exemple.org", "moi@exemple.org"),
        ("مدونتي.شبكة/صفحة", "مدونتي.شبكة/صفحة"),
        ("ftp://exemple.org/a", "ftp://exemple.org/a"),
    ],
)
def test_a_link_is_found(text, found):
    link = find_links(text)[0]
    assert link.text == found
    assert text[link.start : link.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "Bravo.Merci à tous",
        "M.Dupuy a raison",
        "Une hausse de 3.5% en un an",
        "le 02/01/2021 à 11:43",
        "et/ou",
        "J’utilise node.js",
        "شكرا.المقال ممتاز",
        "Rien à redire...",
        "",
    ],
)
def test_honest_prose_passes(text):
    assert find_links(text) == []


@given(st.text())
def test_offsets_slice_to_what_they_claim(text):
    for link in find_links(text):
        assert text[link.start : link.end] == link.text
