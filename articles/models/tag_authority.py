from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from .text_fields import CharField


class TagAuthorityManager(models.Manager):
    def host(self):
        """Return the host in the ids of this site: that of SITE_URL when the first id was asked for."""
        row, _is_new = self.get_or_create(
            pk=1, defaults={"host": urlsplit(settings.SITE_URL).hostname}
        )
        return row.host


class TagAuthority(models.Model):
    """The one row with the authority of our tag: URIs (RFC 4151): ids outlive a change of SITE_URL."""

    host = CharField(max_length=253)

    objects = TagAuthorityManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="tag_authority_is_one", condition=models.Q(pk=1))
        ]

    def __str__(self):
        return self.host
