"""Load our templates without what serves readers of the source alone: indentation, blank lines, lines of a tag."""

import re

from django.conf import settings
from django.template.loaders import filesystem

SPACES = re.compile(r"\n\s+")
# Attributes stand on lines of their own; on one line, elements pack better.
ATTRIBUTE = re.compile(r'\n(?=[a-z-]+=")')
# A line that holds nothing but one of these: it would leave an empty line in the page, and a node in the template.
TAGS = "if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|kept|endkept|partialdef|endpartialdef"
LINE_OF_A_TAG = re.compile(
    rf"({{% (?:{TAGS})\b[^%\n]*%}}"
    r"|{% \w+ [^%\n]* as \w+ %}"  # names a value, writes nothing
    r"|{#[^\n]*#})\n"
)
PAIRED = re.compile(r"{% (end)?(?:if|for|with|block|kept|partialdef)\b")
# A part written on lines of its own ends with a line break, so that the one behind its call is a second.
PART = re.compile(r"{% partialdef (\S+) %}\n")
LINE_OF_A_PART = re.compile(r"({% partial (\S+) %})\n")


class Loader(filesystem.Loader):
    """Read templates/ as Django does, but without the spaces before each line of an HTML file.

    The space between two elements stays (a line break is one). Values put into the page are not touched. While DEBUG
    is on nothing is taken out: then error messages name the right line.
    """

    def get_contents(self, origin):
        source = super().get_contents(origin)
        return bare(source) if origin.name.endswith(".html") and not settings.DEBUG else source


def bare(source: str) -> str:
    """Return a template without its indents, without the line breaks in its elements and behind tags that stand alone.

    What begins behind words on their line («Refusé{% if … %},») goes on to the end as it is written: the line break
    after its end is the space before the next word.
    """
    source = ATTRIBUTE.sub(" ", SPACES.sub("\n", source))
    parts = set(PART.findall(source))
    source = LINE_OF_A_PART.sub(lambda call: call[1] if call[2] in parts else call[0], source)
    told, opened = [], []  # of each tag that is open: whether it stands alone on its line
    for line in source.splitlines(keepends=True):
        is_alone = LINE_OF_A_TAG.fullmatch(line)
        began_alone = opened[-1] if opened and not PAIRED.match(line) else True
        for is_end in PAIRED.findall(line):
            if not is_end:
                opened.append(bool(is_alone))
            elif opened:
                began_alone = opened.pop()
        told.append(is_alone[1] if is_alone and began_alone else line)
    return "".join(told)
