"""What an author is given to show that their comment and its decisions are in the log: tools/verify.py reads it.

It says nothing that the private page does not say: who alerted and which colleague decided are in the closed part of
a link, of which it holds the digest alone.
"""

from django.conf import settings

from ..models import Event, Filing, LogDay, LogHead
from ..models.log_format import CLOSED, record
from ..rules import merkle
from ..rules.digests import canonical

FORMAT = "portal-proof-1"
OF_TEXTS = {"submitted", "imported", "edited", "mended"}


def of(comment) -> dict:
    """Return the proof for a comment as plain data. Links of a format without a closed part are left out."""
    links, days, texts = [], {}, []
    events = comment.events.filter(format__in=CLOSED).select_related("revision", "decision__clause")
    for event in events.order_by("sequence"):
        if not _is_told(event):
            continue
        day = LogDay.objects.filter(first__lte=event.sequence, last__gte=event.sequence).first()
        if day:
            days[day.day] = day
        links.append(_link(event, day))
        if event.revision and event.revision.salt:
            texts.append(_text(event.revision))
    return {
        "format": FORMAT,
        "site": settings.SITE_URL,
        "texts": texts,
        "links": links,
        "days": [_day(day) for day in days.values()],
    }


def _is_told(event):
    if event.decision:
        return event.decision.is_told_to_the_author
    return event.kind in OF_TEXTS


def _link(event, day):
    subject = event.subject
    return {
        "record": canonical(event.record()),
        "subject": canonical(record(subject, event.format)) if subject else "",
        "signature": event.signature,
        "key": key_of(event.sequence),
        "day": day.day.isoformat() if day else "",
        "path": _path(event, day) if day else [],
    }


def _path(event, day):
    links = Event.objects.filter(sequence__gte=day.first, sequence__lte=day.last)
    digests = list(links.order_by("sequence").values_list("digest", flat=True))
    return merkle.path(digests, event.sequence - day.first)


def _text(revision):
    sealed = {"salt": revision.salt, "texts": list(revision.sealed_texts())}
    return {"revision": revision.pk, "sealed": sealed}


def _day(day):
    fields = {name: getattr(day, name) for name in ("first", "last", "head", "root", "signature")}
    return {**fields, "day": day.day.isoformat(), "key": day.public_key}


def key_of(sequence) -> str:
    """Return the public key that signed a link."""
    changes = Filing.objects.filter(table=Filing.Table.KEY, event__sequence__gte=sequence)
    change = changes.select_related("event").order_by("pk").first()
    if not change:
        return LogHead.objects.get(pk=1).public_key
    values = change.as_values()
    is_its_own_link = change.event.sequence == sequence
    return values["to"] if is_its_own_link and values.get("lost") else values["from"]
