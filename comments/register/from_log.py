"""The figures of one month from the log alone: only what a link vouches for is counted.

Each link and each row that it tells of is compared with its digest. One that differs is named, not counted; so the
figures then differ from those of the tables (figures.py). Whether the chain as a whole holds, `check_log` says.
"""

from itertools import batched

from ..log import house
from ..models import Appeal, BrokenLink, Decision, Event, Notice, Suspension
from ..models.log_format import VOUCHED
from ..rules.digests import digest
from ..rules.register.figures import (
    DECISIONS,
    FIRST,
    NONE,
    Figures,
    channel_cell,
    ground_cell,
)
from .figures import SAYS_TRUSTED, by_whom, count_answer, refusals_filed
from .months import bounds

BATCH = 500  # links in memory at a time
SUBJECTS = (
    "revision__comment",
    "decision__clause",
    "notice__clause",
    "appeal",
    "suspension__clause",
)
Kind = Event.Kind
COUNTED = {Kind.SUBMITTED, Kind.NOTICED, Kind.APPEALED, Kind.DECIDED, Kind.SANCTIONED}
OF_TEXTS = {Kind.SUBMITTED, Kind.IMPORTED, Kind.EDITED, Kind.MENDED}


def of_month(month, progress=lambda number: None) -> tuple[dict, list[BrokenLink]]:
    """Return the figures of a month, and what is not as it was logged; tell `progress` how many links were read."""
    walk = _Walk()
    walk.refusals(month)
    start, end = bounds(month)
    links = Event.objects.filter(at__gte=start, at__lt=end).order_by("sequence")
    read = 0
    for events in batched(links.select_related(*SUBJECTS).iterator(chunk_size=BATCH), BATCH):
        walk.take(events)
        read += len(events)
        progress(read)
    return walk.figures.as_dict(), walk.faults


class _Walk:
    """Counts links; remembers the last one, to see whether they hold together."""

    def __init__(self):
        self.figures, self.faults = Figures(), []
        self.last = None

    def take(self, events):
        """Count some links, in their order."""
        sound = [event for event in events if self._holds_together(event) and self._is_sound(event)]
        beside = _Beside(sound, self)
        for event in sound:
            if event.kind == Kind.SUBMITTED:
                language = event.revision.language if event.format >= SAYS_TRUSTED else None
                self.figures.count("received", language=language or "unknown")
            elif event.kind == Kind.NOTICED:
                self._notice(event)
            elif event.kind == Kind.APPEALED:
                appeal = event.appeal
                self.figures.count("appeals", language=appeal.language, by=by_whom(appeal))
            elif event.kind == Kind.DECIDED and event.decision_id not in beside.undone:
                self._decision(event.decision, beside)
                self._answers(event, event.decision, beside)
            elif event.kind == Kind.SANCTIONED:
                if event.suspension.kind in Suspension.IMPOSED:
                    self.figures.count("sanctions", kind=event.suspension.kind)
                self._answers(event, event.suspension, beside)

    def refusals(self, month):
        """Count what was filed of the door's refusals."""
        days = {}
        for filing in refusals_filed(month).select_related("event"):
            if self.vouches(_link_of(filing), filing):
                days[filing.row] = filing.as_values()
        for counts in days.values():
            for code, number in counts.items():
                self.figures.count("stopped", number, reason=code)

    def vouches(self, event, row) -> bool:
        """Return whether a link is as it was written, and the row as the link says; name it if not."""
        place = f"{row._meta.model_name} {row.pk}"
        if event is None:
            return self._fault(place, "is not in the log")
        if event.format not in VOUCHED or event.digest != digest(event.record()):
            return self._fault(f"event {event.sequence}, {place}", "its own fields were changed")
        as_logged = row.digest(event.format) == event.subject_digest
        if not (as_logged or house.was_a_colleagues(event)):
            return self._fault(
                f"event {event.sequence}, {place}", "was changed after it was logged"
            )
        return True

    def _is_sound(self, event):
        if event.kind not in COUNTED:
            return True
        if event.subject is None:
            return self._fault(f"event {event.sequence}", "the row it tells of is gone")
        return self.vouches(event, event.subject)

    def _holds_together(self, event):
        """Return True; name a link that does not point back to the one before it."""
        last, self.last = self.last, event
        if last and event.sequence == last.sequence + 1 and event.previous != last.digest:
            self._fault(f"event {event.sequence}", f"does not point back to event {last.sequence}")
        return True

    def _fault(self, place, what):
        fault = BrokenLink(place, what)
        if (
            fault not in self.faults
        ):  # a row may be met twice: when it came, and when it was answered
            self.faults.append(fault)
        return False

    def _notice(self, event):
        notice = event.notice
        is_trusted = notice.flagger_id is not None and event.format >= SAYS_TRUSTED
        self.figures.count(
            "notices",
            language=notice.language,
            clause=notice.clause.key if notice.clause else NONE,
            channel=channel_cell(is_trusted=is_trusted, is_legal=notice.is_legal),
        )

    def _decision(self, decision, beside):
        if decision.kind == Decision.Kind.UNDO:
            return
        key = decision.clause.key if decision.clause else None
        cells = {"language": decision.language, "clause": ground_cell(decision.ground, key)}
        self.figures.count(DECISIONS[decision.kind], **cells)
        if decision.event.format >= SAYS_TRUSTED and decision.tools:
            self.figures.count("marked")
        if decision.kind in FIRST and (written := beside.revisions.get(decision.revision_id)):
            self.figures.took("to_decide", decision.at - written.created_at)

    def _answers(self, event, act, beside):
        for answered in event.answers.split():
            what, _colon, pk = answered.partition(":")
            row = beside.rows[what].get(int(pk))
            if row is not None and what == "notice":
                self.figures.took("to_answer_a_notice", act.at - row.at)
            elif row is not None:
                count_answer(self.figures, row, act)


class _Beside:
    """What some links lean on and that other links vouch for: undone decisions, texts, what was answered."""

    def __init__(self, events, walk):
        decisions = [event.decision for event in events if event.decision_id]
        undoing = Decision.objects.filter(
            kind=Decision.Kind.UNDO, supersedes__in=[decision.pk for decision in decisions]
        ).select_related("event")
        self.undone = {each.supersedes_id for each in undoing if walk.vouches(_link_of(each), each)}
        texts = {decision.revision_id for decision in decisions if decision.kind in FIRST}
        links = Event.objects.filter(revision__in=texts, kind__in=OF_TEXTS)
        self.revisions = {
            link.revision_id: link.revision
            for link in links.select_related("revision__comment")
            if walk.vouches(link, link.revision)
        }
        named = {"notice": set(), "appeal": set()}
        for event in events:
            if event.kind in {Kind.DECIDED, Kind.SANCTIONED}:
                for answered in event.answers.split():
                    what, _colon, pk = answered.partition(":")
                    named[what].add(int(pk))
        self.rows = {
            what: {
                row.pk: row
                for row in model.objects.filter(pk__in=named[what]).select_related("event")
                if walk.vouches(_link_of(row), row)
            }
            for what, model in (("notice", Notice), ("appeal", Appeal))
        }


def _link_of(row):
    return getattr(row, "event", None)
