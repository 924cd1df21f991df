"""At the desk, contested words are read one by one, and decided by those who may judge them."""

import re
from html import unescape

import pytest
from django.utils import timezone

from comments.models import Comment
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"
REMOVE = 'name="kind" value="remove"'


def judged_on_appeal():
    """A comment that was refused, and published by the lead on its author's appeal."""
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    return Comment.objects.get(pk=comment.pk)


def remove_together(client, *comments, **more):
    """Press the button of a selection, as the lead; return the states it leaves."""
    client.force_login(cast.zoe())
    comments = [Comment.objects.get(pk=comment.pk) for comment in comments]
    seen = [f"{comment.pk}:{comment.version}" for comment in comments]
    ground = {"clause": "1", "reasons": "Ce passage vise une personne."}
    answer = client.post(
        f"{QUEUE}decisions/",
        {"kind": "remove", "comment": seen, **ground, **more},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    return [Comment.objects.get(pk=comment.pk).state for comment in comments]


@pytest.mark.slow
def test_an_appeal_is_read_by_itself_and_never_answered_in_bulk(client, db):
    plain = cast.a_published_comment(by=cast.sofia())
    contested = cast.a_published_comment(by=cast.sofia())
    appeal = cast.a_contested_answer(contested)
    states = remove_together(client, plain, contested, appeal_seen=appeal.pk)
    assert states == ["published", "published"], (
        "one has seen no such appeal, the other is contested"
    )
    assert remove_together(client, plain, contested) == ["removed", "published"]
    appeal.refresh_from_db()
    assert appeal.answer is None


def test_the_card_says_when_an_appeal_was_lodged_and_not_that_the_decision_fell_then(client, db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    lodged = cast.an_appeal(comment)
    client.force_login(cast.zoe())
    page = client.get(f"{QUEUE}{comment.pk}/change/?file=appealed").text
    words = " ".join(re.sub("<[^>]+>", " ", page).split())
    day = f"{timezone.localtime(lodged.at):%H:%M}"
    assert re.search(
        rf"contre la décision de Sofia M\. · déposé le [^·]* {day} · réponse due", words
    )


@pytest.mark.slow
def test_words_judged_on_appeal_are_left_out_of_a_bulk_decision(client, db):
    plain, judged = cast.a_published_comment(by=cast.sofia()), judged_on_appeal()
    assert remove_together(client, plain, judged) == ["removed", "published"]


@pytest.mark.slow
def test_the_card_of_words_judged_on_appeal_has_buttons_for_a_lead_alone(client, db):
    address = f"{QUEUE}{judged_on_appeal().pk}/change/"
    client.force_login(cast.zoe())
    assert REMOVE in client.get(address).text
    client.force_login(cast.paul())
    page = client.get(address).text
    assert REMOVE not in page
    assert "Ce commentaire revient à quelqu’un d’autre" in page


def test_whoever_judges_an_appeal_reads_the_passage_and_the_law_of_the_decision(client, db):
    comment = cast.a_comment()
    ground = {"law": "Article 29 de la loi de 1881", "facts": "« payé par la région »"}
    comment.reject(by=cast.sofia(), reasons="Il impute un fait.", **ground)
    cast.an_appeal(comment)
    client.force_login(cast.zoe())
    page = unescape(client.get(f"{QUEUE}{comment.pk}/change/?file=appealed").text)
    decided = page[page.index("Décisions déjà prises") :]
    for words in ("Il impute un fait.", "Faits", *ground.values()):
        assert words in decided[: decided.index("</ul>")]


def test_reasons_for_keeping_and_for_removing_are_two_fields_with_two_names(client, db):
    comment = cast.a_published_comment(by=cast.sofia())
    cast.a_contested_answer(comment)
    client.force_login(cast.zoe())
    page = client.get(f"{QUEUE}{comment.pk}/change/?file=appealed").text
    names = re.findall(r"<label[^>]*>\s*(Exposé des motifs[^<]*?)\s*<", page)
    assert names == ["Exposé des motifs pour maintenir en ligne", "Exposé des motifs pour retirer"]
