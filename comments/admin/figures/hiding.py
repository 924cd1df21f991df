"""What a weight that hides would have done: the comments of the last ninety days whose alerts reached it, and what became of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ...models import Decision, Notice

DAYS = 90
NOTICES_MOST = 50_000  # the latest


@dataclass
class Rehearsal:
    """Of so many waves of alerts, how many a weight would have hidden, by what the decision on them was."""

    weight: int
    waves: int = 0
    removed: int = 0
    kept: int = 0
    waiting: int = 0

    @property
    def hidden(self):
        return self.removed + self.kept + self.waiting


def of_weight(weight: int, *, at=None) -> Rehearsal:
    """Rehearse one weight. A wave is what one decision answered, or what waits; each reader's heaviest alert counts."""
    since = (at or timezone.now()) - timedelta(days=DAYS)
    lately = Notice.objects.filter(at__gte=since, settled_by=None).order_by("-at")
    rows = lately.values_list("comment", "answer", "answer__kind", "sender", "pk", "weight")
    waves = defaultdict(dict)
    for comment, answer, kind, sender, pk, heft in rows[:NOTICES_MOST]:
        readers = waves[comment, answer, kind]
        readers[sender or pk] = max(heft, readers.get(sender or pk, 0))
    told = Rehearsal(weight, len(waves))
    for (_comment, answer, kind), readers in waves.items():
        if sum(readers.values()) < weight:
            continue
        if answer is None:
            told.waiting += 1
        elif kind == Decision.Kind.REMOVE:
            told.removed += 1
        else:
            told.kept += 1
    return told
