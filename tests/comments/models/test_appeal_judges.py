"""An appeal always has a judge, and never one who took part: the verb, the lane and the card agree."""

import pytest
from django.contrib.auth.models import User

from comments.admin.lanes import Selection
from comments.models import Appeal, Comment, NotYours, Suspension
from tests import cast

pytestmark = pytest.mark.both

TEAM = (cast.sofia, cast.paul, cast.zoe)


def judges_of(appeal):
    """The names of those whom the rule lets judge it."""
    return {who().username for who in TEAM if appeal.may_be_judged_by(who())}


def lanes_of(comment):
    """The names of those who find it in their lane «Recours»."""
    lane = Selection("appealed")
    return {who().username for who in TEAM if comment in lane.decidable_by(who())}


@pytest.fixture
def team(db):
    return [who() for who in TEAM]


@pytest.mark.slow
def test_a_lead_who_took_no_part_judges_first(team):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    assert judges_of(appeal) == lanes_of(appeal.comment) == {"zoe"}
    with pytest.raises(NotYours):
        cast.uphold(appeal, by=cast.paul(), reasons="Pas à Paul, tant que Zoé est libre.")
    cast.uphold(appeal, by=cast.zoe(), reasons="La phrase vise une personne.")


@pytest.mark.slow
def test_a_decision_taken_back_before_the_appeal_is_a_part_taken(team):
    """Zoé publishes and takes it back, Sofia rejects: it is neither's to judge, so it is Paul's."""
    comment = cast.a_comment()
    comment.undo(comment.approve(by=cast.zoe()), by=cast.zoe())
    comment.reject(by=cast.sofia(), **cast.against(1))
    appeal = cast.an_appeal(comment)
    assert judges_of(appeal) == lanes_of(comment) == {"paul"}
    for colleague in (cast.zoe(), cast.sofia()):
        with pytest.raises(NotYours):
            Comment.objects.get(pk=comment.pk).restore(by=colleague, reasons="À la relecture.")
    cast.reverse(appeal, by=cast.paul(), reasons="Rien n’y vise une personne.")


@pytest.mark.slow
def test_an_answer_taken_back_can_be_given_again_by_the_same_judge(team):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    comment = appeal.comment
    comment.undo(cast.uphold(appeal, by=cast.zoe(), reasons="Trop vite."), by=cast.zoe())
    assert judges_of(appeal) == {"zoe"}


@pytest.mark.slow
def test_an_appeal_against_the_only_lead_is_any_other_moderators(team):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.zoe()))
    assert judges_of(appeal) == lanes_of(appeal.comment) == {"sofia", "paul"}


def test_a_lead_who_left_keeps_nobody_waiting(team):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    User.objects.filter(username="zoe").update(is_active=False)
    assert judges_of(appeal) == {"paul"}


def test_a_superuser_is_no_member_of_the_team_by_that_alone(team):
    User.objects.create(username="chef", is_superuser=True, is_staff=True)
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.zoe()))
    assert judges_of(appeal) == {"sofia", "paul"}, "no free lead among them"


def test_nobody_outside_the_team_judges(team):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    assert not appeal.may_be_judged_by(cast.hicham())
    assert not appeal.may_be_judged_by(cast.nora())


@pytest.mark.slow
def test_nobody_judges_an_appeal_about_their_own_text_or_their_own_alert(team):
    User.objects.filter(username="zoe").update(email="Zoe@exemple.org")
    own = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia(), email="zoe@exemple.org"))
    assert judges_of(own) == lanes_of(own.comment) == {"paul"}
    reported = cast.a_published_comment(by=cast.sofia())
    notice = cast.a_notice(reported, email="zoe@exemple.org")
    reported.keep(by=cast.sofia())
    alert, _is_new = Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")
    assert judges_of(alert) == {"paul"}


