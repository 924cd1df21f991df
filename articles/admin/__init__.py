"""The newsroom's desk in Django's admin; each module registers its own models."""

from . import article, corrections, pictures, registers, wires  # noqa: F401
