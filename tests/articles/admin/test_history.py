"""The history of an article: every save that an editor means, every act, and the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Revision
from tests import cast
from tests.articles import desk


@pytest.fixture
def editor(client, db):
    client.force_login(cast.hicham())
    return client


def acts(article):
    return list(article.revisions.order_by("number").values_list("act", flat=True))


@pytest.mark.slow
def test_the_first_change_keeps_what_there_was_before(editor):
    article = cast.an_article(headline="Avant")
    desk.save(editor, article, desk.opened(editor, article), headline="Après")
    before, after = article.revisions.order_by("number")
    assert (before.number, before.content["headline"], before.by) == (0, "Avant", None)
    assert (after.number, after.content["headline"], after.by) == (1, "Après", cast.hicham())


@pytest.mark.slow
def test_a_save_that_changes_nothing_leaves_no_line(editor):
    article = cast.an_article()
    desk.save(editor, article, desk.opened(editor, article))
    assert acts(article) == ["kept"]
    assert article.revision == 0


def test_every_act_leaves_a_line_with_who_did_it(editor):
    article = cast.an_article(is_draft=True, published_at=None)
    article.submit_for_review(by=cast.ines(), note="À relire.")
    article.publish(by=cast.hicham())
    article.correct(kind="correction", note="Un chiffre.", by=cast.hicham())
    article.return_to_draft(by=cast.hicham())
    article.publish(by=cast.hicham())
    article.kill(notice="Fausse nouvelle.", by=cast.salma())
    assert acts(article) == ["kept", "submitted", "published", "corrected", "returned", "published", "killed"]  # fmt: skip
    last = article.revisions.first()
    assert (last.by, last.note) == (cast.salma(), "Fausse nouvelle.")
    assert not article.kill(notice="Encore.", by=cast.hicham()), "twice changes nothing"
    assert len(acts(article)) == 7


@pytest.mark.slow
def test_moving_an_embargo_leaves_a_line_of_its_own(editor):
    article = cast.an_article()
    typed = desk.opened(editor, article)
    later = timezone.localtime() + timedelta(days=1)
    when = {
        "embargo_until_0": later.strftime("%d/%m/%Y"),
        "embargo_until_1": later.strftime("%H:%M:%S"),
    }
    desk.save(editor, article, typed, **when)
    line = article.revisions.first()
    assert (line.act, line.by) == ("embargo", cast.hicham())
    assert later.strftime("%H:%M:%S") in line.note
    assert not Article.objects.visible().filter(pk=article.pk).exists()


def test_what_readers_saw_has_gone_even_if_its_date_was_moved_before_it_was_killed(editor, client):
    article = cast.an_article()
    desk.save(editor, article, desk.opened(editor, article), published_at_0="01/01/2100")
    assert client.get(article.home_url).status_code == 404
    article.kill(notice="Annulé.", by=cast.hicham())
    assert client.get(article.home_url).status_code == 410


def test_a_dispatch_put_on_line_by_its_wire_leaves_no_line_and_a_kill_leaves_one(db):
    article = cast.an_article()
    assert acts(article) == []
    article.kill(notice="")
    assert acts(article) == ["kept", "killed"]


@pytest.mark.slow
def test_a_former_text_is_restored_as_a_new_revision(editor):
    article = cast.an_article(headline="Bon", body="<p>Bon texte.</p>")
    topic = cast.a_topic(article)
    cast.an_author(article)
    typed = desk.opened(editor, article)
    desk.save(editor, article, typed, headline="Mauvais", topics=[], **{"credits-0-name": "Autre"})
    answer = editor.post(desk.address(article, "history"), {"restore": 0}, follow=True)
    assert "Le texte de la révision 0 est rétabli." in answer.text
    now = Article.objects.get(pk=article.pk)
    assert (now.headline, now.status) == ("Bon", "published")
    assert [c.name for c in now.credits.all()] == ["Salma Idrissi"]
    assert list(now.topics.all()) == [topic]
    assert acts(article) == ["kept", "written", "restored"]
    assert "Bon" in editor.get("/recherche/?q=bon").text


def test_restoring_leaves_out_a_topic_that_is_no_longer_there(editor):
    article = cast.an_article(headline="Bon")
    topic = cast.a_topic(article)
    article.start_history()
    topic.delete()
    article.restore(article.revisions.get(number=0), by=cast.hicham())
    assert not article.topics.exists()


@pytest.mark.slow
def test_the_history_shows_what_each_save_changed_word_by_word(editor):
    article = cast.an_article(headline="Le pont ferme")
    desk.save(editor, article, desk.opened(editor, article), headline="Le pont rouvre")
    page = editor.get(desk.address(article, "history") + "?revision=1").text
    assert "<del>ferme</del><ins>rouvre</ins>" in page
    assert "Hicham" in page
    article.kill(notice="Le pont ferme.", by=cast.hicham())
    killed = editor.get(desk.address(article, "history") + "?revision=2")
    assert "was_on_line" not in killed.text, "what is kept beside the words is no change of them"
    assert editor.get(desk.address(article, "history") + "?revision=99").status_code == 404
    assert editor.get(desk.address(article, "history") + "?revision=x").status_code == 200


def test_a_line_of_the_history_is_never_written_twice(db):
    from django.db import IntegrityError, transaction

    article = cast.an_article()
    article.record("written", by=cast.hicham())
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(article=article, number=1, act="written", content={})


def test_the_history_belongs_to_the_newsroom(client, db):
    article = cast.an_article()
    assert client.get(desk.address(article, "history")).status_code == 302
    client.force_login(cast.sofia())
    assert client.post(desk.address(article, "history"), {"restore": 0}).status_code == 403


@pytest.mark.slow
def test_restoring_leaves_the_picture_that_is_there_where_the_former_is_gone(db):
    article = cast.an_article(lead_image=cast.an_image(), lead_image_alt="Un pont bleu.")
    article.start_history()
    gone, red = (
        article.lead_image,
        cast.Image.objects.take_in(cast.a_picture(colour="#aa0000"), credit="x"),
    )
    Article.objects.filter(pk=article.pk).update(lead_image=red, lead_image_alt="Un pont rouge.")
    gone.delete()
    article.restore(article.revisions.get(number=0), by=cast.hicham())
    assert (article.lead_image, article.lead_image_alt) == (red, "Un pont rouge.")


@pytest.mark.slow
def test_what_can_stand_no_more_is_not_restored_and_says_why(editor):
    article, other = cast.an_article(), cast.an_article()
    Article.objects.filter(pk=article.pk).update(translation_of=other)
    article.start_history()
    Article.objects.filter(pk=article.pk).update(translation_of=None)
    Article.objects.filter(pk=other.pk).update(translation_of=article)
    answer = editor.post(desk.address(article, "history"), {"restore": 0}, follow=True)
    assert "ne peut être rétabli" in answer.text
    assert Article.objects.get(pk=article.pk).translation_of is None


def test_a_moderator_reads_no_draft_through_its_history(client, db):
    article = cast.an_article(is_draft=True)
    article.start_history()
    client.force_login(cast.sofia())
    answer = client.get(desk.address(article, "history") + "?revision=0")
    assert answer.status_code == 404, "for a moderator the draft is not there"
