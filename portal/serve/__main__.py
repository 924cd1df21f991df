"""Serve the site on this machine: `python -m portal.serve PORT`, with `--site` a site of production.

Without `--site` one process serves the demo, says where, and does the periodic work beside it. With it, there are
as many processes as processors, and the timer of docs/deploy.md does that work; LISTEN_ON names the address of this
machine that a proxy on another one asks.
"""

import ipaddress
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from .server import become

LETTERS = Path(__file__).resolve().parent.parent.parent / "var" / "mail"
LOOPBACK = "127.0.0.1"


def main():
    words = sys.argv[1:]
    is_site = "--site" in words
    port = next((word for word in words if word != "--site"), "")
    if "--help" in words or "-h" in words:
        sys.exit(__doc__)
    if len(words) != 1 + is_site or not _is_port(port):
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    host = (os.environ.get("LISTEN_ON") or LOOPBACK) if is_site else LOOPBACK
    if not _is_address(host):
        sys.exit(f"LISTEN_ON must be an IPv4 address of this machine, not {host!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}): try PORT=8123 make run.")
    _refuse_wrong_variables()
    if is_site:
        become(port, "--host", host, "--workers", str(os.cpu_count() or 1))
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    os.environ.setdefault("EMAIL_URL", f"file://{quote(str(LETTERS))}")
    address = os.environ["SITE_URL"]
    print(
        f"\nThe portal is served, Ctrl+C stops it:\n"
        f"  {address}/          the front page\n"
        f"  {address}/le-fil/   the wire, with the dispatch of 2 January 2021\n"
        f"  {address}/charte/   the charter\n"
        f"  {address}/admin/    the desk: sign in as the staff shown when the demo was first loaded\n"
        f"  {_letters()}\n",
        flush=True,
    )
    # It ends with this process, which the server takes over.
    subprocess.Popen([sys.executable, "-m", "portal.demo.periodic"])
    become(port, "--host", host)


def _refuse_wrong_variables():
    """Stop in a sentence here: a worker would only end, again and again."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        settings.DEBUG  # noqa: B018, this reads them
    except ImproperlyConfigured as error:
        sys.exit(f"A variable is wrong: {error}")


def _is_port(word):
    return word.isascii() and word.isdecimal() and 0 < int(word) < 65536


def _is_address(host):
    try:
        return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False


def _letters():
    """Return where the letters go that the site sends."""
    sent_by = urlsplit(os.environ["EMAIL_URL"])
    if sent_by.scheme == "file":
        return f"{unquote(sent_by.path)}: the letters it sends, a file each, within a minute"
    return f"its letters leave by {sent_by.scheme}:, within a minute"


if __name__ == "__main__":
    main()
