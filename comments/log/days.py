"""The head of the log at the end of each day: closed by `tick`, published, told outside the house."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import Event, Filing, LogDay, LogHead, Refusal, signing
from ..models.log_format import CURRENT, record
from ..rules import merkle

# A form that came before midnight may still be counted for its day a little later.
COUNTED_WITHIN = timedelta(minutes=10)


@transaction.atomic
def close(at=None) -> LogDay | None:
    """Publish the head for yesterday, unless there is one; return None if nothing was ever logged.

    It covers the links since the last head: those of the minutes after midnight too, and of days without a tick.
    """
    yesterday = timezone.localdate(at) - timedelta(days=1)
    if _is_closed(_last(), yesterday):
        return None
    head = LogHead.objects.select_for_update().filter(pk=1).first()
    last = _last()  # another machine may have closed it while we waited for the head
    if not head or not head.sequence or _is_closed(last, yesterday):
        return None
    first = last.last + 1 if last else 1
    links = Event.objects.filter(sequence__gte=first, sequence__lte=head.sequence)
    digests = list(links.order_by("sequence").values_list("digest", flat=True))
    day = LogDay(day=yesterday, first=first, last=head.sequence, head=head.digest)
    day.root = merkle.root(digests)
    day.set_signature()
    day.save(force_insert=True)
    Filing.objects.file(
        Filing.Table.DAY, str(day.day), record(day, CURRENT)
    )  # the first link of the next day
    return day


def _last():
    return LogDay.objects.order_by("-day").first()


def _is_closed(last, day):
    return last is not None and last.day >= day


def file_refusals(at=None) -> int:
    """File how many forms the door refused on each day that is over, by code; return how many days were filed.

    A day without any is not filed.
    """
    today = timezone.localdate((at or timezone.now()) - COUNTED_WITHIN)
    table = Filing.Table.REFUSALS
    last = Filing.objects.filter(table=table).order_by("-row").values_list("row", flat=True).first()
    counts = Refusal.objects.by_day(after=last, before=today)
    for day, values in counts.items():
        Filing.objects.file(table, day, values)
    return len(counts)


def tell(at=None) -> int:
    """Send the heads that were not told yet to LOG_HEADS_TO; return how many. Raise OSError if a mail fails."""
    if not settings.LOG_HEADS_TO:
        return 0
    untold = list(LogDay.objects.filter(told_at=None).order_by("day"))
    for day in untold:
        with translation.override(settings.LANGUAGE_CODE):
            send_mail(_subject(day), _words(day), None, settings.LOG_HEADS_TO)
        LogDay.objects.filter(pk=day.pk).update(told_at=at or timezone.now())
    return len(untold)


def _subject(day):
    return _("%(site)s : tête du journal de modération, %(day)s") % {
        "site": settings.SITE_NAME,
        "day": day.day,
    }


def _words(day):
    return "\n".join(
        [
            _("Gardez ce message : qui garde cette tête voit si le journal est un jour réécrit."),
            "",
            f"{day.day}  {day.first}-{day.last}",
            _("tête : %(head)s") % {"head": day.head},
            _("racine : %(root)s") % {"root": day.root},
            _("signature : %(signature)s") % {"signature": day.signature or "—"},
            _("clé : %(key)s") % {"key": signing.fingerprint(day.public_key) or "—"},
            "",
            f"{settings.SITE_URL}/transparence/",
            "manage.py check_log --head " + day.head,
            "",
        ]
    )
