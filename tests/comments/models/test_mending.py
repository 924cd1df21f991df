"""A refused comment may be sent again once, mended; its moderator sees what changed."""

import pytest
from django.db import IntegrityError, transaction

from comments.log.audit import broken_links
from comments.models import ChangedMeanwhile, Event
from tests import cast

pytestmark = pytest.mark.both


@pytest.fixture
def refused(db):
    comment = cast.a_comment(text="Venant d’un ignorant, cet article ne surprend pas.")
    comment.reject(by=cast.sofia(), **cast.against(1))
    return comment


def mend(client, comment, text):
    return client.post(f"/suivi/{comment.follow_key}/correction/", {"text": text})


@pytest.mark.slow
def test_the_mended_text_waits_again_and_the_refusal_is_beside_it(client, refused):
    page = client.get(f"/suivi/{refused.follow_key}/").text
    assert "Corriger ce texte et le renvoyer, une fois" in page
    assert mend(client, refused, "Cet article ne surprend pas.").status_code == 302
    refused.refresh_from_db()
    assert refused.state == "pending"
    assert refused.refusal.clause.number == 1
    client.force_login(cast.paul())
    card = client.get(f"/admin/comments/comment/{refused.pk}/change/").text
    assert "<del>Venant d’un ignorant, cet</del><ins>Cet</ins> article" in card
    assert "Renvoyé corrigé, après un refus de Sofia M. : 1. Attaque ad hominem" in card
    assert "modifié le" in card.partition("com__date")[2].partition("</p>")[0]
    assert list(broken_links()) == []


@pytest.mark.slow
def test_it_is_published_as_it_was_mended(client, refused):
    mend(client, refused, "Cet article ne surprend pas.")
    refused.refresh_from_db()
    refused.approve(by=cast.sofia())
    assert refused.html == "<p>Cet article ne surprend pas.</p>"
    assert "Renvoyé corrigé par vous" in client.get(f"/suivi/{refused.follow_key}/").text
    assert list(broken_links()) == []


@pytest.mark.slow
def test_once_only(client, refused):
    mend(client, refused, "Cet article ne surprend pas.")
    refused.refresh_from_db()
    refused.reject(by=cast.paul(), **cast.against(8))
    assert (
        "Corriger ce texte et le renvoyer" not in client.get(f"/suivi/{refused.follow_key}/").text
    )
    again = mend(client, refused, "Et encore une autre version.")
    assert again.status_code == 409
    assert "Et encore une autre version." in again.text
    with pytest.raises(ChangedMeanwhile):
        refused.mend("Et encore une autre version.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.append("mended", comment=refused)


@pytest.mark.slow
def test_the_same_text_or_a_link_is_told_and_kept(client, refused):
    same = mend(client, refused, refused.text)
    assert same.status_code == 422
    assert "corrigez-le" in same.text
    link = mend(client, refused, "Lisez plutôt https://exemple.org/article")
    assert link.status_code == 422
    assert "Lisez plutôt" in link.text
    refused.refresh_from_db()
    assert refused.state == "rejected"


@pytest.mark.slow
def test_it_is_mended_or_contested_not_both(client, refused):
    cast.an_appeal(refused)
    assert mend(client, refused, "Cet article ne surprend pas.").status_code == 409


@pytest.mark.slow
def test_what_was_removed_after_publication_is_contested_not_mended(db, client):
    comment = cast.a_published_comment()
    comment.remove(by=cast.sofia(), **cast.against(1))
    assert mend(client, comment, "Tout autre chose.").status_code == 409


@pytest.mark.slow
def test_a_second_click_is_told_that_it_was_sent(client, refused):
    first, second = (mend(client, refused, "Cet article ne surprend pas.") for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
