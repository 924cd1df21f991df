"""Corrections and withdrawals: what readers are told when an article changes, or goes."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Correction
from tests import cast
from tests.articles.intake.test_ingest import a_dispatch, take

pytestmark = pytest.mark.both


def everywhere(client, article):
    """Each public place where its headline might stand."""
    day = timezone.localtime(article.published_at)
    places = [
        "/", "/flux/rss.xml", "/flux/atom.xml", "/flux/feed.json", "/sitemap-news.xml",
        f"/sitemap-{day.year}-{day.month}.xml", f"/archives/{day.year}/{day.month}/{day.day}/",
        article.section.get_absolute_url(), f"{article.section.get_absolute_url()}flux/atom.xml",
        article.source.get_absolute_url(), f"/sources/{article.source_id}/flux/rss.xml",
        "/recherche/?q=zinnia", "/corrections/", "/corrections/flux/feed.json",
    ]  # fmt: skip
    return [p for p in places if article.headline in client.get(p).content.decode()]


@pytest.fixture
def article(db):
    article = cast.an_article(headline="Zinnia en fleur", standfirst="Un chapô.")
    article.correct(kind="correction", note="Zinnia, non dahlia.", by=cast.hicham())
    return article


@pytest.mark.slow
def test_what_is_killed_is_gone_from_everywhere_and_its_address_says_why(client, article):
    assert len(everywhere(client, article)) > 10
    article.kill(notice="L’agence a annulé cette dépêche.")
    assert everywhere(client, article) == []
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "L’agence a annulé cette dépêche." in gone.text
    assert article.headline not in gone.text
    for address in (article.text_url, article.ninjs_url):
        assert client.get(address).status_code == 410
    assert client.get(article.card_url).status_code == 404


def test_what_the_law_takes_down_leaves_no_word_of_the_text(client, article):
    article.take_down()
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "La loi nous oblige" in gone.text
    assert "Zinnia" not in gone.text
    assert '<meta name="robots" content="noindex">' in gone.text


def test_killed_twice_keeps_the_first_notice_and_published_again_has_none(article):
    assert article.kill(notice="La première.")
    assert not article.kill(notice="La seconde.")
    assert article.withdrawal_notice == "La première."
    assert article.publish()
    assert (article.withdrawal, article.withdrawal_notice, article.withdrawn_at) == ("", "", None)
    assert article.is_visible


def test_a_draft_never_published_is_not_found_rather_than_gone(client, db):
    draft = cast.an_article(is_draft=True)
    assert client.get(f"/societe/{draft.pk}-x/").status_code == 404


@pytest.mark.parametrize(
    ("life", "status"),
    [
        ([], 404),
        (["submit_for_review", "return_to_draft"], 404),
        (["publish"], 410),
        (["publish", "return_to_draft"], 410),
        (["publish", "return_to_draft", "submit_for_review", "return_to_draft"], 410),
    ],
)
def test_what_is_killed_has_gone_only_if_readers_ever_saw_it(client, db, life, status):
    dated = timezone.now() - timedelta(hours=1)  # as a wire's draft, by its agency
    article = cast.an_article(is_draft=True, published_at=dated)
    for act in life:
        assert getattr(article, act)(by=cast.hicham())
    article.kill(notice="L’agence a annulé cette dépêche.")
    assert client.get(article.home_url).status_code == status


@pytest.mark.parametrize(("publish", "status"), [(True, 410), (False, 404)])
def test_an_agencys_kill_says_gone_only_of_what_its_wire_put_on_line(client, db, publish, status):
    article = take(a_dispatch(), publish=publish).article
    take(a_dispatch(status="canceled", version=2), publish=publish)
    assert client.get(article.home_url).status_code == status


@pytest.mark.parametrize("is_new_text", [True, False])
def test_what_readers_saw_has_gone_even_if_its_agency_then_set_an_embargo(client, db, is_new_text):
    article = take(a_dispatch()).article
    later = timezone.now() + timedelta(days=1)
    take(a_dispatch(version=2, embargo_until=later, is_status_alone=not is_new_text))
    assert client.get(article.home_url).status_code == 404
    take(a_dispatch(status="canceled", version=3))
    assert client.get(article.home_url).status_code == 410


def test_what_was_withdrawn_before_its_history_told_it_goes_by_its_dates(client, article):
    article.kill(notice="L’agence a annulé cette dépêche.")
    assert client.get(article.home_url).status_code == 410
    for line in article.revisions.all():
        line.content.pop("was_on_line", None)
        line.save()
    assert client.get(article.home_url).status_code == 410


def test_the_database_too_wants_to_know_how_an_article_was_withdrawn(article):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status="withdrawn")


@pytest.mark.slow
def test_a_picture_needs_words_or_to_be_declared_decorative(article):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(lead_image=cast.an_image())
    Article.objects.filter(pk=article.pk).update(
        lead_image=cast.an_image(), lead_image_is_decorative=True
    )


@pytest.mark.slow
def test_a_correction_stands_on_the_article_with_what_changed(client, article):
    article.correct(
        kind=Correction.Kind.CORRECTION,
        note="Le chiffre était faux.",
        said="Le pont a coûté 14 millions.",
        says="Le pont a coûté 41 millions.",
        by=cast.hicham(),
    )
    page = client.get(article.get_absolute_url()).text
    assert "Rectificatif, " in page
    assert "Le chiffre était faux." in page
    assert re.search(r"<del\s*>14</del\s*><ins\s*>41</ins", page)
    assert "Mis à jour le" in page
    log = client.get("/corrections/").text
    assert "Le chiffre était faux." in log
    assert f"{article.get_absolute_url()}#correction-" in log


def test_a_page_without_correction_says_so_and_where_to_report_one(client, db):
    article = cast.an_article()
    page = client.get(article.get_absolute_url()).text
    assert "Aucune correction." in page
    assert f'href="/signaler/{article.pk}/"' in page


def test_a_correction_moves_no_date_of_publication(article):
    before = Article.objects.get(pk=article.pk).published_at
    at = timezone.now() + timedelta(minutes=5)
    article.correct(kind="update", note="Un bilan plus lourd.", by=cast.hicham(), at=at)
    article.refresh_from_db()
    assert article.published_at == before
    assert article.updated_at == at


@pytest.mark.slow
def test_the_corrections_are_paged(client, article, monkeypatch):
    from articles.pages import corrections

    monkeypatch.setattr(corrections, "PER_PAGE", 2)
    for number in range(4):
        article.correct(kind="correction", note=f"Faute {number}.", by=cast.hicham())
    first = client.get("/corrections/").text
    assert "Faute 3." in first
    assert "Faute 1." not in first
    following = first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    assert "Faute 1." in client.get(following).text
    assert client.get("/corrections/?avant=x").status_code == 404


def withdraw(client, article, *, seen=None, **typed):
    """Send the form that an editor opened when the article's history had `seen` lines (default: now)."""
    client.force_login(cast.hicham())
    typed["revision_seen"] = article.revision if seen is None else seen
    return client.post(f"/admin/articles/article/{article.pk}/retirer/", typed)


