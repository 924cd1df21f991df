"""Is the model fair, and does it drift: the mentions of groups it flags, and week by week what it expected and what was decided."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Decision, TriageModel
from ...rules.triage import mentions
from ...rules.triage.model import Model, Unreadable

WEEKS = 12
DECISIONS_MOST = 20_000  # the latest
FEW = 20  # decisions of a week: of fewer no share is told
DRIFTS = 10  # points between what was expected and what happened

NAMES = {
    "women": _("femmes"), "men": _("hommes"), "muslims": _("musulmans"), "jews": _("juifs"), "christians": _("chrétiens"),
    "black": _("personnes noires"), "arabs": _("Arabes"), "migrants": _("migrants"), "lgbt": _("personnes LGBT"),
    "disabled": _("personnes handicapées"),
    "greeting": _("salutation"), "neutral": _("mention neutre"), "proud": _("fierté"), "quoted": _("insulte citée"),
    "denied": _("insulte niée"), "reclaimed": _("insulte reprise à son compte"),
    "fr": _("français"), "ar": _("arabe"), "en": _("anglais"),
}  # fmt: skip


@dataclass
class Week:
    """`expected` and `happened` are percents of refused, None of few decisions."""

    monday: date
    decided: int
    expected: int | None = None
    happened: int | None = None

    @property
    def drifts(self):
        return self.expected is not None and abs(self.expected - self.happened) > DRIFTS


def fairness() -> dict | None:
    """Return the shares of mentions that the serving model flags, by group, kind and language; None if none serves."""
    serving = TriageModel.objects.serving().first()
    if serving is None:
        return None
    try:
        model = Model.unpacked(bytes(serving.packed))
    except Unreadable:
        return None
    return mentions.fairness(lambda text: model.read(text).score)


def drift(at=None) -> list[Week]:
    """Return week by week the share of refusals that was expected before deciding, and the one decided; the latest first."""
    since = (at or timezone.now()) - timedelta(weeks=WEEKS)
    first = Decision.objects.standing().filter(kind__in=["approve", "reject"], at__gte=since)
    read = first.filter(revision__reading__isnull=False).order_by("-at")
    weeks = defaultdict(list)
    for moment, kind, score in read.values_list("at", "kind", "revision__reading__score")[
        :DECISIONS_MOST
    ]:
        day = timezone.localdate(moment)
        weeks[day - timedelta(days=day.weekday())].append((score, kind == Decision.Kind.REJECT))
    return [_week(monday, told) for monday, told in sorted(weeks.items(), reverse=True)]


def _week(monday, told):
    number = len(told)
    if number < FEW:
        return Week(monday, number)
    expected, happened = (round(100 * sum(column) / number) for column in zip(*told, strict=True))
    return Week(monday, number, expected, happened)
