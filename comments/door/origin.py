"""Where a form comes from: the request's own Origin says it, without a cookie."""

from urllib.parse import urlsplit


def is_same_origin(request) -> bool:
    """Whether the form was posted from a page of this site.

    Browsers name the origin of a POST by Sec-Fetch-Site (Fetch Metadata), Origin (RFC 6454) or, the old
    ones, Referer. A request with none of them is not a browser's: it carries nobody's cookies either.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return not origin or urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False
