"""Triage in a folder, without the database: decisions come in, scores go out (`manage.py triage`)."""

import json
import os
from pathlib import Path

from comments.rules.triage.model import Model, Reading, Unreadable
from comments.rules.triage.words import ours

from .memory import Memory, moved

RULES = ("ad_hominem", "racist", "sexist", "discriminatory", "spam", "links", "other")
NOT_LEARNED = ("links",)  # the door finds them
FIRST, EACH = 200, 100  # decisions: the first training, and how many new ones make the next


class Broken(Exception):
    """A file of the folder cannot be read; the words say which, and why."""


class Learner:
    """The decisions and the model of a folder; what it learned is there again after a restart."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.decisions, self.memory = [], Memory()
        self.seen = 0  # decisions, those about links included
        self.model, self.trained_on = None, 0
        self._read_decisions()
        self._read_model()
        self._file = (self.folder / "decisions.jsonl").open("a", encoding="utf-8")

    def learn(self, text: str, lang: str, rule: str | None) -> dict:
        """Keep a decision; return how many there are and on how many the model rests."""
        line = json.dumps({"text": text, "lang": lang, "rule": rule}, ensure_ascii=False)
        self._file.write(line.encode("utf-8", "replace").decode() + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._keep(text, rule)
        return {"decisions": self.seen, "trained_on": self.trained_on}

    def score(self, text: str) -> Reading:
        """Read a text; train before, if enough decisions came since."""
        if self._is_due():
            self._train()
        judged = self.memory.recall(text)
        reading = self.model.read(text) if self.model else Reading(0.0, None, [], [])
        rule = max(judged, key=judged.get) if judged else reading.rule
        return Reading(moved(reading.score, judged), rule, reading.words, reading.against)

    def _is_due(self):
        return self.seen >= max(FIRST, self.trained_on - self.trained_on % EACH + EACH)

    def _train(self):
        from .training import Judged, NothingToLearn, train

        try:
            self.model = train([Judged(text, rule) for text, rule in self.decisions], ours())
        except NothingToLearn:
            return
        self.trained_on = self.seen
        self.model.figures["trained_on"] = self.trained_on
        unfinished = self.folder / f"model.{os.getpid()}"
        unfinished.write_bytes(self.model.packed())
        unfinished.replace(self.folder / "model.json.gz")

    def _keep(self, text, rule):
        self.seen += 1
        if rule in NOT_LEARNED:
            return
        self.decisions.append((text, rule))
        self.memory.remember(text, rule)

    def _read_decisions(self):
        path = self.folder / "decisions.jsonl"
        lines = path.read_bytes().split(b"\n") if path.exists() else []
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            try:
                told = json.loads(line)
                self._keep(told["text"], told["rule"])
            except (ValueError, KeyError, TypeError) as error:
                if number == len(lines):  # cut off while it was written: it was not acknowledged
                    path.write_bytes(b"\n".join(lines[:-1]) + b"\n")
                    return
                raise Broken(f"{path}, line {number}: {error}") from error

    def _read_model(self):
        path = self.folder / "model.json.gz"
        if not path.exists():
            return
        try:
            self.model = Model.unpacked(path.read_bytes())
        except Unreadable:
            return  # it is trained anew from the decisions
        self.trained_on = int(self.model.figures.get("trained_on", 0))
