"""A password alone opens nothing; a second factor does, once each."""

from io import StringIO

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from portal.signin import journal
from portal.signin.forms import EnterByKeyForm, GiveKeyForm
from portal.signin.models import StaffEvent
from tests import cast
from tests.portal.signin.conftest import (
    PASSWORD,
    Telephone,
    code_of,
    give_code,
    give_password,
    kinds,
    opens,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("https")]
PAGES = [
    "/admin/", "/admin/comments/comment/", "/ar/admin/", "/admin/une/", "/admin/jsi18n/x/", "/admin/password_change/",
    "/admin/compte/sessions/", "/admin/compte/appareil-perdu/", "/ar/admin/compte/appareil-perdu/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_password_alone_opens_no_page(client, sofia, page):
    give_password(client)
    answer = client.get(page)
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer["Location"].endswith("/admin/compte/")


def test_a_password_alone_vouches_for_nobody(client, sofia):
    give_password(client)
    form = {"colleague": cast.paul().pk, "is_sure": "on"}
    answer = client.post("/admin/compte/appareil-perdu/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/compte/")
    assert not StaffEvent.objects.filter(kind="reset_asked").exists()


def test_a_password_alone_does_not_decide(client, sofia):
    give_password(client)
    answer = client.post("/admin/comments/comment/", {"action": "approve"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/compte/")


def test_whoever_has_a_factor_is_not_in_before_they_gave_it(client, sofia, telephone):
    assert give_password(client)["Location"] == "/admin/compte/authenticate/"
    assert not opens(client)
    assert give_code(client, telephone.code())["Location"] == "/admin/"
    assert opens(client)


def test_a_code_opens_once(client, sofia, telephone):
    code = telephone.code()
    for number in range(2):
        client = Client()
        give_password(client)
        give_code(client, code)
        assert opens(client) == (number == 0)


@pytest.mark.parametrize(("steps", "is_right"), [(-1, True), (1, True), (-3, False), (3, False)])
def test_a_clock_may_be_off_by_half_a_minute(client, sofia, telephone, steps, is_right):
    give_password(client)
    give_code(client, telephone.code(steps))
    assert opens(client) == is_right


@pytest.mark.django_db(transaction=True)
def test_a_factor_is_enrolled_at_the_first_sign_in(client, sofia):
    give_password(client)
    page = client.get("/admin/compte/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/admin/compte/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/admin/compte/recovery-codes/"
    codes = client.get("/admin/compte/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert opens(client)
    # Lost: a code of recovery opens once.
    for number in range(2):
        client = Client()
        give_password(client)
        give_code(client, codes[0])
        assert opens(client) == (number == 0)


def test_codes_of_recovery_are_shown_once(browser_of_sofia):
    browser_of_sofia.post("/admin/compte/recovery-codes/generate/")
    first = browser_of_sofia.get("/admin/compte/recovery-codes/")
    browser_of_sofia.post("/admin/compte/recovery-codes/", {"codes_saved": "on"})
    assert first.context["unused_codes"]
    again = browser_of_sofia.get("/admin/compte/recovery-codes/", follow=True)
    assert first.context["unused_codes"][0] not in again.text


def test_the_secret_of_the_codes_is_not_in_the_database(sofia, telephone):
    kept = Authenticator.objects.get(user=sofia).data["secret"]
    assert telephone.secret not in str(kept)


def test_a_new_key_of_the_site_still_reads_it(client, sofia, telephone, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 50
    give_password(client)
    give_code(client, telephone.code())
    assert opens(client)


def test_without_its_key_the_factor_is_told_to_be_unreadable(client, sofia, telephone, settings):
    settings.SECRET_KEY = "x" * 50
    give_password(client)
    answer = give_code(client, telephone.code())
    assert answer.status_code == 200
    assert "demandez à l’administration" in answer.text


def test_the_last_factor_stays(browser_of_sofia, sofia):
    answer = browser_of_sofia.post("/admin/compte/totp/deactivate/")
    assert "ajoutez-en un autre" in answer.text
    assert Authenticator.objects.filter(user=sofia, type="totp").exists()


def test_a_session_from_before_the_factor_must_give_it(client, sofia):
    give_password(client)
    Telephone(sofia)
    assert client.get("/admin/")["Location"] == "/admin/login/"
    assert not opens(client)


@pytest.mark.parametrize(
    "page", ["compte/totp/activate/", "compte/webauthn/add/", "compte/recovery-codes/generate/", "compte/confirmer/"]
)  # fmt: skip
def test_such_a_session_adds_no_factor_either(client, sofia, page):
    give_password(client)
    Telephone(sofia)
    assert client.get(f"/admin/{page}")["Location"] == "/admin/login/"
    assert Authenticator.objects.filter(user=sofia).count() == 1
    assert not opens(client)


def test_codes_that_are_tried_are_told_to_whoever_they_would_open(client, sofia, telephone):
    give_password(client)
    for _try in range(3):
        give_code(client, "000000")
    assert kinds(sofia) == ["factor_failed"] * 3
    journal.tell()
    [letter] = mail.outbox
    assert letter.to == ["sofia@portail.example"]
    assert "second facteur refusé" in letter.body


def test_a_key_that_is_refused_is_told_too(sofia, rf):
    with context.request_context(rf.get("/admin/")):
        assert not GiveKeyForm({"credential": '{"id": "x"}'}, user=sofia).is_valid()
        assert not EnterByKeyForm({"credential": '{"id": "x"}'}).is_valid(), (
            "nobody gave a name: nobody's event"
        )
    assert kinds(sofia) == ["factor_failed"]


def test_a_changed_key_of_the_site_takes_the_factors_with_it(client, sofia, telephone, settings):
    """As docs/deploy.md tells: the old key among the fallbacks, `reencrypt`, then the old key goes."""
    RecoveryCodes.activate(sofia)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 50
    said = StringIO()
    call_command("reencrypt", stdout=said)
    call_command("reencrypt", stdout=said)
    assert [line for line in said.getvalue().splitlines() if "mfa" in line] == [
        "mfa.Authenticator: 2", "mfa.Authenticator: 0",
    ]  # fmt: skip
    settings.SECRET_KEY_FALLBACKS = []
    give_password(client)
    give_code(client, telephone.code())
    assert opens(client)
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(CommandError, match=r"mfa\.Authenticator: encrypted with a key"):
        call_command("reencrypt", stdout=said)


def test_a_site_on_plain_http_asks_for_no_second_factor(client, sofia, settings):
    settings.SECOND_FACTOR = False
    give_password(client)
    assert opens(client)


def test_nobody_signs_up(client, db):
    for address in ("/admin/signup/", "/admin/compte/signup/", "/admin/compte/webauthn/signup/"):
        assert client.post(address, {"username": "x", "password1": PASSWORD}).status_code in {
            302,
            404,
        }
    assert not User.objects.filter(username="x").exists()
