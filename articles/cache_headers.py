"""What caches may keep of public pages: each header is a decorator for a view.

Public pages are the same for everybody, so any cache may keep them. An article, its text, its ninjs, their 301 and 410
bear `public`; all bear an ETag and `Vary: Accept-Encoding` (portal/pagecache/; without it VersionOfThePage and
GZipMiddleware).
Forms, errors and searches that nothing answers bear `never_cache`; private pages `private_page`
(comments/pages/common.py).
"""

from django.views.decorators.cache import cache_control

# Pages: articles, lists, the charter, discussions. A browser asks again each time (304 if unchanged); a cache in front
# asks once a second for all readers, gives the old page while it asks, and for a day if we do not answer.
public = cache_control(
    public=True, max_age=0, s_maxage=1, stale_while_revalidate=5, stale_if_error=86400
)

# What many readers ask for at the same moment, and may be a little old. Seconds.
count = cache_control(public=True, max_age=15)  # of a discussion's comments
feed = cache_control(public=True, max_age=60)  # feeds, site maps, permalinks of comments
drawn_card = cache_control(public=True, max_age=3600)  # an article's card for social networks

# Pictures: the address follows from what is in the file.
for_ever = cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
