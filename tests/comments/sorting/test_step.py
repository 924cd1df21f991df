"""The step of `tick`: what is read, who is brought forward, and that nothing else is ever written."""

import re
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Reading, TriageModel, TriageSettings
from comments.person import Person
from comments.rules.triage.ranks import AT_RANDOM, WITHOUT_A_HINT, Rank, band, hides_its_hint, rank
from comments.sorting import reading, school, step
from portal.models import PeriodicWork
from tests import cast
from tests.comments.sorting.house import a_model, a_serving_model, decided

SETTLED = {
    "comments_triagemodel",
    "comments_reading",
    "comments_precedent",
    "comments_precedentstem",
}


def tick():
    told = StringIO()
    call_command("tick", stdout=told, stderr=StringIO())
    return told.getvalue()


def test_what_waits_is_read_once_and_anew_by_the_next_model_or_when_it_was_edited(db):
    assert reading.read_waiting() == 0, "nobody serves"
    model = a_serving_model()
    comment = cast.a_comment(text="Merci au maire, cet idiot de maire.")
    cast.a_published_comment()
    assert (reading.read_waiting(), reading.read_waiting()) == (1, 0)
    told = Reading.objects.get()
    assert (told.revision, told.model) == (comment.revision, model)
    text = comment.text
    assert [text[start:end] for start, end in told.words] == ["idiot"]
    assert [text[start:end] for start, end in told.words_for] == ["Merci"]
    comment.edit("Quel idiot, ce maire.")
    assert reading.read_waiting() == 1
    TriageModel.objects.update(verdict="replaced")
    a_serving_model()
    assert reading.read_waiting() == 1
    assert Reading.objects.count() == 2, "one a text"


def test_a_step_reads_so_many_and_the_next_goes_on(db):
    a_serving_model()
    comments = [cast.a_comment() for _each in range(3)]
    assert reading.read_waiting(most=2) == 2
    assert set(Reading.objects.values_list("revision", flat=True)) == {
        comment.revision_id for comment in comments[:2]
    }
    assert reading.read_waiting(most=2) == 1


def test_a_text_judged_before_is_remembered_before_any_training(db):
    a_serving_model()
    text = "La mairie a encore augmenté le prix de la piscine municipale, sans un mot pour les familles du quartier."
    decided([(text, "fr", "racist")])
    comment = cast.a_comment(text=f"{text} Vraiment.")
    reading.read_waiting()
    told = Reading.objects.get(revision=comment.revision)
    assert (told.rule, told.band) == ("racisme", Rank.HIGH)


@pytest.mark.once
def test_ranks_keep_the_promise_first_then_chance_then_the_score():
    day = timedelta(hours=24)
    drawn = next(
        n for n in range(100) if rank(Rank.LOW, n, waited=timedelta(), promised=day) == Rank.HIGH
    )
    other = next(
        n for n in range(100) if rank(Rank.LOW, n, waited=timedelta(), promised=day) == Rank.LOW
    )
    assert rank(Rank.LOW, other, waited=day / 2, promised=day) == Rank.DUE
    assert rank(Rank.HIGH, other, waited=day, promised=day) == Rank.DUE
    assert rank(Rank.MIDDLE, drawn, waited=timedelta(), promised=day) == Rank.HIGH
    places = [rank(Rank.LOW, n, waited=timedelta(), promised=day) for n in range(5000)]
    assert places.count(Rank.HIGH) == pytest.approx(5000 / AT_RANDOM, rel=0.1)
    hidden = sum(hides_its_hint(n) for n in range(5000))
    assert hidden == pytest.approx(5000 / WITHOUT_A_HINT, rel=0.15)
    bands = [band(score, high=0.6, middle=0.2) for score in (0.6, 0.5, 0.2, 0.19)]
    assert bands == [Rank.HIGH, Rank.HIGH, Rank.MIDDLE, Rank.LOW]
    assert band(0.4, high=0.3, middle=0.1) == Rank.HIGH


def test_whoever_waited_half_of_the_promised_time_is_brought_forward_whatever_the_score(db):
    TriageSettings.objects.create(pk=1, reading_hours=10)
    a_serving_model()
    now = timezone.now()
    old = cast.a_comment(text="Merci, merci.", at=now - timedelta(hours=4))
    young = cast.a_comment(text="Merci encore.", at=now)
    reading.read_waiting(at=now)
    assert reading.raise_due(at=now) == 0
    assert reading.raise_due(at=now + timedelta(hours=2)) == 1
    assert Comment.objects.get(pk=old.pk).queue_rank == Rank.DUE
    assert Comment.objects.get(pk=young.pk).queue_rank != Rank.DUE
    assert reading.raise_due(at=now + timedelta(hours=2)) == 0
    later = cast.a_comment(text="Un texte que personne n’a lu.", at=now - timedelta(hours=6))
    assert reading.raise_due(at=now) == 1, "unread ones too"
    assert Comment.objects.by_rank().last() == young
    assert later.pk in Comment.objects.filter(queue_rank=Rank.DUE).values_list("pk", flat=True)


