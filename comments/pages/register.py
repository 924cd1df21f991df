"""The public register: a month's figures of moderation as a page, all months as CSV and JSON."""

import csv
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from articles.cache_headers import public
from articles.freshness import REGISTER, shows

from ..models import LogDay, LogHead, RegisterMonth, signing
from ..register import tables, told
from ..register.months import after, begins, month_of
from ..rules.register.bars import grouped, round_top
from ..rules.register.figures import flat
from ..rules.register.guard import guarded

DAYS_SHOWN = 31  # heads of the log on the page; the file has them all
CHARTED = ("received", "published", "refused")
LISTED = ("received", "stopped", "published", "refused", "removed", "notices", "appeals", "granted")
AS_JSON = {"ensure_ascii": False, "indent": 1}
WIDTH, HEIGHT = 360, 120  # of the chart, in units of its own


@require_safe
@public
def register(request, month=None):
    """Show the figures of a month, those of its year, and the heads of the log."""
    shows(threads=(), also=[REGISTER], until=begins(after(month_of())))
    months = list(RegisterMonth.objects.values_list("month", flat=True))
    if month and month not in months:
        raise Http404
    chosen = month or _default(months)
    head = LogHead.objects.filter(pk=1).first()
    context = {
        "days": LogDay.objects.all()[:DAYS_SHOWN],
        "fingerprint": signing.fingerprint(head.public_key) if head else "",
        "is_told_by_mail": bool(settings.LOG_HEADS_TO),
        "figures": _month(chosen) if chosen else None,
        "years": _years(months),
        "is_archive": bool(month),
    }
    return render(request, "comments/transparency.html", context)


@require_safe
@public
def as_json(request):
    """Return the figures of all months as JSON, the newest first, guarded as the page is."""
    shows(threads=(), also=[REGISTER])
    months = [
        {
            "month": f"{kept.month:%Y-%m}",
            "counted_at": kept.computed_at.isoformat(timespec="seconds"),
            "figures": guarded(kept.figures),
        }
        for kept in RegisterMonth.objects.all()
    ]
    answer = {"site": settings.SITE_URL, "months": months}
    return JsonResponse(answer, json_dumps_params=AS_JSON)


@require_safe
@public
def as_csv(request):
    """Return the figures of all months as CSV (RFC 4180), one number a line; `few`, `masked` or nothing if hidden."""
    shows(threads=(), also=[REGISTER])
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="registre.csv"'
    lines = csv.writer(answer)
    lines.writerow(["month", "figure", "part", "cell", "value"])
    for kept in RegisterMonth.objects.all():
        for name, value in flat(guarded(kept.figures)).items():
            figure, part, cell = [*name.split(".", 2), ""][:3]
            lines.writerow([f"{kept.month:%Y-%m}", figure, part, cell, value])
    return answer


@require_safe
@public
def statements(request, month, page=1):
    """Return a month's statements of reasons, a hundred a page, in the schema of the transparency database."""
    shows(threads=(), also=[REGISTER])
    kept = get_object_or_404(RegisterMonth, month=month)
    found, has_more, held_back = told.page_of(kept, page)
    if page > 1 and not found:
        raise Http404
    following = reverse("comments:statements_page", kwargs={"month": month, "page": page + 1})
    answer = {
        "month": f"{month:%Y-%m}",
        "schema": "https://transparency.dsa.ec.europa.eu/page/api-documentation",
        "schema_version": 2,
        "held_back": held_back,
        "next": settings.SITE_URL + following if has_more else None,
        "statements": found,
    }
    return JsonResponse(answer, json_dumps_params=AS_JSON)


def _default(months):
    """Return the last whole month; the one that runs if there is no other; None if nothing was counted."""
    whole = [month for month in months if month < month_of()]
    return next(iter(whole or months), None)


def _years(months):
    """Return (year, its last month) of each year, the newest first."""
    years = {}
    for month in months:
        years.setdefault(month.year, month)
    return list(years.items())


def _month(month):
    of_year = list(RegisterMonth.objects.filter(month__year=month.year).order_by("month"))
    kept = next(each for each in of_year if each.month == month)
    shown = guarded(kept.figures)
    return {
        "month": month,
        "computed_at": kept.computed_at,
        "runs": month == month_of(),
        "last_day": after(month) - timedelta(days=1),
        "totals": tables.totals(shown),
        "tables": tables.of(shown),
        "year": _year(of_year),
        "chart": _chart(of_year),
    }


def _year(kept):
    """Return the table of a year: (name of each column, [(month, numbers)], sums)."""
    numbers = [[each.figures[name]["total"] for name in LISTED] for each in kept]
    return {
        "columns": [tables.NAMES[name] for name in LISTED],
        "rows": [
            (each.month, [tables.in_figures(number) for number in row])
            for each, row in zip(kept, numbers, strict=True)
        ],
        "sums": [tables.in_figures(sum(column)) for column in zip(*numbers, strict=True)],
    }


def _chart(kept):
    """Return the bars of a year's months: received, published, refused."""
    by_month = {
        each.month.month: [each.figures[name]["total"] for name in CHARTED] for each in kept
    }
    groups = [by_month.get(number, [0] * len(CHARTED)) for number in range(1, 13)]
    mirrored, each = get_language_bidi(), WIDTH / 12
    places = [(number, each * (number - 0.5)) for number in range(1, 13)]
    return {
        "bars": grouped(groups, width=WIDTH, height=HEIGHT, mirrored=mirrored),
        "labels": [(number, round(WIDTH - x if mirrored else x, 1)) for number, x in places],
        "top": tables.in_figures(round_top(max(number for group in groups for number in group))),
        "series": [tables.NAMES[name] for name in CHARTED],
        "top_x": WIDTH if mirrored else 0,
    }
