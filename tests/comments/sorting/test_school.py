"""When a model is trained, and which one serves: good enough, better than the one before, and never half made."""

import random
import subprocess
import sys
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import address_retention
from comments.models import Decision, TriageModel, TriageSettings
from comments.models.triage import TriageModelQuerySet
from comments.rules.triage.model import Model
from comments.sorting import lessons, school
from comments.sorting.lessons import Lesson
from comments.triage import training
from tests import cast
from tests.comments.sorting.house import a_model, a_serving_model, decided
from tests.comments.triage.decisions import decisions

NOW = timezone.now()


@pytest.mark.slow
def test_two_hundred_decisions_train_a_model_that_serves_and_the_next_comes_after_a_hundred_more(
    db,
):
    decided(decisions(199))
    assert not school.is_due()
    decided(decisions(61, seed=3), at=NOW - timedelta(days=1))
    assert school.is_due()
    said = StringIO()
    call_command("triage", "--train", stdout=said)
    model = TriageModel.objects.get()
    assert model.serves
    assert f"model {model.pk}, on {model.trained_on} decisions: serves" in said.getvalue()
    assert (model.trained_on, model.last_decision) == (len(lessons.lessons()), lessons.latest())
    assert model.figures["auc_at_least"] >= school.LEAST_AUC
    assert sum(model.figures["rules"].values()) == model.trained_on >= 200
    read = Model.unpacked(bytes(model.packed)).read
    assert read("Quel imbécile, cet idiot du stade !").score > read("Merci pour cet article.").score
    noon = datetime(2026, 11, 20, 12, tzinfo=timezone.get_default_timezone())
    assert not school.is_due(noon)
    decided(decisions(99, seed=2), at=NOW - timedelta(hours=9))
    assert not school.is_due(noon)
    assert school.is_due(noon.replace(hour=3) + timedelta(days=20)), "by night one is enough"
    cast.a_published_comment()
    assert school.is_due(noon), "the hundredth"


@pytest.mark.slow
def test_what_cannot_be_foreseen_serves_nobody_and_retires_the_one_that_did(db):
    before = a_serving_model()
    chance = random.Random(1)  # each text bears its number: a rule about that could be learned
    decided(
        (text, language, "racist" if chance.random() < 0.25 else rule)
        for text, language, rule in decisions(240, refused=0)
    )
    made = school.train()
    assert made.verdict == "weak"
    assert bytes(made.packed) == b""
    before.refresh_from_db()
    assert (before.verdict, bytes(before.packed), before.unseen) == ("weak", b"", {})
    assert not TriageModel.objects.in_force().exists()


def test_too_few_that_can_be_learned_is_noted_and_not_tried_again_each_minute(db):
    decided([(f"Voyez mon site, numéro {n}.", "fr", "links") for n in range(200)])
    assert school.is_due()
    assert school.train().verdict == "few"
    assert not school.is_due()


def lesson(number, rule, decision=1000):
    return Lesson(decision, number, f"Texte {number}", rule, 1, NOW, 1.0)


ALIKE = {"decisions": 400, "auc_at_least": 0.7}
LATELY = [(lesson(n, "racisme" if n % 2 else None), 0.9 if n % 2 else 0.1) for n in range(100)]
TURNED = {str(lesson.revision): 1 - chance for lesson, chance in LATELY}
SAME = {str(lesson.revision): chance for lesson, chance in LATELY}


