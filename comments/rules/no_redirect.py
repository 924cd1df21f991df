"""An address that the operator named is asked itself: an answer that names another is not followed."""

from urllib.request import HTTPRedirectHandler


class NoRedirect(HTTPRedirectHandler):
    """For `urllib.request.build_opener`: a redirect is an HTTPError, as any other answer that is no success."""

    def redirect_request(self, *args, **kwargs):
        return None
