"""Which statements of reasons of a month are public: those whose counts the register itself shows.

A statement whose clause, language or kind of sanction has a small count that month is held back: else the list would
tell what the tables hide. The transparency database, to which it goes all the same, is not this site's to guard.
"""

from django.db.models import Q

from ..models import Decision
from ..rules.register.figures import LAW
from ..rules.register.guard import guarded
from . import statements
from .months import bounds

FIGURES = {Decision.Kind.REJECT: "refused", Decision.Kind.REMOVE: "removed"}


def page_of(kept, number: int) -> tuple[list[dict], bool, int]:
    """Return a page of a counted month's statements, whether another follows, and how many are held back."""
    start, end = bounds(kept.month)
    counted = Q(at__gte=start, at__lt=min(end, kept.computed_at))
    told = guarded(kept.figures)
    decided = statements.decisions().filter(counted, statements.final())
    imposed = statements.sanctions().filter(counted)
    public = [("decision", *row) for row in _rows(decided.filter(_shown_decisions(told)))]
    kinds = _numbers(told["sanctions"]["kind"])
    public += [("sanction", *row) for row in _rows(imposed.filter(kind__in=kinds))]
    public.sort(key=lambda row: (row[1], row[0], row[2]))
    first = (number - 1) * statements.BATCH
    page = public[first : first + statements.BATCH]
    found = statements.of_rows(*(
        [pk for what, _at, pk in page if what == each] for each in ("decision", "sanction")
    ))  # fmt: skip
    held = decided.count() + imposed.count() - len(public)
    return found, first + len(page) < len(public), held


def _rows(queryset):
    return queryset.order_by().values_list("at", "pk")


def _shown_decisions(told):
    """Return the condition that a decision's clause and language have counts that are shown."""
    shown = Q(pk__in=[])
    for kind, figure in FIGURES.items():
        clauses, languages = (_numbers(told[figure][name]) for name in ("clause", "language"))
        of_these = Q(clause__key__in=[key for key in clauses if key != LAW])
        if LAW in clauses:
            of_these |= Q(ground=Decision.Ground.LAW, clause=None)
        shown |= Q(of_these, kind=kind, language__in=languages)
    return shown


def _numbers(cells):
    """Return the cells whose count is shown."""
    return [cell for cell, number in (cells or {}).items() if isinstance(number, int)]
