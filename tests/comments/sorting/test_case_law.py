"""Case law: the judged comments that say most nearly what one says, in other words too."""

import json
from html import unescape

import pytest
from django.conf import settings

from comments.models import Comment, Precedent, PrecedentStem, TriageSettings
from comments.rules.decided.precedents import in_pieces, in_words, pieces, stems
from comments.sorting import case_law
from tests import cast
from tests.comments.admin.test_desk import QUEUE, card
from tests.comments.sorting.house import decided

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.django_db]
CORPUS = settings.BASE_DIR / "tests" / "corpus" / "case_law"
BRIDGE = "La passerelle sera fermée tout l’hiver, les écoliers devront faire le grand tour."
SAME_BRIDGE = (
    "Fermer cette passerelle en hiver ? Et le tour que nos écoliers devront faire, alors !"
)


def judged(*texts, rule=None):
    decisions = decided([(text, "fr", rule) for text in texts])
    case_law.keep_up()
    return [decision.comment for decision in decisions]


def found(text):
    return [near.pk for near in case_law.nearest(cast.a_comment(text=text)).comments]


# What two texts have in common


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les écoliers traversaient", "Un écolier traverse"),
        ("المدرسة بعيدة عن البيوت", "مدرسة قريبة من البيت"),
        ("The children were crossing", "Children crossed"),
    ],
)
def test_a_word_has_one_stem_in_each_of_its_forms(one, other):
    assert stems(one) & stems(other)


def test_small_words_tell_nothing_and_strangers_have_nothing_in_common():
    assert stems("Il est dans la ou avec les") == frozenset()
    one, other = "La passerelle rouille", "Vos impôts doublent"
    assert in_words(stems(one), stems(other), lambda _stem: 1.0) == 0
    assert in_pieces(pieces(one), pieces(other)) == 0
    assert in_pieces(pieces(one), pieces(one)) == pytest.approx(1)


# The index


def test_the_same_said_otherwise_is_found_before_what_shares_a_word():
    bridge, _other = judged(BRIDGE, "L’hiver arrive, pensez à isoler vos fenêtres et vos combles.")
    assert found(SAME_BRIDGE)[0] == bridge.pk
    assert found("Quelle belle musique hier soir sur la place du marché !") == []


def test_each_decision_is_taken_up_once_and_the_index_follows_what_was_decided_since():
    (bridge,) = judged(BRIDGE)
    assert case_law.keep_up() == 0
    comment = Comment.objects.get(pk=bridge.pk)
    comment.remove(by=cast.sofia(), **cast.against(1))
    assert case_law.keep_up() == 1
    near = case_law.nearest(cast.a_comment(text=SAME_BRIDGE))
    assert [each.state for each in near.comments] == ["removed"]


def test_no_word_stands_in_the_index_and_none_is_left_of_an_erased_comment():
    (bridge,) = judged(BRIDGE)
    assert PrecedentStem.objects.filter(precedent=bridge.pk).count() > 5
    Comment.objects.get(pk=bridge.pk).erase(by=cast.nora())
    assert found(SAME_BRIDGE) == [], "even before the next tick"
    case_law.keep_up()
    assert not PrecedentStem.objects.exists()


def test_after_another_secret_the_index_is_made_anew(settings):
    (bridge,) = judged(BRIDGE)
    settings.SECRET_KEY = "another secret, as long as the first one was"
    case_law.keep_up()
    assert found(SAME_BRIDGE) == [bridge.pk]


def test_only_the_latest_are_kept(monkeypatch):
    monkeypatch.setattr(case_law, "KEPT_MOST", 3)
    judged(
        *(f"La ligne {word} du tramway" for word in ("verte", "bleue", "rouge", "jaune", "rose"))
    )
    case_law.keep_up()
    assert Precedent.objects.count() == 3
    assert case_law.keep_up() == 0, "what was let go does not come back"


def test_what_was_decided_since_the_last_tick_is_found_if_it_is_nearly_the_same():
    decided([(BRIDGE, "fr", "racist")])
    assert len(found(BRIDGE)) == 1


# On the card


FIVE = [f"{BRIDGE} {more}" for more in ("Merci.", "Vraiment.", "Bravo.", "Hélas.", "Encore.")]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("racist", "Des 5 textes les plus proches, 5 ont été refusés ou retirés"),
        (None, "Des 5 textes les plus proches, 5 sont en ligne"),
    ],
)
def test_whoever_would_contradict_four_of_five_is_told(desk, rule, told):
    judged(*FIVE, rule=rule)
    comment = cast.a_comment(text=SAME_BRIDGE)
    page = unescape(desk.get(f"{QUEUE}{comment.pk}/proches/").text)
    assert told in page
    assert page.count("La passerelle sera fermée") == 5
    part = desk.get(f"{QUEUE}{comment.pk}/proches/", headers={"Accept": "text/x-fragment"})
    assert told in unescape(part.text)
    assert "<html" not in part.text
    assert f"{QUEUE}{comment.pk}/proches/" in desk.get(card(comment)).text


def test_a_house_that_judged_both_ways_is_not_quoted(desk):
    judged(*FIVE[:3])
    judged(*FIVE[3:], rule="racist")
    comment = cast.a_comment(text=SAME_BRIDGE)
    page = unescape(desk.get(f"{QUEUE}{comment.pk}/proches/").text)
    assert "les plus proches" not in page
    assert "montrer" in page, "what was refused for hatred is veiled"


def test_off_nothing_is_shown_and_nothing_taken_up(desk):
    judged(*FIVE)
    TriageSettings.objects.create(pk=1, is_on=False)
    comment = cast.a_comment(text=SAME_BRIDGE)
    page = desk.get(f"{QUEUE}{comment.pk}/proches/").text
    assert "Aucun texte proche" in unescape(page)


def test_how_texts_were_judged_is_for_the_desk_alone(client):
    comment = cast.a_comment(text=BRIDGE)
    assert client.get(f"{QUEUE}{comment.pk}/proches/").status_code == 302


# On remarks that somebody else made again


@pytest.mark.once  # the index is the same on both; that PostgreSQL reads it, the tests above say
def test_the_same_remark_by_somebody_else_finds_how_it_was_judged():
    """Among four hundred judged ones. Reworded: with 8 % of the longer words in common, 22 of them with none."""
    pairs = [json.loads(line) for line in (CORPUS / "paraphrases.jsonl").read_text().splitlines()]
    others = [json.loads(line) for line in (CORPUS / "others.jsonl").read_text().splitlines()]
    decisions = decided((each["judged"], each["lang"], None) for each in [*pairs, *others])
    case_law.keep_up()
    for said, least in (("again", 95), ("reworded", 40)):
        there = [
            decision.comment_id in found(pair[said])
            for pair, decision in zip(pairs, decisions, strict=False)
        ]
        assert sum(there) >= least, said
