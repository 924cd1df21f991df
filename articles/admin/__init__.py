"""The newsroom's desk in Django's admin: each module registers what it is about."""

from . import article, pictures, wires, words  # noqa: F401
