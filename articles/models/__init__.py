"""The nouns of the articles app, and the only thing of it that other apps see."""

from .article import Article
from .article_queryset import CARD
from .author import Author, Credit
from .breaking import Breaking
from .correction import Correction
from .error_report import ErrorReport
from .illustration import Illustration
from .image import Image
from .languages import DIRECTIONS, Language
from .pick import Pick
from .redirect import Redirect
from .revision import Revision, StaleRevision
from .section import TAKEN_ADDRESSES, Section
from .source import Source
from .topic import Topic
from .wire import Delivery, Wire, WireItem
from .working_copy import WorkingCopy

__all__ = [
    "CARD",
    "DIRECTIONS",
    "TAKEN_ADDRESSES",
    "Article",
    "Author",
    "Breaking",
    "Correction",
    "Credit",
    "Delivery",
    "ErrorReport",
    "Illustration",
    "Image",
    "Language",
    "Pick",
    "Redirect",
    "Revision",
    "Section",
    "Source",
    "StaleRevision",
    "Topic",
    "Wire",
    "WireItem",
    "WorkingCopy",
]
