"""The newsroom's desk in Django's admin: each module registers what it is about."""

from . import article, pictures, registers, wires  # noqa: F401
