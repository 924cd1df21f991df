"""Send statements of reasons to the Commission's transparency database, for those whom the law obliges to.

Nothing is sent without DSA_API_URL and DSA_API_TOKEN. In batches of at most a hundred; each once: its `puid` is the same
at each try, and a database that has it already says so. An answer is never trusted to be short, nor to keep the token.
"""

import json
import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, build_opener

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..models import OwedStatement
from ..models.owed_statement import PAUSES
from ..rules.no_redirect import NoRedirect
from . import statements

BATCHES = 5  # of one round: the next tick takes the rest
TIMEOUT = 20  # seconds
LONGEST_ANSWER = 1_000_000  # bytes
SINCE = timedelta(
    days=30
)  # a site that begins to send, or was down, sends what it decided since then
OF_ONE = re.compile(r"statements?[._](\d+)(?:\.(\w+))?")
KNOWN = re.compile(r"unique|exist|already|duplicate", re.IGNORECASE)
State = OwedStatement.State
logger = logging.getLogger(__name__)


@dataclass
class Round:
    """Counts of one round."""

    sent: int = 0
    refused: int = 0
    trouble: str = ""  # why the database took none of a batch

    @property
    def went_well(self):
        return not (self.refused or self.trouble)

    def __str__(self):
        said = f"{self.sent} statements of reasons sent, {self.refused} refused"
        return f"{said}, the others wait: {self.trouble}" if self.trouble else said


def is_on() -> bool:
    return bool(settings.DSA_API_URL and settings.DSA_API_TOKEN)


def send(at=None) -> Round:
    """Send the statements that are due; what the database refuses is refused for good, the rest waits and is tried again."""
    at, done = at or timezone.now(), Round()
    if not is_on():
        return done
    _owe(at)
    for _batch in range(BATCHES):
        taken = OwedStatement.objects.claim(at, statements.BATCH)
        if not taken or not _send(taken, done, at):
            break
    return done


@transaction.atomic
def _owe(at):
    """Write down the statements of what was decided lately, once each."""
    decided = statements.decisions().filter(statements.final(at), at__gte=at - SINCE)
    imposed = statements.sanctions().filter(at__gte=at - SINCE)
    for name, rows in (("decision", decided), ("suspension", imposed)):
        new = rows.filter(owed_statement=None).order_by("pk").values_list("pk", flat=True)
        OwedStatement.objects.bulk_create(
            [OwedStatement(**{f"{name}_id": pk}, due_at=at) for pk in new], ignore_conflicts=True
        )


def _send(taken, done, at) -> bool:
    """Send one batch, without those that the database refuses; return whether it answered."""
    owed = list(OwedStatement.objects.filter(pk__in=taken).select_related(
        "decision__event", "suspension__event"
    ))  # fmt: skip
    by_puid = {(row.decision or row.suspension).event.digest: row for row in owed}
    batch = statements.of_rows(
        [row.decision_id for row in owed if row.decision_id],
        [row.suspension_id for row in owed if row.suspension_id],
    )
    while batch:
        status, answer = _post(batch)
        if status in {200, 201}:
            _settle([by_puid[each["puid"]] for each in batch], state=State.SENT, sent_at=at)
            done.sent += len(batch)
            return True
        verdicts = _verdicts(answer, len(batch)) if status == 422 else {}
        if not verdicts:
            done.trouble = _without_the_token(f"answered {status}" if status else answer)
            _wait([by_puid[each["puid"]] for each in batch], at, done.trouble)
            logger.error("the transparency database took no statement: %s", done.trouble)
            return False
        for place, faults in verdicts.items():
            row = by_puid[batch[place]["puid"]]
            if _is_there_already(faults):
                _settle([row], state=State.SENT, sent_at=at)
                done.sent += 1
            else:
                words = _without_the_token(json.dumps(faults, ensure_ascii=False))
                _settle([row], state=State.REFUSED, error=words)
                done.refused += 1
        batch = [each for place, each in enumerate(batch) if place not in verdicts]
    return True


def _post(batch):
    """Return (status, body) of the answer; (0, why) if there is none."""
    body = json.dumps({"statements": batch}).encode()
    headers = {
        "Authorization": f"Bearer {settings.DSA_API_TOKEN}",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    request = Request(settings.DSA_API_URL, body, headers)  # noqa: S310, the operator named it
    try:
        with build_opener(NoRedirect).open(request, timeout=TIMEOUT) as answer:
            return answer.status, answer.read(LONGEST_ANSWER)
    except HTTPError as error:
        with error:
            return error.code, error.read(LONGEST_ANSWER)
    except (OSError, ValueError) as error:  # away, too slow, no HTTP
        return 0, f"{type(error).__name__}: {error}"


def _verdicts(answer, number) -> dict[int, dict]:
    """Return {place in the batch: {field: what is wrong}} of an answer 422; {} if it does not say whose faults."""
    try:
        errors = json.loads(answer)["errors"].items()
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    verdicts = {}
    for name, faults in errors:
        found = OF_ONE.fullmatch(str(name))
        if found and int(found[1]) < number:
            faults = {found[2]: faults} if found[2] else faults
            faults = faults if isinstance(faults, dict) else {"": faults}
            verdicts.setdefault(int(found[1]), {}).update(faults)
    return verdicts


def _is_there_already(faults) -> bool:
    return set(faults) == {"puid"} and bool(KNOWN.search(str(faults["puid"])))


def _without_the_token(words) -> str:
    return str(words).replace(settings.DSA_API_TOKEN, "…")[:300]


def _settle(rows, **change):
    mine = OwedStatement.objects.filter(pk__in=[row.pk for row in rows], state=State.SENDING)
    mine.update(**{"error": "", **change}, tries=F("tries") + 1)


def _wait(rows, at, why):
    for tries in {row.tries for row in rows}:
        pause = PAUSES[min(tries, len(PAUSES) - 1)]
        same = [row for row in rows if row.tries == tries]
        _settle(same, state=State.WAITING, due_at=at + pause, error=why)
