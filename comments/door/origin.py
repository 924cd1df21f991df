"""The check that a form comes from this site, by the request's own Origin, without a cookie."""

from urllib.parse import urlsplit


def is_same_origin(request) -> bool:
    """Return whether the form was posted from a page of this site.

    Browsers name the origin of a POST in Sec-Fetch-Site (Fetch Metadata) or Origin (RFC 6454); old ones
    name it in Referer. A request with none of them is not a browser's: it carries nobody's cookies either.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return not origin or urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False