@pytest.mark.slow
@pytest.mark.parametrize(("how", "status"), [("draft", 404), ("kill", 410), ("takedown", 410)])
def test_an_editor_withdraws_and_the_receipt_proves_it_gone(client, article, how, status):
    cast.a_topic(article), cast.an_author(article)
    before = client.get(f"/admin/recu/{article.pk}/")
    assert before.status_code == 302, "a stranger gets no receipt"
    client.force_login(cast.hicham())
    standing = client.get(f"/admin/recu/{article.pk}/")
    assert not standing.context["is_gone"]
    assert sum(there for _at, _code, there in standing.context["found"]) > 12
    answer = withdraw(client, article, how=how, notice="Le bilan était faux.")
    receipt = client.get(answer["Location"])
    assert receipt.context["is_gone"], [each for each in receipt.context["found"] if each[2]]
    assert (article.home_url, status, False) in receipt.context["found"]
    assert "n’est plus nulle part" in receipt.text


@pytest.mark.slow
@pytest.mark.parametrize("words", ["fr", "ar"])
def test_the_receipt_asks_each_page_in_the_language_of_its_address(client, article, words):
    Article.objects.filter(pk=article.pk).update(language=words)
    article.refresh_from_db()
    client.force_login(cast.hicham())
    found = [
        client.get(f"{desk}/admin/recu/{article.pk}/").context["found"]
        for desk in ("", "/ar", "/en")
    ]
    assert (article.home_url, 200, True) in found[0]
    assert found[1] == found[2] == found[0]


