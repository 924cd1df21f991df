"""Checks that need no test database, one after the other: `python -m tests.checks`."""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

PRODUCTION = {
    "SITE_URL": "https://www.exemple.org",
    "SECRET_KEY": "a-secret-for-checks-only-" + "x7Kq" * 10,
    "DEBUG": "no",
    "PROXIES": "1",
    "EMAIL_URL": "smtp+starttls://user:password@mail.exemple.org",
    "PUBLISHER": "Le Portail",
    "PUBLICATION_DIRECTOR": "Nadia B.",
    "HOSTING_PROVIDER": "Un hébergeur",
    "CONTACT_EMAIL": "contact@exemple.org",
}
CHECKS = [
    ("migrations are complete", ["makemigrations", "--check", "--dry-run"], {}),
    ("the project is sound", ["check", "--fail-level", "WARNING"], {}),
    ("it can be deployed", ["check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def main():
    with tempfile.TemporaryDirectory(prefix="portal-checks-") as folder:
        # A backup of this minute, and a database that nobody has made yet.
        Path(folder, f"portal-{datetime.now(UTC):%Y%m%d-%H%M%S}.backup").touch()
        PRODUCTION.update(BACKUPS=folder, DATABASE_URL=f"sqlite:///{folder}/portal.sqlite3")
        _run_all()


def _run_all():
    for name, command, environment in CHECKS:
        print(f"Check: {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env={**os.environ, **environment}, check=False
        )
        if done.returncode:
            sys.exit(f"Failed: {name}")


if __name__ == "__main__":
    main()
