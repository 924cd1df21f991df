"""A passkey opens the desk of its own site, to its owner, once for each question, until it is taken away."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.portal.signin.conftest import give_password, opens
from tests.portal.signin.passkey import FLAGS, SITE, Passkey

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.usefixtures("https")]
ADD, ENTER = "/admin/compte/webauthn/add/", "/admin/compte/webauthn/login/"
REFUSED = "Cette clé est refusée"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # localhost


def add(client, key, **bent):
    """Add a key on the page that asks for it; return the answer."""
    options = client.get(ADD).context["js_data"]["creation_options"]
    sent = {"name": "Clé", "passwordless": "on", "credential": json.dumps(key.register(options, **bent))}  # fmt: skip
    return client.post(ADD, sent)


@pytest.fixture
def key(sofia):
    """Sofia's key, added at her first sign-in."""
    client = Client()
    give_password(client)
    key = Passkey()
    add(client, key)
    assert opens(client)
    return key


def asked(client):
    """Return what the page of signing in asks of a key."""
    answer = client.get(ENTER, headers={"X-Requested-With": "XMLHttpRequest"})
    return answer.json()["request_options"]


def enter(client, key, **bent):
    answer = key.answer(asked(client), **bent)
    return client.post(ENTER, {"credential": json.dumps(answer)})


def test_a_key_opens_the_desk_alone(client, sofia, key):
    enter(client, key)
    assert opens(client)


BENT = {
    "another site’s name in the key": {"host": "journal.example"},
    "another question": {"challenge": "AAAA"},
    "nobody touched it": {"flags": 0},
    "nobody gave finger or code": {"flags": FLAGS.UP},
    "signed by another key": {"signed_by": Passkey()},
}


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT)
def test_an_answer_that_is_not_of_this_site_and_moment_opens_nothing(client, sofia, key, bent):
    answer = enter(client, key, **bent)
    assert REFUSED in client.get(answer["Location"]).text
    assert not opens(client)


@pytest.mark.parametrize(
    "origin", ["https://journal.example", "https://exemple.org.journal.example", "http://exemple.org"]
)  # fmt: skip
def test_a_page_of_another_site_gets_nobody_in(client, sofia, settings, origin):
    """A page that passes this site's question on to the key of a visitor."""
    settings.SITE_URL = "https://exemple.org"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    key, at_first = Passkey("exemple.org"), Client()
    give_password(at_first)
    assert REFUSED in add(at_first, key, origin=origin).text
    assert not Authenticator.objects.filter(user=sofia).exists()
    add(at_first, key, origin="https://exemple.org")
    assert opens(at_first)
    enter(client, key, origin=origin)
    assert not opens(client)
    enter(client, key, origin="https://exemple.org")
    assert opens(client)


def test_an_answer_is_good_once(client, sofia, key):
    sent = {"credential": json.dumps(key.answer(asked(client)))}
    client.post(ENTER, sent)
    assert opens(client)
    for other in (client, Client()):
        other.post("/admin/logout/")
        asked(other)
        other.post(ENTER, sent)
        assert not opens(other)


def test_a_key_that_was_taken_away_opens_nothing(client, sofia, key):
    Authenticator.objects.filter(user=sofia).delete()
    answer = enter(client, key)
    assert REFUSED in client.get(answer["Location"]).text
    assert not opens(client)


def test_a_key_of_a_colleague_is_not_sofias(client, sofia, nora, key):
    other = Passkey()
    browser = Client()
    nora.set_password("douze pommes au four")
    nora.save()
    give_password(browser, "nora", "douze pommes au four")
    add(browser, other)
    enter(client, other, owner=key.owner)
    assert not opens(client)
