"""Sessions end by silence, by length and at one's word; two colleagues vouch for a lost device."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.log.audit import broken_links
from comments.models import Filing
from comments.models.filing import file_account
from portal.signin import journal, lost, sessions
from portal.signin.models import Kind, StaffEvent
from portal.signin.required import BY_ITSELF, SEEN, SINCE
from tests import cast
from tests.portal.signin.conftest import Telephone, give_code, give_password, kinds, opens

pytestmark = pytest.mark.slow


# Sessions


def test_whoever_is_disabled_is_out_at_once(browser_of_sofia, sofia):
    assert opens(browser_of_sofia)
    sofia.is_active = False
    sofia.save()
    assert not opens(browser_of_sofia)


def test_the_session_is_a_new_one_at_sign_in(client, sofia):
    client.get("/admin/login/")
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    give_password(client)
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(
    ("key", "minutes", "is_open"),
    [(SEEN, 29, True), (SEEN, 31, False), (SINCE, 719, True), (SINCE, 721, False)],
)
def test_a_session_ends_by_silence_and_by_length(browser_of_sofia, key, minutes, is_open):
    session = browser_of_sofia.session
    session[key] = session[key] - minutes * 60
    session.save()
    assert opens(browser_of_sofia) == is_open


def test_what_a_page_asks_by_itself_keeps_no_session_open(browser_of_sofia):
    """An article's form asks every twenty seconds who else has it open, though its editor went home."""
    session = browser_of_sofia.session
    session[SEEN] = left = session[SEEN] - 29 * 60
    session.save()
    assert browser_of_sofia.get("/admin/", headers={BY_ITSELF: "yes"}).status_code == 200
    assert browser_of_sofia.session[SEEN] == left
    assert opens(browser_of_sofia)
    assert browser_of_sofia.session[SEEN] > left


def test_ones_sessions_are_listed_and_ended_everywhere_else(client, sofia):
    other = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/18 Safari/604.1"})
    for browser in (client, other):
        give_password(browser)
    stranger = Client()
    stranger.force_login(cast.paul())
    page = client.get("/admin/compte/sessions/")
    assert len(page.context["sessions"]) == 2
    assert "Safari, iPhone" in page.text
    client.post("/admin/compte/sessions/")
    assert [opens(client), opens(other), opens(stranger)] == [True, False, True]
    assert kinds(sofia)[-1] == "sessions_ended"


# A lost device


def test_two_colleagues_vouch_and_the_factors_are_gone(browser_of_sofia, sofia, telephone):
    assert not lost.ask(sofia, by=cast.paul())
    assert not lost.ask(sofia, by=cast.paul()), "the same one twice is one"
    assert opens(browser_of_sofia)
    assert lost.ask(sofia, by=cast.zoe())
    assert not Authenticator.objects.filter(user=sofia).exists()
    assert not opens(browser_of_sofia)
    assert kinds(sofia)[-3:] == ["reset_asked", "reset_asked", "factors_reset"]


def test_two_of_whom_one_made_the_other_are_one(sofia, nora, telephone):
    puppet = cast.paul()
    file_account(puppet, by=nora)
    assert not lost.ask(sofia, by=nora)
    assert not lost.ask(sofia, by=puppet)
    assert Authenticator.objects.filter(user=sofia).exists()
    assert lost.ask(sofia, by=cast.zoe())
    changed = Filing.objects.filter(table="credentials", row=str(sofia.pk))
    assert {filing.by for filing in changed} == {nora, puppet, cast.zoe()}
    assert list(broken_links()) == []


def test_who_left_meanwhile_vouches_for_nobody(sofia, telephone):
    paul = cast.paul()
    lost.ask(sofia, by=paul)
    paul.is_active = False
    paul.save()
    assert not lost.ask(sofia, by=cast.zoe())


@pytest.mark.parametrize(("days", "are_two"), [(9, True), (11, False)])
def test_a_word_given_for_a_colleague_counts_for_ten_days(sofia, telephone, days, are_two):
    then = timezone.now() - timedelta(days=days)
    journal.note(Kind.RESET_ASKED, sofia, by=cast.paul(), at=then)
    assert lost.ask(sofia, by=cast.zoe()) == are_two


def test_one_administrator_waits_a_day_and_a_moderator_for_ever(sofia, nora, telephone):
    paul = cast.paul()
    Telephone(paul)
    lost.ask(sofia, by=nora)
    lost.ask(paul, by=sofia)
    now = timezone.now()
    assert lost.reset_due(now + timedelta(hours=23)) == 0
    assert lost.reset_due(now + timedelta(hours=25)) == 1
    assert not Authenticator.objects.filter(user=sofia).exists()
    assert Authenticator.objects.filter(user=paul).exists()


def test_whoever_still_has_their_factor_ends_it_by_signing_in(client, sofia, nora, telephone):
    lost.ask(sofia, by=nora)
    give_password(client)
    give_code(client, telephone.code())
    assert lost.reset_due(timezone.now() + timedelta(hours=25)) == 0
    assert not lost.ask(sofia, by=cast.paul()), "the first voucher counts no more"


def test_nobody_vouches_for_themselves(sofia, client):
    with pytest.raises(ValueError, match="themselves"):
        lost.ask(sofia, by=sofia)
    client.force_login(sofia)
    page = client.post("/admin/compte/appareil-perdu/", {"colleague": sofia.pk, "is_sure": "on"})
    assert page.status_code == 200
    assert not StaffEvent.objects.filter(kind=Kind.RESET_ASKED).exists()


def test_the_page_asks_and_everybody_concerned_is_told(desk, nora, sofia, telephone):
    paul = cast.paul()
    client = Client()
    client.force_login(paul)
    client.post("/admin/compte/appareil-perdu/", {"colleague": sofia.pk, "is_sure": "on"})
    journal.tell()
    assert {letter.to[0] for letter in mail.outbox} >= {
        "sofia@portail.example",
        "nora@portail.example",
    }
    answer = desk.post(
        "/admin/compte/appareil-perdu/", {"colleague": sofia.pk, "is_sure": "on"}, follow=True
    )
    assert "Ses seconds facteurs sont ôtés" in answer.text


def test_a_browser_is_named_in_two_words():
    assert sessions.browser_of("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140") == (
        "Chrome, Windows"
    )
    assert sessions.browser_of("curl/8") == ""
