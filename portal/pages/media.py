"""Serve pictures; each file is named after its content, so any cache may keep it for good.

A drawn picture whose file was lost is drawn again: its name says how.
"""

import errno

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from articles import cache_headers
from articles.models.files import StoreRefuses
from articles.rules import drawings

# No such file, or a name that no file bears. Another error is the store's: a 404 would be kept by caches.
MISSING = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP}
KINDS = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml; charset=utf-8",
}


@require_safe
@cache_headers.for_ever
def picture(request, path):
    """Answer a rendition; a web server in front may serve the folder instead."""
    kind = KINDS.get(path.rpartition(".")[2])
    if not kind or not path.startswith(("images/", "dessins/")):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        if drawn := _drawn_again(path):
            return HttpResponse(drawn, content_type=kind)
        if isinstance(error, OSError) and error.errno not in MISSING:
            raise StoreRefuses(str(error)) from error
        raise Http404 from error
    return FileResponse(file, content_type=kind)


def _drawn_again(path):
    """Return the SVG of a drawn picture by its path; returns None if the path names none."""
    name = path.removeprefix("dessins/").removesuffix(".svg")
    return drawings.svg(name) if drawings.is_name(name) else None
