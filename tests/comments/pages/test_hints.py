"""The hint of the form says what the server will say."""

import pytest


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Voir www.exemple.org pour la suite", "www.exemple.org"),
        ("C’est fini.ma famille le dit", ""),
        ("exemple point com", "exemple point com"),
        ("Le procès contre Booking.com continue à Tunis", ""),
    ],
)
def test_it_names_the_link_that_the_form_would_refuse(client, db, text, link):
    answer = client.post("/commentaires/liens", {"text": text})
    assert answer.json() == {"link": link}
    assert "no-store" in answer["Cache-Control"]


def test_it_answers_no_other_site(client, db):
    answer = client.post(
        "/commentaires/liens",
        {"text": "www.exemple.org"},
        headers={"Origin": "https://ailleurs.example"},
    )
    assert answer.status_code == 403
