"""A lead tries a new wording on comments whose outcome is known, before the charter says it; nothing is kept of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments.admin.figures import wording
from comments.models import Charter, Clause, Comment, TriageSettings
from comments.sorting import case_law
from tests import cast
from tests.comments.sorting.house import decided

pytestmark = [pytest.mark.django_db, pytest.mark.both]

INSULT, KEPT, CALM = "Quel âne, ce maire.", "Ce maire se moque de nous.", "La passerelle est belle."


@pytest.fixture
def draft(db):
    draft = Charter.objects.draft()
    Clause.objects.filter(charter=draft, key="ad-hominem").update(
        rule_fr="Rien contre les personnes, pas même la moquerie."
    )
    return draft


@pytest.fixture
def clause(draft):
    return draft.clauses.get(key="ad-hominem")


@pytest.fixture
def judged(db):
    """One refused under the rule, one kept after an alert that alleged it, one published; and two of other rules."""
    alerted = cast.a_published_comment(text=KEPT)
    cast.a_notice(alerted, clause=cast.clause(1))
    Comment.objects.get(pk=alerted.pk).keep(by=cast.zoe())
    other = cast.a_comment(text="Rentrez chez vous.")
    other.reject(by=cast.paul(), **cast.against(2))
    cast.a_comment(text="Il attend encore.")
    return {
        wording.Outcome.REFUSED: cast.a_rejected_comment(text=INSULT),
        wording.Outcome.KEPT: alerted,
        wording.Outcome.PUBLISHED: cast.a_published_comment(text=CALM),
    }


def test_it_is_tried_on_comments_of_each_outcome(clause, judged):
    assert {case.outcome: case.comment for case in wording.cases(clause)} == judged


def test_the_latest_of_ninety_days_with_words_left_are_read_and_few_of_each(clause, judged):
    later = timezone.now() + timedelta(days=91)
    assert wording.cases(clause, at=later) == []
    Comment.objects.get(pk=judged["refused"].pk).erase(by=cast.nora())
    for number in range(wording.OF_EACH + 2):
        cast.a_published_comment(text=f"Une remarque, la {number}e, sur les quais.")
    outcomes = [case.outcome for case in wording.cases(clause)]
    assert outcomes.count("refused") == 0
    assert outcomes.count("published") == wording.OF_EACH


def test_published_ones_that_have_its_words_are_read_first(clause, judged):
    mocked = cast.a_published_comment(text="La moquerie contre les personnes, pas même elle.")
    for number in range(wording.OF_EACH):
        cast.a_published_comment(text=f"Une remarque, la {number}e, sur les quais.")
    case_law.keep_up()
    assert mocked in [case.comment for case in wording.cases(clause)]
    TriageSettings.objects.update_or_create(pk=1, defaults={"is_on": False})
    assert mocked not in [case.comment for case in wording.cases(clause)], "no index, no words"


def test_the_lead_reads_without_knowing_ticks_and_is_told(client, draft, judged):
    client.force_login(cast.zoe())
    page = f"/admin/comments/charter/{draft.pk}/essai/ad-hominem/"
    publication = client.get(f"/admin/comments/charter/{draft.pk}/publication/").text
    assert f'href="{page}"' in publication
    before = unescape(client.get(page).text)
    assert "moquerie" in before
    assert INSULT in before
    assert "parmi les" not in before
    (tried,) = re.findall(r'name="essai" value="([^"]+)"', before)
    judged["published"].remove(by=cast.sofia(), **cast.against(1))  # the desk works meanwhile
    covered = [judged["refused"].pk, judged["kept"].pk]
    after = unescape(client.post(page, {"essai": tried, "couvre": covered}).text)
    told = " ".join(after.split())
    assert "Commentaires refusés sous cette règle : 1 sur 1" in told
    assert "Commentaires signalés sous cette règle, et maintenus : 1 sur 1" in told
    assert "Commentaires publiés : 0 sur 1" in told
    assert told.count("checked") == 2
    assert Charter.objects.get(pk=draft.pk).is_draft


def test_a_form_that_carries_nothing_begins_anew(client, draft, judged):
    client.force_login(cast.zoe())
    page = f"/admin/comments/charter/{draft.pk}/essai/ad-hominem/"
    for tried in ("", "autre chose", "eyI5OSI6InJlZnVzZWQifQ:x"):
        answer = unescape(client.post(page, {"essai": tried, "couvre": [1]}).text)
        assert INSULT in answer
        assert "parmi les" not in answer


def test_what_is_tried_is_shown_as_it_changes_in_each_language(client, draft, judged):
    client.force_login(cast.zoe())
    page = unescape(client.get(f"/ar/admin/comments/charter/{draft.pk}/essai/ad-hominem/").text)
    assert "moquerie" in page, "the French rule is the one that changed"


def test_old_ones_and_the_newsrooms_own_are_not_read(clause, judged):
    words = "La moquerie contre les personnes, pas même elle."
    own = cast.a_comment(text=words, newsroom_by=cast.hicham())
    own.approve(by=cast.paul())
    (old,) = decided([(f"{words} Jamais.", "fr", None)], at=timezone.now() - timedelta(days=200))
    case_law.keep_up()
    assert not {own, old.comment} & {case.comment for case in wording.cases(clause)}


@pytest.mark.parametrize("who", ["sofia", "hicham"])
def test_who_may_not_change_the_charter_tries_nothing(client, draft, who):
    client.force_login(getattr(cast, who)())
    assert client.get(f"/admin/comments/charter/{draft.pk}/essai/ad-hominem/").status_code == 403


def test_a_rule_that_is_not_in_the_draft_is_not_there(client, draft):
    client.force_login(cast.zoe())
    assert client.get(f"/admin/comments/charter/{draft.pk}/essai/rien/").status_code == 404
