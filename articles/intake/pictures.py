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
from . import fetch
from .written_fields import shortened

logger = logging.getLogger(__name__)
SECONDS_EACH, SECONDS_IN_ALL = 10, 60  # of one picture; of those of one answer
NEW = {WireItem.Outcome.CREATED, WireItem.Outcome.HELD}


class NoPicture(Exception):
    """The reason why an article stays without a picture, in English, for the operator."""


def take_pictures(taken, *, allowed_hosts=(), folder: Path | None = None):
    """Give each new article the first picture of its dispatch, if it has none.

    A failure is written to its item, and stops no other. `folder` holds the files of pictures without an address.
    No more than a minute in all.
    """
    end = time.monotonic() + SECONDS_IN_ALL
    for each in taken:
        if each.outcome not in NEW or not each.item.pictures or each.article.revision:
            continue  # an editor may have removed the picture: it does not come back
        try:
            if time.monotonic() > end:
                raise NoPicture("no time left")
            _take(each.article, each.item.pictures[0], allowed_hosts, folder)
        except (NoPicture, fetch.Refused, OSError, ValidationError) as error:
            code = getattr(error, "code", None)  # of a refused file: a decompression bomb, a PDF
            _leave_out(each, str(code or error))


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
    return " ".join(plain_text(clean_body(text)).split())


def _leave_out(taken, why):
    logger.warning("the picture of article %s was left out: %s", taken.article.pk, why)
    item = WireItem.objects.filter(
        source=taken.article.source, origin_id=taken.item.origin_id, version=taken.item.version
    )
    item.update(reason=f"its picture was left out: {why}"[:300])