def test_a_bounded_number_is_brought_forward_at_once(db, monkeypatch):
    a_serving_model()
    at = timezone.now() - timedelta(days=2)
    for _each in range(5):
        cast.a_comment(at=at)
    monkeypatch.setattr(reading, "BATCH", 2)
    assert [reading.raise_due(most=3) for _step in range(3)] == [3, 2, 0]


# No path leads from a reading to a verb


def test_whatever_it_reads_it_writes_its_own_rows_and_a_comments_place_alone(db):
    """With the highest and the lowest score: neither publishes, refuses, hides, mails, or enters the log."""
    a_serving_model()
    for text in ("idiot " * 20, "merci " * 20):
        cast.a_comment(text=text)
    with CaptureQueriesContext(connection) as captured:
        step.work(at=timezone.now() + timedelta(hours=30))
    written = [
        q["sql"] for q in captured.captured_queries if re.match("INSERT|UPDATE|DELETE", q["sql"])
    ]
    assert len(written) >= 2
    for sql in written:
        table = re.search(r'(?:INTO|UPDATE|FROM) "(\w+)"', sql)[1]
        of_a_place = re.match(r'UPDATE "comments_comment" SET "queue_rank" = \d WHERE', sql)
        assert table in SETTLED or of_a_place, sql


# In tick


def test_tick_reads_what_waits_and_notes_it(db):
    a_serving_model()
    cast.a_comment()
    tick()
    note = PeriodicWork.objects.get(name="triage")
    assert (note.said, note.went_well) == ("1 read, 0 brought forward", True)


def test_off_tick_leaves_everything_as_it_is(db):
    a_serving_model()
    TriageSettings.objects.create(pk=1, is_on=False)
    cast.a_comment(at=timezone.now() - timedelta(days=9))
    tick()
    assert not Reading.objects.exists()
    assert Comment.objects.get().queue_rank == Rank.MIDDLE


def test_without_the_extra_tick_says_so_once_and_goes_on_reading(db, monkeypatch):
    a_serving_model()
    monkeypatch.setattr(school, "is_due", lambda at=None: True)
    monkeypatch.setattr(step, "find_spec", lambda name: None)
    assert "scikit-learn is not installed" in tick()
    cast.a_comment()
    assert "scikit-learn" not in tick()
    assert Reading.objects.count() == 1
    PeriodicWork.objects.filter(name="triage").update(at=timezone.now() - timedelta(hours=1))
    assert "scikit-learn" not in tick(), "nor half an hour later"
    assert not PeriodicWork.objects.get(name="triage").went_well


def test_a_training_that_fails_or_lasts_too_long_is_told_and_tried_again_after_half_an_hour(
    db, monkeypatch
):
    tried = []

    def run(command, **options):
        tried.append(command[-2:])
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(step.subprocess, "run", run)
    monkeypatch.setattr(school, "is_due", lambda at=None: True)
    assert "the training took more than 300 s" in tick()
    tick()
    assert tried == [["triage", "--train"]]
    PeriodicWork.objects.filter(name="triage").update(at=timezone.now() - timedelta(hours=1))
    tick()
    assert len(tried) == 2


@pytest.mark.once
def test_the_trainings_last_line_is_told(monkeypatch):
    told = subprocess.CompletedProcess([], 0, "model 3, on 300 decisions: serves\n", "")
    monkeypatch.setattr(step.subprocess, "run", lambda *_args, **_options: told)
    assert step.train() == "model 3, on 300 decisions: serves"
    failed = subprocess.CompletedProcess([], 1, "", "Traceback\nMemoryError\n")
    monkeypatch.setattr(step.subprocess, "run", lambda *_args, **_options: failed)
    with pytest.raises(step.Failed, match="MemoryError"):
        step.train()


def test_erasing_a_person_takes_what_was_read_in_their_words(db):
    a_serving_model()
    comment = cast.a_comment()
    reading.read_waiting()
    Comment.objects.get(pk=comment.pk).erase(by=cast.nora())
    assert not Reading.objects.exists()


def test_a_model_of_another_format_reads_nothing(db):
    a_serving_model(packed=b"from another release")
    cast.a_comment()
    assert reading.read_waiting() == 0
    assert a_model().read("Un idiot").score > 0.5


def test_whoever_asks_what_is_held_of_them_is_told_what_triage_made_of_their_text(db):
    a_serving_model()
    cast.a_comment(text="Quel idiot.", email="lina@exemple.org")
    reading.read_waiting()
    (told,) = Person("lina@exemple.org", unconfirmed=True).told()["comments"]
    (text,) = told["texts"]
    assert 0.5 < text["triage"]["score"] < 1
    assert text["triage"]["queue"] == "en tête de file"
