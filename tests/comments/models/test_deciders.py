"""Who may decide on a comment: the verb, the card's question and the lanes say the same."""

import pytest
from django.contrib.auth.models import User

from comments.admin.lanes import Selection
from comments.models import Comment, NotYours
from tests import cast

pytestmark = pytest.mark.both

TEAM = (cast.sofia, cast.paul, cast.zoe)  # Zoé leads


@pytest.fixture
def team(db):
    return [who() for who in TEAM]


def deciders_of(comment, lane):
    """The names of those who may decide; the lane must say the same."""
    comment = Comment.objects.get(pk=comment.pk)
    asked = {who().username for who in TEAM if comment.may_be_decided_by(who())}
    found = {who().username for who in TEAM if comment in Selection(lane).decidable_by(who())}
    assert asked == found
    return asked


def judged_on_appeal_and_reported():
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    cast.a_notice(comment)
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.slow
def test_who_gave_an_open_alert_does_not_answer_it(team):
    User.objects.filter(username="paul").update(email="Paul@exemple.org")
    comment = cast.a_published_comment(by=cast.sofia())
    cast.a_notice(comment, email="paul@exemple.org")
    assert deciders_of(comment, "reported") == {"sofia", "zoe"}
    with pytest.raises(NotYours):
        comment.keep(by=cast.paul())
    comment.keep(by=cast.zoe())
    cast.a_notice(comment, clause=cast.clause(2))
    assert deciders_of(comment, "reported") == {"sofia", "paul", "zoe"}, "his is answered"


@pytest.mark.slow
def test_what_was_judged_on_appeal_waits_in_the_lane_of_a_lead_alone(team):
    assert deciders_of(judged_on_appeal_and_reported(), "reported") == {"zoe"}


@pytest.mark.slow
def test_what_was_judged_on_appeal_is_any_moderators_where_no_lead_is(team):
    comment = judged_on_appeal_and_reported()
    User.objects.filter(username="zoe").update(is_active=False)
    assert deciders_of(comment, "reported") >= {"sofia", "paul"}
    comment.keep(by=cast.paul())


@pytest.mark.slow
def test_what_was_judged_on_appeal_is_any_moderators_if_the_only_lead_gave_the_alert(team):
    User.objects.filter(username="zoe").update(email="zoe@exemple.org")
    comment = judged_on_appeal_and_reported()
    cast.a_notice(comment, email="zoe@exemple.org", clause=cast.clause(2))
    assert deciders_of(comment, "reported") == {"sofia", "paul"}


@pytest.mark.slow
def test_a_reported_text_with_a_contested_answer_is_its_judges(team):
    comment = cast.a_contested_answer(cast.a_published_comment(by=cast.sofia()))
    cast.a_notice(comment.comment, clause=cast.clause(2))
    judges = deciders_of(comment.comment, "reported")
    assert judges == {who().username for who in TEAM if comment.may_be_judged_by(who())}
    assert judges != {"sofia", "paul", "zoe"}


@pytest.mark.slow
def test_the_next_card_of_a_lane_is_one_that_may_be_decided(client, team):
    judged_on_appeal_and_reported()
    client.force_login(cast.paul())
    assert client.get("/admin/comments/comment/suivant/?file=reported")["Location"].endswith(
        "/admin/comments/comment/?file=reported"
    ), "back to the list: nothing there is Paul's"
    client.force_login(cast.zoe())
    assert "/change/" in client.get("/admin/comments/comment/suivant/?file=reported")["Location"]
