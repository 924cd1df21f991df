"""A reader who writes too fast is slowed down; those who share an address are not shut out."""

import html
from datetime import timedelta

import pytest
from django.core.cache import cache

from comments.door import sender, stamp
from comments.door.sentences import when_again
from comments.models import Comment, Refusal
from tests import cast

pytestmark = [pytest.mark.both, pytest.mark.usefixtures("always_fresh")]


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set: a window that turns in mid-test would count anew."""

    class Clock:
        now = cast.DISPATCH_TIME

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def article(db, settings, clock):
    cache.clear()
    settings.COMMENT_RATE = [(3, 15), (5, 86400)]
    return cast.an_article(published_at=clock.now - timedelta(hours=1))


def send(client, article, number, *, browser="Firefox", address="203.0.113.9"):
    return client.post(
        f"/articles/{article.pk}/commentaires/",
        {
            "name": "Lina",
            "text": f"Un commentaire, le {number}.",
            "stamp": stamp.stamp_for(article.pk),
        },
        headers={"User-Agent": browser},
        REMOTE_ADDR=address,
    )


@pytest.fixture
def always_fresh(monkeypatch):
    monkeypatch.setattr("comments.door.stamp.age_of", lambda *args: stamp.Age.RIPE)


@pytest.mark.slow
def test_the_fourth_in_fifteen_seconds_is_asked_to_wait_and_loses_nothing(client, article, clock):
    for number in range(3):
        assert send(client, article, number).status_code == 302
    response = send(client, article, 3)
    assert response.status_code == 429
    page = html.unescape(response.text)
    assert "Une pause, s’il vous plaît" in page
    assert "renvoyez-le dans une minute" in page
    assert "Un commentaire, le 3." in page
    assert 1 <= int(response["Retry-After"]) <= 15
    assert Comment.objects.count() == 3
    assert Refusal.objects.get(code="too_fast").count == 1
    clock.now += timedelta(seconds=16)
    assert send(client, article, 3).status_code == 302


@pytest.mark.slow
def test_a_day_has_its_limit_too(client, article, clock):
    for number in range(5):
        assert send(client, article, number).status_code == 302
        clock.now += timedelta(seconds=20)
    response = send(client, article, 5)
    assert response.status_code == 429
    assert "renvoyez-le demain à partir de 01:00" in response.text, "the day of the rates is UTC's"


def test_when_to_come_back_is_never_a_time_already_there(clock):
    said = {
        timedelta(seconds=5): "dans une minute",
        timedelta(minutes=3, seconds=10): "à partir de 11:47",
        timedelta(hours=13): "demain à partir de 00:43",
        timedelta(days=3): "à partir du 5 janvier 2021 à 11:43",
    }
    assert {away: when_again(clock.now + away) for away in said} == said


@pytest.mark.slow
def test_a_double_click_counts_once(client, article):
    for _click in range(6):
        assert send(client, article, 1).status_code == 302
    assert send(client, article, 2).status_code == 302


@pytest.mark.slow
def test_a_double_click_is_one_comment_at_midnight_too(client, article, clock):
    midnight = clock.now.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    sent = []
    for seconds in (-1, 0, 118, 119):
        clock.now = midnight + timedelta(seconds=seconds)
        sent.append(send(client, article, 1))
    assert len({answer["Location"] for answer in sent[:3]}) == 1, "two minutes, as at any hour"
    assert Comment.objects.count() == 2, "another day, a moment later: said once more"


@pytest.mark.slow
def test_a_refused_form_counts_for_nothing(client, article):
    for _try in range(6):
        assert send(client, article, "lien : exemple.org").status_code == 422
    assert send(client, article, 1).status_code == 302


@pytest.mark.slow
def test_another_reader_of_the_same_school_is_not_shut_out(client, article):
    for number in range(3):
        send(client, article, number)
    assert send(client, article, 3).status_code == 429
    assert send(client, article, 3, browser="Chromium").status_code == 302


@pytest.mark.slow
def test_changing_browsers_does_not_help_for_long(client, article):
    accepted = sum(send(client, article, n, browser=f"b{n}").status_code == 302 for n in range(20))
    assert accepted == 15, "five times one reader's rate for an address"


@pytest.mark.slow
def test_changing_addresses_within_a_prefix_does_not_help_for_ever(client, article):
    accepted = sum(
        send(client, article, n, browser=f"b{n}", address=f"203.0.113.{n}").status_code == 302
        for n in range(70)
    )
    assert accepted == 60, "twenty times one reader's rate for a prefix"


def test_a_home_is_one_address_in_ipv6(rf):
    def known(address):
        return sender.known_as(rf.get("/", REMOTE_ADDR=address))

    assert known("2001:db8::1") == known("2001:db8::ffff")
    assert known("2001:db8:0:1::1")["address"] != known("2001:db8::1")["address"]
    assert known("2001:db8:0:1::1")["prefix"] == known("2001:db8::1")["prefix"]
    assert known("not an address")["prefix"] == "not an address"


@pytest.mark.slow
def test_off_is_off(client, article, settings):
    settings.COMMENT_RATE = []
    for number in range(10):
        assert send(client, article, number).status_code == 302


@pytest.mark.slow
def test_alerts_and_edits_have_the_same_rate_each_counted_by_itself(client, article, clock):
    comments = [cast.a_published_comment(article=article, at=clock.now) for _each in range(4)]
    waiting = cast.a_comment(article=article, at=clock.now)
    answers = [
        client.post(f"/commentaires/{comment.pk}/alerte/", {"clause": "1", "explanation": "Ici."})
        for comment in comments
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "elles seront lues" in html.unescape(answers[-1].text)
    assert "Ici." in answers[-1].text
    address = f"/suivi/{waiting.follow_key}/texte/"
    codes = [client.post(address, {"text": f"Jet {n}."}).status_code for n in range(4)]
    assert codes == [302, 302, 302, 429]
    assert send(client, article, 1).status_code == 302


@pytest.mark.slow
def test_one_address_weighs_no_more_than_five_alerts_a_day_on_one_text(client, article, clock):
    comment = cast.a_published_comment(article=article, at=clock.now)

    def alert(number, **more):
        clock.now += timedelta(seconds=20)
        return client.post(
            f"/commentaires/{comment.pk}/alerte/",
            {"clause": "1", **more},
            headers={"User-Agent": f"b{number}"},
        ).status_code

    assert [alert(number) for number in range(7)] == [302] * 5 + [429] * 2
    legal = {
        "clause": "7", "step": "2", "name": "Une lectrice", "email": "lectrice@exemple.org",
        "explanation": "Ce texte reproduit mon poème.", "good_faith": "on",
    }  # fmt: skip
    assert alert(9, **legal) == 302, "the law lets anyone notify"


@pytest.mark.slow
def test_counts_outlive_the_crowd(client, article):
    for number in range(3):
        send(client, article, number)
    for number in range(400):
        cache.set(f"another-reader-{number}", 1)
    assert send(client, article, 3).status_code == 429
