"""What Django's admin holds of the whole site: people, and how they sign in."""

from . import people  # noqa: F401
