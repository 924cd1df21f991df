from django.core.management.base import BaseCommand
from django.db import connection

from comments import post, retention
from portal import websub


class Command(BaseCommand):
    help = (
        "Do the periodic work: send the mails that are due, forget what is kept no longer, tell the WebSub hub "
        "(WEBSUB_HUB) what is new, let SQLite keep its statistics. To be run each minute; safe to run twice, also at once. Exits with 1 where a mail failed or may have left without a trace, and says how many."
    )
    requires_migrations_checks = True

    def handle(self, *args, **options):
        done = post.deliver(told=lambda number: self.stderr.write(f"mail {number}"))
        forgotten = retention.forget_senders()
        told = websub.tell_the_hub()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA optimize")  # reads little, and writes only where tables grew
        self.stdout.write(
            f"{done.sent} sent, {done.failed} failed, {done.doubtful} in doubt; {forgotten} forgotten; {told} feeds told"
        )
        if done.failed or done.doubtful:
            raise SystemExit(1)
