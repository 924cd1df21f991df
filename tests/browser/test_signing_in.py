"""A passkey in Chromium, with a virtual authenticator: enrol it, enter with it alone, lose it, recover."""

import pytest

from tests.portal.signin.conftest import PASSWORD, sofia  # noqa: F401, a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Person:
    """Sofia at a browser that holds a key."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.devices = visitor.context.new_cdp_session(self.page)
        self.devices.send("WebAuthn.enable")
        self.key = self.devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def lose_the_key(self):
        self.devices.send("WebAuthn.removeVirtualAuthenticator", self.key)
        self.key = self.devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def give_password(self, password=PASSWORD):
        self.visitor.goto("/admin/login/")
        self.page.fill("[name=login]", "sofia")
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_load_state()

    def enrol(self):
        """Add the key; return the codes of recovery."""
        self.visitor.goto("/admin/compte/webauthn/add/").assert_well()
        self.page.click("#mfa_webauthn_add")
        self.page.wait_for_url("**/recovery-codes/")
        self.visitor.assert_well()
        return self.page.input_value("#recovery_codes").split()

    def leave(self):
        self.visitor.goto("/admin/")
        self.page.click("#logout-form button")
        self.page.wait_for_load_state()

    def enter_with_the_key(self):
        self.page.click("#passkey_login")
        self.page.wait_for_url("**/admin/")

    def is_at(self, address):
        return self.page.url.removeprefix(self.visitor.address) == address


@pytest.mark.parametrize("width", [390, 1280])
def test_a_passkey_is_enrolled_opens_alone_is_lost_and_recovered(visitor, sofia, settings, width):  # noqa: F811
    settings.SECOND_FACTOR = True
    person = Person(visitor(width=width))
    person.visitor.goto("/admin/login/").assert_well()
    person.give_password()
    person.visitor.goto("/admin/comments/comment/")
    assert person.is_at("/admin/compte/"), "a password alone opens nothing"
    person.visitor.assert_well()
    codes = person.enrol()
    assert len(codes) == 10
    person.visitor.goto("/admin/comments/comment/")
    assert person.is_at("/admin/comments/comment/")

    person.leave()
    person.visitor.goto("/admin/login/")
    person.enter_with_the_key()
    person.leave()

    person.lose_the_key()
    person.give_password()
    assert person.is_at("/admin/compte/authenticate/")
    person.visitor.assert_well()
    person.page.fill("[name=code]", codes[0])
    person.page.press("[name=code]", "Enter")
    person.page.wait_for_url("**/admin/")


def test_an_owner_with_a_passkey_enters_while_guesses_are_slowed(visitor, sofia, settings):  # noqa: F811
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/h/key"}
    person = Person(visitor())
    person.give_password()
    person.enrol()
    person.leave()
    for _each in range(3):
        person.give_password("faux")
    assert person.visitor.reads("Trop d’essais")
    person.enter_with_the_key()


@pytest.mark.parametrize("address", ["totp/activate/", "sessions/", "appareil-perdu/"])
def test_the_pages_of_ones_account_are_well(visitor, sofia, address):  # noqa: F811
    person = Person(visitor(width=390))
    person.give_password()
    person.visitor.goto(f"/admin/compte/{address}").assert_well()
