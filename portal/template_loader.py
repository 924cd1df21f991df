"""Load our templates without indentation: it serves readers of the source, not the network."""

import re

from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    """Read templates/ as Django does, but without the spaces before each line of an HTML file.

    The space between two elements stays (a line break is one), and so do the numbers of lines, which
    error messages name. Values put into the page are not touched.
    """

    def get_contents(self, origin):
        source = super().get_contents(origin)
        return INDENTATION.sub("\n", source) if origin.name.endswith(".html") else source
