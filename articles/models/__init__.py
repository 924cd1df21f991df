"""The nouns of the articles app, and the only thing of it that other apps see."""

from .article import Article, Credit
from .languages import DIRECTIONS, Language
from .section import TAKEN_ADDRESSES, Section
from .source import Source

__all__ = ["DIRECTIONS", "TAKEN_ADDRESSES", "Article", "Credit", "Language", "Section", "Source"]
