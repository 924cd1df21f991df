from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from comments.models import Comment, Decision
from comments.rules.links import judge

DAYS, LONGEST_DAYS = 90, 3650
TEXTS_MOST = 20_000  # the latest: 15 seconds of work
EXAMPLES_MOST = 10
TOLD_EVERY = 2000  # texts
LINK = "lien"  # the key of the clause


class Command(BaseCommand):
    help = (
        "Rehearse the link rule, as this code has it, on the comments that moderators decided in the last 90 days: "
        "run it after changing the rule, before the site is updated. Tells how many comments that are on line the form "
        "would now refuse, how many of those refused for a link it finds, and the addresses of ten of each that it "
        "judges otherwise than the moderators did. Changes nothing. Exits with 1 if it would refuse one that is on line."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=DAYS, help="how far back (default: 90)")

    def handle(self, *args, days, **options):
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days is a number of days, 1 to {LONGEST_DAYS}", returncode=2)
        since = timezone.now() - timedelta(days=days)
        for_links = Decision.objects.standing().filter(
            kind__in=["reject", "remove"], clause__key=LINK, at__gte=since
        )
        for_a_link = set(for_links.values_list("comment", flat=True))
        refused, found, missed, texts, read = [], 0, [], 0, set()
        for comment, text, state in Decision.objects.decided_texts(since, most=TEXTS_MOST):
            texts += 1
            if texts % TOLD_EVERY == 0:
                self.stderr.write(f"{texts:,} texts read")
            if comment in read:
                continue  # an earlier text of a comment that was mended since
            read.add(comment)
            has_link = bool(judge(text).sure)
            if state == Comment.State.PUBLISHED:
                refused += [comment] if has_link else []
            elif comment in for_a_link:
                found += has_link
                missed += [] if has_link else [comment]
        self.stdout.write(f"{len(read):,} comments were decided in the last {days} days.")
        self._tell(f"On line, and the form would refuse them now: {len(refused):,}", refused)
        self.stdout.write(f"Refused for a link, and the rule finds it: {found:,}")
        self._tell(f"Refused for a link, and the rule finds none: {len(missed):,}", missed)
        if refused:
            raise CommandError(
                "the rule would refuse comments that moderators published", returncode=1
            )

    def _tell(self, sentence, comments):
        self.stdout.write(sentence)
        for comment in comments[:EXAMPLES_MOST]:
            self.stdout.write(f"  /admin/comments/comment/{comment}/change/")
