"""Erasing a person's words: asked twice, on a ground that colleagues can read afterwards."""

from html import unescape

import pytest

from comments.log.audit import broken_links
from comments.models import Comment, Note
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def administrator(client, db):
    client.force_login(cast.nora())
    return client


def erase(client, comment, **data):
    return client.post(f"{QUEUE}{comment.pk}/effacement/", data)


def is_erased(comment):
    return Comment.objects.get(pk=comment.pk).state == Comment.State.ERASED


@pytest.mark.slow
def test_the_first_press_only_asks_and_the_second_erases(administrator):
    comment = cast.a_published_comment(name="Lina", email="lina@exemple.org")
    asked = erase(administrator, comment, ground="person")
    assert asked.status_code == 200
    page = unescape(asked.text)
    assert "Effacer le commentaire de Lina ?" in " ".join(page.split())
    assert '<option value="person" selected>' in page
    assert not is_erased(comment)
    done = erase(administrator, comment, ground="person", word="Lettre du 3 mai.", sure="1")
    assert done.status_code == 302
    assert is_erased(comment)
    note = Note.objects.get()
    assert note.text == "Effacé. Demande de la personne. Lettre du 3 mai."
    assert note.by == cast.nora()
    assert list(broken_links()) == []
    card = unescape(administrator.get(f"{QUEUE}{comment.pk}/change/").text)
    assert "Effacé. Demande de la personne." in card


@pytest.mark.parametrize("data", [{}, {"ground": "whim"}, {"ground": "other"}])
def test_without_a_ground_nothing_is_erased(administrator, data):
    comment = cast.a_comment()
    answer = erase(administrator, comment, sure="1", **data)
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.text
    assert not is_erased(comment)
    assert not Note.objects.exists()


@pytest.mark.slow
def test_the_card_asks_for_the_ground(administrator):
    page = administrator.get(f"{QUEUE}{cast.a_comment().pk}/change/").text
    form = page[page.index("/effacement/") :]
    assert 'name="ground"' in form
    assert 'name="sure"' not in form


@pytest.mark.slow
def test_who_may_not_erase_is_asked_nothing(desk):
    comment = cast.a_comment()
    assert erase(desk, comment, ground="person", sure="1").status_code == 403
    assert not is_erased(comment)
