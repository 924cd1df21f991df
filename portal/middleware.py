"""Two headers' worth of middleware: the language of a page, and what its browser features may do."""

from django.conf import settings
from django.utils import translation


def language_of_the_address(get_response):
    """Speak the language the address begins with (`/ar/`, `/en/`), French otherwise.

    Django's LocaleMiddleware also reads a cookie and Accept-Language and then varies on them; here one
    address is one page for everybody, so that any cache may keep it.
    """

    def middleware(request):
        # The whole first word: Django's own reading takes a section «en-direct» for English.
        first = request.path_info.split("/", 2)[1] if "/" in request.path_info else ""
        language = first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def permissions_policy(get_response):
    """Ask for no device of the reader's: no camera, microphone, place, or advertising topics."""

    def middleware(request):
        response = get_response(request)
        response.headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        )
        return response

    return middleware
