"""Middleware: well-formed requests, language, policies, ETags, and cookies for staff only."""

import logging
import re

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from articles.freshness import changes, making
from articles.freshness.changes import is_making
from articles.models.files import StoreRefuses
from comments.pages.thread import counts

from .pages import errors
from .signin.permissions import with_permissions

logger = logging.getLogger(__name__)
MOST_WORDS = 200  # in a query: the admin asks for each word apart, and SQLite parses 1,000
SCRIPT = "text/javascript"  # the admin's sentences, which a browser may keep
PROBES = {"/healthz", "/readyz"}
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
STAFF_ADDRESS = re.compile(
    rf"/(?:(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/)?admin(?:/|$)"
)


def well_formed_requests(get_response):
    """Refuse malformed requests with 400, before anything else reads them.

    No browser sends them from our pages. A NUL in the query reaches no database (PostgreSQL stores none), a cookie with a
    control character no session, and a body longer than our forms no parser, files in it included. Whoever
    may not be of the staff (there is no session, or they sign in) sends no more than readers do.
    """

    def middleware(request):
        if request.META.get("portal.unread_body"):  # see portal/wsgi.py
            return errors.too_many_forms(request)
        if request.META.get("portal.no_turn"):
            return errors.too_many_readers(request)
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            raise BadRequest("a NUL in the query")
        if is_for_staff(request) and query.count("+") + query.count("%20") > MOST_WORDS:
            raise BadRequest("more words than a database compares")
        if request.content_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("our forms are UTF-8")
        if announced_length(request.META) > _longest_body(request):
            raise RequestDataTooBig("longer than any form of ours")
        for name in [n for n, value in request.COOKIES.items() if CONTROL.search(value)]:
            del request.COOKIES[name]
        return get_response(request)

    return middleware


def announced_length(meta) -> int:
    """Return the length of the body in bytes, as its headers say; WSGI reads no further."""
    announced = meta.get("CONTENT_LENGTH") or "0"
    return int(announced) if re.fullmatch(r"[0-9]{1,18}", announced) else 0


def _longest_body(request):
    may_send_files = (
        is_for_staff(request)
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and not request.path_info.endswith("/login/")
    )
    return (
        settings.STAFF_UPLOAD_MAX_BYTES if may_send_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )


def knows_what_changed(get_response):
    """Put the numbers of comments into the page; collect what it shows, if the page cache does not do so already."""

    def with_numbers(response):
        if response.streaming or counts.MARK.encode() not in response.content:
            return response
        response.content = counts.fill(response.content)
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def middleware(request):
        if is_making():
            return with_numbers(get_response(request))
        if request.path_info in PROBES:  # they say how the process is, whatever the database does
            return get_response(request)
        # Whoever works here sees their own act at once.
        changes.look(at_once=settings.SESSION_COOKIE_NAME in request.COOKIES)
        with making():
            return with_numbers(get_response(request))

    return middleware


class ClosedWhileTheDatabaseIsAway:
    """Answer 503 with Retry-After if a page fails because the database does not answer, or the store of pictures."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (InterfaceError, OperationalError)):
            logger.error("the database is away", exc_info=exception)
            return errors.unavailable(request)
        if isinstance(exception, StoreRefuses):
            logger.error("the pictures are away: %s", exception)
            return errors.unavailable(request)
        return None


class UnreadableValues:
    """Answer 400 to the staff if the database's layer cannot read a value of the address or the form.

    Django's admin gives it letters for a number, or a number longer than any column. No other failure is
    taken for one: what is raised outside `django.db` stays a 500.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not is_for_staff(request) or not isinstance(
            exception, (ValueError, OverflowError, DataError)
        ):
            return None
        trace = exception.__traceback__
        while trace.tb_next:
            trace = trace.tb_next
        if not trace.tb_frame.f_globals.get("__name__", "").startswith("django.db."):
            return None
        logger.warning("unreadable value at %s: %.200s", request.path_info, exception)
        return errors.bad_request(request)


class ContentPolicy(ContentSecurityPolicyMiddleware):
    """Django's own; pages of readers get the stricter policy of settings.READERS_CSP."""

    def process_response(self, request, response):
        if not is_for_staff(request) and not hasattr(response, "_csp_config"):
            response._csp_config = settings.READERS_CSP
        return super().process_response(request, response)


def _is_picture(response):
    return response.get("Content-Type", "").startswith("image/")


def policies_for_browsers(get_response):
    """Forbid pages the reader's devices: camera, microphone, place; and advertising topics.

    Forbid other sites to load an answer into their own pages (Fetch standard, section 3.7); pictures alone may be shown
    there, by who quotes an article or reads a feed.
    """

    def middleware(request):
        response = get_response(request)
        if response.status_code != 304:  # which says no kind; what was kept has its own
            is_open = _is_picture(response) and not is_for_staff(request)
            policy = "cross-origin" if is_open else "same-origin"
            response.headers["Cross-Origin-Resource-Policy"] = policy
        response.headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        )
        return response

    return middleware


def errors_and_pages_of_the_staff_are_not_kept(get_response):
    """Forbid caches what says nothing itself: an error, as the 405 of a decorator, and a page of the staff.

    The page that enrols a second factor shows its secret, and allauth says nothing of caches.
    """

    def middleware(request):
        response = get_response(request)
        is_private = is_for_staff(request) and not response.get("Content-Type", "").startswith(
            SCRIPT
        )
        is_kept_by_nobody = response.status_code >= 400 or is_private
        if is_kept_by_nobody and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


class VersionOfThePage(ConditionalGetMiddleware):
    """ETags of pages that the page cache does not answer.

    HEAD has the same ETag as GET, unlike in Django's own: our views write the whole page for both (RFC 9110,
    section 9.3.2).
    """

    def process_response(self, request, response):
        if request.method == "HEAD":
            return self._as_of_a_get(request, response)
        return super().process_response(request, response)

    def _as_of_a_get(self, request, response):
        request.method = "GET"
        try:
            return self.process_response(request, response)
        finally:
            request.method = "HEAD"


# The staff have sessions; readers have none. Django's own middleware works under /admin/ only, so that no public
# page sets a cookie or depends on one, even if a browser sends it.


def is_for_staff(request) -> bool:
    """Return whether the address is the admin's, in any language."""
    return STAFF_ADDRESS.match(request.path_info) is not None


class ForStaff:
    """Mixin for a middleware that works on the admin's addresses only."""

    def __call__(self, request):
        return super().__call__(request) if is_for_staff(request) else self.get_response(request)


class StaffSession(ForStaff, SessionMiddleware):
    pass


class StaffCsrf(ForStaff, CsrfViewMiddleware):
    """Django's CSRF check, for staff only. Public forms carry no cookie: see comments/door/."""

    def process_view(self, request, *args):
        return super().process_view(request, *args) if is_for_staff(request) else None


class StaffSignIn(ForStaff, AuthenticationMiddleware):
    """Django's own; what this person may do is read in one query, not in one for them and one for their groups."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: with_permissions(get_user(request)))


class StaffMessages(ForStaff, MessageMiddleware):
    pass
