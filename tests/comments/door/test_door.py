"""Who may post, and when: origin, stamp, repetition, addresses."""

import html
import re
from datetime import UTC, datetime

import pytest

from comments.door import sender, stamp
from comments.models import Comment
from tests import cast
from tests.comments.pages.test_form import assert_kept, send

pytestmark = pytest.mark.both


@pytest.fixture
def article(db):
    return cast.an_article()


@pytest.mark.slow
def test_a_refused_form_sent_again_as_it_came_back_is_accepted(client, article):
    page = send(client, article, stamp="").text
    fresh = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    assert send(client, article, stamp=html.unescape(fresh)).status_code == 302


def test_a_stamp_says_how_old_the_page_is_and_lasts_a_day(article):
    at = 1_609_585_200  # a full hour
    made = stamp.stamp_for(article.pk, at)
    ages = {
        -3600: "unknown",
        -61: "unknown",
        -60: "ripe",  # made by a machine whose clock is ahead
        0: "ripe",
        24 * 3600: "ripe",
        24 * 3601: "stale",
    }
    assert {after: stamp.age_of(made, article.pk, at + after) for after in ages} == ages
    assert stamp.age_of(made, article.pk + 1, at + 60) == "unknown"


@pytest.mark.slow
def test_a_page_left_open_for_a_day_is_sent_again_with_a_new_stamp(client, article):
    old = stamp.stamp_for(article.pk, stamp.time.time() - 26 * 3600)
    stale = send(client, article, stamp=old)
    assert stale.status_code == 422
    assert_kept(stale)
    renewed = html.unescape(re.search(r'name="stamp" value="([^"]+)"', stale.text)[1])
    assert send(client, article, stamp=renewed).status_code == 302


@pytest.mark.slow
def test_a_page_stays_the_same_bytes_within_its_hour(client, article, monkeypatch):
    now = [1_800_000_000]
    monkeypatch.setattr("time.time", lambda: now[0])
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromtimestamp(now[0], UTC))
    first = client.get(article.get_absolute_url())
    now[0] += 1800
    second = client.get(article.get_absolute_url())
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    now[0] += 3600
    assert client.get(article.get_absolute_url())["ETag"] != first["ETag"]


def test_a_double_click_is_one_comment_and_one_page(client, article):
    first, second = send(client, article), send(client, article)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_a_retry_from_another_ipv6_address_of_the_same_home_is_the_same_comment(client, article):
    """A telephone changes its own half of the address as it likes; the home keeps the other half."""

    def sent_from(address):
        client.defaults["REMOTE_ADDR"] = address
        return send(client, article, text="Merci pour cet article.")["Location"]

    assert sent_from("2001:db8:1:2::a1") == sent_from("2001:db8:1:2::b2")
    assert Comment.objects.count() == 1
    sent_from("2001:db8:1:3::a1")
    assert Comment.objects.count() == 2, "next door lives somebody else"


@pytest.mark.slow
def test_the_same_text_once_it_was_read_is_told_and_not_stored_again(client, article):
    send(client, article)
    Comment.objects.get().approve(by=cast.sofia())
    response = send(client, article)
    assert response.status_code == 422
    assert "Vous avez déjà envoyé ce commentaire aujourd’hui" in response.text
    assert "Votre commentaire était déjà parti" in response.text
    assert "/suivi/" not in response.text, (
        "a stranger who copies a text must not get its private page"
    )
    assert Comment.objects.count() == 1


def test_another_reader_may_say_the_same(client, article):
    send(client, article, text="Merci pour cet article.")
    send(client, article, text="Merci pour cet article.", headers={"User-Agent": "another browser"})
    assert Comment.objects.count() == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Referer": "https://ailleurs.example/page"},
    ],
)
def test_a_form_from_another_site_is_stored_by_nobody(client, article, headers):
    response = send(client, article, headers=headers)
    assert response.status_code == 403
    assert "Ce formulaire est arrivé d’un autre site" in response.text
    assert_kept(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/le-fil/"},
    ],
)
def test_a_form_from_this_site_is_taken(client, article, headers):
    assert send(client, article, headers=headers).status_code == 302


def test_behind_proxies_of_our_own_the_reader_is_who_they_say(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert sender.client_address(request) == "127.0.0.1"
    settings.PROXIES = 1
    assert sender.client_address(request) == "198.51.100.7"
    settings.PROXIES = 2
    assert sender.client_address(request) == "203.0.113.9"
    settings.PROXIES = 3
    assert sender.client_address(request) == "127.0.0.1", (
        "fewer hops than proxies: somebody forged it"
    )


@pytest.mark.slow
def test_a_forged_stamp_is_refused_and_the_text_given_back(client, article):
    answer = send(client, article, stamp="forged")
    assert answer.status_code == 422
    assert_kept(answer)


@pytest.mark.slow
def test_an_edit_cannot_say_what_somebody_else_just_said(client, article):
    words = (
        "Le passage sur les bibliothèques des deux rives est le plus intéressant de tous, merci."
    )
    send(client, article, text=words)
    send(client, article, text="Tout autre chose, pour commencer ce matin.")
    mine = Comment.objects.latest("pk")
    response = client.post(f"/suivi/{mine.follow_key}/texte/", {"text": words})
    assert response.status_code == 422
    assert "déjà été envoyé depuis hier" in html.unescape(response.text)
    near = words.replace("intéressant", "intéressants")
    assert client.post(f"/suivi/{mine.follow_key}/texte/", {"text": near}).status_code == 302
    mine.refresh_from_db()
    assert [flag.code for flag in mine.revision.flags.all()] == ["wave"]


def test_ipv4_in_the_clothes_of_ipv6_is_one_address_each(rf):
    one, other = (
        sender.known_as(rf.get("/", REMOTE_ADDR=f"::ffff:203.0.113.{n}")) for n in (9, 10)
    )
    assert one["address"] == "203.0.113.9"
    assert one["address"] != other["address"]
    assert one["prefix"] == other["prefix"]
