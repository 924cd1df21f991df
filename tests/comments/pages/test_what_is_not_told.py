"""What the author's private page leaves out: the pleas of others, and those that stand elsewhere."""

import pytest

from comments.models import Appeal
from tests import cast

pytestmark = pytest.mark.once

ASKED = "Nouvel examen demandé"


def steps_of(client, comment):
    """The steps that the author of this comment reads."""
    page = client.get(f"/suivi/{comment.follow_key}/").text
    return page.partition('<ol class="etapes">')[2].partition("</ol>")[0]


@pytest.mark.slow
def test_an_author_reads_that_they_asked_for_a_new_look_and_not_that_a_reader_did(client, db):
    refused = cast.a_rejected_comment()
    cast.an_appeal(refused)
    assert ASKED in steps_of(client, refused)
    reported = cast.a_published_comment(by=cast.sofia())
    cast.a_contested_answer(reported)
    assert "Commentaire reçu" in steps_of(client, reported)
    assert ASKED not in steps_of(client, reported)


@pytest.mark.slow
def test_a_plea_against_a_sanction_is_no_step_of_the_comment(client, db):
    comment = cast.a_rejected_comment(email="troll@exemple.org")
    sanction = cast.a_suspension(comment, "warn")
    Appeal.objects.lodge(suspension=sanction, text="Je citais.", language="fr")
    assert "Je citais." in client.get(f"/suivi/{comment.follow_key}/").text, "it is told with it"
    assert ASKED not in steps_of(client, comment)
    cast.an_appeal(comment)
    assert steps_of(client, comment).count(ASKED) == 1
