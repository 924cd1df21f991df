"""What each page tells browsers to forbid, and what no address gives away."""

import logging
import os
import subprocess
import sys

import pytest
from django.test import Client

from articles.models import Article
from tests import cast
from tests.portal.signin.conftest import PASSWORD, give_password

pytestmark = pytest.mark.once


@pytest.fixture
def pages(db):
    """A page of readers, a private one, the desk's door, a page of error, a picture."""
    comment = cast.a_published_comment()
    image = cast.an_image()
    return [
        "/", f"/suivi/{comment.follow_key}/", "/admin/login/", "/nulle-part/", "/charte/charte.json", "/flux/rss.xml",
        image.whole["src"],
    ]  # fmt: skip


def test_each_answer_forbids_guesses_of_its_kind_frames_and_referrers_elsewhere(client, pages):
    for address in pages:
        answer = client.get(address)
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        policy = answer["Content-Security-Policy"].split("; ")
        for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
            assert rule in policy, address
        # object-src is not named: it follows default-src
        assert not [rule for rule in policy if rule.startswith("object-src")]


def test_other_sites_show_our_pictures_and_load_nothing_else(client, pages):
    for address in [*pages, "/robots.txt", "/admin/jsi18n/", "/nulle-part.png"]:
        answer = client.get(address, follow=True)
        own = "cross-origin" if answer["Content-Type"].startswith("image/") else "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == own, address
    assert client.get(pages[-1])["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_other_site_may_read_an_answer(client, pages):
    for address in pages:
        answer = client.get(address, headers={"Origin": "https://ailleurs.example"})
        assert not [name for name in answer.headers if name.startswith("Access-Control")], address


def test_text_names_its_characters(client, pages):
    drawn = f"/media/dessins/{Article.objects.exclude(drawing='')[0].drawing}.svg"
    for address in [*pages, drawn, "/robots.txt", "/sitemap.xml"]:
        kind = client.get(address)["Content-Type"]
        if kind.startswith("text/") or "xml" in kind:
            assert kind.lower().endswith("charset=utf-8"), (address, kind)


def test_on_https_browsers_are_told_to_keep_to_it_for_a_year(pages, settings):
    told = "from portal import settings as s; print(s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", told], env={**os.environ, "SITE_URL": "https://exemple.org"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.split() == ["31536000", "True", "True", "True", "True"]
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    for address in pages:
        answer = Client().get(address, secure=True)
        told = answer["Strict-Transport-Security"]
        assert told.startswith("max-age=31536000; includeSubDomains"), address


@pytest.mark.parametrize(
    "address",
    ["/.git/config", "/.git/HEAD", "/deploy/portal.env", "/var/secret_key", "/static/../portal/settings.py", "/.env",
     "/media/../var/secret_key", "/media/images/../../secret_key", "/media/images/..%2f..%2fsecret_key", "/static/", "/media/",
     "/media/images/", "/__debug__/"],
)  # fmt: skip
def test_no_file_beside_the_site_and_no_list_of_files_is_served(client, db, address):
    assert client.get(address, follow=True).status_code in {400, 404}


def test_signing_in_leads_to_no_other_site(client, db):
    for there in ("https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example"):
        colleague = cast.sofia()
        colleague.set_password(PASSWORD)
        colleague.save()
        browser = Client()
        form = {"login": "sofia", "password": PASSWORD, "next": there}
        answer = browser.post(f"/admin/login/?next={there}", form)
        assert answer.status_code == 302
        assert "ailleurs.example" not in answer["Location"]


def test_the_staffs_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, db):
    colleague = cast.sofia()
    colleague.set_password(PASSWORD)
    colleague.save()
    page = client.get("/admin/login/")
    answer = give_password(client)
    cookies = {**page.cookies, **answer.cookies}
    assert {"csrftoken", "sessionid"} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name


def test_the_cookie_of_messages_is_of_this_host_alone_too():
    """RFC 6265bis, 4.1.3.2."""
    told = "import django; django.setup(); from portal.signin.messages import Messages; print(*(s.cookie_name for s in Messages.storage_classes if hasattr(s, 'cookie_name')))"
    for site, name in (("https://exemple.org", "__Host-messages"), ("http://localhost", "messages")):  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "SITE_URL": site, "DJANGO_SETTINGS_MODULE": "portal.settings"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert run.stdout.strip() == name


def test_no_page_of_the_staff_is_kept_by_a_browser_or_a_proxy(client, db):
    comment = cast.a_comment()
    client.force_login(cast.nora())
    for address in ("/admin/", "/admin/compte/sessions/", "/admin/compte/appareil-perdu/", "/admin/donnees/",
                    "/admin/auth/user/", "/admin/password_change/", "/admin/compte/"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code in {200, 302}, address
        assert "no-store" in answer["Cache-Control"], address
    client.force_login(cast.sofia())
    for address in ("/admin/comments/comment/", f"/admin/comments/comment/{comment.pk}/"):
        assert "no-store" in client.get(address, follow=True)["Cache-Control"], address


def test_a_colleague_at_a_closed_door_is_noted_and_a_stranger_is_not(client, db, caplog):
    with caplog.at_level(logging.WARNING, logger="portal.pages.errors"):
        client.get("/admin/portal/staffevent/")
        assert caplog.messages == []
        sofia = cast.sofia()
        client.force_login(sofia)
        assert client.get("/admin/portal/staffevent/").status_code == 403
    assert caplog.messages == [f"refused to account {sofia.pk}: GET /admin/portal/staffevent/"]


def test_a_form_takes_no_field_from_its_address(client, db):
    article = cast.an_article()
    address = f"/articles/{article.pk}/commentaires/"
    answer = client.post(
        f"{address}?name=Eve&text=Un+texte+de+quinze+mots", {"name": "", "text": ""}
    )
    assert answer.status_code == 422
    assert "Eve" not in answer.text


@pytest.mark.parametrize(
    "address",
    ["/admin/login/", "/admin/logout/", "/admin/password_change/", "/admin/compte/sessions/", "/admin/compte/appareil-perdu/",
     "/admin/compte/totp/deactivate/", "/admin/compte/recovery-codes/generate/", "/admin/compte/confirmer/"],
)  # fmt: skip
def test_a_form_of_ones_account_is_not_sent_by_another_site(db, address):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.sofia())
    assert browser.post(address, headers={"Origin": "https://ailleurs.example"}).status_code == 403
    assert browser.post(address).status_code == 403, "and not without its token"