def test_a_kill_says_why_or_is_not_done(client, article):
    refused = withdraw(client, article, how="kill", notice="")
    assert refused.status_code == 422
    assert "Dites aux lecteurs pourquoi" in refused.text
    article.refresh_from_db()
    assert article.is_visible


@pytest.mark.slow
def test_a_withdrawal_is_in_the_admins_log_and_no_moderators(client, article):
    from django.contrib.admin.models import LogEntry

    withdraw(client, article, how="kill", notice="Le bilan était faux.")
    assert "Le bilan était faux." in LogEntry.objects.latest("pk").change_message
    client.force_login(cast.sofia())
    for address in (f"/admin/articles/article/{article.pk}/retirer/", f"/admin/recu/{article.pk}/"):
        assert client.get(address).status_code == 403


def test_a_take_down_after_the_agencys_withdrawal_counts_and_is_shown_first(client, db):
    """The editor opened «Retirer…», then the agency withheld the dispatch; its next version may not undo the editor."""
    article = take(a_dispatch()).article
    opened = article.revision
    take(a_dispatch(status="withheld"))
    typed = {"how": "takedown", "notice": "Décision de justice."}
    told = withdraw(client, article, seen=opened, **typed)
    assert told.status_code == 409
    assert "L’agence a changé cet article entre-temps : annulé." in told.text
    assert "Décision de justice." in told.text, "what was typed is kept"
    sent_again = re.search(r'name="revision_seen" value="(\d+)"', told.text)[1]
    assert withdraw(client, article, seen=sent_again, **typed).status_code == 302
    article.refresh_from_db()
    assert (article.withdrawal, article.withdrawal_notice) == ("takedown", "Décision de justice.")
    assert take(a_dispatch(version=2)).outcome == "unchanged"
    article.refresh_from_db()
    assert article.is_withdrawn


def test_a_notice_given_to_what_the_agency_withheld_keeps_it_off_line(db):
    article = take(a_dispatch()).article
    take(a_dispatch(status="withheld"))
    article.refresh_from_db()
    gone_at = article.withdrawn_at
    assert article.kill(notice="Le bilan était faux.", by=cast.hicham())
    take(a_dispatch(version=2))
    article.refresh_from_db()
    assert (article.is_withdrawn, article.withdrawn_at) == (True, gone_at)


@pytest.mark.parametrize("how", ["draft", "kill", "takedown"])
def test_a_withdrawal_sent_twice_is_logged_once(client, article, how):
    from django.contrib.admin.models import LogEntry

    opened = article.revision
    for _press in range(2):
        answer = withdraw(client, article, seen=opened, how=how, notice="Le bilan était faux.")
        assert answer["Location"].endswith(f"/admin/recu/{article.pk}/")
    assert LogEntry.objects.count() == 1


def test_a_form_without_the_number_it_showed_blames_nobody(client, db):
    article = cast.an_article()
    assert article.revision == 0
    told = withdraw(client, article, seen="", how="kill", notice="Le bilan était faux.")
    assert told.status_code == 409
    assert "Cette page n’était plus à jour." in told.text
    assert "L’agence" not in told.text
    article.refresh_from_db()
    assert article.is_visible
