"""Time stamps of the heads (RFC 3161): an authority outside the house says when a head was there.

Whoever owns the log, its key and this house's pages can write days anew, but not what an authority signed about them. It
gets the digest of a day's statement (`LogDay.statement`) and nothing else. Needs the extra «stamps».
"""

import hashlib
from datetime import datetime
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, build_opener

from django.conf import settings

from ..models import LogDay
from ..rules.no_redirect import NoRedirect

MOST = 10  # heads of one round: the next tick takes the rest
TIMEOUT = 10  # seconds
LONGEST_ANSWER = 65_536  # bytes
QUERY = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class Unstamped(Exception):
    """No stamp was to be had, or none that holds: the words say why."""


def stamp_days() -> int:
    """Have LOG_TSA_URL stamp the newest heads that bear no stamp; return how many. Raise Unstamped if one fails."""
    if not settings.LOG_TSA_URL:
        return 0
    waiting = list(LogDay.objects.filter(stamp=None)[:MOST])
    for day in waiting:
        answer, at = _ask(day.statement.encode())
        LogDay.objects.filter(pk=day.pk, stamp=None).update(stamp=answer, stamped_at=at)
    return len(waiting)


def fault(day: LogDay) -> str:
    """Return what is wrong with a day's stamp, "" if it holds.

    Who stamped it is looked at if LOG_TSA_ROOTS names the authority's certificate and the extra is installed.
    """
    words = day.statement.encode()
    if hashlib.sha256(words).digest() not in bytes(day.stamp):
        return "its stamp is of another head"
    if settings.LOG_TSA_ROOTS and find_spec("rfc3161_client"):
        try:
            _verified(bytes(day.stamp), words)
        except Unstamped as error:
            return f"its stamp does not hold: {error}"
    return ""


def _ask(words: bytes) -> tuple[bytes, datetime]:
    """Return the authority's answer about these words, verified, and the time that it gives."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError as error:
        raise Unstamped("the extra «stamps» is not installed (deploy/extras/)") from error
    query = TimestampRequestBuilder().data(words).hash_algorithm(HashAlgorithm.SHA256).build()
    request = Request(settings.LOG_TSA_URL, query.as_bytes(), QUERY)  # noqa: S310, settings allow http(s) alone
    try:
        with build_opener(NoRedirect).open(request, timeout=TIMEOUT) as answer:
            told = answer.read(LONGEST_ANSWER + 1)
    except HTTPError as error:
        raise Unstamped(f"the authority answered {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Unstamped(f"the authority cannot be reached: {error}") from error
    return told, _verified(told, words, query.nonce)


def _verified(answer: bytes, words: bytes, nonce: int | None = None) -> datetime:
    """Return the time of a stamp that holds: of these words, of this question, by the authority of LOG_TSA_ROOTS."""
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        roots = load_pem_x509_certificates(Path(settings.LOG_TSA_ROOTS).read_bytes())
    except (OSError, ValueError) as error:
        raise Unstamped(f"LOG_TSA_ROOTS holds no certificate: {error}") from error
    try:
        stamp = decode_timestamp_response(answer)
        if stamp.status:
            raise Unstamped(f"the authority refused: {' '.join(stamp.status_string)}")
        verifier = VerifierBuilder(roots=roots, nonce=nonce).build()
        verifier.verify_message(stamp, words)
    except (VerificationError, ValueError) as error:
        raise Unstamped(f"the answer is no stamp of this head: {error}") from error
    return stamp.tst_info.gen_time
