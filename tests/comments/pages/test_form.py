"""«Nouveau commentaire»: what happens to a form, well filled or not, and to the text in it."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from comments.door import stamp
from comments.models import Comment, Refusal
from tests import cast

pytestmark = pytest.mark.slow

TEXT = "Le passage sur les bibliothèques est juste."


@pytest.fixture
def article(db):
    return cast.an_article()


def send(client, article, *, headers=None, language="", **fields):
    data = {
        "name": "Lina",
        "email": "",
        "text": TEXT,
        "stamp": stamp.stamp_for(article.pk),
        **fields,
    }
    address = f"{language}/articles/{article.pk}/commentaires/"
    return client.post(address, {k: v for k, v in data.items() if v is not None}, headers=headers)


def assert_kept(response, text=TEXT):
    """The typed text is still in the form, to be mended and sent again."""
    typed = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", response.text, re.DOTALL)[1]
    assert html.unescape(typed) == text


def test_a_comment_leads_to_its_private_page_and_is_not_yet_to_be_read(client, article):
    response = send(client, article, email="lina@exemple.org")
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/suivi/{comment.follow_key}/#contenu"
    assert not response.cookies
    page = client.get(response["Location"])
    assert "Votre commentaire attend sa relecture" in page.text
    assert TEXT in page.text
    public = client.get(article.get_absolute_url()).text
    assert TEXT not in public
    assert "lina@exemple.org" not in public


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Indiquez un nom ou un pseudonyme."),
        ({"name": None}, "Indiquez un nom ou un pseudonyme."),
        ({"name": "N" * 61}, "Raccourcissez ce nom : 60 signes au plus (vous en avez 61)."),
        ({"name": "exemple.org"}, "retirez de votre nom <strong><bdi>exemple.org</bdi></strong>"),
        ({"name": "M0dérati0n"}, "Choisissez un autre nom"),
        ({"name": "Le Portail"}, "Choisissez un autre nom"),
        ({"email": "lina@exemple"}, "Saisissez une adresse électronique complète"),
        ({"parent": "999999"}, "Le commentaire auquel vous répondez n’est plus en ligne."),
        ({"parent": "abc"}, "Le commentaire auquel vous répondez n’est plus en ligne."),
        ({"stamp": ""}, "La page est restée ouverte trop longtemps."),
        ({"stamp": "forged"}, "La page est restée ouverte trop longtemps."),
    ],
)
def test_each_fault_gets_its_own_sentence_and_the_text_is_kept(client, article, fields, sentence):
    response = send(client, article, **fields)
    assert response.status_code == 422
    assert sentence in html.unescape(response.text)
    assert "<title>Erreur :" in response.text
    assert 'role="alert"' in response.text
    assert_kept(response)
    assert not Comment.objects.exists()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b\u200b"])
def test_an_empty_comment_is_asked_for(client, article, text):
    response = send(client, article, text=text)
    assert response.status_code == 422
    assert "Écrivez votre commentaire avant de l’envoyer." in response.text


def test_a_comment_too_long_is_told_by_how_much(client, article):
    text = "a" * (settings.COMMENT_MAX_LENGTH + 120)
    response = send(client, article, text=text)
    assert response.status_code == 422
    assert "Retirez 120 signes : 2 000 au plus." in response.text
    assert_kept(response, text)


def test_a_link_is_shown_and_refused_with_the_rule(client, article):
    text = "Le rapport est ici : www.exemple.org/page. Il nuance beaucoup."
    response = send(client, article, text=text)
    assert response.status_code == 422
    assert "Le rapport est ici : <mark>www.exemple.org/page</mark>. Il nuance" in response.text
    assert "Le Portail ne publie pas de commentaires avec des liens." in response.text
    assert 'aria-invalid="true"' in response.text
    assert 'aria-describedby="id_text_helptext id_text_error"' in response.text
    assert 'id="id_text_error"' in response.text
    assert_kept(response, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("?!... :-)", "il n’y a ici ni lettre ni chiffre"),
        (
            "VOUS RACONTEZ N’IMPORTE QUOI, COMME TOUJOURS, ET PERSONNE NE VOUS LE DIT",
            "en capitales",
        ),
        ("Noooooooooooooooooooooooon", "Raccourcissez « ooooo… »"),
        ("Encore une fois.\n" * 3, "comme « Encore une fois. » : une fois suffit"),
        ("Tout est là : exemple point com", "<mark>exemple point com</mark>"),
        ("Tout est là : ехаmрlе.соm", "<mark>ехаmрlе.соm</mark>"),
    ],
)
def test_a_text_that_breaks_a_rule_is_told_which_and_kept(client, article, text, sentence):
    response = send(client, article, text=text)
    assert response.status_code == 422
    assert sentence in html.unescape(response.text)
    assert_kept(response, text.strip() if "Encore" not in text else text)
    assert not Comment.objects.exists()


def test_each_rule_a_text_breaks_is_told_at_once(client, article):
    text = "VOUS RACONTEZ N’IMPORTE QUOI SUR EXEMPLE.COM, COMME TOUJOURS, ET PERSONNE NE DIT RIENNNNNNNNNNNNNNNNNNNNNN"
    page = html.unescape(send(client, article, text=text).text)
    assert "ne publie pas de commentaires avec des liens" in page
    assert "en capitales" in page
    assert "« NNNNN… »" in page
    assert "3 points à corriger" in page


def test_an_e_mail_address_is_refused_as_what_it_is(client, article):
    page = html.unescape(send(client, article, text="Écrivez-moi : lina@exemple.org").text)
    assert "ne publie ni lien ni adresse électronique" in page
    assert "<mark>lina@exemple.org</mark>" in page


def test_where_no_field_is_at_fault_no_point_is_to_be_corrected(client, article):
    page = send(client, article, stamp="").text
    assert "Votre commentaire n’est pas parti</p>" in page
    assert "à corriger" not in page


def test_a_doubtful_link_passes_with_a_flag_on_its_words(client, article):
    assert send(client, article, text="Lisez le dossier de voyage.ma").status_code == 302
    flag = Comment.objects.get().revision.flags.get()
    assert flag.code == "doubtful_link"
    client.force_login(cast.sofia())
    card = client.get(f"/admin/comments/comment/{Comment.objects.get().pk}/change/").text
    assert "Lisez le dossier de <mark>voyage.ma</mark>" in card
    assert "Les mots marqués ressemblent à une adresse" in html.unescape(card)


def test_the_trap_tells_and_keeps_the_text(client, article):
    response = send(client, article, site="https://spam.example")
    assert response.status_code == 422
    assert "Un champ caché a été rempli" in html.unescape(response.text)
    assert_kept(response)
    assert "spam.example" not in response.text


def test_each_refusal_is_counted_by_day_and_reason_and_nothing_else_is_kept(client, article):
    send(client, article, text="Voir exemple.org")
    send(client, article, text="Voir exemple.org", name="")
    send(client, article, headers={"Origin": "https://ailleurs.example"})
    counts = dict(Refusal.objects.values_list("code", "count"))
    assert counts == {"link": 2, "required": 1, "elsewhere": 1}
    assert {field.name for field in Refusal._meta.fields} == {"id", "day", "code", "count"}


def test_two_faults_are_counted_and_each_leads_to_its_field(client, article):
    page = send(client, article, name="", text="").text
    assert "2 points à corriger" in page
    assert '<a href="#id_name">' in page
    assert '<a href="#id_text">' in page


@pytest.mark.parametrize("name", ["\u200d\u200d", "\u2800\u2800", "---", "\u200d.\u200c"])
def test_a_name_that_nobody_can_read_is_none(client, article, name):
    response = send(client, article, name=name)
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_an_address_longer_than_any_mail_server_takes_is_told(client, article):
    response = send(
        client, article, email=f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.org"
    )
    assert response.status_code == 422
    assert "254 signes au plus" in html.unescape(response.text)


def test_a_discussion_that_closed_meanwhile_says_so_and_gives_the_text_back(client, article):
    article.comment_policy = "closed"
    article.save()
    response = send(client, article)
    assert response.status_code == 403
    assert "Cette discussion est close" in response.text
    assert_kept(response)
    assert not Comment.objects.exists()


def test_a_closed_discussion_can_still_be_read_and_alerted_on(client, article):
    comment = cast.a_published_comment(article=article)
    article.comment_policy = "closed"
    article.save()
    assert "Cette discussion est close" in client.get(f"{article.home_url}commentaires/").text
    page = client.get(article.get_absolute_url()).text
    assert "Cette discussion est close" in page
    assert comment.html in page
    assert f"/commentaires/{comment.pk}/alerte/" in page
    assert "Répondre" not in page
    assert "<textarea" not in page


def test_a_discussion_past_its_days_says_how_long_they_last(client, article):
    article.section.comment_days = 14
    article.section.save()
    article.published_at = timezone.now() - timedelta(days=20)
    article.save()
    assert (
        "Les commentaires y étaient ouverts pendant les 14 jours"
        in client.get(article.get_absolute_url()).text
    )


@pytest.mark.parametrize("which", ["unknown", "draft"])
def test_an_article_no_longer_on_line_gives_the_text_back(client, article, which):
    if which == "draft":
        article.return_to_draft()
    else:
        article.pk = 999_999
    response = send(client, article)
    assert response.status_code == 404
    assert "n’est pas, ou n’est plus, en ligne" in response.text
    assert_kept(response)


def test_the_address_of_the_form_leads_back_to_the_article(client, article):
    response = client.get(f"/articles/{article.pk}/commentaires/")
    assert response["Location"] == article.get_absolute_url() + "#nouveau"


def test_a_reply_is_offered_in_the_page_itself(client, article):
    comment = cast.a_published_comment(article=article, name="Nadia B.")
    page = client.get(f"{article.get_absolute_url()}?repondre={comment.pk}").text
    assert "Réponse à <strong><bdi>Nadia B.</bdi></strong>" in page
    assert f'name="parent" value="{comment.pk}"' in page
    send(client, article, parent=str(comment.pk))
    assert Comment.objects.get(name="Lina").parent == comment


@pytest.mark.parametrize("asked", ["999999", "abc", "²", "9" * 40, "-1"])
def test_a_reply_to_nothing_is_a_plain_form(client, article, asked):
    response = client.get(article.get_absolute_url(), {"repondre": asked})
    assert response.status_code == 200
    assert "Réponse à <strong>" not in response.text


def test_refusals_speak_the_language_of_the_page(client, article):
    arabic = send(client, article, language="/ar", name="", text="")
    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert "Indiquez un nom" not in arabic.text
    english = send(client, article, language="/en", name="", text="")
    assert '<html lang="en"' in english.text
    assert "Indiquez un nom" not in english.text


def test_a_name_is_read_in_its_own_direction_in_an_arabic_page_too(client, article):
    page = client.get(f"/ar{article.get_absolute_url()}").text
    (field,) = re.findall(r'<input[^>]* name="name"[^>]*>|<input[^>]*\bname="name"[^>]*>', page)
    assert 'dir="auto"' in field


def test_what_is_typed_comes_out_of_the_page_as_text(client, article):
    attack = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} </textarea><svg>'
    response = send(client, article, name='<b onmouseover="x()">Lina</b>', text=attack)
    key = response["Location"].split("/")[2]
    comment = Comment.objects.get(follow_key=key)
    follow = client.get(f"/suivi/{key}/").text
    comment.approve(by=cast.sofia())
    for page in (follow, client.get(article.get_absolute_url()).text, comment.html):
        for live in ("<script>alert", "<img src=x", "<svg>", "<b onmouseover"):
            assert live not in page


@pytest.mark.parametrize("unit", ["a\u200d", "\ufe0f", "e\u0301\u200c", "x"])
def test_no_joiner_nor_mark_lets_a_text_be_endless(client, article, unit):
    assert send(client, article, text="Bonjour. " + unit * 100_000).status_code == 422
    assert not Comment.objects.exists()
