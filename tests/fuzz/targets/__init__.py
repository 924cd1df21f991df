"""The targets: one small function for each parser and pure rule, by app."""

from . import bodies, comments, old_sites, site, texts, wires

__all__ = ["bodies", "comments", "old_sites", "site", "texts", "wires"]
