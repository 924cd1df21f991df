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
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
