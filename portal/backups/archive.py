"""The file of a backup: written whole or not at all, and read with every digest checked."""

import contextlib
import hashlib
import io
import json
import os
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from .age import locked, unlocked
from .errors import BrokenBackup

FORMAT = 1
HEAD, MANIFEST, MEDIA = "head.json", "manifest.json", "media"
PACKING = 1  # of gzip: most of a backup are pictures, which cannot be packed
CHUNK = 1024 * 1024  # bytes
LONGEST_JSON = 512 * CHUNK  # a manifest of millions of pictures


class Writer:
    """Adds the parts of a backup, and remembers the digest of each."""

    def __init__(self, tar):
        self.tar, self.digests = tar, {}

    def add(self, name, path):
        """Add a file under this name."""
        with open(path, "rb") as file:
            entry = tarfile.TarInfo(name)
            entry.size = os.fstat(file.fileno()).st_size
            hashed = _Hashed(file)
            self.tar.addfile(entry, hashed)
        self.digests[name] = hashed.digest()

    def add_json(self, name, data):
        """Add a small part that is no file."""
        text = json.dumps(data, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(name)
        entry.size = len(text)
        self.tar.addfile(entry, io.BytesIO(text))


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file):
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.hash.update(data)
        return data

    def digest(self):
        return self.hash.hexdigest()


@contextlib.contextmanager
def writing(path, public_key=""):
    """Yield a Writer. The file gets its name once it is whole and on the disk; the key locks it."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        handle = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
        with os.fdopen(handle, "wb") as file:
            with (
                locked(file, public_key) as target,
                tarfile.open(fileobj=target, mode="w|gz", compresslevel=PACKING) as tar,
            ):
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unpack(path, folder, private_key="", progress=lambda done: None):
    """Read a backup into a folder, each digest checked; return (head, manifest).

    `progress` is called with the bytes of the file that were read. Raise BrokenBackup if it is not whole.
    """
    with _opened(path, private_key) as (file, tar):
        head = _head(tar)
        digests, manifest = {}, None
        while (entry := tar.next()) is not None:
            tar.members.clear()  # it would remember each
            if entry.name == MANIFEST:
                manifest = _json(tar, entry)
                continue
            digests[entry.name] = _write(tar, entry, folder)
            progress(file.tell())
    if manifest is None:
        raise BrokenBackup("it ends before its end: the copy was cut off")
    if different := set(digests.items()) ^ set(manifest["digests"].items()):
        raise BrokenBackup(f"it was altered since it was made: {min(different)[0]}")
    return head, manifest


def head_of(path, private_key=""):
    """Return what a backup says of itself, without reading the rest."""
    with _opened(path, private_key) as (_file, tar):
        return _head(tar)


@contextlib.contextmanager
def _opened(path, private_key):
    try:
        with (
            open(path, "rb") as file,
            unlocked(file, private_key) as source,
            tarfile.open(fileobj=source, mode="r|gz") as tar,
        ):
            yield file, tar
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BrokenBackup(f"it is not a whole backup of the portal ({error})") from error


def _head(tar):
    entry = tar.next()
    if entry is None or entry.name != HEAD:
        raise BrokenBackup("it is not a backup of the portal")
    head = _json(tar, entry)
    if head["format"] > FORMAT:
        raise BrokenBackup("a newer version of the portal made it: update the portal first")
    return head


def _json(tar, entry):
    if entry.size > LONGEST_JSON:
        raise BrokenBackup(f"{entry.name} is too long")
    try:
        return json.loads(tar.extractfile(entry).read())
    except ValueError as error:
        raise BrokenBackup(f"{entry.name} cannot be read ({error})") from error


def _write(tar, entry, folder):
    """Write one part below the folder, and nowhere else; return its digest."""
    name = PurePosixPath(entry.name)
    is_known = name.parts[0] == MEDIA or len(name.parts) == 1
    if not entry.isfile() or name.is_absolute() or ".." in name.parts or not is_known:
        raise BrokenBackup(f"it holds what no backup of the portal holds: {entry.name[:100]}")
    target = Path(folder, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    source = _Hashed(tar.extractfile(entry))
    with open(target, "wb") as file:
        while data := source.read(CHUNK):
            file.write(data)
    return source.digest()
