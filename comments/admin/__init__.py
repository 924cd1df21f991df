"""The moderators' desk in Django's admin: each module registers what it is about."""

from . import charter, registers  # noqa: F401
