from django.conf import settings


def site(request):
    """Name and address of the site, for every template."""
    names = ("SITE_NAME", "SITE_URL", "PUBLICATION_DIRECTOR")
    return {name: getattr(settings, name) for name in names}
