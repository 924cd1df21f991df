#!/usr/bin/env python
"""Every command of the portal: `manage.py help` lists them."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit("Django is not installed here: run `make run` once.") from error
    try:
        execute_from_command_line(sys.argv)
    finally:
        leave_no_old_copies()


def leave_no_old_copies():
    """Let no copy of a page on this disk show what the command took away."""
    from django.apps import apps

    if apps.ready:
        from portal.pagecache.on_disk import sweep_after_a_command

        sweep_after_a_command()


if __name__ == "__main__":
    main()
