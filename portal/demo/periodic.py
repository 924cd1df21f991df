"""Do the periodic work beside a served demo, until its server ends: `python -m portal.demo.periodic`.

A site in production has a timer that runs `manage.py tick` each minute (docs/deploy.md).
"""

import contextlib
import os
import sys
import time
from io import StringIO

EVERY_SECONDS = 10
FIRST_AFTER_SECONDS = 2


def main():
    server = os.getppid()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    seconds = FIRST_AFTER_SECONDS
    while _waited_beside(server, seconds):
        tick()
        seconds = EVERY_SECONDS


def _waited_beside(server, seconds):
    """Wait for the next turn; return False at once if the server has ended."""
    for _second in range(seconds):
        time.sleep(1)
        if os.getppid() != server:
            return False
    return True


def tick():
    """Do the periodic work once; tell what failed, and go on all the same."""
    from django.core.management import call_command
    from django.db import close_old_connections

    told, errors = StringIO(), StringIO()
    try:
        call_command("tick", stdout=told, stderr=errors)
    except SystemExit:
        print(f"Periodic work: {told.getvalue().strip()}", file=sys.stderr, flush=True)
    except Exception as error:
        print(f"Periodic work: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        close_old_connections()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
