"""The server's main process: it loads the site, and forks the processes that answer.

    python -m portal.serve.server PORT --host ADDRESS --workers NUMBER

They have in common what was loaded before, and answer at once. On SIGHUP the main process begins anew with the code as
it is now, under the same number, and its old workers go on until the new ones answer. If the new code does not load,
nothing changes and the log says why. A worker that dies is forked again.
"""

import argparse
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

# Pages from memory take a thread for a moment; 156 others may wait in one for their turn (portal/in_turn.py).
THREADS = 190
CONNECTIONS_IN_LINE = 1024
REQUESTS_AT_ONCE = 512
HEADERS_WITHIN_MS = 10_000
LEAVE_AFTER_SECONDS = 5  # for the new workers to take connections
FINISH_SECONDS = 20  # for a worker that stops to end its requests
# Threads that share a pool or two give more memory back than threads that have one each: glibc's, and granian's own.
FEW_POOLS = {
    "MALLOC_ARENA_MAX": "2",
    "_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0",
}
TOLD = {signal.SIGHUP, signal.SIGTERM, signal.SIGINT}
ROOT = Path(__file__).parent.parent.parent
logger = logging.getLogger(__name__)


class Server:
    def __init__(self, port: int, host: str, workers: int, leaving: list[int]):
        self.began = time.monotonic()
        self.words = [str(port), "--host", host, "--workers", str(workers)]
        self.leaving = dict.fromkeys(leaving)  # process → the last signal it was sent
        self.granian = Granian(
            "portal.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            backlog=CONNECTIONS_IN_LINE,
            backpressure=REQUESTS_AT_ONCE,
            http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS),
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=FINISH_SECONDS,
            log_level=LogLevels.error,
        )
        self.granian.on_startup(self._load)
        self.granian.on_shutdown(self._see_all_off)

    def serve(self):
        multiprocessing.set_start_method("fork")
        self.granian.serve()

    def _load(self):
        from .loaded import begin_to_serve, load

        begin_to_serve()  # first: what is loaded asks the database
        load()
        os.register_at_fork(after_in_child=_listen_to_nobody)
        signal.signal(signal.SIGHUP, self._begin_anew)
        signal.signal(signal.SIGALRM, self._see_off)
        if self.leaving:
            signal.alarm(LEAVE_AFTER_SECONDS)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
        if self.granian.interrupt_signal:  # told to stop while it loaded
            self._see_all_off()
            sys.exit()

    # Another revision of the code

    def _begin_anew(self, *_signal):
        """Become the server of the code as it is now, unless that does not load."""
        tried = subprocess.run(
            [sys.executable, "-c", "from portal.serve.loaded import load; load()"],
            cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        if tried.returncode:
            logger.error("The code does not load, so the old one goes on: %s", tried.stderr[-2000:])
            return
        if self.granian.interrupt_signal:
            return  # told to stop meanwhile
        workers = [*self.leaving, *(each.pid for each in multiprocessing.active_children())]
        become(*self.words, "--leaving", *map(str, workers))

    def _see_off(self, *_signal):
        """Have the old workers stop, now that the new ones answer; end those that do not."""
        is_late = time.monotonic() - self.began > LEAVE_AFTER_SECONDS + FINISH_SECONDS
        wanted = signal.SIGKILL if is_late else signal.SIGTERM
        for worker, sent in list(self.leaving.items()):
            if _has_ended(worker):
                del self.leaving[worker]
            elif sent != wanted:
                os.kill(worker, wanted)
                self.leaving[worker] = wanted
        if self.leaving:
            signal.alarm(1)

    def _see_all_off(self):
        for worker, sent in self.leaving.items():
            if sent is None and not _has_ended(worker):
                os.kill(worker, signal.SIGTERM)


def _listen_to_nobody():
    """Forget what the main process does at a signal: until a worker has words of its own, one ends it."""
    for each in TOLD:
        signal.signal(each, signal.SIG_DFL)


def _has_ended(worker):
    """Return whether a worker of ours, or of the server that we were, is no more."""
    try:
        return os.waitpid(worker, os.WNOHANG)[0] == worker
    except ChildProcessError:
        return True


def become(*words):
    """Take over this process. Signals that come before the site is loaded wait."""
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
    # An alarm outlives us: it would end the new program before that knows what to do at it.
    signal.alarm(0)
    os.environ.update(FEW_POOLS | os.environ)
    os.execv(sys.executable, [sys.executable, "-m", __spec__.name, *words])  # noqa: S606, ourselves


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("port", type=int)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--leaving", type=int, nargs="*", default=[], help="workers to stop once new ones answer"
    )
    options = parser.parse_args()
    Server(options.port, options.host, options.workers, options.leaving).serve()


if __name__ == "__main__":
    main()
