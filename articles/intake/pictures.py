"""The picture that comes with a dispatch: fetched within limits, or read beside its file; never without words for it."""

import logging
import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Article, Image, Revision, WireItem
from ..models.image import refuse_file_name
from ..rules.body import clean_body, plain_text
from . import fetch

logger = logging.getLogger(__name__)
SECONDS_EACH, SECONDS_IN_ALL = 10, 60  # of one picture; of those of one answer
NEW = {WireItem.Outcome.CREATED, WireItem.Outcome.HELD}


class NoPicture(Exception):
    """Why an article stays without one, in English, for the operator."""


def take_pictures(taken, *, allowed_hosts=(), folder: Path | None = None):
    """Give each article just taken in the first picture of its dispatch, where it has none.

    Whatever goes wrong with one is written to its item, and stops nothing. `folder` is where files lie that have
    no address of their own. No more than a minute in all.
    """
    end = time.monotonic() + SECONDS_IN_ALL
    for each in taken:
        if each.outcome not in NEW or not each.item.pictures or each.article.revision:
            continue  # what an editor took off does not come back
        try:
            if time.monotonic() > end:
                raise NoPicture("no time left")
            _take(each.article, each.item.pictures[0], allowed_hosts, folder)
        except (NoPicture, fetch.Refused, OSError, ValidationError) as error:
            code = getattr(error, "code", None)  # of a picture that is none of ours: a bomb, a PDF
            _tell(each, str(code or error))


def _take(article, picture, allowed_hosts, folder):
    caption, alt = (_line(words) for words in (picture.caption, picture.alt or picture.caption))
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
        if there.update(lead_image=image, lead_image_alt=_short(alt)):
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


def _line(words):
    """Words alone, on one line, as a form keeps them."""
    return " ".join(plain_text(clean_body(words)).split())


def _short(words, most=200):
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def _tell(taken, why):
    logger.warning("the picture of article %s was left out: %s", taken.article.pk, why)
    item = WireItem.objects.filter(
        source=taken.article.source, origin_id=taken.item.origin_id, version=taken.item.version
    )
    item.update(reason=f"its picture was left out: {why}"[:300])
