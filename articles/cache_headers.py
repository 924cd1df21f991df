"""What caches may keep of public pages: each `Cache-Control` is a decorator for a view.

Public pages are the same for everybody, so any cache may keep them.

| answer | bears |
|---|---|
| an article, its text, its ninjs, their 301 and 410, the 301 from `/?p=12` of an old site | `public` |
| every 200 that caches may keep, but files (pictures, social cards) | an ETag; from the page cache, Last-Modified too: when this version of the page was made |
| a text of 200 bytes or more | `Vary: Accept-Encoding` |
| RSS, Atom | `Vary: Sec-Fetch-Dest` too (portal/feeds/for_people.py) |
| a page from memory or disk while the database is away | `Age` |
| a 404 at an address that a page may have | `s-maxage=1`: a cache in front lets go of the page that stood there (packed_page.py) |
| a form, any other error, the answer while the search is away, the preview, the 301 from any other address of an old site | `never_cache` |
| a private page | `private_page` (comments/pages/common.py) |

The page cache writes ETag, Last-Modified, Vary and Age (portal/pagecache/packed_page.py). Of an answer that passes it by,
VersionOfThePage and GZipMiddleware write ETag and Vary. An error that has no Cache-Control yet gets `never_cache` from
`errors_and_pages_of_the_staff_are_not_kept` (portal/middleware.py).
"""

from django.views.decorators.cache import cache_control

# Pages: articles, lists, the charter, discussions. A browser asks again each time (304 if unchanged); a cache in front
# asks once a second for all readers; it gives the old page for five seconds while it asks, and for a day if we do not
# answer.
public = cache_control(
    public=True, max_age=0, s_maxage=1, stale_while_revalidate=5, stale_if_error=86400
)

# What many readers ask for at the same moment, and may be a little old. Seconds.
count = cache_control(public=True, max_age=15)  # of a discussion's comments
feed = cache_control(public=True, max_age=60)  # feeds, site maps, permalinks of comments
drawn_card = cache_control(public=True, max_age=3600)  # an article's card for social networks

# Pictures: the address follows from what is in the file.
for_ever = cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
