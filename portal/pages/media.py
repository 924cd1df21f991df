"""Serve pictures; each file is named after its content, so any cache may keep it for good."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from articles import cache_headers

KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
@cache_headers.for_ever
def picture(request, path):
    """Answer a rendition; a web server in front may serve the folder instead."""
    kind = KINDS.get(path.rpartition(".")[2])
    if not kind or not path.startswith("images/"):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return FileResponse(file, content_type=kind)
