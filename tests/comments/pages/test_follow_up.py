"""The follow-up page: what became of a comment, why, and what its author can do."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.utils import timezone

from comments.models import Appeal, Comment
from tests import cast


def page_of(client, comment):
    return unescape(client.get(f"/suivi/{comment.follow_key}/").text)


def act(client, comment, noun, headers=None, **data):
    return client.post(f"/suivi/{comment.follow_key}/{noun}/", data, headers=headers)


@pytest.mark.parametrize("key", ["x", "1", "../1", "a" * 43, "%00"])
def test_nothing_is_reached_by_guessing(client, db, key):
    cast.a_comment()
    assert client.get(f"/suivi/{key}/").status_code == 404
    assert client.get(f"/alertes/{key}/").status_code == 404


def test_a_dead_private_link_says_so(client, db):
    response = client.get(f"/suivi/{'a' * 43}/")
    assert response.status_code == 404
    assert "Ce lien privé n’est pas valable, ou ne l’est plus" in unescape(response.text)


@pytest.mark.slow
def test_each_state_is_told(client, db):
    comment = cast.a_comment()
    assert "attend sa relecture" in page_of(client, comment)
    assert f"http://testserver/suivi/{comment.follow_key}/" in page_of(client, comment)
    comment.approve(by=cast.sofia())
    assert "Votre commentaire est publié" in page_of(client, comment)
    comment.withdraw()
    assert "Vous avez retiré votre commentaire" in page_of(client, comment)
    assert "Retiré par vous" in page_of(client, comment)
    erased = cast.a_comment()
    erased.erase(by=cast.nora())
    assert "Ce commentaire a été effacé" in page_of(client, erased)


def test_a_refusal_gives_its_statement_of_reasons(client, db):
    comment = cast.a_comment(text="Venant d’un ignorant, rien d’étonnant.")
    comment.reject(
        by=cast.sofia(), clause=cast.clause(1), facts="La phrase vise l’auteur de l’article.",
        reasons="« Venant d’un ignorant » vise une personne.",
    )  # fmt: skip
    page = page_of(client, comment)
    assert "n’a pas été publié" in page
    assert "1. Attaque ad hominem" in page
    assert "/charte/1/#regle-1" in page
    assert "« Venant d’un ignorant » vise une personne." in page
    sent = client.get(f"/suivi/{comment.follow_key}/").content.decode()
    assert "«\u202fVenant d’un ignorant\u202f» vise" in sent, "typeset, as what is quoted"
    for words in ("Écrire un autre commentaire", "Faire effacer ce que vous gardez de moi"):
        link = sent.partition(words)[0].rpartition("<a")[2]
        assert "class=" not in link, "it looks like any link of a text"
    assert "La phrase vise l’auteur de l’article." in page
    assert "aucun traitement automatisé" in page
    assert "Demander un nouvel examen" in page
    assert "Sofia" not in page, "the moderator's name stays in the house"


@pytest.mark.slow
def test_a_removal_leaves_a_stone_with_its_rule_for_readers(client, db):
    comment = cast.a_published_comment(name="M. Ferrand", text="Un texte qui part.")
    reply = cast.a_published_comment(article=comment.article, parent=comment)
    comment.remove(by=cast.paul(), **cast.against(1))
    page = unescape(client.get(comment.article.get_absolute_url()).text)
    assert "Un texte qui part." not in page
    assert "a été retiré après publication : attaque ad hominem (règle 1 de la charte), le" in page
    assert reply.text in page, "replies stay"
    assert "a été retiré" in page_of(client, comment)


def test_an_author_mends_a_text_that_waits(client, db):
    comment = cast.a_comment(text="Premier jet.")
    saved = act(client, comment, "texte", text="Second jet.")
    assert saved.status_code == 302
    assert "Votre modification est enregistrée." in unescape(client.get(saved["Location"]).text)
    comment.refresh_from_db()
    assert comment.text == "Second jet."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Votre commentaire est vide."),
        ("Voir exemple.org", "ne publie pas de commentaires avec des liens"),
        ("a" * 2001, "Retirez 1 signe"),
    ],
)
def test_a_faulty_edit_is_told_and_kept(client, db, text, sentence):
    comment = cast.a_comment(text="Premier jet.")
    response = act(client, comment, "texte", text=text)
    assert response.status_code == 422
    assert sentence in unescape(response.text)
    assert f">\r\n{text}</textarea>" in response.text or f">\n{text}</textarea>" in response.text
    comment.refresh_from_db()
    assert comment.text == "Premier jet."


def test_an_edit_too_late_answers_409_with_where_things_stand(client, db):
    comment = cast.a_comment()
    Comment.objects.get(pk=comment.pk).approve(by=cast.sofia())
    response = act(client, comment, "texte", text="Trop tard.")
    assert response.status_code == 409
    assert "les choses ont bougé" in response.text
    assert "Trop tard." in response.text, "the words typed are given back"
    assert "Erreur :" in response.text
    assert "Votre commentaire est publié" in unescape(response.text)


@pytest.mark.slow
def test_an_older_tab_does_not_overwrite_a_newer_text(client, db):
    comment = cast.a_comment(text="Premier jet.")
    page = page_of(client, comment)
    opened_with = re.search(r'name="revision" value="(\d+)"', page)[1]
    assert (
        act(client, comment, "texte", text="Second jet.", revision=opened_with).status_code == 302
    )
    response = act(client, comment, "texte", text="Un autre jet.", revision=opened_with)
    assert response.status_code == 409
    told = unescape(response.text)
    assert "Second jet." in told
    assert re.search(r"<textarea[^>]*>\s*Un autre jet\.</textarea>", told), "nothing typed is lost"
    assert "modifié ailleurs" in told
    comment.refresh_from_db()
    assert comment.text == "Second jet."
    seen = re.search(r'name="revision" value="(\d+)"', told)[1]
    assert act(client, comment, "texte", text="Un autre jet.", revision=seen).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "Un autre jet."


@pytest.mark.slow
def test_an_author_takes_a_comment_back_and_a_double_click_does_no_harm(client, db):
    comment = cast.a_published_comment()
    assert act(client, comment, "retrait").status_code == 302
    assert act(client, comment, "retrait").status_code == 302
    comment.refresh_from_db()
    assert comment.state == "withdrawn"
    assert comment.text not in client.get(comment.article.get_absolute_url()).text


@pytest.mark.slow
def test_another_site_cannot_act_for_an_author(client, db):
    comment = cast.a_rejected_comment()
    waiting = cast.a_comment()
    elsewhere = {"Origin": "https://ailleurs.example"}
    assert act(client, waiting, "retrait", elsewhere).status_code == 403
    assert act(client, waiting, "texte", elsewhere, text="Forcé.").status_code == 403
    assert act(client, comment, "recours", elsewhere, appeal="Forcé.").status_code == 403
    waiting.refresh_from_db()
    assert waiting.is_pending
    assert not Appeal.objects.exists()


@pytest.mark.slow
def test_an_appeal_is_lodged_once_and_shown(client, db):
    comment = cast.a_rejected_comment()
    for _click in range(2):
        act(client, comment, "recours", appeal="Je visais l’argument.")
    assert Appeal.objects.count() == 1
    page = page_of(client, comment)
    assert "Je visais l’argument." in page
    assert "Nouvel examen demandé" in page
    assert "<textarea" not in page


@pytest.mark.slow
def test_a_second_plea_with_other_words_is_not_said_to_have_gone(client, db):
    comment = cast.a_rejected_comment()
    act(client, comment, "recours", appeal="Je visais l’argument.")
    response = act(client, comment, "recours", appeal="Et encore une chose.")
    assert response.status_code == 409
    assert "votre premier message seul compte" in response.text
    assert "Et encore une chose." in response.text


def test_a_link_written_too_late_is_told_to_be_late(client, db):
    comment = cast.a_published_comment()
    response = act(client, comment, "texte", text="Voir exemple.org")
    assert response.status_code == 409
    assert "Voir exemple.org" in response.text


def test_an_empty_appeal_is_asked_for(client, db):
    comment = cast.a_rejected_comment()
    response = act(client, comment, "recours", appeal=" ")
    assert response.status_code == 422
    assert "Dites en quelques mots" in unescape(response.text)


@pytest.mark.slow
def test_an_appeal_is_open_for_six_months(client, db):
    comment = cast.a_comment()
    long_ago = timezone.now() - timedelta(days=settings.APPEAL_WINDOW_DAYS, minutes=1)
    comment.reject(by=cast.sofia(), at=long_ago, **cast.against(1))
    assert "<textarea" not in page_of(client, comment)
    assert act(client, comment, "recours", appeal="Trop tard.").status_code == 409
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("make", [cast.a_comment, cast.a_published_comment])
def test_what_was_not_refused_cannot_be_appealed(client, db, make):
    comment = make()
    assert act(client, comment, "recours", appeal="Pourquoi pas.").status_code == 409


@pytest.mark.slow
def test_replies_are_told_to_the_author(client, db):
    comment = cast.a_published_comment()
    reply = cast.a_published_comment(article=comment.article, parent=comment, name="Karim L.")
    cast.a_comment(article=comment.article, parent=comment, name="Pas encore")
    page = page_of(client, comment)
    assert "Karim L." in page
    assert reply.get_absolute_url() in page
    assert "Pas encore" not in page


@pytest.mark.slow
def test_a_comment_is_mended_twenty_times_and_no_more(client, db, settings):
    settings.COMMENT_MOST_EDITS = 2
    comment = cast.a_comment(text="Premier jet.")
    for text in ("Deuxième jet.", "Troisième jet."):
        assert act(client, comment, "texte", text=text).status_code == 302
    again = act(client, comment, "texte", text="Troisième jet.")
    assert again.status_code == 302, "a second click on the last one"
    assert "Modifier avant la relecture" not in page_of(client, comment)
    response = act(client, comment, "texte", text="Quatrième jet.")
    assert response.status_code == 422
    assert "déjà modifié ce commentaire bien des fois" in unescape(response.text)
    assert "Quatrième jet." in response.text


def test_a_plea_about_what_was_never_decided_finds_no_form(client, db):
    comment = cast.a_comment()
    response = act(client, comment, "recours", appeal="")
    assert response.status_code == 409
    assert 'name="appeal"' not in response.text


@pytest.mark.slow
def test_an_article_taken_off_line_is_not_named_any_more(client, db):
    comment = cast.a_comment(article=cast.an_article(headline="Un titre retiré depuis"))
    assert "Un titre retiré depuis" in page_of(client, comment)
    comment.article.return_to_draft()
    page = page_of(client, comment)
    assert "Un titre retiré depuis" not in page
    assert "sous un article qui n’est plus en ligne" in page


@pytest.mark.slow
def test_whoever_took_their_words_back_is_named_nowhere(client, db):
    opening = cast.a_published_comment()
    article = opening.article
    answered = cast.a_published_comment(article=article, parent=opening, name="Yasmine T.")
    cast.a_published_comment(article=article, parent=answered, name="Karim L.")
    assert "en réponse à <bdi>Yasmine T.</bdi>" in client.get(article.get_absolute_url()).text
    act(client, answered, "retrait")
    page = client.get(article.get_absolute_url()).text
    assert "Yasmine" not in page
    assert "en réponse à" not in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("suspend", "n’a pas été publié, et vos commentaires sont suspendus"),
        ("ban", "n’a pas été publié, et vous ne pouvez plus commenter ici"),
    ],
)
def test_the_title_tells_whoever_is_shut_out_of_both_decisions(client, db, kind, told):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    cast.a_suspension(comment, kind, by=cast.zoe())
    page = page_of(client, comment)
    assert told in page.partition("<title>")[2].partition("</title>")[0]
    assert told in page.partition("<h1")[2].partition("</h1>")[0]
    assert "La sanction est une décision à part" in page
    places = [page.index(words) for words in (
        "Exposé des motifs", ">Demander un nouvel examen</h2>",
        "Il porte sur la décision de ne pas publier votre commentaire.",
        "Vous pouvez aussi saisir un organe", "Contester cette sanction", "Recevoir la suite",
    ) if words in page]  # fmt: skip
    assert places == sorted(places), "each appeal stands with what it contests"
    assert len(places) == 5, "an address is known"
