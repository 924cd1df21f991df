import json
import sys

from django.core.management.base import BaseCommand, CommandError

from comments.rules.links import judge
from comments.rules.problems import problems
from comments.rules.rendering import render
from comments.rules.tidying import tidy


class Command(BaseCommand):
    help = (
        'Check lines of text against the charter\'s rules. Reads JSON lines {"text": …} on standard '
        'input and writes one JSON line for each on standard output, in order and as it goes: {"links": '
        '[{start, end, text, kind}], "doubtful": […], "problems": [codes], "html": …}. Offsets count code '
        "points of the text as given. Exits with 2 at the first line that is not such an object, and names it."
    )
    requires_system_checks = ()

    def handle(self, *args, **options):
        # Bytes, so that neither the terminal's encoding nor a lone surrogate stops the stream.
        for number, line in enumerate(sys.stdin.buffer, start=1):
            if not line.strip():
                continue
            try:
                given = json.loads(line)["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise CommandError(
                    f'line {number} is not {{"text": …}}: {error}', returncode=2
                ) from error
            if not isinstance(given, str):
                raise CommandError(f"line {number}: its text is not a string", returncode=2)
            answer = json.dumps(check(given), ensure_ascii=False)
            sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()


def check(given: str) -> dict:
    """Return the findings of the rules in one text, and its HTML."""
    findings, kept = judge(given), tidy(given)
    return {
        "links": [as_json(link) for link in findings.sure],
        "doubtful": [as_json(link) for link in findings.doubtful],
        "problems": problems(kept),
        "html": render(kept),
    }


def as_json(link) -> dict:
    return {"start": link.start, "end": link.end, "text": link.text, "kind": link.kind}
