"""A mail server of the drills: takes every letter (SMTP, RFC 5321, as little of it as Django speaks) and counts them."""

import contextlib
import re
import socketserver
import threading
import time
from collections import Counter

TAKING_SECONDS = 0.02  # a server far away, with its checks


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):
            self._say("220 drill")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say("354 go on")
                    if not self._take_in():
                        return
                self._say("221 bye" if word == b"QUIT" else "250 ok")
                if word == b"QUIT":
                    return

    def _take_in(self):
        lines = []
        while line := self.rfile.readline():
            if line == b".\r\n":
                identity = re.search(rb"(?im)^message-id:\s*<([^@>]+)@", b"".join(lines))[1]
                self.server.taken[identity.decode()] += 1
                time.sleep(TAKING_SECONDS)
                return True
            lines.append(line)
        return False

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`taken` counts each letter by the first part of its Message-ID."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.port, self.taken = self.server_address[1], Counter()

    @classmethod
    @contextlib.contextmanager
    def started(cls):
        with cls() as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server
            server.shutdown()
