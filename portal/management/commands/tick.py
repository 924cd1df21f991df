import logging
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from articles.intake import fetch, polling
from articles.wires import Unreadable
from comments import deadlines, outbox
from comments.log import days, house, stamps
from comments.register import keeping, sending
from comments.sorting import step as triage
from portal import roles
from portal.feeds import websub
from portal.health import alarms
from portal.models import PeriodicWork
from portal.privacy import clock
from portal.signin import journal, lost
from portal.sqlite import care

logger = logging.getLogger(__name__)
AFTER_A_TROUBLE = timedelta(minutes=30)  # another training is tried


class Command(BaseCommand):
    help = (
        "Do the periodic work: ask the wires whose turn it is, tell moderators by mail which answers are due within two "
        "hours, send the mails that are due, tell colleagues what happened to their accounts, file in the log the accounts "
        "and roles that commands made, publish the head of the log of the day that ended (mail it to LOG_HEADS_TO, have it stamped by LOG_TSA_URL), "
        "count the months of the public register that are due, send statements of reasons (DSA_API_URL), forget what is kept no longer, tell the WebSub hub (WEBSUB_HUB) what is new, send an alarm (ALARMS_TO) if something needs the operator, let "
        "SQLite keep its statistics, read what waits for the queue's order and train its model (`triage --train`). To be run each minute; safe to run twice, also at once. A mail that was being sent "
        "when a process died is sent again after ten minutes. Exits with 1 if a mail failed, or a wire or one of its "
        "items could not be read, and says how many."
    )
    requires_migrations_checks = True

    def handle(self, *args, **options):
        deadlines.remind()
        lost.reset_due()
        done = outbox.deliver(progress=lambda number: self.stderr.write(f"mail {number}"))
        self._keep_the_log()
        forgotten = clock.forget()
        asked, failed = self._poll()
        feeds = websub.tell_the_hub()
        if connection.vendor == "sqlite":
            care.look_after()
        said = (
            f"{done.sent} sent, {done.failed} failed, {done.again} taken up again; {forgotten} forgotten; "
            f"{feeds} feeds told; {asked} wires asked, {failed} failed"
        )
        stated = sending.send()
        if stated.sent or not stated.went_well:
            said += f"; {stated}"
        are_told = self._tell_the_staff()
        if not are_told:
            said += "; mails to colleagues, or of the log's head, failed"
        self.stdout.write(said)
        has_failed = bool(done.failed or failed) or not (are_told and stated.went_well)
        PeriodicWork.objects.note("tick", went_well=not has_failed, said=said)
        try:
            alarms.ring()
        except OSError as error:  # the mail server; the next tick tries again
            logger.error("no alarm could be sent: %s", error)
            has_failed = True
        self._sort_the_queue()
        if has_failed:
            raise SystemExit(1)

    def _sort_the_queue(self):
        """Let triage work, last of all: a training may take minutes, and nobody waits for it but the next tick.

        A trouble is told when it begins, not each minute; after one, no training is tried for a while.
        """
        last = PeriodicWork.objects.filter(name="triage").first()
        is_troubled = last is not None and not last.went_well
        may_train = not is_troubled or timezone.now() - last.at > AFTER_A_TROUBLE
        done = triage.work(may_train=may_train)
        if not may_train:
            return  # its note says since when
        is_new = done.trouble and not (is_troubled and done.trouble in last.said)
        if done.trained or is_new:
            self.stdout.write(f"triage: {done}")
        PeriodicWork.objects.note("triage", went_well=not done.trouble, said=str(done))

    def _keep_the_log(self):
        """File what commands made behind the log's back, and the day that ended: its head, the door's refusals; count."""
        may = {name: sorted(rights) for name, rights in roles.ROLES.items()}
        journal.note_strangers(house.file_what_is_new(may))
        days.close()
        try:
            stamps.stamp_days()
        except stamps.Unstamped as error:  # the next tick tries again
            logger.error("the head of the log was not stamped: %s", error)
        days.file_refusals()
        keeping.count_due()

    def _tell_the_staff(self):
        """Send what happened to colleagues' accounts, and the log's heads; return whether all left."""
        try:
            journal.tell()
            days.tell()
        except OSError as error:  # the mail server; the next tick tries again
            logger.error(
                "colleagues were not told of their accounts, or nobody of the log's head: %s", error
            )
            return False
        return True

    def _poll(self):
        """Ask the wires that are due; return how many, and of how many something could not be read.

        One that fails for any reason keeps no other waiting: its trace goes to the log.
        """
        asked = failed = 0
        for wire in polling.due():
            if not polling.claim(wire):
                continue
            asked += 1
            try:
                troubles = [taken.reason for taken in polling.poll(wire) if taken.is_failure]
            except (fetch.Refused, Unreadable) as error:
                troubles = [str(error)]
            except Exception as error:
                logger.exception("wire %s", wire.pk)
                troubles = [f"{type(error).__name__}: {error}"]
            failed += bool(troubles)
            for trouble in troubles:
                self.stderr.write(f"{wire}: {trouble}")
        return asked, failed
