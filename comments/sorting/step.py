"""The step of `tick`: read what waits, keep the promise, and let a process of its own train when enough was decided."""

import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from django.conf import settings

from ..models import TriageSettings
from . import case_law, reading, school

LONGEST_SECONDS = 300  # of a training; 20,000 decisions take a minute
EXTRA = "scikit-learn is not installed (sh setup.sh deploy/extras/triage.txt)"


class Failed(Exception):
    """A training did not end well; the words say how."""


@dataclass
class Work:
    """What one step did."""

    read: int = 0
    brought_forward: int = 0
    taken_up: int = 0  # decisions, into the case law
    trained: str = ""  # the training's own line
    trouble: str = ""  # what somebody should mend; the rest is done

    def __str__(self):
        parts = [
            f"{self.read} read, {self.brought_forward} brought forward",
            f"{self.taken_up} decisions taken up" if self.taken_up else "",
            self.trained,
            self.trouble,
        ]
        return "; ".join(part for part in parts if part)


def work(*, may_train=True, at=None) -> Work:
    """Do what is due; with `may_train` false, all but a training. Off: nothing."""
    if not TriageSettings.objects.current().is_on:
        return Work()
    done = Work(reading.read_waiting(at=at), reading.raise_due(at=at), case_law.keep_up())
    if not may_train or not school.is_due(at):
        return done
    if not is_installed():
        done.trouble = f"nothing is learned: {EXTRA}"
        return done
    try:
        done.trained = train()
    except Failed as error:
        done.trouble = str(error)
    return done


def is_installed() -> bool:
    return find_spec("sklearn") is not None


def train() -> str:
    """Train in a process of its own, killed if it takes too long; return its last line, raise Failed."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "triage", "--train"]
    try:
        done = subprocess.run(  # noqa: S603, our own command
            command, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"the training took more than {LONGEST_SECONDS} s") from error
    told = (done.stdout if done.returncode == 0 else done.stderr or done.stdout).strip()
    last = told.splitlines()[-1] if told else ""
    if done.returncode:
        raise Failed(f"the training failed: {last}")
    return last
