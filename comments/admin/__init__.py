"""The moderators' desk in Django's admin: each module registers its own models."""

from . import charter, registers  # noqa: F401
