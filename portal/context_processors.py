from django.conf import settings


def site(request):
    """Name and address of the site, for every template."""
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
