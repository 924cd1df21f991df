"""Which cache headers a public page bears: the whole list, each a decorator for a view.

Public pages are the same for everybody, so any cache may keep them. No cache keeps private pages:
comments/pages/common.py has `private_page`. ETags are portal/middleware.py's.
"""

from django.views.decorators.cache import cache_control

# Pages: articles, lists, the charter, discussions. Kept, but asked for again each time: 304 if unchanged.
public = cache_control(public=True, max_age=0, must_revalidate=True)

# What many readers ask for at the same moment, and may be a little old. Seconds.
count = cache_control(public=True, max_age=15)  # of a discussion's comments
feed = cache_control(public=True, max_age=60)  # feeds, site maps, permalinks of comments
drawn_card = cache_control(public=True, max_age=3600)  # an article's card for social networks

# Pictures: the address follows from what is in the file.
for_ever = cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
