#!/usr/bin/env python
"""Every command of the portal: `manage.py help` lists them."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTALLED = Path("/etc/portal/portal.env")


def main():
    refuse_without_the_variables()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import InterfaceError, OperationalError
    except ImportError as error:
        raise SystemExit("Django is not installed here: run `make run` once.") from error
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        _stop(f"A variable is wrong: {error}", error)
    except (InterfaceError, OperationalError) as error:
        _stop(f"The database does not answer, or refuses: {error}".strip(), error)
    finally:
        leave_no_old_copies()


def refuse_without_the_variables():
    """End with a sentence on a server that deploy/install.sh made, if nobody gave the site's variables."""
    if INSTALLED.exists() and (ROOT / "var").is_symlink() and "SITE_URL" not in os.environ:
        raise SystemExit(
            f"This server has its variables in {INSTALLED}, which manage.py does not read, so it would work on another "
            f"database than the site's. Run {ROOT}/deploy/manage with the same words."
        )


def _stop(sentence, error):
    """End with a sentence and exit code 1; with `--traceback`, tell where it was raised."""
    if "--traceback" in sys.argv:
        raise error
    raise SystemExit(f"{sentence} (--traceback tells where.)") from error


def leave_no_old_copies():
    """Let no copy of a page on this disk show what the command took away."""
    from django.apps import apps

    if apps.ready:
        from portal.pagecache.on_disk import sweep_after_a_command

        sweep_after_a_command()


if __name__ == "__main__":
    main()
