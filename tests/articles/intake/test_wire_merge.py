"""A newer version of a dispatch beside ours: what each changed, and what an editor makes of both."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.intake import ingest, merge_by_hand
from articles.models import Article, Source, WireItem
from articles.wires import Dispatch
from tests import cast
from tests.articles import desk
from tests.articles.intake.two_versions import PARAGRAPHS, copy, page_of, proposed, receive, sent

pytestmark = [pytest.mark.both, pytest.mark.slow]


def kinds(item):
    return {field.name: field.kind for field in merge_by_hand.compare(item)}


def test_each_field_says_who_changed_it_since_the_last_version(article):
    receive(2, body=copy("La côte a rouvert mercredi.", *PARAGRAPHS[1:]), by="Une Autre")
    assert kinds(proposed()) == {"headline": "ours", "body": "merged", "credits": "theirs"}


def test_what_does_not_clash_is_brought_together_as_one_revision(article, editor):
    receive(2, body=copy("La côte a rouvert mercredi.", *PARAGRAPHS[1:]), by="Une Autre")
    item = proposed()
    page = editor.get(page_of(item))
    assert "<ins>mercredi</ins>" in page.text.replace("<ins> ", "<ins>")
    answer = editor.post(page_of(item), sent(item))
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.headline == "La côte rouvre enfin"
    assert article.body == "\n".join(
        ["<p>La côte a rouvert mercredi.</p>", "<p>Douze bateaux sont sortis.</p>", "<p>Le maire de Sète s’en réjouit.</p>"]
    )  # fmt: skip
    assert article.credits.get().name == "Une Autre"
    line = article.revisions.first()
    assert (line.act, line.by, line.note) == ("merged", cast.hicham(), "version 2")
    item.refresh_from_db()
    assert (item.outcome, item.settled_by) == ("merged", cast.hicham())
    assert article.updated_at, "readers see that it changed"


@pytest.mark.parametrize(
    ("choice", "last"),
    [
        ("ours", ["Le maire de Sète s’en réjouit."]),
        ("theirs", ["Le maire s’en félicite."]),
        ("both", ["Le maire de Sète s’en réjouit.", "Le maire s’en félicite."]),
    ],
)
def test_where_both_wrote_an_editor_chooses_paragraph_by_paragraph(article, editor, choice, last):
    receive(2, body=copy(*PARAGRAPHS[:2], "Le maire s’en félicite."))
    item = proposed()
    (body,) = (field for field in merge_by_hand.compare(item) if field.name == "body")
    number = next(n for n, piece in enumerate(body.pieces) if piece.kind == "conflict")
    editor.post(page_of(item), {**sent(item), f"body.{number}": choice})
    article.refresh_from_db()
    assert article.body == "\n".join(f"<p>{p}</p>" for p in [*PARAGRAPHS[:2], *last])


def test_the_version_after_a_merge_is_proposed_again_and_compared_with_the_one_merged(article):
    receive(2, headline="La côte est rouverte")
    merge_by_hand.merge(proposed(), {"headline": "theirs"}, by=cast.hicham(), seen=article.revision)
    article.refresh_from_db()
    assert article.headline == "La côte est rouverte"
    assert receive(2, headline="La côte est rouverte").outcome == "unchanged"
    assert receive(3, headline="La côte est rouverte", body=copy("Tout autre.")).outcome == "proposed"  # fmt: skip
    assert set(kinds(proposed())) == {"body"}


def test_where_nothing_of_ours_is_left_the_wire_updates_by_itself_again(article):
    receive(2, headline="La côte est rouverte")
    merge_by_hand.merge(
        proposed(),
        {"headline": "theirs", "body": "theirs"},
        by=cast.hicham(),
        seen=article.revision,
    )
    assert receive(3, headline="Encore un titre").outcome == "updated"
    article.refresh_from_db()
    assert article.headline == "Encore un titre"


def test_ours_is_kept_and_the_same_version_never_proposed_again(article, editor):
    receive(2, headline="La côte est rouverte")
    item = proposed()
    editor.post(page_of(item), {"set_aside": "yes"})
    item.refresh_from_db()
    assert (item.outcome, item.settled_by) == ("set_aside", cast.hicham())
    article.refresh_from_db()
    assert article.headline == "La côte rouvre enfin"
    assert receive(2, headline="La côte est rouverte").outcome == "unchanged"


def test_a_version_that_takes_its_words_back_sets_the_waiting_one_aside(article):
    receive(2, headline="La côte est rouverte")
    waiting = proposed()
    assert receive(3).outcome == "unchanged"
    waiting.refresh_from_db()
    assert waiting.outcome == "set_aside"
    assert "version 3" in waiting.reason


def test_words_taken_back_wait_no_more_though_an_embargo_comes_with_them(article):
    receive(2, headline="La côte est rouverte")
    waiting = proposed()
    receive(3, embargoed=(timezone.now() + timedelta(hours=2)).isoformat())
    waiting.refresh_from_db()
    assert waiting.outcome == "set_aside"


def test_words_taken_back_wait_no_more_though_the_article_comes_back_with_them(article):
    receive(2, pubstatus="withheld")
    receive(3, headline="La côte est rouverte")
    waiting = proposed()
    receive(4)
    waiting.refresh_from_db()
    assert waiting.outcome == "set_aside"
    assert Article.objects.visible().get() == article


def test_a_change_of_status_leaves_the_words_that_wait_to_the_editor(article, editor):
    receive(2, headline="La côte est rouverte")
    status = Dispatch(origin_id="urn:adr:7", version=3, is_status_alone=True)
    taken = ingest.take_in(status, source=cast.map_agency(), section=cast.le_fil(), publish=True)
    assert taken.reason == "its status alone"
    assert editor.get(page_of(proposed())).status_code == 200
    merge_by_hand.merge(proposed(), {"headline": "theirs"}, by=cast.hicham(), seen=article.revision)
    article.refresh_from_db()
    assert article.headline == "La côte est rouverte"


def test_what_a_colleague_wrote_meanwhile_is_not_lost(article, editor):
    receive(2, headline="La côte est rouverte")
    seen = article.revision
    article.standfirst = "Un chapô neuf."
    article.save()
    article.record("written", by=cast.salma())
    answer = editor.post(
        page_of(proposed()), {**sent(proposed()), "seen": seen, "headline": "theirs"}
    )
    assert answer.status_code == 409
    assert "Salma a écrit dans l’article entre-temps" in answer.text
    assert Article.objects.get().headline == "La côte rouvre enfin"


def test_a_dispatch_that_a_colleague_settled_is_told_so(article, editor):
    receive(2, headline="La côte est rouverte")
    item = proposed()
    merge_by_hand.set_aside(item, by=cast.salma())
    answer = editor.get(page_of(item), follow=True)
    assert "n’est plus à réunir" in answer.text


@pytest.fixture
def other(db):
    return Source.objects.create(short_name="ADR", kind="agency")


def long_copy():
    return copy(cast.prose(60, start=20), cast.prose(60, start=40))


def test_another_agencys_telling_is_taken_up_or_made_an_article_apart(client, other):
    first = receive(body=long_copy()).article
    receive(source=other, uri="adr:9", body=long_copy(), headline="La côte rouvre")
    item = proposed()
    assert item.article == first
    client.force_login(cast.hicham())
    assert "C’est une autre histoire" in client.get(page_of(item)).text
    client.post(page_of(item), {"apart": "yes"})
    apart = Article.objects.exclude(pk=first.pk).get()
    assert (apart.source, apart.status, apart.headline) == (other, "draft", "La côte rouvre")
    item.refresh_from_db()
    assert (item.outcome, item.settled_by, item.article) == ("created", cast.hicham(), apart)
    again = receive(source=other, uri="adr:9", body=long_copy(), headline="La côte rouvre")
    assert again.outcome == "unchanged"


def test_another_agencys_telling_once_set_aside_stays_so(other):
    receive(body=long_copy())
    receive(source=other, uri="adr:9", body=long_copy(), headline="La côte rouvre")
    merge_by_hand.set_aside(proposed(), by=cast.hicham())
    receive(source=other, uri="adr:9", body=long_copy(), headline="La côte rouvre")
    assert WireItem.objects.get(source=other).outcome == "set_aside"
    assert Article.objects.count() == 1


def test_only_whoever_publishes_merges_into_what_is_on_line(article, client):
    receive(2, headline="La côte est rouverte")
    for colleague in (cast.sofia(), cast.ines()):
        client.force_login(colleague)
        assert client.get(page_of(proposed())).status_code == 403


def test_what_is_proposed_of_a_feed_without_versions_is_its_latest(article, editor):
    receive(2, headline="Trois morts")
    page = sent(proposed())
    receive(2, headline="Douze morts")
    (headline,) = (f for f in merge_by_hand.compare(proposed()) if f.name == "headline")
    assert headline.theirs == "Douze morts"
    answer = editor.post(page_of(proposed()), {**page, "headline": "theirs"})
    assert answer.status_code == 409
    assert "d’autres mots" in answer.text
    assert Article.objects.get().headline == "La côte rouvre enfin", (
        "nothing chosen from words not shown"
    )


def test_what_is_past_is_proposed_no_more(article, editor):
    receive(2, headline="Trois morts")
    receive(3, headline="Douze morts")
    older, newer = WireItem.objects.filter(outcome="proposed").order_by("version")
    merge_by_hand.merge(newer, {"headline": "theirs"}, by=cast.hicham(), seen=article.revision)
    older.refresh_from_db()
    assert older.outcome == "set_aside"
    editor.post(page_of(older), {**sent(older), "headline": "theirs"})
    article.refresh_from_db()
    assert (article.headline, article.origin_version) == ("Douze morts", 3)


def test_what_an_editor_refused_does_not_come_back_as_the_agencys_change(article):
    receive(2, headline="La côte est rouverte")
    merge_by_hand.merge(proposed(), {"headline": "ours"}, by=cast.hicham(), seen=article.revision)
    receive(3, headline="La côte est rouverte", slugline="Littoral")
    assert kinds(proposed())["kicker"] == "theirs"
    assert kinds(proposed())["headline"] == "ours"


def test_a_byline_keeps_its_roles_and_pages_through_a_merge(article):
    author = cast.an_author(name="Une Plume")
    article.credits.update(author=author, role="envoyée spéciale")
    receive(
        2, body=copy("La côte a rouvert mercredi.", *PARAGRAPHS[1:]), by="Une Plume et Une Autre"
    )
    merge_by_hand.merge(proposed(), {}, by=cast.hicham(), seen=article.revision)
    first, second = article.credits.all()
    assert (first.author, first.role, second.name) == (author, "envoyée spéciale", "Une Autre")


def test_two_editors_on_one_page_of_merging(article, editor):
    receive(2, headline="La côte est rouverte")
    item, form = proposed(), sent(proposed())
    editor.post(page_of(item), {**form, "headline": "theirs"})
    answer = editor.post(page_of(item), {**form, "headline": "ours"}, follow=True)
    assert answer.status_code == 200
    assert "n’est plus à réunir" in answer.text


def test_an_agencys_kill_makes_a_form_opened_before_stale(client, db):
    article = receive().article
    article.return_to_draft(by=cast.hicham())
    client.force_login(cast.hicham())
    typed = desk.opened(client, article)
    receive(2, pubstatus="canceled")
    assert desk.save(client, article, typed, then="publish").status_code == 409
    article.refresh_from_db()
    assert article.status == "withdrawn"


def test_an_embargo_that_the_agency_moved_is_not_moved_back_by_a_form_opened_before(client, db):
    soon, later = (timezone.now() + timedelta(hours=n) for n in (1, 48))
    article = receive(embargoed=soon.isoformat()).article
    client.force_login(cast.hicham())
    typed = desk.opened(client, article)
    receive(2, embargoed=later.isoformat())
    answer = desk.save(client, article, typed, headline="Un titre")
    assert answer.status_code == 409
    shown = desk.fields_of(answer)
    assert desk.save(client, article, shown).status_code == 302
    article.refresh_from_db()
    assert article.embargo_until > timezone.now() + timedelta(hours=40)
