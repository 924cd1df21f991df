"""Many articles and comments at once, for benchmarks: rows as the verbs would have written them.

Written in bulk, with their seals, their decisions and their links of the log: `check_log` holds after it.
"""

import random
from datetime import timedelta
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import Article, Section, Source
from comments.models import Comment, Decision, Event, LogHead, Revision
from comments.rules.digests import digest
from comments.rules.likeness import simhash, text_digest
from comments.rules.rendering import RENDERER, render

BATCH = 2000  # rows in one transaction
ORIGIN = (
    "populate:"  # by which these rows are known, so that a second run adds only what is missing
)
SUBJECTS = "La réforme|Le port|Cette enquête|Le maire|La région|Ce chiffre|L’école|Le fleuve".split(
    "|"
)
VERBS = "change|inquiète|rassure|divise|étonne|oublie|raconte|coûte".split("|")
THINGS = "les riverains|nos anciens|tout un quartier|les jeunes|la filière|ceux d’en face".split(
    "|"
)
ENDS = "depuis dix ans|sans le dire|et c’est heureux|à mon avis|comme partout|cette fois".split("|")
NAMES = "Nadia B.|Karim L.|Lina|Othmane R.|Sarah|Yanis|Claire M.|جميلة|Peter A.|Inès".split("|")


SYLLABLES = "bel|cour|dar|fon|gar|kas|lan|mar|nor|oued|pra|ser|tan|val|zem".split("|")


def place(chance):
    """One of some thousands of places that do not exist, so that words of articles differ."""
    name = "".join(chance.choice(SYLLABLES) for _each in range(3)).capitalize()
    return f"{chance.choice(['à', 'près de', 'vers'])} {name}"


def sentence(chance):
    words = (chance.choice(each) for each in (SUBJECTS, VERBS, THINGS, ENDS))
    return " ".join(words) + "."


def add_articles(wanted, told):
    """Bring the number of such articles up to `wanted`; `told` hears how many are there."""
    there = Article.objects.filter(origin_id__startswith=ORIGIN).count()
    sections = list(Section.objects.exclude(kind="opinion"))
    source, now = Source.objects.first(), timezone.now()
    for start in range(there, wanted, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, wanted)):
            chance = random.Random(number)  # noqa: S311, repeatable rows
            where = place(chance)
            headline = f"{sentence(chance)[:-1]} {where} ({number})"
            paragraphs = (f"{sentence(chance)[:-1]} {where}." for _each in range(6))
            body = "\n".join(f"<p>{words} {sentence(chance)}</p>" for words in paragraphs)
            article = Article(
                headline=headline,
                standfirst=sentence(chance),
                body=body,
                section=sections[number % len(sections)],
                source=source,
                origin_id=f"{ORIGIN}{number}",
                status=Article.Status.PUBLISHED,
                published_at=now - timedelta(minutes=7 * (wanted - number)),
                comment_policy=Article.CommentPolicy.OPEN,
            )
            article.slug = article.slug_from_headline()
            rows.append(article)
        Article.objects.bulk_create(rows)
        Article.objects.filter(origin_id__in=[row.origin_id for row in rows]).reindex()
        told(start + len(rows))


def add_comments(wanted, pending, on_one, by, told):
    """Bring the number of such comments up to `wanted`: the last `pending` wait, the others are published.

    `on_one` of them stand under one article, the others under all.
    """
    there = Comment.objects.filter(submission_key__startswith=ORIGIN).count()
    articles = list(
        Article.objects.filter(origin_id__startswith=ORIGIN).values_list("pk", "published_at")[
            :5000
        ]
    ) or list(Article.objects.visible().values_list("pk", "published_at"))
    numbers = iter(range(there, wanted))
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            _write([_plan(n, wanted, pending, on_one, articles) for n in batch], by)
        told(batch[-1] + 1)
    with connection.cursor() as cursor:
        models = [Comment, Revision, Decision]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _plan(number, wanted, pending, on_one, articles):
    chance = random.Random(number)  # noqa: S311, repeatable rows
    article, _published_at = articles[0] if number < on_one else articles[number % len(articles)]
    text = " ".join(sentence(chance) for _each in range(chance.randint(1, 5)))
    return {
        "number": number,
        "article": article,
        "name": chance.choice(NAMES),
        "text": f"{text} Voilà pour le numéro {number}.",
        "waits": number >= wanted - pending,
        "at": timezone.now() - timedelta(seconds=3 * (wanted - number)),
    }


def _write(plans, by):
    head, _created = LogHead.objects.select_for_update().get_or_create(pk=1)
    keys = {
        model: (model.objects.aggregate(most=Max("pk"))["most"] or 0)
        for model in (Comment, Revision, Decision)
    }
    rows = {model: [] for model in (Comment, Revision, Decision, Event)}

    def made(model, **fields):
        keys[model] += 1
        rows[model].append(model(pk=keys[model], **fields))
        return rows[model][-1]

    def log(kind, comment, at, *, by, **subjects):
        (subject,) = subjects.values()
        event = Event(
            sequence=head.sequence + 1, kind=kind, comment=comment, state=comment.state,
            version=comment.version, by=by, at=at, previous=head.digest,
            subject_digest=subject.digest(), **subjects,
        )  # fmt: skip
        event.digest = digest(event.record())
        head.sequence, head.digest = event.sequence, event.digest
        rows[Event].append(event)

    for plan in plans:
        comment = made(
            Comment, article_id=plan["article"], name=plan["name"], language="fr",
            submission_key=f"{ORIGIN}{plan['number']}", created_at=plan["at"],
            text_digest=text_digest(plan["text"]), simhash=simhash(plan["text"]),
        )  # fmt: skip
        revision = made(
            Revision, comment=comment, number=1, text=plan["text"], created_at=plan["at"]
        )
        revision.set_seal()
        comment.revision = revision
        log("submitted", comment, plan["at"], by="author", revision=revision)
        if plan["waits"]:
            continue
        decided_at = plan["at"] + timedelta(minutes=2)
        comment.state, comment.version = Comment.State.PUBLISHED, 2
        comment.published_revision, comment.published_at = revision, decided_at
        comment.html, comment.html_renderer = render(plan["text"]), RENDERER
        decision = made(
            Decision, comment=comment, revision=revision, kind="approve", language="fr",
            detection="own", by=by, at=decided_at,
        )  # fmt: skip
        log("decided", comment, decided_at, by=f"user:{by.pk}", decision=decision)
    for model, made_rows in rows.items():
        model.objects.bulk_create(made_rows)
    head.save()
