"""The newsroom's choice: one press puts a comment on the front page, and what takes it off line ends the choice."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from comments.models import ChangedMeanwhile, Comment, CommentPick, NotYours
from tests import cast

QUEUE = "/admin/comments/comment/"
MARK = "Choisi par la rédaction"


@pytest.fixture
def comment(db):
    return cast.a_published_comment(name="Claire M.", text="Le câble est la partie facile.")


def press(client, colleague, comment, **more):
    client.force_login(colleague)
    return client.post(f"{QUEUE}{comment.pk}/choix/", more)


@pytest.mark.once
@pytest.mark.parametrize("colleague", ["zoe", "hicham"])
def test_a_lead_or_an_editor_chooses_by_one_press_and_takes_it_back_by_one(
    client, comment, colleague
):
    colleague = getattr(cast, colleague)()
    assert press(client, colleague, comment).status_code == 302
    assert CommentPick.objects.get().by == colleague
    assert LogEntry.objects.latest("pk").object_id == str(comment.pk)
    press(client, colleague, comment, agir="retirer")
    assert not CommentPick.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize("colleague", ["sofia", "ines", "nora"])
def test_nobody_else_chooses(client, comment, colleague):
    assert press(client, getattr(cast, colleague)(), comment).status_code == 403
    assert client.get(f"{QUEUE}choix/").status_code == 403
    assert not CommentPick.objects.exists()


@pytest.mark.once
def test_a_comment_off_line_and_ones_own_are_not_chosen(client, db):
    waiting = cast.a_comment()
    with pytest.raises(ChangedMeanwhile):
        waiting.pick_out(by=cast.zoe())
    own = cast.a_published_comment(email=cast.zoe().email)
    with pytest.raises(NotYours):
        own.pick_out(by=cast.zoe())
    for comment in (waiting, own):
        assert press(client, cast.zoe(), comment).status_code == 302, "the reason is told"
    assert press(client, cast.hicham(), waiting).status_code == 404, "what readers never saw"
    assert not CommentPick.objects.exists()


@pytest.mark.once
def test_the_front_page_shows_it_with_its_article_and_no_colleagues_name(client, comment):
    assert "Le meilleur de la discussion" not in client.get("/").text
    comment.pick_out(by=cast.hicham())
    page = client.get("/").text
    assert "Le meilleur de la discussion" in page
    assert "Le câble est la partie facile." in page
    assert f'href="/commentaires/{comment.pk}/"' in page
    assert "Hicham" not in page
    assert MARK in client.get(comment.article.get_absolute_url()).text


@pytest.mark.once
def test_three_choices_of_the_last_fortnight_stand_there_the_latest_first(client, comment):
    for days in (20, 3, 2, 1, 0):
        text = f"Choisi il y a {days} jours, pour une bonne raison."
        picked = cast.a_published_comment(article=comment.article, text=text)
        picked.pick_out(by=cast.zoe(), at=timezone.now() - timedelta(days=days))
    page = client.get("/").text
    at = [page.find(f"Choisi il y a {days} jours") for days in (0, 1, 2)]
    assert -1 not in at
    assert at == sorted(at)
    for days in (3, 20):
        assert f"Choisi il y a {days} jours" not in page


@pytest.mark.once
def test_what_was_chosen_stands_above_its_discussion_and_at_its_place_too(client, comment):
    address = comment.article.get_absolute_url()
    comment.pick_out(by=cast.zoe())
    assert '"choisis"' not in client.get(address).text, "a choice of one out of one says nothing"
    other = cast.a_published_comment(article=comment.article)
    page = client.get(address).text
    above, _thread, thread = page.partition('class="fils"')
    box = above.partition('class="choisis"')[2]
    assert "Le câble est la partie facile." in box
    assert f'href="/commentaires/{comment.pk}/"' in box
    assert f'id="{comment.anchor}"' in thread
    for _each in range(4):
        cast.a_published_comment(article=comment.article).pick_out(by=cast.zoe())
    page = client.get(address).text
    assert page.count('class="choisi"') == 1, "the latest choice"
    assert other.text not in page.partition('class="fils"')[0]


@pytest.mark.once
def test_an_editor_says_why_in_a_sentence_that_readers_of_each_language_see(client, db):
    comment = cast.a_published_comment(text="La passerelle manquait.")
    cast.a_published_comment(article=comment.article)
    address = comment.article.get_absolute_url()
    why = "Elle y passe <chaque> matin."
    press(client, cast.hicham(), comment, pourquoi=f"  {why} ")
    assert CommentPick.objects.get().why == why
    for page in ("/", "/ar/", "/en/", address, f"/en{address}"):
        told = client.get(page).text
        assert "Elle y passe &lt;chaque&gt; matin." in told, page
        _before, _lang, after = told.partition('pourquoi" lang="fr" dir="ltr">')
        assert after.lstrip().startswith("Elle y passe"), page
    press(client, cast.zoe(), comment, pourquoi="Elle la prend chaque matin.")
    assert "Elle la prend chaque matin." in client.get(address).text
    assert "Elle y passe" not in client.get("/").text
    acts = LogEntry.objects.filter(object_id=str(comment.pk)).values_list(
        "change_message", flat=True
    )
    assert list(acts) == ["Phrase du choix écrite.", "Choisi pour la une."]
    press(client, cast.zoe(), comment, pourquoi="x" * 201)
    assert CommentPick.objects.get().why == "Elle la prend chaque matin."
    assert "cette phrase dépasse 200 signes" in client.get(f"{QUEUE}choix/").text
    press(client, cast.zoe(), comment)
    assert CommentPick.objects.get().why, "another press leaves the sentence"
    comment.remove(by=cast.sofia(), **cast.against(1))
    assert not CommentPick.objects.exists()


LEAVING = {
    "removed": lambda comment: comment.remove(by=cast.sofia(), **cast.against(1)),
    "withdrawn": lambda comment: comment.withdraw(),
    "erased": lambda comment: comment.erase(by=cast.nora()),
    "hidden": lambda comment: comment.hide(at=timezone.now()),
}


@pytest.mark.parametrize("way", LEAVING)
def test_what_takes_a_comment_off_line_ends_its_choice_in_the_database(comment, way):
    comment.pick_out(by=cast.zoe())
    LEAVING[way](Comment.objects.get(pk=comment.pk))
    assert not CommentPick.objects.exists()


@pytest.mark.once
def test_a_choice_under_an_article_that_leaves_is_not_shown(client, comment):
    comment.pick_out(by=cast.zoe())
    comment.article.kill(notice="L’agence l’a retirée.", by=cast.hicham())
    assert "Le câble est la partie facile." not in client.get("/").text


@pytest.mark.once
def test_the_page_of_choices_shows_an_editor_what_readers_see_and_nothing_else(client, comment):
    waiting = cast.a_comment(text="Un texte que personne n’a relu.", article=comment.article)
    reply, _is_new = comment.answer_as_newsroom("La rédaction remercie.", by=cast.zoe())
    reply.approve(by=cast.sofia())
    other = cast.a_published_comment(text="Sous un autre article.", email="x@exemple.org")
    other.pick_out(by=cast.zoe())
    client.force_login(cast.hicham())
    page = client.get(f"{QUEUE}choix/").text
    assert comment.text in page
    assert other.text in page
    assert "Ne plus choisir" in page
    assert waiting.text not in page
    assert reply.text not in page, "its own words are no reader's"
    assert "x@exemple.org" not in page
    of_article = client.get(f"{QUEUE}choix/?article={comment.article_id}").text
    assert of_article.count(comment.text) == 1
    assert client.get(f"{QUEUE}{comment.pk}/change/").status_code == 403


@pytest.mark.once
def test_the_lead_presses_on_the_card_and_stays_there(client, comment):
    client.force_login(cast.zoe())
    assert "Choisir pour la une" in client.get(f"{QUEUE}{comment.pk}/change/").text
    answer = press(client, cast.zoe(), comment, carte="oui", file="decided")
    assert answer.url.startswith(f"{QUEUE}{comment.pk}/change/")
    assert "Ne plus choisir" in client.get(answer.url).text
    client.force_login(cast.sofia())
    assert "Ne plus choisir" not in client.get(answer.url).text
