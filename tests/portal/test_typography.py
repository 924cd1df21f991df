"""French spaces, where French typography wants them."""

import pytest

from portal.french_messages import french
from tests import cast


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Merci de votre lecture !", "Merci de votre lecture\u202f!"),
        ("Source :", "Source\u00a0:"),
        ("le bouton « Alerter ».", "le bouton «\u202fAlerter\u202f»."),
        ("Rien n’est perdu ; renvoyez.", "Rien n’est perdu\u202f; renvoyez."),
        ("<strong>Source :</strong>", "<strong>Source\u00a0:</strong>"),
        ("à 11:43", "à 11:43"),
        ("%(n)s : {link}", "%(n)s\u00a0: {link}"),
    ],
)
def test_a_space_that_was_typed_becomes_the_right_one(typed, printed):
    assert french(typed) == printed


def test_the_page_bears_them(client, db):
    page = client.get("/charte/").content.decode()
    assert "Merci de votre lecture\u202f!" in page


def test_a_comment_that_a_form_quotes_bears_them_too(client, db):
    comment = cast.a_published_comment(text="Je confirme : c’est vrai.")
    page = client.get(f"/commentaires/{comment.pk}/alerte/").content.decode()
    assert "Je confirme\u00a0: c’est vrai." in page


def test_zero_is_singular_in_french():
    from django.utils.translation import ngettext

    words = "%(n)s publié", "%(n)s publiés"
    assert ngettext(*words, 0) == "%(n)s publié"
    assert ngettext(*words, 2) == "%(n)s publiés"
