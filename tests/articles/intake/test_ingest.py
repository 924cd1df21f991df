"""What becomes of a dispatch: one article whatever comes how often, nothing an editor wrote lost, nothing killed seen."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import wires
from articles.intake import ingest
from articles.models import Article, Source, WireItem
from articles.wires import Dispatch, Unreadable
from tests import cast

pytestmark = pytest.mark.both

CORPUS = Path(__file__).parents[2] / "corpus" / "wires"
COPY = "<p>La côte a rouvert mercredi aux bateaux de pêche, après quatre mois.</p><p>Les pêcheurs attendaient depuis mars.</p>"


def a_dispatch(**words):
    return Dispatch(
        **{
            "origin_id": "urn:adr:7",
            "language": "fr",
            "headline": "La côte rouverte aux pêcheurs",
            "body": COPY,
            "dateline_place": "Sète",
            "byline": ["Une Plume"],
            "published_at": timezone.now() - timedelta(hours=1),
            **words,
        }
    )


def take(item, *, source=None, publish=True, **more):
    source = source or cast.map_agency()
    return ingest.take_in(item, source=source, section=cast.le_fil(), publish=publish, **more)


def test_a_dispatch_becomes_an_article_with_all_it_came_with(db):
    topic = cast.a_topic(name="Pêche")
    taken = take(
        a_dispatch(topics=["Pêche", "inconnu"], usage_terms="Maroc seulement", kicker="Littoral")
    )
    article = taken.article
    assert taken.outcome == "created"
    assert article.is_visible
    assert (article.headline, article.language, article.dateline_place) == (
        "La côte rouverte aux pêcheurs", "fr", "Sète",
    )  # fmt: skip
    assert article.credits.get().name == "Une Plume"
    assert list(article.topics.all()) == [topic]
    assert article.usage_terms == "Maroc seulement"
    assert article.kicker == "Littoral"


def test_unseen_a_dispatch_is_a_draft_unless_the_newsroom_chose_otherwise(db):
    assert take(a_dispatch(), publish=False).article.status == "draft"


def test_the_same_dispatch_twice_is_one_article_and_changes_nothing(db):
    first = take(a_dispatch()).article
    again = take(a_dispatch())
    assert again.outcome == "unchanged"
    assert again.article == first
    assert Article.objects.count() == 1


def test_the_same_dispatch_in_two_formats_is_the_same_article(db):
    for line in ("1.6", "2.2", "3.1"):
        for item in wires.read((CORPUS / f"{line}-004_simple_text_article.json").read_bytes()):
            take(item)
    assert Article.objects.count() == 1


def test_a_newer_version_updates_it_and_says_when(client, db):
    article = take(a_dispatch()).article
    changed = timezone.now() - timedelta(minutes=5)
    taken = take(a_dispatch(version=2, headline="La côte rouverte à tous", updated_at=changed))
    assert taken.outcome == "updated"
    article.refresh_from_db()
    assert article.headline == "La côte rouverte à tous"
    assert article.updated_at == changed
    assert article.origin_version == 2
    assert "<mark>rouverte</mark> à tous" in client.get("/recherche/?q=rouverte").text


def test_an_older_version_that_comes_late_changes_nothing(db):
    take(a_dispatch(version=3, headline="La troisième"))
    late = take(a_dispatch(version=2, headline="La deuxième"))
    assert late.outcome == "unchanged"
    assert Article.objects.get().headline == "La troisième"


def test_what_an_editor_wrote_is_never_overwritten(db):
    article = take(a_dispatch()).article
    article.headline = "Notre titre"
    article.save()
    taken = take(a_dispatch(version=2, body="<p>Un autre texte de l’agence.</p>"))
    assert taken.outcome == "proposed"
    article.refresh_from_db()
    assert article.headline == "Notre titre"
    assert "Un autre texte" not in article.body
    assert WireItem.objects.get(version=2).article == article


def test_a_correction_of_the_agency_is_told_on_the_article(db):
    article = take(a_dispatch(body="<p>Douze bateaux sont sortis.</p>")).article
    take(a_dispatch(version=2, body="<p>Vingt bateaux sont sortis.</p>", is_correction=True))
    correction = article.corrections.get()
    assert correction.said == "Douze bateaux sont sortis."
    assert correction.says == "Vingt bateaux sont sortis."
    assert "MAP a corrigé cette dépêche" in correction.note


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1, 0)])
def test_a_kill_is_never_visible_in_whatever_order_it_comes(client, db, order):
    sent = [
        a_dispatch(headline="Zinnia"),
        a_dispatch(headline="Zinnia", status="canceled", version=2),
    ]
    for place in order:
        take(sent[place])
    assert not Article.objects.visible().exists()
    for address in ("/", "/le-fil/", "/flux/rss.xml", "/recherche/?q=zinnia", "/sitemap-news.xml"):
        assert "Zinnia</" not in client.get(address).text


def test_what_was_killed_stays_so_whatever_version_comes_later(db):
    take(a_dispatch())
    take(a_dispatch(status="canceled", version=2))
    assert take(a_dispatch(version=3)).outcome == "withdrawn"
    assert not Article.objects.visible().exists()


def test_what_was_withheld_may_come_back_by_a_newer_version(db):
    article = take(a_dispatch()).article
    assert take(a_dispatch(status="withheld", version=2)).outcome == "withdrawn"
    assert not Article.objects.visible().exists()
    assert take(a_dispatch(version=3)).outcome == "updated"
    assert Article.objects.visible().get() == article


def test_on_a_wire_that_is_read_first_what_comes_back_is_a_draft_again(db):
    article = take(a_dispatch(), publish=False).article
    article.publish()
    take(a_dispatch(status="withheld", version=2), publish=False)
    take(a_dispatch(version=3), publish=False)
    article.refresh_from_db()
    assert article.status == "draft"
    assert take(a_dispatch(version=3), publish=False).outcome == "unchanged"


@pytest.mark.slow
def test_an_embargo_holds_to_the_second_everywhere(client, db):
    end = timezone.now() + timedelta(hours=3)
    taken = take(a_dispatch(embargo_until=end, headline="Zinnia"))
    assert taken.outcome == "held"
    assert not Article.objects.visible(end - timedelta(seconds=1)).exists()
    assert Article.objects.visible(end + timedelta(seconds=1)).exists()
    for address in ("/", "/le-fil/", "/flux/atom.xml", "/recherche/?q=zinnia", "/sitemap-news.xml"):
        assert "Zinnia<" not in client.get(address).text
    assert client.get(taken.article.home_url).status_code == 404


def test_an_embargo_that_is_moved_is_followed(db):
    now = timezone.now()
    take(a_dispatch(embargo_until=now + timedelta(hours=1)))
    assert take(a_dispatch(embargo_until=now + timedelta(hours=2))).outcome == "held"
    assert Article.objects.get().embargo_until == now + timedelta(hours=2)
    assert take(a_dispatch(embargo_until=None)).outcome == "updated"
    assert Article.objects.visible().exists()


@pytest.mark.slow
def test_a_note_to_editors_is_never_shown(client, db):
    article = take(a_dispatch(editor_note="ATTENTION RÉDACTEURS")).article
    for address in (article.home_url, article.text_url, article.ninjs_url, "/flux/rss.xml"):
        assert "ATTENTION" not in client.get(address).text


def test_the_story_of_another_agency_is_proposed_not_told_twice(db):
    take(a_dispatch(body=COPY * 3))
    other = Source.objects.create(short_name="ADR", kind="agency")
    taken = take(
        a_dispatch(origin_id="adr:99", body=COPY * 3, headline="La côte rouverte"), source=other
    )
    assert taken.outcome == "proposed"
    assert "MAP" in taken.reason
    assert Article.objects.count() == 1
    fresh = a_dispatch(
        origin_id="adr:100", headline="Un pont s’ouvre", body=f"<p>{cast.prose(60, start=20)}</p>"
    )
    assert take(fresh, source=other).outcome == "created"


def test_a_bad_item_is_listed_with_its_reason_and_stops_nothing(db):
    assert take(Unreadable("no headline", "urn:x")).outcome == "refused"
    assert take(a_dispatch()).outcome == "created"
    refused = WireItem.objects.get(outcome="refused")
    assert (refused.origin_id, refused.reason) == ("urn:x", "no headline")


def test_hostile_markup_comes_in_clean(client, db):
    article = take(
        a_dispatch(body="<p>Bien<img src=x onerror=alert(1)></p><script>alert(1)</script>")
    ).article
    assert article.body == "<p>Bien</p>"
    bad = take(a_dispatch(origin_id="x" * 400))
    assert bad.outcome == "refused"
    assert take(a_dispatch(origin_id="v", version=2**70)).outcome == "refused"


def test_long_words_are_cut_not_refused(db):
    article = take(
        a_dispatch(headline="Un titre " * 60, standfirst="<p>Un chapô</p> " * 90)
    ).article
    assert len(article.headline) <= 250
    assert len(article.standfirst) <= 600
    again = take(a_dispatch(headline="Un titre " * 60, standfirst="<p>Un chapô</p> " * 90))
    assert again.outcome == "unchanged"


# The commands


def run(*args):
    """Return (the JSON lines, what was said beside them, the exit code)."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(*args, stdout=out, stderr=err)
    except SystemExit as left:
        code = left.code
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue(), code


def test_a_version_is_held_while_the_later_embargo_of_an_editor_lasts(db):
    now = timezone.now()
    article = take(a_dispatch(embargo_until=now + timedelta(hours=1))).article
    Article.objects.filter(pk=article.pk).update(embargo_until=now + timedelta(hours=3))
    at = now + timedelta(hours=2)
    assert (
        take(
            a_dispatch(version=2, embargo_until=now + timedelta(hours=1), headline="Autre titre"),
            at=at,
        ).outcome
        == "held"
    )


def test_a_status_read_again_brings_no_embargo_back_that_an_editor_lifted(db):
    later = timezone.now() + timedelta(hours=5)
    article = take(a_dispatch()).article
    status = a_dispatch(is_status_alone=True, embargo_until=later)
    assert take(status).outcome == "held"
    Article.objects.filter(pk=article.pk).update(embargo_until=None)
    lines = article.revisions.count()
    assert take(status).outcome == "unchanged"
    assert Article.objects.visible().get() == article
    assert article.revisions.count() == lines, "an open form is not outdated"
