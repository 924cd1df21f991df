"""Colleagues who sign in, as a browser would, without one."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from portal.signin.models import StaffEvent
from tests import cast

PASSWORD = "quatre chevaux au trot"


@pytest.fixture
def https(settings):
    """A site that asks for a second factor, as each one on https does."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def sofia(db):
    colleague = cast.sofia()
    colleague.email = "sofia@portail.example"
    colleague.set_password(PASSWORD)
    colleague.save()
    return colleague


class Telephone:
    """An app of codes: knows the secret, and shows the code of now, or of so many steps later."""

    def __init__(self, user):
        self.secret = generate_totp_secret()
        self.factor = TOTP.activate(user, self.secret)

    def code(self, steps=0):
        return code_of(self.secret, steps)


def code_of(secret, steps=0):
    """Return what an app shows that knows the secret."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def telephone(sofia):
    return Telephone(sofia)


def give_password(client, username="sofia", password=PASSWORD, address="203.0.113.7"):
    """Send the form of signing in; return where it leads, or the page that refuses."""
    form = {"login": username, "password": password}
    return client.post("/admin/login/", form, REMOTE_ADDR=address)


def give_code(client, code):
    return client.post("/admin/compte/authenticate/", {"code": code})


def opens(client, address="/admin/comments/comment/"):
    """Return whether a page of the desk opens."""
    return client.get(address).status_code == 200


@pytest.fixture
def browser_of_sofia(sofia, telephone):
    """A client that signed in with both factors."""
    client = Client()
    give_password(client)
    give_code(client, telephone.code())
    return client


@pytest.fixture
def nora(db):
    colleague = cast.nora()  # of the administration
    colleague.email = "nora@portail.example"
    colleague.save()
    return colleague


@pytest.fixture
def desk(nora):
    client = Client()
    client.force_login(nora)
    return client


def kinds(user):
    return list(StaffEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))
