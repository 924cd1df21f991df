"""Who may do what at the desk, what it costs, and what it never tells."""

import re
from html import unescape

import pytest

from comments.models import Comment, Notice
from tests import cast
from tests.comments.admin.test_desk import QUEUE, card, decide

pytestmark = pytest.mark.once

SURE = {"ground": "person", "sure": "1"}  # the second of the two forms that erase


@pytest.mark.parametrize(
    ("colleague", "expected"),
    [(cast.sofia, 302), (cast.zoe, 302), (cast.hicham, 403), (cast.nora, 403)],
)
def test_only_moderators_decide(client, db, colleague, expected):
    comment = cast.a_comment()
    client.force_login(colleague())
    assert decide(client, comment, "approve").status_code == expected
    comment.refresh_from_db()
    assert comment.is_visible == (expected == 302)


@pytest.mark.slow
@pytest.mark.parametrize(("colleague", "expected"), [(cast.nora, 302), (cast.zoe, 403)])
def test_only_an_administrator_erases(client, db, colleague, expected):
    comment = cast.a_published_comment()
    client.force_login(colleague())
    assert client.post(f"{QUEUE}{comment.pk}/effacement/", SURE).status_code == expected
    comment.refresh_from_db()
    assert (comment.state == "erased") == (expected == 302)
    if expected == 302:
        assert client.post(f"{QUEUE}{comment.pk}/effacement/", SURE).status_code == 409
        assert "(effacé)" in client.get(card(comment)).text


@pytest.mark.slow
def test_an_editor_has_no_business_in_the_queue(client, db):
    comment = cast.a_comment()
    client.force_login(cast.hicham())
    assert client.get(QUEUE).status_code == 403
    assert client.get(card(comment)).status_code == 403


@pytest.mark.slow
def test_no_state_is_changed_behind_a_verbs_back(desk):
    comment = cast.a_comment()
    for address in (f"{QUEUE}add/", f"{QUEUE}{comment.pk}/delete/"):
        assert desk.get(address).status_code == 403
    desk.post(card(comment), {"state": "published"})
    comment.refresh_from_db()
    assert comment.is_pending
    for register in ("decision", "charter"):
        page = f"/admin/comments/{register}/"
        assert desk.get(page).status_code == 200
        assert desk.get(f"{page}add/").status_code == 403


@pytest.mark.parametrize("pk", ["999999", "abc", "1e3", "²", "9" * 5000])
def test_a_card_that_does_not_exist_is_a_plain_404(desk, pk):
    assert desk.get(f"{QUEUE}{pk}/change/").status_code == 404


@pytest.mark.slow
def test_the_card_keeps_the_lane_one_came_from(desk):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    page = desk.get(card(comment), {"_changelist_filters": "file=reported"}).text
    assert '<input type="hidden" name="file" value="reported">' in page


def test_an_expired_staff_form_is_told_plainly(db):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sofia())
    response = decide(client, cast.a_comment(), "approve")
    assert response.status_code == 403
    assert "La page est restée ouverte trop longtemps" in response.text


@pytest.mark.slow
def test_the_desk_needs_the_same_queries_for_few_and_for_many(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    comments = [cast.a_comment() for _each in range(2)]
    addresses = [QUEUE, card(comments[0])]
    for address in addresses:
        desk.get(address)  # the first look takes a lease and keeps the sections in memory
    few = []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        few.append(len(captured))
    for _each in range(12):
        cast.a_comment()
    for address, queries in zip(addresses, few, strict=True):
        with django_assert_num_queries(queries):
            desk.get(address)


@pytest.mark.parametrize(
    "query",
    ["follow_key__gte=a", "email__startswith=l", "submission_key__exact=1", "name__regex=(",
     "revision__text__contains=x", "article__section__slug__startswith=l", "language__contains=f"],
)  # fmt: skip
def test_the_queue_answers_about_no_column_it_does_not_show(desk, query):
    cast.a_comment(email="lina@exemple.org")
    assert desk.get(f"{QUEUE}?{query}").status_code == 400
    assert desk.get(f"/admin/comments/decision/?comment__{query}").status_code == 400


@pytest.mark.slow
def test_the_queues_own_filters_filter(desk):
    french, arabic = cast.a_comment(), cast.a_comment(text="هذا التعليق مكتوب بالعربية.")
    page = desk.get(QUEUE, {"langue": "ar", "file": "pending"}).text
    assert arabic.text in page
    assert french.text not in page
    article = french.article
    for query in ({"rubrique": article.section.slug}, {"article": article.pk}, {"q": "passage"}):
        assert french.text in unescape(desk.get(QUEUE, query).text)
    for query in ("kind__exact=approve", "at__year=2026", "clause__number=1"):
        assert desk.get(f"/admin/comments/decision/?{query}").status_code == 200


@pytest.mark.slow
def test_a_faulty_form_about_a_text_that_changed_meanwhile_shows_that_first(desk):
    comment = cast.a_comment(text="Avant.")
    Comment.objects.get(pk=comment.pk).edit("Après.")
    response = decide(desk, comment, "reject")
    assert response.status_code == 409, "not the new text under a complaint about the old form"
    assert "Son auteur l’a modifié ou retiré" in unescape(response.text)


@pytest.mark.slow
def test_keeping_answers_the_alerts_on_the_card_and_no_later_one(desk):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    page = desk.get(card(comment)).text
    later = cast.a_notice(comment, explanation="Il y a pire.")
    upto = re.search(r'name="notices_up_to" value="(\d+)"', page)[1]
    assert decide(desk, comment, "keep", notices_up_to=upto).status_code == 302
    assert list(Notice.objects.open()) == [later]
    comment.refresh_from_db()
    page = unescape(desk.get(card(comment)).text)
    assert "Il y a pire." in page
    assert "1 alerte sans réponse" in page


def test_a_stranger_to_the_desk_learns_nothing_of_what_exists(client, db):
    comment = cast.a_comment()
    client.force_login(cast.hicham())
    for pk in (comment.pk, 999_999):
        assert client.post(f"{QUEUE}{pk}/decisions/", {"kind": "approve"}).status_code == 403
