"""Which version of each page a reader was shown last, told to every process of this machine.

Each process notices a change by itself, within half a second. So that no reader sees an older page after a newer
one, whichever process answers, the first to show a new version writes so into a small file that all have in memory.
"""

import contextlib
import fcntl
import struct
import threading
import time
from zlib import crc32

from portal.health.shared_file import in_memory

PLACES = 65_536  # two pages on one place are only made anew more often
PLACE = struct.Struct("=QQ")  # when it was ready (nanoseconds since 1970), what it says (a digest)


class LatestShown:
    """The file, one place for each page. Without a path, the memory of this process alone."""

    def __init__(self, path=None):
        self.lock = threading.Lock()
        self.file, self.memory = in_memory(path, PLACES * PLACE.size)

    @staticmethod
    def place_of(key: str) -> int:
        """Return the offset of a page's place."""
        return crc32(key.encode()) % PLACES * PLACE.size

    def made(self, place: int) -> int:
        """Return when the version shown last was ready; 0 if none was."""
        return PLACE.unpack_from(self.memory, place)[0]

    def show(self, place: int, begun: int, ready: int, digest: int) -> int | None:
        """Announce a version made between two times; return the time to keep for it.

        Return None if another was shown that was not ready when this one was begun: it may tell more. A page that says
        the same as the one shown last is that version, whoever made it again. One that was shown in the future tells that
        the clock went back since: it holds nobody up.
        """
        with self.lock, self._of_this_machine(place):
            last, said = PLACE.unpack_from(self.memory, place)
            if said == digest and last:
                return last
            if begun < last <= time.time_ns():
                return None
            PLACE.pack_into(self.memory, place, ready, digest)
            return ready

    @contextlib.contextmanager
    def _of_this_machine(self, place):
        """Hold the place against other processes: `fcntl` knows no threads, `self.lock` no processes."""
        if self.file is None:
            yield
            return
        fcntl.lockf(self.file, fcntl.LOCK_EX, PLACE.size, place)
        try:
            yield
        finally:
            fcntl.lockf(self.file, fcntl.LOCK_UN, PLACE.size, place)
