"""A small file that every process of this machine has in memory."""

import logging
import mmap
import os

logger = logging.getLogger(__name__)


def in_memory(path, length_bytes):
    """Return (the open file, its memory); (None, memory of this process alone) if there is no path, or no room.

    The whole file is given its room now: writing where a full disk has none left would kill the process (SIGBUS).
    """
    file = None
    try:
        if path is not None:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file, 0, length_bytes)
            elif os.fstat(file).st_size < length_bytes:
                os.ftruncate(file, length_bytes)
    except OSError as error:
        logger.error("%s is not shared: %s", path, error)
        if file is not None:
            os.close(file)
        file = None
    return file, mmap.mmap(-1 if file is None else file, length_bytes)
