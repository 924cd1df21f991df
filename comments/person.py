"""What the site holds of one person: to be handed to them, or erased at their request (GDPR, articles 15, 17, 20).

A person is known by an address that they confirmed. Anybody can type somebody else's address: what bears it without a
confirmation is theirs only if the operator has found out otherwise (`unconfirmed`). The key of a private page gives what
that page is about, and no more: whoever has it wrote this one text, and may have given the address of somebody who then
confirmed it unawares.
"""

from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from articles.models import ErrorReport

from .models import Comment, LegalHold, Letter, Notice, Suspension, UnderHold

KEY_LENGTH = 43  # characters, of a private page
IS_CONFIRMED = Q(subscription__confirmed_at__isnull=False)


class Unknown(Exception):
    """Nothing bears this address or key."""


class Person:
    """The rows of a person. `who` is an address, or the key of a private page; raise Unknown if nothing bears it."""

    def __init__(self, who: str, *, unconfirmed=False):
        self.who = who.strip()
        self.address = self.who if "@" in self.who else ""
        bears_it = Q(email__iexact=self.address) if self.address else Q(pk=None)
        mine, told_us = bears_it & IS_CONFIRMED, Q(pk=None)
        if unconfirmed:
            mine = told_us = bears_it
        if len(self.who) == KEY_LENGTH:
            mine, told_us = Q(follow_key=self.who), Q(follow_key=self.who)
        self.comments = Comment.objects.filter(mine).order_by("created_at", "pk")
        self.notices = Notice.objects.filter(told_us).order_by("at", "pk")
        self.reports = ErrorReport.objects.filter(bears_it if unconfirmed else Q(pk=None))
        self.letters = Letter.objects.filter(self._addressed_to_them(unconfirmed))
        self.sanctions = Suspension.objects.filter(self._against_them(bears_it, unconfirmed))
        found = (self.comments, self.notices, self.reports, self.letters, self.sanctions)
        if not any(rows.exists() for rows in found):
            raise Unknown(self.who)

    def _addressed_to_them(self, unconfirmed):
        """Return the condition of their letters: about their comments and alerts, of replies to them, to their address.

        A letter about their comment may be somebody else's: of whoever it answers, of a moderator.
        """
        mine = self.comments.values("pk")
        others = Q(kind__in=[Letter.Kind.REPLY, Letter.Kind.REMINDER])
        about = Q(comment__in=mine, notice=None) & ~others | Q(subscription__comment__in=mine)
        about |= Q(notice__in=self.notices.values("pk"))
        if unconfirmed and self.address:
            about |= Q(to__iexact=self.address)
        return about & ~Q(to="")

    def _against_them(self, bears_it, unconfirmed):
        """Return the condition of the sanctions that hold their address, though the comment may hold it no more."""
        mine = Q(comment__in=self.comments.values("pk"), notice=None)
        mine |= Q(notice__in=self.notices.values("pk"))
        was_confirmed = Q(notice=None, comment__subscription__confirmed_at__isnull=False)
        mine |= bears_it if unconfirmed else bears_it & was_confirmed
        return mine & ~Q(email="", sender="")

    def counts(self) -> dict[str, int]:
        return {
            "comments": self.comments.count(),
            "notices": self.notices.count(),
            "error reports": self.reports.count(),
            "letters": self.letters.count(),
            "sanctions": self.sanctions.count(),
        }

    @property
    def held(self) -> int:
        """Return how many of these comments a legal hold keeps."""
        return self.comments.filter(legal_hold__isnull=False).count()

    @transaction.atomic
    def erase(self, *, by) -> dict[str, int]:
        """Erase their texts, names and addresses; return how many rows of each kind. Nobody's `by`: they asked themselves.

        Decisions and the log stay, without their words. Of a notice the address goes; its words and the name with them stay
        with the decision that answers it until their term, as the law asks to keep the reasons (Regulation (EU) 2022/2065,
        article 16). A sanction stays, without address and origin; until its term it keeps them if they asked themselves.
        What a legal hold keeps stays whole: `held` says how many comments.
        """
        held = LegalHold.objects.values("comment")
        mine = self.comments.exclude(pk__in=held)
        gone = {**self.counts(), "comments": mine.count()}
        # What they are found by goes first.
        sanctions = list(self.sanctions.exclude(comment__in=held).values_list("pk", flat=True))
        letters = self.letters.exclude(comment__in=held)
        letters.cancel()
        letters.update(to="", error="")
        for comment in mine.exclude(state=Comment.State.ERASED):
            with suppress(UnderHold):  # put under hold this instant
                comment.erase(by=by)
        self.notices.exclude(comment__in=held).update(email="")
        self.reports.delete()
        if by:
            Suspension.objects.filter(pk__in=sanctions).update(email="", sender="")
        return gone

    def told(self, *, with_notes=False) -> dict:
        """Return everything held of them, in plain words and ISO dates, to be written as JSON or a page.

        What colleagues noted among themselves may name others: it is told if somebody is to read it first.
        """
        return {
            "site": settings.SITE_URL,
            "who": self.who,
            "comments": [_comment(comment, with_notes) for comment in self._whole_comments()],
            "notices": [_notice(notice) for notice in self.notices.select_related("answer__clause")],
            "error_reports": [
                {"article": report.article.get_absolute_url(), "at": _iso(report.at), "text": report.text,
                 "email": report.email}
                for report in self.reports.select_related("article__section").order_by("at", "pk")
            ],
            "letters": [
                {"kind": letter.get_kind_display(), "to": letter.to, "state": letter.get_state_display(),
                 "sent_at": _iso(letter.sent_at)}
                for letter in self.letters.order_by("due_at", "pk")
            ],
            "sanctions": [_sanction(each) for each in self._other_sanctions()],
        }  # fmt: skip

    def _other_sanctions(self):
        """Return the sanctions that `_comment` does not tell: of alerts, of comments that they erased."""
        of_comments = Q(comment__in=self.comments.values("pk"), notice=None)
        return self.sanctions.exclude(of_comments).order_by("at", "pk")

    def _whole_comments(self):
        return self.comments.select_related("article__section").prefetch_related(
            "revisions__reading",
            "decisions__clause",
            "appeals__answer",
            "appeals__ruling",
            "suspensions",
            "subscription",
            "pick",
            "colleagues_notes",
        )


