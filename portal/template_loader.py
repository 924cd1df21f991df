"""Load our templates without what serves readers of the source alone: indentation, blank lines, lines of a tag."""

import re

from django.conf import settings
from django.template.loaders import filesystem

SPACES = re.compile(r"\n\s+")
# A line that holds nothing but one of these tags: it would leave an empty line in the page, and a node in the template.
TAGS = "if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|kept|endkept"
LINE_OF_A_TAG = re.compile(rf"^({{% (?:{TAGS})\b[^%\n]*%}})\n", re.MULTILINE)


class Loader(filesystem.Loader):
    """Read templates/ as Django does, but without the spaces before each line of an HTML file.

    The space between two elements stays (a line break is one). Values put into the page are not touched. While DEBUG
    is on nothing is taken out: then error messages name the right line.
    """

    def get_contents(self, origin):
        source = super().get_contents(origin)
        return bare(source) if origin.name.endswith(".html") and not settings.DEBUG else source


def bare(source: str) -> str:
    return LINE_OF_A_TAG.sub(r"\1", SPACES.sub("\n", source))
