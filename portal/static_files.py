"""Static files in production: our style sheets joined with what they import, modules' imports hashed."""

import posixpath
import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = ["portail.css", "desk.css", "queue.css", "feed.css"]
PARTS = "css/"  # the folder of what they import: of no use alone, so neither hashed nor packed
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\);')
FILE = re.compile(r'url\("(?P<name>[^":#]+)"\)')
# What only people read. No more than that: rcssmin takes `a :is(b)` for `a:is(b)`, which is another selector.
COMMENT_OR_INDENT = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins each of SHEETS into one file before it is hashed: a page asks for its style once."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 10  # a chain of imports may need one a link
    keep_only_hashed_files = True  # pages name files by their hash alone

    def create_compressor(self, *, extensions, **options):
        """Return what packs files; maps of scripts, which only a developer asks for, stay as they are."""
        unpacked = extensions or Compressor.SKIP_COMPRESS_EXTENSIONS
        return super().create_compressor(extensions=[*unpacked, "map"], **options)

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = with_sheets_joined(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def with_sheets_joined(paths):
    """Return `paths` ({name: (storage, path)}) with the sheets read from memory, and without their parts."""
    joined = InMemoryStorage()
    for name in SHEETS:
        joined.save(name, ContentFile(bare(join(paths, name))))
    others = {name: place for name, place in paths.items() if not name.startswith(PARTS)}
    return others | {name: (joined, name) for name in SHEETS}


def join(paths, sheet):
    """Return the text of a sheet with each import replaced by what it names."""

    def part(found):
        name = posixpath.join(posixpath.dirname(sheet), found["name"])
        return moved(read(paths, name), name, sheet)

    return IMPORT.sub(part, read(paths, sheet))


def moved(text, part, sheet):
    """Return a part's text with its url(…) as they are written from the sheet's folder."""

    def address(found):
        target = posixpath.join(posixpath.dirname(part), found["name"])
        return f'url("{posixpath.relpath(target, posixpath.dirname(sheet) or ".")}")'

    return FILE.sub(address, text)


def bare(text):
    """Return a sheet without its comments, its indents and its empty lines."""
    return COMMENT_OR_INDENT.sub("", text)


def read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
