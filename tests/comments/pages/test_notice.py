"""«Alerter»: any reader, no account, no JavaScript; and an answer."""

from html import unescape

import pytest

from comments.models import Comment, Notice, Thresholds
from tests import cast


@pytest.fixture
def comment(db):
    return cast.a_published_comment(name="Anouar", text="Un texte publié.")


def send(client, comment, headers=None, language="", **data):
    data = {"clause": "1", "explanation": "La fin vise une personne.", "email": "", **data}
    return client.post(f"{language}/commentaires/{comment.pk}/alerte/", data, headers=headers)


LEGAL = {
    "clause": "7", "step": "2", "name": "Une lectrice", "email": "lectrice@exemple.org",
    "explanation": "Ce texte reproduit mon poème entier.", "good_faith": "on",
}  # fmt: skip


@pytest.mark.slow
def test_every_published_comment_can_be_alerted_on(client, comment):
    page = client.get(comment.article.get_absolute_url()).text
    assert f'href="/commentaires/{comment.pk}/alerte/"' in page
    form = unescape(client.get(f"/commentaires/{comment.pk}/alerte/").text)
    assert "Un texte publié." in form
    assert form.count('type="radio"') == 9 + 1, "nine, and none yet"
    assert "Autre chose" in form


@pytest.mark.slow
def test_an_alert_is_recorded_on_what_was_read_and_hides_nothing(client, comment):
    response = send(client, comment)
    notice = Notice.objects.get()
    assert response["Location"] == f"/alertes/{notice.follow_key}/#contenu"
    assert notice.revision == comment.published_revision
    assert notice.clause == cast.clause(1)
    assert "Une personne va relire ce message" in client.get(response["Location"]).text
    assert comment.html in client.get(comment.article.get_absolute_url()).text
    assert list(Comment.objects.reported()) == [comment]


@pytest.mark.slow
def test_something_else_than_a_rule_is_read_too(client, comment):
    send(client, comment, clause="0", explanation="Il se trompe de ville.")
    assert Notice.objects.get().clause is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"clause": ""}, "Choisissez la règle en cause, ou « Autre chose »."),
        ({"clause": "99"}, "Choisissez la règle en cause, ou « Autre chose »."),
        ({"explanation": "a" * 1001}, "Retirez 1 signe : 1 000 au plus."),
        ({"email": "pas une adresse"}, "Saisissez une adresse électronique complète"),
        ({**LEGAL, "name": ""}, "Indiquez votre nom"),
        ({**LEGAL, "email": ""}, "Saisissez une adresse électronique complète"),
        ({**LEGAL, "explanation": ""}, "Expliquez pourquoi ce message est illicite"),
        ({**LEGAL, "good_faith": ""}, "Cochez cette case"),
    ],
)
def test_each_fault_gets_its_own_sentence_and_the_text_is_kept(client, comment, data, sentence):
    response = send(client, comment, **data)
    assert response.status_code == 422
    page = unescape(response.text)
    assert sentence in page
    assert (data.get("explanation") or "La fin vise une personne.")[:20] in page or not data.get(
        "explanation", True
    )
    assert not Notice.objects.exists()


@pytest.mark.slow
def test_unlawful_content_asks_in_a_second_step_what_the_law_asks(client, comment):
    first = send(client, comment, clause="7", explanation="Une menace.")
    assert first.status_code == 200
    page = unescape(first.text)
    assert "la loi demande un peu plus" in page
    assert "Une menace." in page
    assert 'name="good_faith"' in page
    assert 'name="step" value="2"' in page, "else the second step would come back for ever"
    assert "Erreur" not in page
    assert send(client, comment, **LEGAL).status_code == 302
    notice = Notice.objects.get()
    assert notice.is_legal
    assert notice.good_faith
    assert notice.email == "lectrice@exemple.org"


@pytest.mark.slow
def test_the_same_reader_on_the_same_text_counts_once_and_two_strangers_twice(client, comment):
    first = send(client, comment)
    assert send(client, comment)["Location"] == first["Location"], "a double click"
    again = send(client, comment, clause="2", explanation="Encore.")
    assert again.status_code == 409
    assert "Votre alerte est en cours de lecture" in again.text
    assert "Encore." in again.text
    send(client, comment, headers={"User-Agent": "another browser"})
    assert Notice.objects.count() == 2
    assert Comment.objects.reported().get().alleged == 20


