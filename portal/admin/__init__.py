"""The parts of Django's admin that concern the whole site: people, and how they sign in."""

from . import people  # noqa: F401
