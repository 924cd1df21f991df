"""Servers of a benchmark: granian with an application, nginx with the shipped file; on ports of their own."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from portal.serve.server import FEW_POOLS
from tests.bench.site import ask, free_port

SITE = "portal.wsgi:application"
YARDSTICK = (
    "--interface wsgi --host 127.0.0.1 --no-ws --log-level error --blocking-threads 16"  # its best
)
ROOT = Path(__file__).parent.parent.parent


def find(tool):
    return shutil.which(tool) or shutil.which(tool, path="/usr/sbin")


@dataclass
class Server:
    port: int
    process: int


def serve(stack, environment, application=SITE, path="/readyz", *, port=None, before=()):
    """Start granian with two workers, with the site as `make serve` starts it; return the Server.

    `before` are the words of a command that becomes the server.
    """
    port = port or free_port()
    words = ["portal.serve.server", str(port)]
    if application != SITE:
        words = ["granian", *YARDSTICK.split(), "--port", str(port), application]
    process = subprocess.Popen(
        [*before, sys.executable, "-m", *words, "--workers", "2"],
        env={**environment, "SITE_URL": "http://127.0.0.1", **FEW_POOLS}, cwd=ROOT,
    )  # fmt: skip
    return started(stack, process, port, path)


def serve_both(stack, *pair):
    """Start two servers side by side, each by the arguments of `serve`; return both."""
    with ThreadPoolExecutor() as threads:
        begun = [threads.submit(serve, stack, *arguments) for arguments in pair]
        return [each.result() for each in begun]


def started(stack, process, port, path):
    stack.callback(lambda: (process.terminate(), process.wait(20)))
    for _try in range(200):
        with contextlib.suppress(OSError):
            if ask(port, "GET", path)[0] == 200:
                return Server(port, process.pid)
        time.sleep(0.1)
    sys.exit(f"the server of {path} never answered")


def nginx(stack, folder, *behind, replaced=()):
    """Start nginx with the shipped file, without its TLS, and one for the bytes on disk; return both.

    `behind` are the servers' addresses, `replaced` pairs of what stands in the file and what shall.
    """
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    for words, others in replaced:
        shipped = shipped.replace(words, others)
    first, second = shipped.split("server {\n    listen 80;")[0], shipped.split("listen 443")[1]
    port, plain = free_port(), free_port()
    second = re.sub(
        r"    (?:listen|ssl_|server_name|access_log|error_log)[^\n]*\n",
        "",
        second.split("\n", 1)[1],
    )
    second = second.replace("$host;", "127.0.0.1;").replace(
        "X-Forwarded-Proto https", "X-Forwarded-Proto http"
    )
    (folder / "nginx.conf").write_text(
        f"user {os.environ.get('USER', 'root')};\nworker_processes 2;\ndaemon off;\npid {folder}/pid;\n"
        f"error_log {folder}/error.log;\nevents {{}}\nhttp {{\nkeepalive_requests 1000000;\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + first.replace(
            "server 127.0.0.1:8000;", "".join(f"server {place};\n" for place in behind)
        ).replace("/var/cache/nginx/portal", f"{folder}/kept")
        + f"server {{\n    listen 127.0.0.1:{port};\n    access_log off;\n{second.replace('limit_conn per_address 100;', '')}\n"
        + f"server {{\n    listen 127.0.0.1:{plain};\n    access_log off;\n    root {folder};\n    gzip_static always;\n}}\n}}\n"
    )
    folder.chmod(0o755)
    process = subprocess.Popen([find("nginx"), "-c", folder / "nginx.conf", "-p", folder])
    front = started(stack, process, port, "/charte/")
    return front, Server(plain, process.pid)