@pytest.mark.parametrize(
    ("figures", "unseen", "days", "said"),
    [
        (ALIKE, None, 0, "serves"),
        (ALIKE, TURNED, 1, "serves"),
        (ALIKE, SAME, 1, "behind"),
        (ALIKE, SAME, 31, "serves"),
        (ALIKE, {}, 1, "behind"),
        ({**ALIKE, "auc_at_least": 0.59}, TURNED, 1, "weak"),
        ({**ALIKE, "decisions": 199}, TURNED, 1, "few"),
    ],
    ids=["the first", "better", "not better", "a month", "nothing to compare", "weak", "few"],
)
@pytest.mark.once
def test_a_new_model_serves_if_it_is_good_enough_and_beats_the_one_before(
    figures, unseen, days, said
):
    serving = unseen is not None and TriageModel(
        made_at=NOW - timedelta(days=days),
        last_decision=1000,
        packed=a_model().packed(),
        unseen=unseen,
    )
    assert school.verdict(figures, LATELY, serving or None, NOW) == said


@pytest.mark.once
def test_two_models_are_compared_on_what_neither_had_seen():
    serving = TriageModel(
        made_at=NOW, last_decision=1000, packed=a_model().packed(), unseen={"7": 0.42}
    )
    told = school._unseen_by(serving)
    assert told(lesson(7, None)) == 0.42, "kept from its own back-test"
    assert told(lesson(8, None)) is None, "it was trained on that one"
    assert 0 < told(lesson(9, None, decision=1001)) < 1, "this one came later"


def test_the_words_of_a_model_go_when_a_better_one_serves(db):
    before = a_serving_model(unseen={"1": 0.5})
    new = TriageModel(made_at=NOW, trained_on=300, last_decision=9, packed=b"words")
    school._kept(new, TriageModel.Verdict.SERVES)
    before.refresh_from_db()
    assert (before.verdict, bytes(before.packed), before.unseen) == ("replaced", b"", {})
    assert TriageModel.objects.serving().get() == new


HOLDING = """
import fcntl, signal, sys
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("locked", flush=True)
signal.pause()
"""


@pytest.mark.once
def test_two_do_not_train_at_once_and_a_killed_one_lets_go(settings):
    settings.TRIAGE_DIR.mkdir()
    lock = settings.TRIAGE_DIR / "training.lock"
    command = [sys.executable, "-c", HOLDING, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout.readline() == "locked\n"
            with pytest.raises(school.Busy), school.alone():
                pass
        finally:
            other.kill()
        other.wait()
        with school.alone():
            pass


def test_a_training_that_ends_midway_leaves_the_model_before_it_serving(db, monkeypatch):
    before = a_serving_model()
    decided(decisions(210))

    def end(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "trained_and_tried", end)
    with pytest.raises(KeyboardInterrupt):
        school.train()
    assert TriageModel.objects.get() == before
    assert before.packed == TriageModel.objects.get().packed


def test_of_two_machines_that_train_at_once_one_models_serves(db, monkeypatch):
    first = a_serving_model()
    decided(decisions(210))
    figures = {"decisions": 210, "auc_at_least": 0.7}
    monkeypatch.setattr(
        training,
        "trained_and_tried",
        lambda judged, _lists: (a_model(**figures), [0.5] * len(judged)),
    )
    monkeypatch.setattr(school, "verdict", lambda *_what: TriageModel.Verdict.SERVES)
    monkeypatch.setattr(TriageModelQuerySet, "update", lambda *_rows, **_columns: 0)  # it saw none
    assert school.train().verdict == "behind"
    assert TriageModel.objects.serving().get() == first


def test_off_nothing_is_learned(db):
    TriageSettings.objects.create(pk=1, is_on=False)
    said = StringIO()
    call_command("triage", "--train", stdout=said)
    assert "triage is off" in said.getvalue()
    assert not TriageModel.objects.exists()
    assert not Decision.objects.exists()


def test_a_model_is_trained_anew_before_the_clock_takes_its_words(db):
    a_serving_model(made_at=NOW - school.LONGEST - timedelta(hours=1))
    assert school.is_due()
    assert address_retention.forget_models(at=NOW) == 0, "there are some days left"
    assert address_retention.forget_models(at=NOW + timedelta(days=5)) == 1
    model = TriageModel.objects.get()
    assert (model.verdict, bytes(model.packed)) == ("expired", b"")
