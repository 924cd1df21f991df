"""Load our templates without what serves readers of the source alone: indentation, blank lines, lines of a tag."""

import re

from django.conf import settings
from django.template.loaders import filesystem

SPACES = re.compile(r"\n\s+")
# A line that holds nothing but one of these tags: it would leave an empty line in the page, and a node in the template.
TAGS = "if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|kept|endkept"
LINE_OF_A_TAG = re.compile(rf"({{% (?:{TAGS})\b[^%\n]*%}})\n")
PAIRED = re.compile(r"{% (end)?(?:if|for|with|block|kept)\b")


class Loader(filesystem.Loader):
    """Read templates/ as Django does, but without the spaces before each line of an HTML file.

    The space between two elements stays (a line break is one). Values put into the page are not touched. While DEBUG
    is on nothing is taken out: then error messages name the right line.
    """

    def get_contents(self, origin):
        source = super().get_contents(origin)
        return bare(source) if origin.name.endswith(".html") and not settings.DEBUG else source


def bare(source: str) -> str:
    """Return a template without its indents, and without the line breaks behind tags that stand alone.

    What begins behind words on their line («Refusé{% if … %},») goes on to the end as it is written: the line break
    after its end is the space before the next word.
    """
    told, opened = [], []  # of each tag that is open: whether it stands alone on its line
    for line in SPACES.sub("\n", source).splitlines(keepends=True):
        is_alone = LINE_OF_A_TAG.fullmatch(line)
        began_alone = opened[-1] if opened and not PAIRED.match(line) else True
        for is_end in PAIRED.findall(line):
            if not is_end:
                opened.append(bool(is_alone))
            elif opened:
                began_alone = opened.pop()
        told.append(is_alone[1] if is_alone and began_alone else line)
    return "".join(told)
