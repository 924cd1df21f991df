"""The figures of one month, counted in the tables; from_log.py counts the same from the log alone."""

from django.db.models import Count, Q

from ..models import Appeal, Decision, Filing, Notice, Suspension
from ..rules.register.figures import (
    DECISIONS,
    FIRST,
    NONE,
    Figures,
    appellant,
    channel_cell,
    grants,
    ground_cell,
)
from .months import bounds, received

AT_ONCE = 5000  # rows in memory
SAYS_TRUSTED = 3  # the first format of the log that says whether a trusted flagger alerted


def of_month(month) -> dict:
    """Return the figures of a month, in some ten queries, each by an index or over a small table."""
    figures = Figures()
    within = bounds(month)
    _received(figures, within)
    _stopped(figures, month)
    _decided(figures, within)
    _noticed(figures, within)
    _contested(figures, within)
    for kind, number in _counted(Suspension.objects.filter(_at(within)), "kind"):
        if kind in Suspension.IMPOSED:
            figures.count("sanctions", number, kind=kind)
    return figures.as_dict()


def refusals_filed(month):
    """Return the filings of a month's refusals at the door, the oldest first: the last one of a day is good."""
    days = (f"{month:%Y-%m}-01", f"{month:%Y-%m}-31")  # as text
    return Filing.objects.filter(table=Filing.Table.REFUSALS, row__range=days).order_by("pk")


def _at(within, name="at"):
    start, end = within
    return Q(**{f"{name}__gte": start, f"{name}__lt": end})


def _counted(rows, *names):
    return rows.order_by().values(*names).annotate(number=Count("pk")).values_list(*names, "number")


def _received(figures, within):
    for language, number in _counted(received().filter(_at(within, "created_at")), "language"):
        figures.count("received", number, language=language or "unknown")


def _stopped(figures, month):
    last = {filing.row: filing.as_values() for filing in refusals_filed(month)}
    for counts in last.values():
        for code, number in counts.items():
            figures.count("stopped", number, reason=code)


def _decided(figures, within):
    decisions = Decision.objects.standing().filter(_at(within))
    by = _counted(decisions, "kind", "language", "ground", "clause__key")
    for kind, language, ground, key, number in by:
        cells = {"language": language, "clause": ground_cell(ground, key)}
        figures.count(DECISIONS[kind], number, **cells)
    marked = decisions.exclude(tools=None).exclude(tools="")
    figures.count("marked", marked.count())
    first = decisions.filter(kind__in=FIRST).order_by().values_list("at", "revision__created_at")
    for decided, written in first.iterator(chunk_size=AT_ONCE):
        figures.took("to_decide", decided - written)


def _noticed(figures, within):
    says_trusted = Q(flagger__isnull=False, event__format__gte=SAYS_TRUSTED)
    notices = Notice.objects.filter(_at(within)).annotate(is_trusted=Q(says_trusted))
    by = _counted(notices, "language", "clause__key", "is_legal", "is_trusted")
    for language, key, is_legal, is_trusted, number in by:
        channel = channel_cell(is_trusted=bool(is_trusted), is_legal=is_legal)
        figures.count("notices", number, language=language, clause=key or NONE, channel=channel)
    answered = Notice.objects.filter(_at(within, "answer__at")).order_by()
    for at, answered_at in answered.values_list("at", "answer__at"):
        figures.took("to_answer_a_notice", answered_at - at)


def _contested(figures, within):
    for appeal in Appeal.objects.filter(_at(within)).only("language", "suspension", "notice"):
        figures.count("appeals", language=appeal.language, by=by_whom(appeal))
    answered = Appeal.objects.filter(_at(within, "answer__at") | _at(within, "ruling__at"))
    for appeal in answered.select_related("answer", "ruling"):
        count_answer(figures, appeal, appeal.answer or appeal.ruling)


def by_whom(appeal) -> str:
    return appellant(
        is_of_a_sanction=appeal.suspension_id is not None,
        is_of_a_notice=appeal.notice_id is not None,
    )


def count_answer(figures, appeal, act):
    """Count the answer to an appeal: a decision, or the end of a sanction."""
    figures.took("to_answer_an_appeal", act.at - appeal.at)
    if grants(by_whom(appeal), act.kind):
        figures.count("granted", by=by_whom(appeal))
