"""Serve the site on this machine and print its addresses: `python -m portal.serve PORT`."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

LETTERS = Path(__file__).resolve().parent.parent / "var" / "mail"


def main():
    port = sys.argv[1] if len(sys.argv) == 2 else ""
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}): try PORT=8123 make run.")
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
    os.execv(  # noqa: S606, ourselves, with fixed words and a checked number
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", port, "--workers", "1", "--blocking-threads", "16", "--no-ws",
            "--http1-header-read-timeout", "10000", "--log-level", "error", "portal.wsgi:application",
        ],
    )  # fmt: skip


def _letters():
    """Return where the letters go that the site sends."""
    sent_by = urlsplit(os.environ["EMAIL_URL"])
    if sent_by.scheme == "file":
        return f"{unquote(sent_by.path)}: the letters it sends, a file each, within a minute"
    return f"its letters leave by {sent_by.scheme}:, within a minute"


if __name__ == "__main__":
    main()
