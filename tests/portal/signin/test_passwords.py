"""A password is what was typed and nothing else; it ends with its session, and codes are not guessed either."""

import random
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal.signin import journal
from portal.signin.models import Kind
from tests.portal.signin.conftest import PASSWORD, give_code, give_password, opens

pytestmark = [pytest.mark.slow, pytest.mark.once]

LONG = "é de longue haleine, " * 6  # 126 characters


@pytest.fixture(autouse=True)
def quick_hash(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize("near", [f" {LONG}", LONG.upper(), LONG[:72], LONG.strip()])
def test_a_long_password_counts_to_its_last_sign(sofia, near):
    validate_password(LONG)
    sofia.set_password(LONG)
    sofia.save()
    wrong, right = Client(), Client()
    give_password(wrong, password=near)
    give_password(right, password=LONG)
    assert [opens(wrong), opens(right)] == [False, True]


@pytest.mark.parametrize("word", ["quatrechevaux", "QUATRE-CHEVAUX", "أربعة خيول في الحقل", "🐴🐴🐴🐴 au trot, oui"])  # fmt: skip
def test_no_kind_of_sign_is_asked_for_or_forbidden(db, word):
    validate_password(word)


def test_a_program_that_keeps_passwords_finds_its_field(client, db):
    page = client.get("/admin/login/").text
    field = page.split('type="password"')[1].split(">")[0]
    assert 'autocomplete="current-password"' in page
    assert "readonly" not in field
    assert "value=" not in field


def test_leaving_ends_the_session_for_whoever_kept_its_cookie(client, sofia):
    give_password(client)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert opens(thief)
    client.post("/admin/logout/")
    assert not opens(thief)


def test_another_password_ends_every_other_session(client, sofia):
    other = Client()
    for browser in (client, other):
        give_password(browser)
    new = "cinq chevaux au galop"
    client.post(
        "/admin/password_change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert [opens(client), opens(other)] == [True, False]


def test_codes_are_not_guessed_by_the_hundred(client, sofia, telephone, settings):
    settings.SECOND_FACTOR = True
    give_password(client)
    for number in range(25):
        assert "Trop d’essais" not in give_code(client, f"{number:06}").text
    assert "Trop d’essais" in give_code(client, "999999").text
    give_code(client, telephone.code())
    assert not opens(client)


def test_ones_factors_are_not_changed_long_after_signing_in_without_proving_oneself_again(
    browser_of_sofia,
):
    session = browser_of_sofia.session
    for key in ("signed_in_at", "seen_at"):
        session[key] -= 600
    session["account_authentication_methods"] = [
        {**each, "at": each["at"] - 600} for each in session["account_authentication_methods"]
    ]
    session.save()
    answer = browser_of_sofia.get("/admin/compte/webauthn/add/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"] or "confirmer" in answer["Location"]


def test_words_of_the_house_are_not_enough(db, settings):
    settings.SITE_NAME, settings.SITE_URL = "Les Deux Rives", "https://gazette.exemple.org"
    for bad in ("rives-rives-2026", "Rédaction2026!", "GazetteGazette1", "admin-moderation", "Portail 2026 !"):  # fmt: skip
        with pytest.raises(ValidationError, match="mots de la maison"):
            validate_password(bad)
    validate_password("sur les rives, un héron pêche")


def test_a_new_site_has_no_account(db):
    assert not User.objects.exists()


def test_a_password_does_not_lapse_by_the_calendar(client, sofia):
    """Whoever must change one often chooses worse (NIST SP 800-63B, 3.1.1.2)."""
    ten_years = timezone.now() - timedelta(days=3650)
    type(sofia).objects.filter(pk=sofia.pk).update(date_joined=ten_years, last_login=ten_years)
    journal.note(Kind.PASSWORD_CHANGED, sofia, by=sofia, at=ten_years)
    give_password(client)
    assert opens(client)


def test_codes_of_recovery_and_seeds_are_drawn_anew_for_each_person(sofia, nora):
    seeds, codes = [], []
    for person in (sofia, nora):
        random.seed(7)  # numbers that anybody could foresee would be the same twice
        seeds.append(generate_totp_secret())
        codes.append(RecoveryCodes.activate(person).get_unused_codes())
    assert seeds[0] != seeds[1]
    assert min(map(len, seeds)) >= 32, "160 bits (RFC 4226, section 4)"
    assert len(set(codes[0] + codes[1])) == 20
    assert min(len(code) for code in codes[0]) >= 8


def test_the_key_of_a_session_is_long(client, sofia):
    give_password(client)
    assert len(client.cookies["sessionid"].value) >= 25, "128 bits, of 36 signs"


@pytest.mark.parametrize("address", ["/admin/", "/admin/comments/comment/", "/admin/compte/sessions/", "/admin/compte/"])  # fmt: skip
def test_each_page_shows_the_way_out(browser_of_sofia, address):
    assert 'action="/admin/logout/"' in browser_of_sofia.get(address).text
