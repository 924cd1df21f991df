"""«Signaler une erreur»: a reader tells the newsroom what is wrong, and where."""

import pytest

from articles.models import ErrorReport
from tests import cast


@pytest.fixture
def article(db):
    return cast.an_article(body="<p>Le premier paragraphe.</p><p>Le second, faux.</p>")


def test_a_report_names_its_paragraph_and_is_thanked(client, article):
    address = f"/signaler/{article.pk}/"
    assert "Le second, faux." in client.get(address).text
    sent = client.post(
        address, {"paragraph": "2", "text": "Voir https://exemple.org/x", "email": ""}
    )
    assert sent.status_code == 302
    assert "la rédaction va vérifier" in client.get(sent["Location"]).text
    report = ErrorReport.objects.get()
    assert (report.paragraph, report.passage) == (2, "Le second, faux.")
    assert report.text == "Voir https://exemple.org/x"


def test_what_is_missing_is_told_and_what_was_typed_stays(client, article):
    sent = client.post(f"/signaler/{article.pk}/", {"text": " ", "email": "lina@"})
    assert sent.status_code == 422
    assert "Écrivez ce qui est faux" in sent.text
    assert 'value="lina@"' in sent.text
    assert not ErrorReport.objects.exists()


def test_from_another_site_nothing_is_kept(client, article):
    sent = client.post(
        f"/signaler/{article.pk}/",
        {"text": "Faux."},
        headers={"Origin": "https://ailleurs.example"},
    )
    assert sent.status_code == 403
    assert "Faux." in sent.text
    assert not ErrorReport.objects.exists()


def test_a_machine_in_the_trap_is_thanked_and_forgotten(client, article):
    sent = client.post(f"/signaler/{article.pk}/", {"text": "Faux.", "site": "spam"})
    assert sent.status_code == 302
    assert not ErrorReport.objects.exists()


def test_too_many_are_told_to_come_back_with_their_text(client, article, settings):
    settings.COMMENT_RATE = [(1, 3600)]
    address = f"/signaler/{article.pk}/"
    assert client.post(address, {"text": "Une."}).status_code == 302
    slowed = client.post(address, {"text": "Deux."})
    assert slowed.status_code == 429
    assert "Deux." in slowed.text
    assert ErrorReport.objects.count() == 1


def test_an_article_off_line_takes_no_report(client, article):
    article.return_to_draft()
    assert client.get(f"/signaler/{article.pk}/").status_code == 404


def test_the_editor_finds_it_in_the_admin_and_a_moderator_does_not(client, article):
    ErrorReport.objects.create(article=article, text="Le pont est à Sète.")
    client.force_login(cast.hicham())
    assert "Le pont est à Sète." in client.get("/admin/articles/errorreport/").text
    client.force_login(cast.sofia())
    assert client.get("/admin/articles/errorreport/").status_code == 403
