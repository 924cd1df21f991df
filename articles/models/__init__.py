"""The nouns of the articles app, and the only thing of it that other apps see."""

from .article import CARD, Article
from .author import Author, Credit
from .correction import Correction
from .error_report import ErrorReport
from .image import Image
from .languages import DIRECTIONS, Language
from .pick import Pick
from .redirect import Redirect
from .section import TAKEN_ADDRESSES, Section
from .source import Source
from .topic import Topic
from .wire import Delivery, Wire, WireItem

__all__ = [
    "CARD",
    "DIRECTIONS",
    "TAKEN_ADDRESSES",
    "Article",
    "Author",
    "Correction",
    "Credit",
    "Delivery",
    "ErrorReport",
    "Image",
    "Language",
    "Pick",
    "Redirect",
    "Section",
    "Source",
    "Topic",
    "Wire",
    "WireItem",
]
