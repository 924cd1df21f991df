"""SPEC's table of transitions, by each role: what is allowed works, everything else answers 403 or 409."""

import pytest
from django.db import transaction
from django.test import Client

from comments.log.audit import broken_links
from comments.models import MOVES, Comment
from tests import cast
from tests.comments.models.test_comment import in_state

pytestmark = pytest.mark.once

DECIDE = {cast.sofia, cast.zoe}
APPEALS = {cast.zoe}  # the lead's alone
ERASE = {cast.nora}
ROLES = [cast.sofia, cast.zoe, cast.hicham, cast.nora]
REASONS = {"reasons": "Voici pourquoi.", "clause": "1"}


def post(role, comment, noun, **data):
    client = Client()
    client.force_login(role())
    address = f"/admin/comments/comment/{comment.pk}/{noun}/"
    appeal = comment.appeals.open().first()
    seen = {"seen": comment.version, "appeal_seen": appeal.pk if appeal else 0}
    return client.post(address, {**seen, **data}).status_code


@pytest.fixture
def try_each_role(db):
    """Return a loop over the roles; what one of them does is undone before the next tries."""
    for role in ROLES:
        role()

    def each(comment):
        for role in ROLES:
            with transaction.atomic():
                comment.refresh_from_db()
                yield role
                transaction.set_rollback(True)

    return each


@pytest.mark.slow
@pytest.mark.parametrize("state", list(Comment.State))
@pytest.mark.parametrize("kind", list(MOVES))
def test_each_decision_from_each_state_by_each_role(try_each_role, state, kind):
    comment = in_state(state)
    starts, end = MOVES[kind]
    if kind == "keep" and state == "published":
        cast.a_notice(comment)
    if kind == "uphold" and state in starts:
        contest = cast.a_contested_answer if state == "published" else cast.an_appeal
        contest(comment)
    # A lead is free, so the appeal is the lead's; where there is none to uphold, nothing is anybody's.
    rightful = APPEALS if kind == "uphold" and state in starts else DECIDE
    for role in try_each_role(comment):
        expected = 403 if role not in rightful else 302 if state in starts else 409
        assert post(role, comment, "decisions", kind=kind, **REASONS) == expected, role.__name__
        comment.refresh_from_db()
        assert comment.state == ((end or state) if expected == 302 else state), role.__name__
        if expected == 302:
            assert list(broken_links()) == [], role.__name__


@pytest.mark.slow
@pytest.mark.parametrize("state", list(Comment.State))
def test_a_second_opinion_is_asked_of_what_waits(try_each_role, state):
    comment = in_state(state)
    for role in try_each_role(comment):
        expected = 403 if role not in DECIDE else 302 if state == "pending" else 409
        assert post(role, comment, "second-avis", why="Ironie ?") == expected, role.__name__
        comment.refresh_from_db()
        assert bool(comment.escalated_at) == (expected == 302), role.__name__


@pytest.mark.slow
@pytest.mark.parametrize("state", list(Comment.State))
def test_erasure_from_any_state_is_the_administrators(try_each_role, state):
    comment = in_state(state)
    for role in try_each_role(comment):
        expected = 403 if role not in ERASE else 302 if state != "erased" else 409
        assert post(role, comment, "effacement", ground="person", sure="1") == expected, (
            role.__name__
        )


@pytest.mark.slow
@pytest.mark.parametrize("state", list(Comment.State))
@pytest.mark.parametrize(
    ("act", "starts"), [("texte", {"pending"}), ("retrait", {"pending", "published", "withdrawn"})]
)
def test_the_authors_acts_from_each_state(client, db, state, act, starts):
    comment = in_state(state)
    response = client.post(f"/suivi/{comment.follow_key}/{act}/", {"text": "Un texte mieux dit."})
    assert response.status_code == (302 if state in starts else 409)


@pytest.mark.parametrize("state", list(Comment.State))
def test_a_plea_from_each_state(client, db, state):
    comment = in_state(state)
    response = client.post(
        f"/suivi/{comment.follow_key}/recours/", {"appeal": "Je visais l’argument."}
    )
    assert response.status_code == (302 if state in {"rejected", "removed"} else 409)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_bulk_acts_need_the_same_rights(db, role):
    comment = cast.a_comment()
    client = Client()
    client.force_login(role())
    address = "/admin/comments/comment/decisions/"
    data = {"kind": "approve", "comment": f"{comment.pk}:{comment.version}"}
    assert client.get(address).status_code == 403
    assert client.post(address, data).status_code == (302 if role in DECIDE else 403)
    comment.refresh_from_db()
    assert comment.is_visible == (role in DECIDE)


def test_a_stranger_is_shown_the_door(client, db):
    comment = cast.a_comment()
    for noun in ("decisions", "second-avis", "effacement", "change"):
        response = client.post(f"/admin/comments/comment/{comment.pk}/{noun}/", {"kind": "approve"})
        assert response.status_code == 302
        assert "/login/" in response["Location"]
    for noun in ("suivant", "etat", "lectures", "decisions", "annulations"):
        response = client.post(f"/admin/comments/comment/{noun}/")
        assert "/login/" in response["Location"]
