"""What triage learns from: how each judged comment stands today, and nothing whose words are gone."""

from collections import defaultdict

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.models import Comment
from comments.rules.triage.shares import HEAVIEST, fair_weights
from comments.sorting import lessons
from tests import cast


def learned():
    return {lesson.text: lesson.rule for lesson in lessons.lessons()}


def test_a_published_comment_teaches_what_is_fine_and_a_refused_one_which_rule_it_broke(db):
    cast.a_published_comment(text="Le pont est ouvert.")
    cast.a_rejected_comment(text="Quel âne, ce maire !")
    by_law = cast.a_comment(text="Un propos que la loi punit.")
    by_law.reject(by=cast.paul(), law="Loi du 29 juillet 1881", reasons="La loi l’interdit.")
    assert learned() == {
        "Le pont est ouvert.": None,
        "Quel âne, ce maire !": "ad-hominem",
        "Un propos que la loi punit.": lessons.NO_CLAUSE,
    }
    assert lessons.numbers(lessons.lessons()) == {"": 1, "ad-hominem": 1, lessons.NO_CLAUSE: 1}


def test_an_appeal_overrides_whichever_way_it_ends(db):
    granted = cast.a_rejected_comment(text="Refusé à tort.")
    cast.an_appeal(granted)
    Comment.objects.get(pk=granted.pk).restore(by=cast.zoe(), reasons="Il ne visait personne.")
    upheld = cast.a_rejected_comment(text="Refusé à raison.")
    cast.uphold(cast.an_appeal(upheld), by=cast.zoe(), reasons="La règle tient.")
    assert learned() == {"Refusé à tort.": None, "Refusé à raison.": "ad-hominem"}
    assert [lesson.by for lesson in lessons.lessons()] == [cast.zoe().pk] * 2


def test_what_was_taken_back_hidden_or_is_the_newsrooms_own_teaches_nothing(db):
    undone = cast.a_comment(text="Refusé par mégarde.")
    undone.undo(undone.reject(by=cast.paul(), **cast.against(1)), by=cast.paul())
    hidden = cast.a_published_comment(text="Masqué par ses alertes.")
    Comment.objects.get(pk=hidden.pk).hide(at=timezone.now())
    cast.a_comment(text="Il attend encore.")
    own = cast.a_comment(text="La rédaction répond.", newsroom_by=cast.hicham())
    own.approve(by=cast.paul())
    assert learned() == {}


def test_words_that_are_erased_at_their_term_or_withdrawn_are_learned_no_more(db):
    erased = cast.a_published_comment(text="À effacer.")
    past_its_term = cast.a_rejected_comment(text="Au terme.")
    withdrawn = cast.a_published_comment(text="Repris par son auteur.")
    assert len(learned()) == 3
    Comment.objects.get(pk=erased.pk).erase(by=cast.nora())
    Comment.objects.get(pk=past_its_term.pk).forget_words(
        at=timezone.now() + cast.timedelta(days=400)
    )
    Comment.objects.get(pk=withdrawn.pk).withdraw()
    assert learned() == {}


def test_links_and_copies_are_not_learned(db):
    linked = cast.a_comment(text="Allez voir mon site.")
    linked.reject(by=cast.paul(), **cast.against(6))
    for text in ("Achetez ces montres !", "ACHETEZ ces montres…", "Achetez ces montres."):
        comment = cast.a_comment(text="Autre chose, puis ceci.", email=f"{len(text)}@exemple.org")
        comment.edit(text)
        comment.reject(by=cast.paul(), **cast.against(8))
    assert list(learned().values()) == ["publicite"], "one of the copies, the latest"


@pytest.mark.parametrize(
    ("numbers", "largest"), [([60, 20, 10, 10], 1 / 3), ([50, 30, 20], 1 / 3), ([10, 5], 1 / 2), ([7], 1)]
)  # fmt: skip
@pytest.mark.once
def test_one_person_is_at_most_a_third_of_what_is_learned(numbers, largest):
    people = [person for person, number in enumerate(numbers) for _each in range(number)]
    weights = fair_weights([(person, 1) for person in people])
    assert sum(weights) == pytest.approx(len(people))
    masses = [
        sum(w for p, w in zip(people, weights, strict=True) if p == person)
        for person in range(len(numbers))
    ]
    assert max(masses) / len(people) == pytest.approx(largest)


@pytest.mark.once
def test_no_single_decision_counts_for_more_than_four():
    weights = fair_weights([(1, 1)] * 1000 + [(2, 1)] * 5)
    assert max(weights) == pytest.approx(HEAVIEST)
    assert fair_weights([]) == []
    hardly_read = fair_weights([(1, 0.25)] * 1000 + [(2, 1)] * 5)
    assert max(hardly_read) <= HEAVIEST + 1e-9


@pytest.mark.once
def test_within_their_share_what_was_read_with_heed_counts_for_more():
    weights = fair_weights([(1, 1), (1, 0.5), (2, 1), (2, 0.5), (3, 1), (3, 0.25)])
    assert weights[0] == pytest.approx(2 * weights[1])
    assert weights[4] == pytest.approx(4 * weights[5])
    assert sum(weights) == pytest.approx(6)


@pytest.mark.once
@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from([0.25, 0.5, 1])), min_size=1, max_size=60)
)
def test_whatever_was_taken_the_mean_is_one_nothing_above_four_and_nobody_above_a_third(taken):
    weights = fair_weights(taken)
    assert sum(weights) == pytest.approx(len(taken))
    assert 0 < min(weights) <= max(weights) <= HEAVIEST + 1e-6
    masses = defaultdict(float)
    for (person, _heed), weight in zip(taken, weights, strict=True):
        masses[person] += weight
    fair = max(1 / 3, 1 / len(masses))
    if max(weights) < HEAVIEST - 1e-6:
        assert max(masses.values()) / len(taken) <= fair + 1e-6


@pytest.mark.parametrize(
    ("how", "counts"),
    [
        ({"seconds_taken": 20}, 1),
        ({"seconds_taken": 20, "hint_shown": False}, 1),  # the card kept its hint to itself
        ({"seconds_taken": 20, "hint_shown": True}, 0.5),
        ({"seconds_taken": 1}, 0.5),
        ({}, 0.5),  # many decided together
        ({"seconds_taken": 1, "hint_shown": True}, 0.25),
    ],
)
def test_what_was_decided_at_a_glance_or_beside_a_hint_counts_for_less(db, how, counts):
    cast.a_comment(text="Le pont est ouvert.").approve(by=cast.paul(), **how)
    assert [lesson.heed for lesson in lessons.lessons()] == [counts]


def test_what_an_appeal_settled_was_read_twice(db):
    granted = cast.a_rejected_comment(text="Refusé à tort.")
    cast.an_appeal(granted)
    Comment.objects.get(pk=granted.pk).restore(by=cast.zoe(), reasons="Il ne visait personne.")
    assert [lesson.heed for lesson in lessons.lessons()] == [1]
