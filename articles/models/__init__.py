"""The nouns of the articles app: other apps import only these, and articles/rules."""

from .article import Article
from .article_queryset import TEASER_PARTS
from .author import Author, Credit
from .breaking import Breaking
from .change import Change
from .correction import Correction
from .error_report import ErrorReport
from .house_page import HousePage
from .illustration import Illustration
from .image import Image
from .languages import DIRECTIONS, Language
from .pick import Pick
from .redirect import Redirect
from .revision import Revision, StaleRevision
from .section import TAKEN_ADDRESSES, Section
from .source import Source
from .standing import Standing
from .tag_authority import TagAuthority
from .topic import Topic
from .wire import Delivery, Wire, WireItem
from .working_copy import BegunIn, WorkingCopy

__all__ = [
    "DIRECTIONS",
    "TAKEN_ADDRESSES",
    "TEASER_PARTS",
    "Article",
    "Author",
    "BegunIn",
    "Breaking",
    "Change",
    "Correction",
    "Credit",
    "Delivery",
    "ErrorReport",
    "HousePage",
    "Illustration",
    "Image",
    "Language",
    "Pick",
    "Redirect",
    "Revision",
    "Section",
    "Source",
    "StaleRevision",
    "Standing",
    "TagAuthority",
    "Topic",
    "Wire",
    "WireItem",
    "WorkingCopy",
]
