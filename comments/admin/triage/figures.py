"""What the lead's page tells of triage: how far its hints lead, and how long each band waits."""

from collections import defaultdict
from datetime import timedelta
from statistics import median, quantiles

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Charter, Decision, Reading, TriageModel

DAYS = 90  # of decisions whose hints are compared
FEW = 20  # decisions: of fewer no share is told
WAITS_MOST = 5000  # latest decisions whose waits are told
MODELS_MOST = 10


def pull(at=None) -> list[dict]:
    """Return for each band how many were decided, and which share refused, with the hint on screen and without it."""
    first = Decision.objects.standing().filter(kind__in=["approve", "reject"])
    noted = first.filter(
        hint_shown__isnull=False, at__gte=(at or timezone.now()) - timedelta(days=DAYS)
    )
    rows = (
        noted.order_by()
        .values_list("revision__reading__band", "hint_shown")
        .annotate(number=Count("pk"), refused=Count("pk", filter=Q(kind="reject")))
    )
    found = {(band, was_shown): (number, refused) for band, was_shown, number, refused in rows}
    return [
        {
            "band": label,
            "shown": _share(*found.get((band, True), (0, 0))),
            "hidden": _share(*found.get((band, False), (0, 0))),
        }
        for band, label in Reading.BANDS.items()
    ]


def _share(number, refused):
    return {"number": number, "percent": round(100 * refused / number) if number >= FEW else None}


def waits() -> list[dict]:
    """Return for each band the median wait and that of nine in ten, in minutes, over the latest decisions."""
    first = Decision.objects.standing().filter(kind__in=["approve", "reject"])
    rows = first.filter(revision__reading__isnull=False).order_by("-at")
    minutes = defaultdict(list)
    for band, at, since in rows.values_list("revision__reading__band", "at", "comment__created_at")[
        :WAITS_MOST
    ]:
        minutes[band].append((at - since).total_seconds() / 60)
    return [
        {"band": label, "number": len(minutes[band]), **_times(minutes[band])}
        for band, label in Reading.BANDS.items()
    ]


def _times(minutes):
    if len(minutes) < 2:
        return {"usual": None, "slow": None}
    return {"usual": round(median(minutes)), "slow": round(quantiles(minutes, n=10)[-1])}


def models() -> list[TriageModel]:
    """Return the newest models, the newest first, without their words."""
    return list(TriageModel.objects.defer("packed", "unseen")[:MODELS_MOST])


def serving() -> TriageModel | None:
    return TriageModel.objects.serving().defer("packed", "unseen").first()


def taught(model) -> list[dict]:
    """Return of how many decisions of each rule a model learned, in the words of the charter in force."""
    clauses = {clause.key: str(clause) for clause in Charter.objects.in_force().clauses.all()}
    names = {"": _("Publiés"), "loi": _("La loi"), **clauses}
    rules = model.figures.get("rules", {}) if model else {}
    return [{"rule": names.get(key, key), "number": number} for key, number in rules.items()]
