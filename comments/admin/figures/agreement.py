"""How far two moderators who read the same text agree: by week, language, rule and pair."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from articles.rules.people import name_of

from ...models import SecondReading
from ...rules.decided.agreement import Agreement, agreement

WEEKS = 12
CASES_MOST = 20


@dataclass
class Row:
    """One line of a table: whose agreement it tells."""

    name: object  # a date, a rule, a language or two people
    told: Agreement


def readings(now) -> list[SecondReading]:
    """Return the second readings of the last weeks, the latest first."""
    found = SecondReading.objects.filter(at__gt=now - timedelta(weeks=WEEKS)).order_by("-at", "-pk")
    return list(
        found.select_related(
            "by",
            "clause__charter",
            "decision__by",
            "decision__clause__charter",
            "decision__comment",
        )
    )


def tables(found: list[SecondReading]) -> dict:
    """Return the whole, and its rows by week, language, rule and pair of colleagues.

    Everywhere the two verdicts are compared; by rule, whether each of the two cited it.
    """
    return {
        "all": agreement(map(_verdicts, found)),
        "weeks_rows": _grouped(found, _monday),
        "languages": _grouped(found, lambda each: _language(each.decision.comment.language)),
        "rules": _by_rule(found),
        "pairs": _grouped(found, _pair),
        "cases": [each for each in found if not _is_alike(each)][:CASES_MOST],
    }


def _verdicts(reading):
    return reading.decision.is_against, reading.refuses


def _is_alike(reading):
    one, other = _verdicts(reading)
    return one == other and _key(reading.decision.clause) == _key(reading.clause)


def _key(clause):
    return clause.key if clause else None


def _grouped(found, name_for):
    groups = defaultdict(list)
    for each in found:
        groups[name_for(each)].append(_verdicts(each))
    return [
        Row(name, agreement(pairs))
        for name, pairs in sorted(groups.items(), key=lambda pair: str(pair[0]))
    ]


def _by_rule(found):
    clauses = {}
    for each in found:
        for clause in (each.decision.clause, each.clause):
            if clause and (clause.key not in clauses or clauses[clause.key].pk < clause.pk):
                clauses[clause.key] = clause
    rows = []
    for key, clause in sorted(clauses.items(), key=lambda pair: pair[1].number):
        cited = ((_key(each.decision.clause) == key, _key(each.clause) == key) for each in found)
        rows.append(Row(clause, agreement(cited)))
    return rows


def _monday(reading):
    day = timezone.localdate(reading.at)
    return day - timedelta(days=day.weekday())


def _language(code):
    return dict(settings.LANGUAGES).get(code, code)


def _pair(reading):
    return " · ".join(sorted((name_of(reading.decision.by), name_of(reading.by))))