@pytest.mark.slow
def test_an_alert_that_was_settled_at_once_is_not_being_read(client, comment):
    cast.a_notice(comment)
    comment.keep(by=cast.sofia())
    send(client, comment)
    again = unescape(send(client, comment, clause="2", explanation="Encore.").text)
    assert "en cours de lecture" not in again
    assert "la modération l’a relu" in again


@pytest.mark.slow
def test_the_number_of_alerts_ranks_but_the_law_goes_first(client, db):
    twice, once, unlawful = (cast.a_published_comment() for _each in range(3))
    cast.a_notice(twice)
    cast.a_notice(twice)
    cast.a_notice(once)
    cast.a_notice(unlawful, is_legal=True, good_faith=True)
    assert list(Comment.objects.reported()) == [unlawful, twice, once]


@pytest.mark.slow
def test_a_decision_answers_every_open_notice(client, comment):
    notices = [cast.a_notice(comment), cast.a_notice(comment)]
    decision = comment.keep(by=cast.sofia())
    for notice in notices:
        notice.refresh_from_db()
        assert notice.answer == decision
        page = client.get(f"/alertes/{notice.follow_key}/").text
        assert "est conforme à la charte ; il reste publié" in page
    assert not Comment.objects.reported().exists()
    assert decision.detection == "notice"


@pytest.mark.slow
def test_a_removal_is_told_to_the_one_who_alerted(client, comment):
    notice = cast.a_notice(comment, is_legal=True, good_faith=True)
    decision = comment.remove(by=cast.sofia(), **cast.against(1))
    page = client.get(f"/alertes/{notice.follow_key}/").text
    assert "Le message que vous avez signalé a été retiré (règle 1)." in page
    assert decision.detection == "legal_notice"


@pytest.mark.slow
def test_a_second_click_on_the_alert_that_hid_a_comment_leads_to_its_page(client, comment):
    Thresholds.objects.create(pk=1, hide_at_weight=10)
    first, second = send(client, comment), send(client, comment)
    comment.refresh_from_db()
    assert not comment.is_visible
    assert second.status_code == 302
    assert second["Location"] == first["Location"]
    assert send(client, comment, explanation="Autre chose encore.").status_code == 404


@pytest.mark.parametrize("state", ["pending", "removed", "unknown", "draft article"])
def test_what_is_not_on_line_cannot_be_alerted_on_and_the_text_is_given_back(
    client, comment, state
):
    if state == "pending":
        comment = cast.a_comment()
    elif state == "removed":
        comment.remove(by=cast.sofia(), **cast.against(1))
    elif state == "unknown":
        comment.pk = 999_999
    else:
        comment.article.return_to_draft()
    assert client.get(f"/commentaires/{comment.pk}/alerte/").status_code == 404
    response = send(client, comment)
    assert response.status_code == 404
    assert "il n’y a plus rien à signaler" in response.text
    assert "La fin vise une personne." in response.text
    assert not Notice.objects.exists()


def test_another_site_cannot_alert_for_a_reader(client, comment):
    response = send(client, comment, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "La fin vise une personne." in response.text
    assert not Notice.objects.exists()


def test_the_form_speaks_the_language_of_its_page(client, comment):
    page = client.get(f"/ar/commentaires/{comment.pk}/alerte/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "هجوم شخصي" in page


@pytest.mark.slow
def test_a_notice_that_came_after_the_card_was_shown_keeps_its_own_answer(db):
    comment = cast.a_published_comment()
    seen = cast.a_notice(comment)
    later = cast.a_notice(comment, is_legal=True, good_faith=True)
    comment.keep(by=cast.sofia(), notices_up_to=seen.pk)
    assert list(Notice.objects.open()) == [later]
    assert comment.last_decision.detection == "notice"
    assert list(Comment.objects.reported()) == [comment]


def test_a_removal_answers_whoever_alerted_meanwhile_too(db):
    comment = cast.a_published_comment()
    seen = cast.a_notice(comment)
    cast.a_notice(comment)
    comment.remove(by=cast.sofia(), notices_up_to=seen.pk, **cast.against(1))
    assert not Notice.objects.open().exists()


@pytest.mark.slow
def test_whoever_took_their_words_back_is_not_quoted_to_those_who_alerted(client, comment):
    notice = cast.a_notice(comment)
    comment.refresh_from_db()
    comment.withdraw()
    page = unescape(client.get(f"/alertes/{notice.follow_key}/").text)
    assert "Anouar" not in page
    assert "Un texte publié." not in page
