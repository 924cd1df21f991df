"""`manage.py triage`: it learns from decisions, scores at once and in order, and is the same after a restart."""

import io
import json
import random
import sys
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from comments.rules.triage.words import ours
from comments.triage import quality, training
from comments.triage.learner import FIRST, Broken, Learner
from comments.triage.memory import Memory, moved
from tests.comments.triage.decisions import decisions

pytestmark = [pytest.mark.once, pytest.mark.slow]
REFUSED, KIND = "Quel imbécile, cet idiot du stade !", "Merci pour ces nouvelles du stade."


@pytest.fixture
def folder(settings, tmp_path):
    settings.TRIAGE_DIR = tmp_path / "triage"
    return settings.TRIAGE_DIR


def ask(monkeypatch, *asked):
    """Send these objects, or raw lines, to the command; return the answers."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in asked]
    told = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(lines))))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(told, write_through=True))
    call_command("triage")
    return [json.loads(line) for line in told.getvalue().splitlines()]


def learn(text, lang, rule):
    return {"op": "learn", "text": text, "lang": lang, "rule": rule}


def score(text, lang="fr"):
    return {"op": "score", "text": text, "lang": lang}


def test_below_two_hundred_decisions_nothing_is_scored(folder, monkeypatch):
    few = [learn(*each) for each in decisions(FIRST - 1)]
    (answer,) = ask(monkeypatch, *few, score(REFUSED))[-1:]
    assert (answer["score"], answer["words"]) == (0.0, [])


def test_it_scores_in_order_names_words_and_is_the_same_after_a_restart(folder, monkeypatch):
    asked = [learn(*each) for each in decisions(300)]
    answers = ask(monkeypatch, *asked, score(REFUSED), score(KIND))
    assert [each["decisions"] for each in answers[:-2]] == list(range(1, 301))
    refused, kind = answers[-2:]
    assert refused["score"] > 0.6 > 0.2 > kind["score"]
    assert "imbécile" in refused["words"]
    assert refused["rule"] == "ad_hominem"
    assert ask(monkeypatch, score(REFUSED), score(KIND)) == [refused, kind]
    (folder / "model.json.gz").unlink()
    anew, _kind = ask(monkeypatch, score(REFUSED), score(KIND))  # trained from the decisions
    assert anew["score"] == pytest.approx(refused["score"], abs=0.001)


def test_a_word_of_no_list_is_named_once_decisions_taught_it(folder, monkeypatch):
    taught = [learn(*each) for each in decisions(260)]
    taught[20::30] = [
        learn(f"Encore un trottinard rue {n}.", "fr", "ad_hominem")
        for n in range(len(taught[20::30]))
    ]
    (answer,) = ask(monkeypatch, *taught, score("Ce trottinard est revenu hier."))[-1:]
    assert answer["words"][0] == "trottinard"


def test_a_text_that_was_judged_is_known_at_once_before_any_training(folder, monkeypatch):
    text = "Ce projet de pont est une honte pour la ville entière, et pour nous."
    answers = ask(monkeypatch, learn(text, "fr", "other"), score(text.upper()), score(KIND))
    assert (answers[1]["score"] > 0.4, answers[1]["rule"]) == (True, "other")
    assert answers[2]["score"] == 0.0


def test_links_are_not_learned(folder, monkeypatch):
    spam = [learn(f"Allez voir mon site numéro {n}", "fr", "links") for n in range(100)]
    asked = [learn(*each) for each in decisions(200)]
    answers = ask(monkeypatch, *asked, *spam, score("Allez voir mon site numéro 7"))
    assert answers[-2]["decisions"] == 300
    assert answers[-1]["score"] < 0.4


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b'{"op": "judge", "text": "x"}', b'{"op": "score"}', b'{"op": "learn", "text": "x", "rule": "unkind"}'],
)  # fmt: skip
def test_a_line_that_asks_for_nothing_we_do_is_named(folder, monkeypatch, line):
    with pytest.raises(CommandError, match="line 2") as refused:
        ask(monkeypatch, learn("Oui.", "fr", None), line)
    assert refused.value.returncode == 2


def test_a_decision_cut_off_while_it_was_written_is_left_out_and_a_broken_one_is_told(folder):
    learner = Learner(folder)
    for each in decisions(3):
        learner.learn(*each)
    path = folder / "decisions.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"text": "cou')
    assert Learner(folder).seen == 3
    assert path.read_bytes() == whole
    path.write_bytes(b"{broken}\n" + whole)
    with pytest.raises(Broken, match="line 1"):
        Learner(folder)


def test_odd_texts_are_read_like_others(folder):
    learner = Learner(folder)
    for each in decisions(FIRST):
        learner.learn(*each)
    for text in ("", " ", "😡", "\x00", "\ud800", "a" * 100_000, "@ @ @", "٣٣٣"):
        learner.learn(text, "fr", None)
        assert 0 <= learner.score(text).score <= 1
    assert Learner(folder).seen == FIRST + 8


# The model's own figures


def test_its_figures_are_of_decisions_it_had_not_seen():
    chance = random.Random(7)
    judged = [
        training.Judged(str(chance.random()), "other" if chance.random() < 0.2 else None)
        for _each in range(300)
    ]
    model = training.train(judged, ours())
    assert 0.3 < model.figures["auc"] < 0.7, "there is nothing to learn in it"
    assert model.figures["auc_at_least"] < 0.6


def test_a_word_that_came_once_long_ago_is_forgotten_and_one_that_comes_again_stays(monkeypatch):
    monkeypatch.setattr(training, "FORGOTTEN_AFTER", 2)
    texts = ["passerelle unique", "passerelle", "un", "deux", "trois", "unique", "quatre", "cinq"]
    names = training.Table(texts, ours()).names
    assert {"w passerelle", "w unique", "w cinq"} <= set(names)
    assert "w deux" not in names
    assert "p passerelle unique" not in names


def test_auc_counts_pairs_in_order_and_ties_for_half():
    assert quality.auc([(1, True), (0, False)]) == 1
    assert quality.auc([(1, True), (1, False), (0, True), (0, False)]) == 0.5
    assert quality.auc([(2, True), (1, False), (0, True)]) == 0.5


def test_probabilities_are_what_happens():
    told = [(raw / 10, (raw * 7) % 20 < raw) for raw in range(-20, 40)]
    slope, shift = quality.platt(told)
    chances = [(quality.probability(raw, slope, shift), is_refused) for raw, is_refused in told]
    assert sum(chance for chance, _r in chances) == pytest.approx(
        sum(r for _c, r in chances), abs=1
    )
    assert all(one <= other for (one, _r), (other, _s) in pairwise(chances))


def test_memory_moves_a_score_as_often_as_the_text_was_judged():
    memory = Memory()
    text = "La mairie a encore augmenté le prix de la piscine municipale, sans un mot pour les familles du quartier du port."
    assert moved(0.3, memory.recall(text)) == 0.3
    scores = []
    for _again in range(3):
        memory.remember(text, "other")
        scores.append(moved(0.3, memory.recall(f"{text}!!")))
    assert 0.5 < scores[0] < scores[1] < scores[2] < 1
    assert memory.recall(text.replace("du port", "du pont")), "nearly the same"
