from django.conf import settings


def site(request):
    """Give every template the site's name, address and publication director."""
    names = ("SITE_NAME", "SITE_URL", "PUBLICATION_DIRECTOR")
    return {name: getattr(settings, name) for name in names}
