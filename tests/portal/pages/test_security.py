"""security.txt: whom to tell of a weakness, and never past its day (RFC 9116)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from portal import env
from portal.pages import security

pytestmark = pytest.mark.once

ADDRESS = "/.well-known/security.txt"


@pytest.fixture
def with_a_contact(db, settings):
    settings.SECURITY_CONTACT = "mailto:securite@exemple.org"
    return settings


def fields(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    lines = response.content.decode("ascii").removesuffix("\n").split("\n")
    assert all(": " in line and line == line.strip() for line in lines)
    return dict(line.split(": ", 1) for line in lines)


def test_the_file_tells_contact_end_languages_home_and_policy(client, with_a_contact, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 12, 8, tzinfo=UTC))
    with_a_contact.SITE_URL, with_a_contact.IS_HTTPS = "https://www.exemple.org", True
    with_a_contact.SECURITY_POLICY = "https://www.exemple.org/securite"
    assert fields(client) == {
        "Contact": "mailto:securite@exemple.org",
        "Expires": "2027-04-30T23:59:59Z",
        "Preferred-Languages": "fr, ar, en",
        "Canonical": "https://www.exemple.org/.well-known/security.txt",
        "Policy": "https://www.exemple.org/securite",
    }


def test_without_https_or_policy_nothing_of_them_is_said(client, with_a_contact):
    assert list(fields(client)) == ["Contact", "Expires", "Preferred-Languages"]


def test_it_is_plain_text_that_any_cache_may_keep_and_nobody_posts_to(client, with_a_contact):
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.content.endswith(b"\n")
    assert client.get(ADDRESS, headers={"If-None-Match": response["ETag"]}).status_code == 304
    head = client.head(ADDRESS)
    assert (head.status_code, head.content) == (200, b"")
    for refused in ("post", "put", "delete"):
        assert getattr(client, refused)(ADDRESS).status_code == 405


def test_the_newsrooms_address_stands_in_and_without_any_there_is_no_file(client, db, settings):
    settings.SECURITY_CONTACT, settings.CONTACT_EMAIL = "", "redaction+site@exemple.org"
    assert fields(client)["Contact"] == "mailto:redaction+site@exemple.org"
    for none in ("", "Rédaction, 1 rue de la Paix", "a@exemple.org\nContact: b@exemple.org"):
        settings.CONTACT_EMAIL = none
        assert client.get(ADDRESS).status_code == 404


def test_on_no_day_is_the_end_past_or_a_year_ahead_and_it_changes_once_a_month(settings):
    settings.SECURITY_EXPIRES = None
    ends, last = {}, timedelta(microseconds=1)
    for number in range(5 * 366):
        midnight = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
        for now in (midnight, midnight + timedelta(days=1) - last):
            end = security.end_of_validity(now)
            year_later = datetime(
                now.year + 1, now.month, min(now.day, 28), now.hour, now.minute, tzinfo=UTC
            )
            assert now + timedelta(days=330) < end < year_later
            assert ends.setdefault((now.year, now.month), end) == end


def test_a_page_in_memory_is_made_anew_when_the_month_or_the_day_is_over(
    client, with_a_contact, monkeypatch
):
    until = []
    monkeypatch.setattr(security, "shows", lambda *, until, told=until: told.append(until))
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 12, 8, tzinfo=UTC))
    for day in (None, date(2026, 5, 20)):
        with_a_contact.SECURITY_EXPIRES = day
        assert client.get(ADDRESS).status_code == 200
    assert until == [
        datetime(2026, 6, 1, tzinfo=UTC),
        datetime(2026, 5, 20, 23, 59, 59, tzinfo=UTC),
    ]
    for now in (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)):
        assert security._next_month(now) == datetime(2027, 1, 1, tzinfo=UTC)
    assert security._next_month(datetime(2028, 1, 31, tzinfo=UTC)).date() == date(2028, 2, 1)


def test_a_day_that_the_operator_names_ends_the_file(client, with_a_contact):
    today = timezone.now().astimezone(UTC).date()
    with_a_contact.SECURITY_EXPIRES = today + timedelta(days=30)
    assert fields(client)["Expires"] == f"{today + timedelta(days=30)}T23:59:59Z"
    with_a_contact.SECURITY_EXPIRES = today - timedelta(days=1)
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("days", "words"), [(30, None), (-1, "is over"), (400, "is more than a year ahead")]
)
def test_the_check_names_a_day_that_is_over_or_too_far(db, settings, days, words):
    settings.SECURITY_EXPIRES = timezone.now().date() + timedelta(days=days)
    found = [
        each for each in run_checks(include_deployment_checks=True) if each.id == "portal.W014"
    ]
    assert [f"SECURITY_EXPIRES {words}" in each.msg for each in found] == [True] * bool(words)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("securite@exemple.org", "mailto:securite@exemple.org"),
        ("mailto:a+b@exemple.org", "mailto:a+b@exemple.org"),
        ("https://exemple.org/securite?a=b", "https://exemple.org/securite?a=b"),
        ("tel:+33-1-23-45-67-89", "tel:+33-1-23-45-67-89"),
        ("", ""),
    ],
)
def test_a_contact_is_read_as_a_uri(monkeypatch, given, told):
    monkeypatch.setenv("SECURITY_CONTACT", given)
    assert env.contact("SECURITY_CONTACT") == told


@pytest.mark.parametrize(
    "given",
    ["exemple.org", "http://exemple.org/", "https://", "tel:demain", "mailto:", "a@b", "a@exemple.org b@exemple.org",
     "https://exemple.org/a b", "https://exemple.org/\nPolicy: x", "javascript:alert(1)", "é@exemple.org"],
)  # fmt: skip
def test_a_contact_that_cannot_be_meant_is_refused_by_name(monkeypatch, given):
    monkeypatch.setenv("SECURITY_CONTACT", given)
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        env.contact("SECURITY_CONTACT")


@pytest.mark.parametrize(
    "given", ["http://exemple.org/p", "/p", "https://exemple.org/p\nContact: x"]
)
def test_a_policy_that_is_no_https_address_is_refused_by_name(monkeypatch, given):
    monkeypatch.setenv("SECURITY_POLICY", given)
    with pytest.raises(ImproperlyConfigured, match="SECURITY_POLICY"):
        env.https_address("SECURITY_POLICY")