@pytest.mark.slow
def test_nobody_judges_an_appeal_whose_answer_would_settle_their_own_alert(team):
    User.objects.filter(username="zoe").update(email="zoe@exemple.org")
    appeal = cast.a_contested_answer(cast.a_published_comment(by=cast.sofia()))
    before = judges_of(appeal)
    cast.a_notice(appeal.comment, email="zoe@exemple.org", clause=cast.clause(2))
    assert judges_of(appeal) == lanes_of(appeal.comment) == before - {"zoe"} != before


@pytest.mark.slow
def test_who_alerted_does_not_judge_the_appeal_against_the_removal_they_asked_for(team):
    User.objects.filter(username="zoe").update(email="zoe@exemple.org")
    reported = cast.a_published_comment(by=cast.sofia())
    cast.a_notice(reported, email="zoe@exemple.org")
    reported.remove(by=cast.sofia(), **cast.against(1))
    appeal = cast.an_appeal(reported)
    assert judges_of(appeal) == lanes_of(reported) == {"paul"}


@pytest.mark.slow
def test_the_judge_of_a_sanction_did_not_impose_it(team):
    comment = cast.a_published_comment(by=cast.zoe(), email="lina@exemple.org")
    sanction = cast.a_suspension(comment, by=cast.zoe())
    appeal, _is_new = Appeal.objects.lodge(suspension=sanction, text="Non.", language="fr")
    assert judges_of(appeal) == lanes_of(comment) == {"sofia", "paul"}
    with pytest.raises(NotYours):
        sanction.lift(by=cast.zoe(), reasons="À moi-même.")
    assert sanction.lift(by=cast.paul(), reasons="Trop long.").kind == Suspension.Kind.LIFT


@pytest.mark.slow
def test_the_team_page_tells_of_an_appeal_that_nobody_may_judge(client, team):
    comment = cast.a_comment()
    for colleague in (cast.paul(), cast.zoe()):
        comment.undo(comment.approve(by=colleague), by=colleague)
    comment.reject(by=cast.sofia(), **cast.against(1))
    client.force_login(cast.zoe())
    address = "/admin/comments/decision/equipe/"
    assert "ne peut être jugé par personne" not in client.get(address).text
    appeal = cast.an_appeal(comment)
    assert judges_of(appeal) == set()
    assert Appeal.objects.open().without_a_judge().get() == appeal
    assert "1 recours ne peut être jugé par personne" in client.get(address).text


@pytest.mark.slow
def test_words_judged_on_appeal_are_decided_again_by_a_lead_alone(team):
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    comment = Comment.objects.get(pk=comment.pk)
    with pytest.raises(NotYours):
        comment.remove(by=cast.paul(), **cast.against(5))
    Comment.objects.get(pk=comment.pk).remove(by=cast.zoe(), **cast.against(5))


@pytest.mark.slow
def test_a_reply_of_the_newsroom_is_not_judged_by_the_lead_who_wrote_it(team):
    asked = cast.a_published_comment(by=cast.paul())
    reply, _is_new = asked.answer_as_newsroom("Voir la page 3.", by=cast.zoe())
    reply.approve(by=cast.sofia())
    notice = cast.a_notice(reply)
    reply.keep(by=cast.sofia())
    appeal, _is_new = Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")
    assert judges_of(appeal) == lanes_of(reply) == {"paul"}


@pytest.mark.slow
def test_who_alerted_on_a_leads_own_text_is_judged_by_that_lead_if_no_other_is_free(team):
    comment = cast.a_published_comment(email=cast.zoe().email)
    notice = cast.a_notice(comment, email="lecteur@exemple.org")
    about = {"reasons": "Une alerte de mauvaise foi.", "clause": cast.clause(1)}
    sanction = Suspension.objects.impose("warn", by=cast.sofia(), notice=notice, **about)
    appeal, _is_new = Appeal.objects.lodge(suspension=sanction, text="À tort.", language="fr")
    assert judges_of(appeal) == lanes_of(comment) == {"zoe"}
