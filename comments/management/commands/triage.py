import json
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comments.sorting import school
from comments.triage.learner import RULES, Broken, Learner

EXTRA = "scikit-learn is not installed: sh setup.sh deploy/extras/triage.txt"


class Command(BaseCommand):
    help = (
        "Learn from decisions and score texts, as the queue does. Reads JSON lines on standard input and answers each "
        'with one JSON line, at once and in order: {"op": "learn", "text": …, "lang": "fr|ar|en", "rule": code or null} '
        'is kept and answered with the number of decisions; {"op": "score", "text": …, "lang": …} is answered with '
        '{"score": 0 to 1, "rule": code or null, "words": […], "against": […]}. Codes: '
        + ", ".join(RULES)
        + ". "
        "«links» is not learned: the link rule finds them. The state is in the folder TRIAGE_DIR (var/triage), and there "
        "again after a restart. The model is trained at 200 decisions and after each 100 more, when the next score is "
        "asked for; before, each score is 0 but that of a text that was judged already. Exits with 2 at the first line "
        "that is no such object, and names it; with 1 if scikit-learn is missing when it must train, or a file is broken. "
        "With --train it reads nothing: it trains the queue's model from the decisions in the database (a minute and half "
        "a gigabyte for 20,000), says whether it serves and why not, and changes nothing if it is stopped. `tick` calls "
        "it at 200 decisions, after each 100 more, and by night."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--train", action="store_true", help="train the queue's model now, from the database"
        )

    def handle(self, *args, **options):
        if options["train"]:
            return self.stdout.write(_trained())
        try:
            learner = Learner(settings.TRIAGE_DIR)
        except (Broken, OSError) as error:
            raise CommandError(str(error)) from error
        # Bytes, so that neither the terminal's encoding nor a lone surrogate stops the stream.
        for number, line in enumerate(sys.stdin.buffer, start=1):
            if line.strip():
                answer = json.dumps(self._answer(learner, number, line), ensure_ascii=False)
                sys.stdout.buffer.write(answer.encode("utf-8", "replace") + b"\n")
                sys.stdout.buffer.flush()

    def _answer(self, learner, number, line):
        op, text, lang, rule = _asked(number, line)
        try:
            if op == "learn":
                return learner.learn(text, lang, rule)
            reading = learner.score(text)
        except ModuleNotFoundError as error:
            raise CommandError(EXTRA) from error
        return {
            "score": round(reading.score, 6),
            "rule": reading.rule,
            "words": reading.words,
            "against": reading.against,
        }


def _trained():
    """Train the queue's model; return one line about it."""
    try:
        model = school.train()
    except ModuleNotFoundError as error:
        raise CommandError(EXTRA) from error
    except school.Busy:
        return "another process trains now"
    if model is None:
        return "triage is off (the admin, «Aide au tri»)"
    told = f"model {model.pk}, on {model.trained_on} decisions: {model.verdict}"
    if "auc" in model.figures:
        told += f"; AUC {model.figures['auc']}, at least {model.figures['auc_at_least']}"
    return told


def _asked(number, line):
    """Return (op, text, lang, rule) of a line; exit with 2 if it asks for nothing that we do."""
    try:
        asked = json.loads(line)
        op, text, lang, rule = (asked.get(name) for name in ("op", "text", "lang", "rule"))
    except (ValueError, AttributeError) as error:
        raise CommandError(f"line {number} is no JSON object: {error}", returncode=2) from error
    if op not in ("learn", "score"):
        raise CommandError(f'line {number}: its op is neither "learn" nor "score"', returncode=2)
    if not isinstance(text, str):
        raise CommandError(f"line {number}: its text is not a string", returncode=2)
    if rule is not None and rule not in RULES:
        raise CommandError(f"line {number}: its rule is none of {', '.join(RULES)}", returncode=2)
    return op, text, lang if isinstance(lang, str) else "", rule
