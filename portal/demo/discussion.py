"""Play the demo's discussions: comments, notices, decisions and appeals, in order of time."""

from datetime import timedelta
from itertools import cycle

from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac

from comments.models import Appeal, Charter, Comment, Notice
from comments.rules.tidying import tidy

MODERATORS = ["sofia", "paul"]  # in turn
DELAYS = [12, 27, 8, 41, 19]  # minutes until a comment is read, in turn
# Keys of the comments that the newsroom chose, by EDITOR, with its sentence of why.
PICKED = {
    "r1": "Le seul commentaire de cette discussion écrit par quelqu’un qui prendra ce train.",
    "c1": "Trente et un ans de fiches en trois graphies : elle sait ce que la notice commune change.",
    "t3": "",
}
EDITOR = "hicham"


class Discussions:
    """The discussions of one run of the demo; moderators take turns over all of them."""

    def __init__(self, content):
        self.comments, self.notices = content["comments"], content["notices"]
        self.moderators, self.delays = cycle(MODERATORS), cycle(DELAYS)

    def play(self, article, key):
        """Play the discussion of one article in order of time, so that the log tells a true story."""
        stage = _Stage(article, self.moderators)
        rows = [row for row in self.comments if row["article"] == key]
        acts = []  # (minutes after publication, method of the stage, its other arguments)
        for row in rows:
            acts += self._acts_on(row, rows, stage)
        keys = {row["key"] for row in rows}
        for number, notice in enumerate(self.notices):
            if notice["comment"] in keys:
                acts.append((notice["minutes_after"], stage.give_notice, notice, number))
        for minutes, act, *arguments in sorted(acts, key=lambda act: act[0]):
            act(minutes, *arguments)

    def _acts_on(self, row, rows, stage):
        """Return the acts on one comment; it is read before anybody answers or reports it."""
        sent, state = row["minutes_after"], row["state"]
        replies = [other["minutes_after"] for other in rows if other["reply_to"] == row["key"]]
        notices = [n["minutes_after"] for n in self.notices if n["comment"] == row["key"]]
        acts = [(sent, stage.submit, row)]
        if state in {"published", "removed"}:
            read = min([sent + next(self.delays), *(at - 0.5 for at in replies + notices)])
            acts.append((read, stage.approve, row))
        if row["key"] in PICKED:
            acts.append((read + 0.1, stage.pick, row))
        if state == "rejected":
            acts.append((sent + 4, stage.reject, row))
        if state == "withdrawn":
            acts.append((sent + 3, stage.withdraw, row))
        if row["appeal"]:
            acts.append((sent + 60, stage.appeal, row))
        if state == "removed":
            acts.append((max([sent, *notices, *replies]) + 12, stage.remove, row))
        return acts


class _Stage:
    """The discussion of one article while it is played; `minutes` count from its publication."""

    def __init__(self, article, moderators):
        self.article, self.moderators = article, moderators
        self.users = get_user_model().objects.in_bulk(field_name="username")
        clauses = Charter.objects.in_force().clauses.all()
        self.clauses = {clause.number: clause for clause in clauses}
        self.comments = {}

    def submit(self, minutes, row):
        self.comments[row["key"]], _new = Comment.objects.submit(
            article=self.article,
            name=row["name"],
            text=tidy(row["text"]),
            language=row["language"],
            parent=self.comments.get(row["reply_to"]),
            submission_key=_key(row["key"]),
            at=self._at(minutes),
        )

    def approve(self, minutes, row):
        self._decide("approve", minutes, row)

    def pick(self, minutes, row):
        self._reread(row).pick_out(
            by=self.users[EDITOR], at=self._at(minutes), why=PICKED[row["key"]]
        )

    def reject(self, minutes, row):
        self._decide("reject", minutes, row, **self._statement(row))

    def remove(self, minutes, row):
        self._decide("remove", minutes, row, **self._statement(row))

    def withdraw(self, minutes, row):
        self.comments[row["key"]].withdraw(at=self._at(minutes))

    def appeal(self, minutes, row):
        comment = self._reread(row)
        Appeal.objects.lodge(
            decision=comment.last_decision,
            text=row["appeal"],
            language=comment.language,
            at=self._at(minutes),
        )

    def give_notice(self, minutes, row, number):
        is_legal = row["legal"]
        Notice.objects.give(
            comment=self.comments[row["comment"]],
            clause=self.clauses.get(row["clause"]),
            explanation=row["explanation"],
            is_legal=is_legal,
            good_faith=is_legal,
            language="fr",
            name="Une lectrice" if is_legal else "",
            email="lectrice@exemple.invalid" if is_legal else "",
            reader=_key(f"notice {number}"),
            at=self._at(minutes),
        )

    def _decide(self, verb, minutes, row, **statement):
        by = self.users[next(self.moderators)]
        getattr(self._reread(row), verb)(by=by, at=self._at(minutes), **statement)

    def _statement(self, row):
        clause = self.clauses[row["clause"]]
        return {"clause": clause, "reasons": row["reasons"], "facts": row["facts"]}

    def _reread(self, row):
        comment = self.comments[row["key"]]
        comment.refresh_from_db()
        return comment

    def _at(self, minutes):
        return self.article.published_at + timedelta(minutes=minutes)


def _key(text):
    return salted_hmac("portal.demo", text, algorithm="sha256").hexdigest()
