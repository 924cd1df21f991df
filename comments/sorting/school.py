"""Train a model from the house's decisions, and choose which one serves: in a process of its own, one at a time.

Nothing is kept until a training is whole: one that is killed leaves the model before it serving.
"""

import fcntl
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models import TriageModel, TriageSettings
from ..rules.triage.edited_words import lists_with
from ..rules.triage.model import Model
from ..triage import quality, training
from . import lessons

FIRST, EACH = 200, 100  # decisions: before the first training, and new ones that make the next
NIGHT = range(2, 5)  # hours of the day; by night a single new decision is enough
NIGHTLY = timedelta(hours=20)
LEAST_AUC = 0.60  # that the back-test must surely reach
COMPARED = 500  # of the latest decisions decide between two models
# A model serves so long; soon after, the clock takes its words (WORDS_DAYS).
LONGEST = timedelta(days=25)
Verdict = TriageModel.Verdict


class Busy(Exception):
    """Another process trains now."""


def is_due(at=None) -> bool:
    """Return whether enough was decided since the latest training."""
    at = at or timezone.now()
    latest = TriageModel.objects.order_by("-pk").first()
    if latest is None:
        return lessons.since(0, FIRST) >= FIRST
    new = lessons.since(latest.last_decision, EACH)
    if TriageModel.objects.serving().filter(made_at__lt=at - LONGEST).exists():
        return True
    is_night = timezone.localtime(at).hour in NIGHT and at - latest.made_at > NIGHTLY
    return new >= EACH or (is_night and new > 0)


def train(*, at=None) -> TriageModel | None:
    """Learn from all decisions that stand; return the new model, serving or not, None if triage is off.

    Raise Busy if another process of this machine trains, ModuleNotFoundError without the extra.
    """
    settled = TriageSettings.objects.current()
    if not settled.is_on:
        return None
    with alone():
        new = TriageModel(made_at=at or timezone.now(), last_decision=lessons.latest())
        taught = lessons.lessons()
        new.trained_on = len(taught)
        if new.trained_on < FIRST:
            return _kept(new, Verdict.FEW)
        judged = [
            training.Judged(lesson.text, lesson.rule, weight)
            for lesson, weight in zip(taught, lessons.weights(taught), strict=True)
        ]
        try:
            model, chances = training.trained_and_tried(judged, lists_with(settled.words))
        except training.NothingToLearn:
            return _kept(new, Verdict.FEW)
        new.figures = model.figures | {"rules": lessons.numbers(taught)}
        serving = TriageModel.objects.serving().first()
        lately = list(zip(taught, chances, strict=True))[-COMPARED:]
        said = verdict(model.figures, lately, serving, new.made_at)
        if said == Verdict.SERVES:
            new.packed = model.packed()
            new.unseen = {
                str(lesson.revision): round(chance, 6)
                for lesson, chance in lately
                if chance is not None
            }
        try:
            return _kept(new, said, instead_of=serving)
        except IntegrityError:  # another machine was faster: its model serves
            new.packed, new.unseen = b"", {}
            return _kept(new, Verdict.BEHIND)


@contextmanager
def alone():
    """Hold the lock of trainings; the system lets go of it whenever the process ends, killed too."""
    settings.TRIAGE_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.TRIAGE_DIR / "training.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield


def verdict(figures, lately, serving, at) -> TriageModel.Verdict:
    """Return whether a new model is to serve, and why not: it must be good enough, and better than the one that does.

    `lately` are the latest lessons, each with the probability by a model that had not seen it. A model that served
    LONGEST goes, whether or not a better one came.
    """
    if figures["decisions"] < FIRST:
        return Verdict.FEW
    if figures["auc_at_least"] < LEAST_AUC:
        return Verdict.WEAK
    if serving is None or at - serving.made_at > LONGEST:
        return Verdict.SERVES
    told_by_new, told_by_old = [], []
    old = _unseen_by(serving)
    for lesson, chance in lately:
        other = old(lesson)
        if chance is not None and other is not None:
            told_by_new.append((chance, lesson.rule is not None))
            told_by_old.append((other, lesson.rule is not None))
    is_better = quality.auc(told_by_new) > quality.auc(told_by_old)
    return Verdict.SERVES if is_better else Verdict.BEHIND


def _unseen_by(serving):
    """Return a function: what the serving model says of a lesson that it did not know when it was said; else None."""
    model = Model.unpacked(bytes(serving.packed))

    def told(lesson):
        kept = serving.unseen.get(str(lesson.revision))
        if kept is not None or lesson.decision <= serving.last_decision:
            return kept
        return model.read(lesson.text).score

    return told


@transaction.atomic
def _kept(new, said, *, instead_of=None):
    """Keep a trained model; its words only if it serves, and then those of the one before no more.

    One that is not good enough means that what is decided now cannot be foreseen: the old one goes too.
    """
    new.verdict = said
    if said != Verdict.BEHIND and not (said == Verdict.FEW and instead_of is None):
        after = Verdict.REPLACED if new.serves else said
        TriageModel.objects.serving().update(verdict=after, packed=b"", unseen={})
    new.save(force_insert=True)
    return new
