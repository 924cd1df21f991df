"""Serve the site on this machine and print its addresses: `python -m portal.serve PORT`."""

import os
import socket
import sys


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
    address = os.environ["SITE_URL"]
    print(
        f"\nThe portal is served, Ctrl+C stops it:\n"
        f"  {address}/          the front page\n"
        f"  {address}/le-fil/   the wire, with the dispatch of 2 January 2021\n"
        f"  {address}/charte/   the charter\n"
        f"  {address}/admin/    the desk: sign in as the staff shown when the demo was first loaded\n",
        flush=True,
    )
    os.execv(  # noqa: S606, ourselves, with fixed words and a checked number
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", port, "--workers", "1", "--blocking-threads", "16", "--no-ws",
            "--http1-header-read-timeout", "10000", "--log-level", "error", "portal.wsgi:application",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
