"""WebSub (W3C Recommendation, 2018): tell the hub of changed feeds, which it passes on."""

import logging
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, build_opener

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Article
from comments.rules.no_redirect import NoRedirect

from .formats import FORMS

TOLD = "portal.websub.told"  # time of the newest change told to the hub; if lost, the hub is told once more
TIMEOUT = 10  # seconds
logger = logging.getLogger(__name__)


def tell_the_hub(at=None) -> int:
    """Tell the hub of the feeds changed since last time; return their number; 0 without a hub."""
    if not settings.WEBSUB_HUB:
        return 0
    at = at or timezone.now()
    seen = Article.objects.visible(at)
    newest = seen.aggregate(p=Max("published_at"), u=Max("updated_at"), e=Max("embargo_until"))
    latest = max((moment for moment in newest.values() if moment), default=None)
    last = cache.get(TOLD)
    if latest is None or (last and latest <= last):
        return 0
    changed = (
        seen.filter(Q(published_at__gt=last) | Q(updated_at__gt=last) | Q(embargo_until__gt=last))
        if last
        else seen.latest_first()[:1]
    )
    slugs = {article.section.slug for article in changed.select_related("section")[:500]}
    feeds = _topics(slugs)
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
    try:
        # The operator named the hub: no other address is ever asked.
        build_opener(NoRedirect).open(Request(settings.WEBSUB_HUB, body), timeout=TIMEOUT).close()  # noqa: S310
    except (URLError, OSError, ValueError) as error:
        logger.error("the WebSub hub did not answer: %s", error)
        return 0
    cache.set(TOLD, latest, None)
    return len(feeds)


def _topics(slugs):
    """Return the addresses of the site's feeds and of these sections', in each language."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for form in FORMS:
                found.append(settings.SITE_URL + reverse("site_feed", args=[form]))
                found += [
                    settings.SITE_URL + reverse("section_feed", args=[slug, form]) for slug in slugs
                ]
    return found
