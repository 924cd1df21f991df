"""The desk's page: its languages, the keys its buttons tell, what a phone gets."""

import re
from html import unescape

import pytest

from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"


def card(desk, comment, prefix=""):
    return unescape(desk.get(f"{prefix}{QUEUE}{comment.pk}/change/?file=pending").text)


@pytest.mark.slow
@pytest.mark.parametrize(("prefix", "current"), [("", "fr"), ("/ar", "ar"), ("/en", "en")])
def test_the_desk_leads_to_the_same_page_in_each_language(desk, prefix, current):
    comment = cast.a_comment()
    here = f"{QUEUE}{comment.pk}/change/?file=pending"
    lists = f"{QUEUE}?file=pending"
    for address, page in (
        (here, card(desk, comment, prefix)),
        (lists, unescape(desk.get(f"{prefix}{lists}").text)),
    ):
        switch = re.search(r'<nav class="desk-languages".*?</nav>', page, re.DOTALL)[0]
        for code in ("", "/ar", "/en"):
            assert f'href="{code}{address}"' in switch
        assert re.search(r'aria-current="true"', switch)
        marked = re.search(r'hreflang="(\w+)"\s+dir="auto"\s+aria-current', switch)
        assert marked[1] == current


def test_who_is_not_signed_in_is_offered_no_language_of_the_desk(client, db):
    assert "desk-languages" not in client.get("/admin/login/").text


@pytest.mark.slow
def test_each_button_with_a_key_tells_it_to_assistive_tools(desk):
    text = cast.prose(40, start=10)
    comment = cast.a_comment(email="lina@exemple.org", text=text)
    cast.a_comment(text=f"{text} Voilà.")
    page = card(desk, comment)
    keys = {"P", "T", "C", "D", "S", "?", "Control+Enter"}
    assert keys <= set(re.findall(r'aria-keyshortcuts="([^"]+)"', page))
    page = page[: page.index('class="aide-touches"')]
    for element in re.findall(
        r"<(?:summary|button)[^>]*>(?:(?!</(?:summary|button)>).)*", page, re.DOTALL
    ):
        if "<kbd" in element and "data-count" not in element:
            assert "aria-keyshortcuts" in element, element


@pytest.mark.slow
def test_on_a_phone_the_list_is_folded_and_the_decision_at_hand(desk):
    page = card(desk, cast.a_comment())
    assert re.search(r'<details class="[^"]*mod__liste">', page), "folded: not open"
    bar = re.search(r'<form class="pile mod__pouce".*?</form>', page, re.DOTALL)[0]
    assert 'value="approve"' in bar
    assert 'href="#regles"' in bar
    assert 'id="regles"' in page


def test_the_card_names_who_gave_a_legal_notice_and_no_other(desk):
    """Art. 16 asks for the name; a report under a rule does not show it."""
    comment = cast.a_published_comment()
    cast.a_notice(comment, name="Rim Aït", email="rim@exemple.org")
    legal = {"clause": None, "is_legal": True, "good_faith": True}
    cast.a_notice(comment, name="Maître Oumlil", email="oumlil@exemple.org", **legal)
    page = card(desk, comment)
    assert "notification légale, <bdi>Maître Oumlil</bdi>" in page
    assert "Rim Aït" not in page
    assert "@exemple.org" not in page


def test_the_page_learns_how_long_a_decision_can_be_taken_back(desk, settings):
    settings.UNDO_SECONDS = 12
    assert 'data-undo-seconds="12"' in card(desk, cast.a_comment())


def test_each_text_of_a_bulk_can_be_read_whole_beforehand(desk):
    long = cast.a_comment(text="Un mot et puis un autre. " * 40 + "La fin dit le contraire.")
    page = card(desk, cast.a_comment())
    listed, _list, whole = page.partition("Lire en entier")
    assert f'value="{long.pk}:{long.version}"' in listed
    assert "La fin dit le contraire." not in listed
    assert "La fin dit le contraire." in whole


@pytest.mark.slow
def test_veiled_words_that_can_be_ticked_can_be_read_in_the_list_too(desk):
    text = "Ces gens-là ne devraient pas avoir le droit d’écrire dans votre journal."
    cast.a_comment(text=text).reject(by=cast.sofia(), **cast.against(2))
    page = card(desk, cast.a_comment(text=f"{text} Voilà."))
    assert page.count("Mots voilés") == page.count("Lire en entier") == 1


@pytest.mark.slow
def test_a_list_of_twelve_says_how_many_wait_and_begins_with_the_open_card(desk):
    waiting = [cast.a_comment() for _each in range(14)]
    page = card(desk, waiting[-1])
    assert "12 sur 14 : voir toute la file" in page
    assert "12 من أصل 14: عرض القائمة كلها" in card(desk, waiting[-1], "/ar")
    listed = re.findall(r'<li data-pk="(\d+)"', page)
    assert listed == [str(each.pk) for each in [waiting[-1], *waiting[:11]]]
    assert re.findall(r'value="(\d+):\d+"', page) == listed, "the open one can be ticked as well"
    page = card(desk, waiting[3])
    assert re.findall(r'<li data-pk="(\d+)"', page) == [str(each.pk) for each in waiting[:12]]


@pytest.mark.slow
def test_the_list_of_a_lane_holds_no_card_of_another_one(desk):
    waiting, published = cast.a_comment(), cast.a_published_comment()
    page = card(desk, published)
    assert re.findall(r'<li data-pk="(\d+)"', page) == [str(waiting.pk)]
    assert "voir toute la file" not in page


@pytest.mark.slow
def test_signs_between_words_are_those_of_the_cards_language(desk):
    comment = cast.a_published_comment(email="lina@exemple.org")
    legal = {"clause": None, "is_legal": True, "good_faith": True}
    cast.a_notice(comment, name="Maître Oumlil", explanation="Il dit qu'on l'a payé...", **legal)
    cast.a_suspension(cast.a_rejected_comment(email="lina@exemple.org"))
    page = card(desk, comment, "/ar")
    words = re.sub(r"<[^>]+>|\s+", " ", page[page.index('class="mod__centre') :])
    assert not re.search(r"[\u0600-\u06ff)]\s*,\s", words)
    assert not re.search(r"[\u0600-\u06ff]\s+:\s", words)
    assert "Il dit qu’on l’a payé…" in page, (
        "set as on the public page: no line begins with a colon"
    )


@pytest.mark.parametrize("standing", ["published", "alerted", "appealed", "waiting"])
def test_a_card_opened_by_its_plain_address_is_in_a_lane_where_it_stands(client, db, standing):
    if standing == "waiting":
        comment = cast.a_comment()
    elif standing == "appealed":
        comment = cast.an_appeal(cast.a_rejected_comment()).comment
    else:
        comment = cast.a_published_comment()
    if standing == "alerted":
        cast.a_notice(comment)
    client.force_login(cast.zoe())
    card = client.get(f"/admin/comments/comment/{comment.pk}/change/").text
    (selection,) = re.findall(r'data-selection="([^"]+)"', card)
    answer = client.get(f"/admin/comments/comment/etat/?{selection}&montres={comment.pk}").json()
    assert answer["gone"] == {}, "nobody was faster: it was as it is when the card was opened"