def _reading(revision):
    """Return what triage made of a text: where it stood among those that waited."""
    reading = getattr(revision, "reading", None)
    if reading is None:
        return {}
    return {
        "triage": {
            "score": round(reading.score, 3),
            "queue": reading.get_band_display(),
            "at": _iso(reading.at),
        }
    }


def _comment(comment, with_notes):
    told = {
        "article": comment.article.get_absolute_url(),
        "name": comment.name,
        "email": comment.email,
        "language": comment.language,
        "state": comment.get_state_display(),
        "received_at": _iso(comment.created_at),
        "published_at": _iso(comment.published_at),
        "has_a_hash_of_its_sender": bool(comment.sender),
        "texts": [
            {"number": revision.number, "at": _iso(revision.created_at), "text": revision.text}
            | _reading(revision)
            for revision in comment.revisions.all()
        ],
        "decisions": [
            {
                "decision": decision.get_kind_display(),
                "at": _iso(decision.at),
                "rule": str(decision.clause or ""),
                "reasons": decision.reasons,
                "facts": decision.facts,
            }
            for decision in comment.decisions.all()
        ],
        "appeals": [
            _appeal(appeal) for appeal in comment.appeals.all() if appeal.notice_id is None
        ],
        "sanctions": [
            _sanction(sanction)
            for sanction in comment.suspensions.all()
            if sanction.notice_id is None
        ],
    }
    if subscription := getattr(comment, "subscription", None):
        told["letters_about_replies"] = {
            "asked_at": _iso(subscription.asked_at),
            "confirmed_at": _iso(subscription.confirmed_at),
            "ended_at": _iso(subscription.ended_at),
        }
    if comment.is_picked:
        told["chosen_by_the_newsroom"] = {"at": _iso(comment.pick.at), "why": comment.pick.why}
    if with_notes:
        told["notes_of_colleagues"] = [
            {"at": _iso(note.at), "text": note.text} for note in comment.colleagues_notes.all()
        ]
    return told


def _appeal(appeal):
    answer = appeal.answer or appeal.ruling
    return {
        "at": _iso(appeal.at),
        "text": appeal.text,
        "answered_at": _iso(answer and answer.at),
        "answer": answer.get_kind_display() if answer else "",
        "reasons": answer.reasons if answer else "",
    }


def _sanction(sanction):
    return {
        "sanction": sanction.get_kind_display(),
        "at": _iso(sanction.at),
        "until": _iso(sanction.until),
        "reasons": sanction.reasons,
    }


def _notice(notice):
    return {
        "at": _iso(notice.at),
        "name": notice.name,
        "email": notice.email,
        "explanation": notice.explanation,
        "answer": notice.answer.get_kind_display() if notice.answer else "",
        "answered_at": _iso(notice.answer and notice.answer.at),
        "rule": str(notice.answer.clause or "") if notice.answer else "",
        "reasons": notice.answer.reasons if notice.answer else "",
        "appeals": [
            _appeal(appeal) for appeal in notice.appeals.select_related("answer", "ruling")
        ],
    }


def _iso(moment):
    return moment.isoformat(timespec="seconds") if moment else None
