"""The site's security.txt: whom to tell of a weakness of the site (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.cache_headers import feed
from articles.freshness import shows
from portal import env

PATH = ".well-known/security.txt"
LANGUAGES = "fr, ar, en"  # in which a report may be written


@require_safe
@feed
def security_txt(request):
    """Answer the contact, until when it is true, and the policy; 404 without a contact or past its day."""
    contact = settings.SECURITY_CONTACT or env.contact_uri(settings.CONTACT_EMAIL)
    now = timezone.now()
    end = end_of_validity(now)
    if not contact or end <= now:
        raise Http404
    shows(until=min(end, _next_month(now)))
    lines = [
        f"Contact: {contact}",
        f"Expires: {end:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {LANGUAGES}",
    ]
    if settings.IS_HTTPS:  # RFC 9116, 2.5.2: an address of the web begins with https://
        lines.append(f"Canonical: {settings.SITE_URL}/{PATH}")
    if settings.SECURITY_POLICY:
        lines.append(f"Policy: {settings.SECURITY_POLICY}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def end_of_validity(now: datetime) -> datetime:
    """Return the last second of SECURITY_EXPIRES, or by default of last month, a year later.

    So the file stays the same for a month, and ends 11 to 12 months ahead: RFC 9116, 2.5.5 asks for less than a year.
    """
    if settings.SECURITY_EXPIRES:
        return datetime.combine(settings.SECURITY_EXPIRES, time(23, 59, 59), UTC)
    today = now.astimezone(UTC)
    return datetime(today.year + 1, today.month, 1, tzinfo=UTC) - timedelta(seconds=1)


def _next_month(now):
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)
