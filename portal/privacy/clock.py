"""Erase all that is past its term; `tick` calls it each minute. The table beside this file says what that is."""

import logging

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.utils import timezone

from articles import retention as newsroom_retention
from articles.models import Change, WorkingCopy
from comments import address_retention
from comments.door.table_cache import TableCache
from comments.models import Proposal, signing
from portal.signin.left import forget_who_left

logger = logging.getLogger(__name__)


def forget(*, at=None) -> int:
    """Erase what is past its term; return how many rows went or were emptied. Safe to run twice."""
    at = at or timezone.now()
    forgotten = address_retention.forget_senders(at=at) + address_retention.forget_models(at=at)
    try:
        forgotten += address_retention.forget_words(at=at) + Proposal.objects.lapse(at=at)
    except signing.CannotSign as error:  # the rest goes on; the next tick tries again
        logger.error("words past their term stay: %s", error)
    forgotten += WorkingCopy.objects.forgotten(at).delete()[0] + newsroom_retention.forget_old(
        at=at
    )
    forgotten += forget_who_left(at=at)
    Session.objects.filter(expire_date__lt=at).delete()
    Change.objects.forget_old(at)
    if isinstance(cache := caches["default"], TableCache):
        cache.forget_expired()
    return forgotten
