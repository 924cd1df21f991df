"""Guessing is slowed by account across addresses, and by address across accounts; all refusals read alike."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, override_settings

from portal.settings import PASSWORD_HASHERS as HASHERS
from tests import cast
from tests.portal.signin.conftest import PASSWORD, give_password, opens

pytestmark = [pytest.mark.slow]
SLOWED = "Trop d’essais"


def refusal(answer):
    """Return the sentence of a refused sign-in."""
    found = re.search(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', answer.text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


@pytest.fixture(autouse=True)
def quick_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.both
def test_fifty_guesses_from_fifty_addresses_are_slowed(sofia):
    sentences = [
        refusal(give_password(Client(), password=f"essai {number}", address=f"198.51.100.{number}"))
        for number in range(50)
    ]
    assert not any(SLOWED in sentence for sentence in sentences[:25])
    assert all(SLOWED in sentence for sentence in sentences[25:])
    # The right password is not told apart meanwhile.
    assert SLOWED in refusal(give_password(Client(), address="198.51.100.99"))
    # Another account is not touched by it.
    paul = cast.paul()
    paul.set_password(PASSWORD)
    paul.save()
    client = Client()
    give_password(client, "paul")
    assert opens(client)


def test_guesses_on_many_accounts_from_one_address_are_slowed(sofia):
    sentences = [refusal(give_password(Client(), f"nobody-{number}", "x")) for number in range(51)]
    assert not any(SLOWED in sentence for sentence in sentences[:50])
    assert SLOWED in sentences[50]


def test_a_prefix_of_ipv6_is_one_address(sofia):
    sentences = [
        refusal(give_password(Client(), f"nobody-{number}", "x", address=f"2001:db8::{number:x}"))
        for number in range(51)
    ]
    assert SLOWED in sentences[50]


@pytest.mark.both
@pytest.mark.parametrize("network", ["198.51.100.{}", "2001:db8:7:{:x}::1"])
def test_a_network_is_slowed_whose_addresses_guess_in_turn(sofia, settings, network):
    settings.ACCOUNT_RATE_LIMITS |= {"login_failed_of_network": "5/15m/key"}
    guess = {"username": "sofia", "password": "faux"}
    for number in range(4):
        give_password(Client(), **guess, address=network.format(number + 1))
    client = Client()
    give_password(client, address=network.format(77))
    assert opens(client), "whoever gives the right password is in, and is not counted"
    sentences = [
        refusal(give_password(Client(), **guess, address=network.format(number + 9)))
        for number in range(2)
    ]
    assert [SLOWED in sentence for sentence in sentences] == [False, True]
    assert "depuis votre réseau" in sentences[1]
    assert SLOWED not in refusal(give_password(Client(), **guess, address="203.0.113.1"))


def test_unknown_disabled_and_wrong_are_refused_in_the_same_words(sofia, db):
    paul = cast.paul()
    paul.set_password(PASSWORD)
    paul.is_active = False
    paul.save()
    tries = [("sofia", "faux"), ("personne", "faux"), ("paul", PASSWORD)]
    assert len({refusal(give_password(Client(), *each)) for each in tries} - {""}) == 1


def test_unknown_disabled_and_wrong_take_the_same_work(sofia, db, monkeypatch):
    """What costs time is the hash of the password: each refusal makes one."""
    paul = cast.paul()
    paul.set_password(PASSWORD)
    paul.is_active = False
    paul.save()
    hashed = []
    plain = MD5PasswordHasher.encode

    def counted(hasher, password, salt):
        hashed.append(password)
        return plain(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    work = {}
    for name in ("sofia", "personne", "paul"):
        give_password(Client(), name, "faux")
        work[name], hashed[:] = len(hashed), []
    assert work == {"sofia": 1, "personne": 1, "paul": 1}


def test_passwords_are_long_uncommon_and_hashed_by_argon2(db):
    for bad in ("onze lettre", "password1234", "123456789012"):
        with pytest.raises(ValidationError):
            validate_password(bad)
    validate_password(PASSWORD)
    assert HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    with override_settings(PASSWORD_HASHERS=HASHERS):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


ODD = [
    "9",
    "[]",
    "{}",
    "null",
    '"x"',
    '{"id": 1}',
    "[1",
    "9" * 5000,
    "[" * 5000,
    '{"rawId": "a", "id": "a"}',
    "\x00",
]


@pytest.mark.parametrize("sent", ODD)
def test_what_no_key_sends_opens_nothing_and_breaks_nothing(client, sofia, sent):
    client.get("/admin/compte/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    answer = client.post("/admin/compte/webauthn/login/", {"credential": sent})
    assert answer.status_code < 500
    assert not opens(client)


def test_no_address_is_kept_while_tries_are_counted(sofia):
    give_password(Client(), password="faux", address="203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM portal_cache")
        kept = cursor.fetchall()
    assert any("login" in key for key, _value in kept)
    assert "203.0.113.77" not in str(kept)
