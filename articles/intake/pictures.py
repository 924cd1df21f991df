"""Take in the picture of a dispatch: fetched within limits, or read from beside its file.

A picture without a text that describes it is left out.
"""

import logging
import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Article, Image, Revision, WireItem
from ..models.image import refuse_file_name
from ..rules.body import clean_body, plain_text
from ..rules.printable import printable
from . import fetch
from .deadline import TookTooLong, within
from .written_fields import shortened

logger = logging.getLogger(__name__)
SECONDS_EACH, SECONDS_IN_ALL = 10, 60  # of one picture; of those of one answer
WORDS_MOST = 2000  # characters of a caption
NEW = {WireItem.Outcome.CREATED, WireItem.Outcome.HELD}


class NoPicture(Exception):
    """The reason why an article stays without a picture, in English, for the operator."""


def take_pictures(taken, *, allowed_hosts=(), folder: Path | None = None) -> list:
    """Give each new article the first picture of its dispatch; return the items left without.

    A failure is written to its item, and stops no other; in an item whose picture failed for a reason that nobody
    foresaw, `is_failure` is set. `folder` holds the files of pictures without an address.
    No more than a minute in all.
    """
    end, left_out = time.monotonic() + SECONDS_IN_ALL, []
    for each in taken:
        if each.outcome in NEW and not _is_given(each, end, allowed_hosts, folder):
            left_out.append(each)
    return left_out


def _is_given(taken, end, allowed_hosts, folder):
    """Give an article its picture; returns False, with the reason in the item, if it is left out."""
    article = taken.article
    try:
        if not taken.item.pictures or article.revision:
            return True  # an editor may have removed the picture: it does not come back
        if time.monotonic() > end:
            raise NoPicture("no time left")
        with within(2 * SECONDS_EACH):
            _take(article, taken.item.pictures[0], allowed_hosts, folder)
        return True
    except (NoPicture, fetch.Refused, OSError, ValidationError, TookTooLong) as error:
        code = getattr(error, "code", None)  # of a refused file: a decompression bomb, a PDF
        why = str(code or error)
        logger.warning("the picture of article %s was left out: %s", article.pk, why)
    except Exception as error:
        why, taken.is_failure = f"{type(error).__name__}: {error}", True
        logger.exception("the picture of article %s was left out", article.pk)
    why = printable(" ".join(why.split()))[:200]
    taken.reason = f"its picture was left out: {why}"
    _leave_out(taken)
    return False


def _take(article, picture, allowed_hosts, folder):
    caption, alt = (_line(text) for text in (picture.caption, picture.alt or picture.caption))
    if not alt:
        raise NoPicture("nothing says what it shows")
    refuse_file_name(alt)
    image = Image.objects.take_in(
        _bytes(picture.address, allowed_hosts, folder),
        caption=caption[:300],
        credit=(picture.credit or article.source.full_name or article.source.short_name)[:120],
    )
    with transaction.atomic():
        article.start_history()
        there = Article.objects.filter(pk=article.pk, lead_image=None)
        if there.update(lead_image=image, lead_image_alt=shortened(alt, 200)):
            article.record(Revision.Act.RECEIVED, by=None, note="image")


def _bytes(address, allowed_hosts, folder):
    if address.startswith(("http://", "https://")):
        return fetch.fetch(address, allowed_hosts=allowed_hosts, seconds=SECONDS_EACH).content
    file = (folder / address).resolve() if folder else None
    if file is None or not file.is_relative_to(folder.resolve()) or not file.is_file():
        raise NoPicture("its file is not there")
    if file.stat().st_size > fetch.BYTES_MOST:
        raise NoPicture(f"longer than {fetch.BYTES_MOST} bytes")
    return file.read_bytes()


def _line(text):
    """Return the text without tags, on one line, as a form would store it."""
    return " ".join(plain_text(clean_body(text[:WORDS_MOST])).split())


def _leave_out(taken):
    """Record the reason beside the item."""
    item, source = taken.item, taken.article.source
    row = WireItem.objects.filter(source=source, origin_id=item.origin_id, version=item.version)
    row.update(reason=taken.reason[:300])
