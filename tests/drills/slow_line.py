"""A line on loopback between a server and PostgreSQL, which can be made slow."""

import contextlib
import socket
import threading
import time

CHUNK_BYTES = 64 * 1024


class SlowLine:
    """Listens on `port` and passes all on to the socket that `there()` names; `delay` seconds later if that is set.

    A statement travels in one piece, so that each takes so many seconds longer. While nobody listens there, whoever
    calls is hung up on at once.
    """

    def __init__(self, there):
        self.there, self.delay = there, 0
        self.ear = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.ear.getsockname()[1]

    @classmethod
    @contextlib.contextmanager
    def started(cls, there):
        line = cls(there)
        threading.Thread(target=line._listen, daemon=True).start()
        try:
            yield line
        finally:
            line.ear.close()

    def _listen(self):
        with contextlib.suppress(OSError):  # closed: the drill is over
            while True:
                near, _address = self.ear.accept()
                far = socket.socket(socket.AF_UNIX)
                try:
                    far.connect(str(self.there()))
                except OSError:
                    near.close()
                    continue
                for words in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._pass_on, args=words, daemon=True).start()

    def _pass_on(self, source, target, is_asking):
        with contextlib.suppress(OSError):
            while piece := source.recv(CHUNK_BYTES):
                if is_asking and self.delay:
                    time.sleep(self.delay)
                target.sendall(piece)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
