from django.conf import settings


def site(request):
    """Give every template what its footer tells: the site's name, its director, its conformity."""
    names = ("SITE_NAME", "SITE_URL", "PUBLICATION_DIRECTOR", "ACCESSIBILITY")
    return {name: getattr(settings, name) for name in names}
