"""What the form says before anything is typed."""

import html

from tests import cast


def test_the_form_bears_the_words_of_the_charter_and_what_happens_next(client, db):
    page = html.unescape(client.get(cast.an_article().get_absolute_url()).text)
    assert "nous ne publierons pas de commentaires impliquant des attaques ad hominem" in page
    assert "Le Portail ne publie pas de commentaires avec des liens." in page
    assert "en cliquant sur le bouton « Alerter »" in page
    assert "Une personne relit chaque commentaire avant sa publication" in page
    assert "{site}" not in page


def test_the_charter_is_set_as_french_and_arabic_are_printed(client, db):
    page = client.get("/charte/").content.decode()
    assert "le bouton «\u202fAlerter\u202f»" in page
    assert "« " not in page
    assert " »" not in page
    assert (
        "\u202f"
        not in client.get("/ar/charte/")
        .content.decode()
        .partition("regles")[0]
        .partition("<main")[2]
    )
