"""The same dispatch again, a newer version, a kill: what becomes of the article."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.intake import ingest
from articles.models import Article, Delivery, WireItem
from articles.wires import Unreadable
from tests import cast
from tests.articles.intake.test_ingest import COPY, CORPUS, a_dispatch, run, take

pytestmark = pytest.mark.both


@pytest.mark.slow
def test_a_directory_is_taken_in_with_a_line_for_each_item(db):
    cast.map_agency(), cast.le_fil()
    lines, told, code = run("ingest", "MAP", str(CORPUS), "--publish")
    by_id = {line["origin_id"]: line for line in lines if line["outcome"] != "refused"}
    arabic = by_id["wire-ar-1"]
    assert arabic["headline"] == "إعادة فتح الميناء أمام الصيادين"
    assert (arabic["dateline"], arabic["byline"], arabic["language"]) == (
        "الرباط",
        ["كريمة بنسودة"],
        "ar",
    )
    assert arabic["published_at"].startswith("2024-07-10T11:59:02")
    assert arabic["body"].startswith("أعيد")
    assert code == 1, "some were refused"
    assert "100 %" in told
    again, _told, _code = run("ingest", "MAP", str(CORPUS), "--publish")
    assert {line["outcome"] for line in again} == {"unchanged", "refused"}


def test_a_dry_run_says_what_it_would_do_and_keeps_nothing(db):
    cast.map_agency(), cast.le_fil()
    lines, told, _code = run("ingest", "MAP", str(CORPUS / "feed-atom.xml"), "--dry-run")
    assert lines[0]["outcome"] == "created"
    assert told.strip().endswith("Would be: 1 created")
    assert not Article.objects.exists()
    assert not WireItem.objects.exists()


@pytest.mark.slow
def test_what_was_received_is_kept_as_it_came(db):
    cast.map_agency(), cast.le_fil()
    path = CORPUS / "newsml12-latin1.xml"
    run("ingest", "MAP", str(path))
    assert Delivery.objects.get().read() == path.read_bytes()
    run("ingest", "MAP", str(path))
    assert Delivery.objects.count() == 1


def test_exit_codes_tell_what_happened(db, tmp_path):
    cast.map_agency(), cast.le_fil()
    (tmp_path / "bad.xml").write_text("<rss")
    assert run("ingest", "MAP", str(tmp_path / "bad.xml"))[2] == 2
    assert run("ingest", "MAP", str(CORPUS / "feed-atom.xml"))[2] == 0
    for wrong in (["ingest", "Personne", str(tmp_path)], ["ingest", "MAP", "/nulle/part"]):
        with pytest.raises(CommandError) as error:
            call_command(*wrong)
        assert error.value.returncode == 2


@pytest.mark.slow
def test_stopped_in_the_middle_and_run_again_nothing_is_lost_or_doubled(db, tmp_path, monkeypatch):
    cast.map_agency(), cast.le_fil()
    item = json.loads((CORPUS / "3.1-001_simple_example.json").read_text())
    for number in range(20):
        words = [{"value": f"Titre {number}"}]
        text = [{"value": cast.prose(30, start=30 * number)}]
        told = {**item, "uri": f"urn:x:{number}", "headlines": words, "bodies": text}
        (tmp_path / f"{number:02}.json").write_text(json.dumps(told))
    real, done = ingest.take_in, []

    def dies_at_the_tenth(*args, **kwargs):
        if len(done) == 10:
            raise KeyboardInterrupt
        done.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(ingest, "take_in", dies_at_the_tenth)
    with pytest.raises(KeyboardInterrupt):
        run("ingest", "MAP", str(tmp_path))
    assert Article.objects.count() == 10
    monkeypatch.setattr(ingest, "take_in", real)
    lines, _told, code = run("ingest", "MAP", str(tmp_path))
    assert Article.objects.count() == 20
    assert code == 0
    assert [line["outcome"] for line in lines].count("unchanged") == 10


def test_the_terms_of_one_dispatch_can_change_without_a_new_version(db):
    take(a_dispatch())
    taken = take(replace(a_dispatch(), body=COPY + "<p>Une ligne de plus.</p>"))
    assert taken.outcome == "updated", "feeds have no versions"


# What an editor decided stands; what an agency withdrew stays away


def test_what_an_editor_took_down_stays_down_when_the_feed_says_it_again(db):
    article = take(a_dispatch()).article
    article.take_down()
    assert take(a_dispatch()).outcome == "unchanged"
    assert take(a_dispatch(version=2, headline="Un autre titre")).outcome == "unchanged"
    assert not Article.objects.visible().exists()


def test_what_an_editor_killed_is_not_brought_back_by_a_newer_version_of_the_withheld(db):
    article = take(a_dispatch()).article
    article.kill(notice="La rédaction retire cette dépêche.")
    take(a_dispatch(status="withheld", version=2))
    assert take(a_dispatch(version=3)).outcome == "unchanged"
    assert not Article.objects.visible().exists()


@pytest.mark.parametrize("is_status_alone", [False, True])
def test_what_an_editor_returned_to_draft_comes_back_as_a_draft(db, is_status_alone):
    article = take(a_dispatch()).article
    article.return_to_draft(by=cast.hicham())
    take(a_dispatch(status="withheld", version=2))
    take(a_dispatch(version=3, is_status_alone=is_status_alone))
    article.refresh_from_db()
    assert article.status == "draft"
    article.publish(by=cast.hicham())
    take(a_dispatch(status="withheld", version=4))
    take(a_dispatch(version=5, is_status_alone=is_status_alone))
    article.refresh_from_db()
    assert article.is_visible, "the editor's last word was to publish"


def test_a_canceled_dispatch_stays_so_after_a_withheld_one_and_two_newer(db):
    take(a_dispatch(version=1))
    take(a_dispatch(status="canceled", version=2))
    for version in (3, 4):
        assert take(a_dispatch(version=version)).outcome == "withdrawn"
    assert not Article.objects.visible().exists()


def test_nothing_that_comes_under_its_number_undoes_a_kill(db):
    take(a_dispatch(status="canceled", version=0))
    take(Unreadable("a picture: only text is taken in", "urn:adr:7"))
    assert take(a_dispatch(version=1)).outcome == "withdrawn"
    assert not Article.objects.exists()


@pytest.mark.parametrize("change", ["byline", "link", "kicker", "address"])
def test_whatever_an_editor_changed_is_theirs(db, change):
    article = take(a_dispatch()).article
    if change == "byline":
        article.credits.update(name="La rédaction")
    elif change == "link":
        article.body = article.body.replace("La côte", '<a href="/le-fil/">La côte</a>')
    elif change == "address":
        article.origin_url = "https://agence.exemple.org/la-cote"
    else:
        article.kicker = "Littoral"
    article.save()
    taken = take(a_dispatch(version=2, headline="Le titre de l’agence"))
    assert taken.outcome == "proposed"
    article.refresh_from_db()
    assert article.headline == "La côte rouverte aux pêcheurs"


@pytest.mark.slow
def test_an_embargo_of_ours_is_never_shortened_by_the_agency(db):
    now = timezone.now()
    article = take(a_dispatch()).article
    article.embargo_until = ours = now + timedelta(hours=5)
    article.save()
    take(a_dispatch(version=2, headline="Un titre de plus"))
    take(a_dispatch(version=3, headline="Un autre", embargo_until=now + timedelta(hours=1)))
    article.refresh_from_db()
    assert article.embargo_until == ours
    take(a_dispatch(version=4, embargo_until=now + timedelta(hours=9)))
    article.refresh_from_db()
    assert article.embargo_until == now + timedelta(hours=9)


def test_a_moved_embargo_reaches_even_an_article_that_an_editor_has_written_in(db):
    article = take(a_dispatch()).article
    Article.objects.filter(pk=article.pk).update(headline="Notre titre")
    end = timezone.now() + timedelta(hours=2)
    assert take(a_dispatch(version=2, body="<p>Autre.</p>", embargo_until=end)).outcome == (
        "proposed"
    )
    article.refresh_from_db()
    assert (article.headline, article.embargo_until) == ("Notre titre", end)


def test_an_item_the_database_will_not_have_is_refused_and_the_next_comes_in(db):
    bad = take(a_dispatch(origin_id="urn:bad", language="xx"))
    assert (bad.outcome, bad.article) == ("refused", None)
    assert take(a_dispatch()).outcome == "created"
    assert WireItem.objects.get(origin_id="urn:bad").reason.startswith("could not be kept")


def test_the_same_answer_is_written_once_and_its_bytes_not_kept_again(db):
    for content in (b"one", b"two"):
        keep = ingest.keeper(content, "wire")
        take(Unreadable("no headline", "urn:x"), delivery=keep)
    assert Delivery.objects.get().read() == b"one"
    assert WireItem.objects.count() == 1


def test_a_withdrawal_older_than_the_same_words_in_a_newer_version_is_late(db):
    article = take(a_dispatch(version=1)).article
    assert take(a_dispatch(version=3)).outcome == "unchanged"
    assert take(a_dispatch(status="withheld", version=2)).outcome == "unchanged"
    assert Article.objects.visible().get() == article
    assert take(a_dispatch(status="withheld", version=3)).outcome == "withdrawn"


def test_a_newer_version_that_could_not_be_read_stops_no_withdrawal(db):
    take(a_dispatch(version=1))
    WireItem.objects.create(
        source=cast.map_agency(), origin_id="urn:adr:7", version=3, outcome="refused"
    )
    assert take(a_dispatch(status="withheld", version=2)).outcome == "withdrawn"
    assert not Article.objects.visible().exists()


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_what_an_editor_published_after_a_kill_stays_when_the_kill_is_read_again(db, status):
    article = take(a_dispatch()).article
    take(a_dispatch(status=status, version=2))
    article.refresh_from_db()
    article.publish(by=cast.hicham())
    assert take(a_dispatch(status=status, version=2)).outcome == "unchanged"
    assert Article.objects.visible().get() == article


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_a_directory_read_again_undoes_nothing_that_an_editor_published_after_its_kill(db, status):
    # NITF has no versions: the dispatch and its kill bear the same number.
    article = take(a_dispatch()).article
    take(a_dispatch(status=status))
    article.refresh_from_db()
    article.publish(by=cast.hicham())
    for again in (a_dispatch(), a_dispatch(status=status)):
        take(again)
    assert Article.objects.visible().get() == article


def test_no_version_waits_once_a_later_one_is_written(db):
    article = take(a_dispatch()).article
    Article.objects.filter(pk=article.pk).update(headline="Notre titre")
    take(a_dispatch(version=2, headline="Un titre de l’agence"))
    Article.objects.filter(pk=article.pk).update(headline=article.headline)
    assert take(a_dispatch(version=3, headline="Un autre titre")).outcome == "updated"
    assert not WireItem.objects.filter(outcome="proposed").exists()


def test_words_that_a_feed_takes_back_wait_no_more(db):
    article = take(a_dispatch()).article
    Article.objects.filter(pk=article.pk).update(headline="Notre titre")
    take(a_dispatch(headline="Un titre que le flux retire"))
    assert WireItem.objects.get().outcome == "proposed"
    assert take(a_dispatch()).outcome == "unchanged"
    assert WireItem.objects.get().outcome == "set_aside"


def test_a_withdrawal_sets_its_own_version_aside_though_a_newer_one_waits(db):
    article = take(a_dispatch()).article
    Article.objects.filter(pk=article.pk).update(headline="Notre titre")
    for version in (2, 3):
        take(a_dispatch(version=version, body=f"<p>Texte {version} de l’agence.</p>"))
    take(a_dispatch(status="withheld", version=2))
    outcomes = dict(WireItem.objects.values_list("version", "outcome"))
    assert (outcomes[2], outcomes[3]) == ("set_aside", "proposed")
