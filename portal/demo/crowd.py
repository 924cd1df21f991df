"""Many articles and comments at once, for benchmarks: rows as the verbs would have written them.

Each row is planned from its number alone, so that a second run adds only what is missing. Written in bulk
by ledger.py, with what becomes of them by lives.py: `check_log` holds after it.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Section, Source
from articles.rules import drawings
from comments.models import Charter, Comment, Signature

from . import lives
from .ledger import Ledger

BATCH = 2000  # rows in one transaction
ORIGIN = "populate:"  # by which these rows are known
CONVERSATIONS = "populate-conversations:"  # by which the article of long conversations is
TWENTY = 20  # answers of each of these: as many as a page shows of one
EACH = timedelta(seconds=3)  # from a comment to the next: a million in five weeks
EACH_ANSWER = timedelta(minutes=3)  # in a long conversation: time to be read before the next
REPLY_WITHIN = (60, 4000)  # comments, three minutes to three hours: read, and not yet forgotten
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
        numbers = range(start, min(start + BATCH, wanted))
        Article.objects.bulk_create(
            _an_article(
                number,
                section=sections[number % len(sections)],
                source=source,
                origin_id=f"{ORIGIN}{number}",
                published_at=now - timedelta(minutes=7 * (wanted - number)),
            )
            for number in numbers
        )
        Article.objects.filter(origin_id__in=[f"{ORIGIN}{number}" for number in numbers]).reindex()
        told(numbers[-1] + 1, wanted)


def _an_article(number, **particulars):
    chance = random.Random(number)  # noqa: S311, repeatable rows
    where = place(chance)
    headline = f"{sentence(chance)[:-1]} {where} ({number})"
    paragraphs = (f"{sentence(chance)[:-1]} {where}." for _each in range(6))
    article = Article(
        headline=headline,
        standfirst=sentence(chance),
        body="\n".join(f"<p>{words} {sentence(chance)}</p>" for words in paragraphs),
        drawing=drawings.name_of("", headline),
        status=Article.Status.PUBLISHED,
        comment_policy=Article.CommentPolicy.OPEN,
        **particulars,
    )
    article.slug = article.slug_from_headline()
    return article


def add_comments(wanted, pending, on_one, moderators, told):
    """Bring the number of such comments up to `wanted`: the last `pending` wait, the others were read.

    `on_one` of them stand under one article, the others under all.
    """
    there = Comment.objects.filter(submission_key__startswith=ORIGIN).count()
    articles = list(
        Article.objects.filter(origin_id__startswith=ORIGIN).values_list("pk", flat=True)[:5000]
    ) or list(Article.objects.visible().values_list("pk", flat=True))
    start = timezone.now() - EACH * wanted
    plans = (
        _plan(number, number >= wanted - pending, on_one, articles, start)
        for number in range(there, wanted)
    )
    _write_all(plans, wanted, moderators, told)


def add_conversations(wanted, moderators, told):
    """Bring one article's number of conversations up to `wanted`, each of TWENTY answers, all published."""
    article = Article.objects.filter(origin_id=CONVERSATIONS).first()
    start = timezone.now() - lives.LONGEST - EACH_ANSWER * wanted * (1 + TWENTY)
    if article is None and wanted:
        article = _an_article(
            0, section=Section.objects.exclude(kind="opinion").first(),
            source=Source.objects.first(), origin_id=CONVERSATIONS, published_at=start,
        )  # fmt: skip
        article.save()
        Article.objects.filter(pk=article.pk).reindex()
    total = wanted * (1 + TWENTY)
    there = Comment.objects.filter(submission_key__startswith=CONVERSATIONS).count()
    plans = (_plan_in_conversation(number, article, start) for number in range(there, total))
    _write_all(plans, total, moderators, told)


@dataclass(frozen=True)
class _Plan:
    """What is known of a comment before it is written: the same at each run."""

    number: int
    key: str
    article: int
    person: str
    name: str
    text: str
    at: datetime
    parent_key: str | None
    outcome: str  # waits, is read, is published or is sanctioned
    chance: random.Random


def _plan(number, waits, on_one, articles, start):
    chance = random.Random(number)  # noqa: S311, repeatable rows
    is_on_one = number < on_one
    # Everybody writes again sooner or later: five comments each, the first ones more.
    person = chance.randrange(1 + number // 5)
    outcome, parent = "waits" if waits else "read", None
    if chance.random() < lives.REPLIES:
        parent = number - chance.randint(*REPLY_WITHIN)
        if parent < (0 if is_on_one else on_one):
            parent = None
    name = NAMES[person % len(NAMES)]
    who = f"{ORIGIN}{person}"
    if lives.is_offender(number) and not waits:
        outcome, who = "sanctioned", f"{ORIGIN}offender {number // lives.OFFENDER_EVERY}"
    return _Plan(
        number=number,
        key=f"{ORIGIN}{number}",
        article=articles[0] if is_on_one else articles[number % len(articles)],
        person=who,
        name=name,
        text=_text(chance, number),
        at=start + EACH * number - (timedelta() if waits else lives.LONGEST),
        parent_key=None if parent is None else f"{ORIGIN}{parent}",
        outcome=outcome,
        chance=chance,
    )


def _plan_in_conversation(number, article, start):
    chance = random.Random(number)  # noqa: S311, repeatable rows
    conversation, place = divmod(number, 1 + TWENTY)
    # Two answers in three are to who opened the conversation, the others to another answer.
    answered = 0 if chance.random() < 2 / 3 else chance.randrange(place or 1)
    person = chance.randrange(1 + number // 5)
    return _Plan(
        number=number,
        key=f"{CONVERSATIONS}{number}",
        article=article.pk,
        person=f"{CONVERSATIONS}{person}",
        name=NAMES[person % len(NAMES)],
        text=_text(chance, number),
        at=start + EACH_ANSWER * number,
        parent_key=f"{CONVERSATIONS}{conversation * (1 + TWENTY) + answered}" if place else None,
        outcome="published",
        chance=chance,
    )


def _text(chance, number):
    words = " ".join(sentence(chance) for _each in range(chance.randint(1, 5)))
    return f"{words} Voilà pour le numéro {number}."


def _write_all(plans, total, moderators, told):
    for moderator in moderators:
        Signature.objects.of(moderator)
    clause = Charter.objects.in_force().clauses.get(number=1)
    for batch in batched(plans, BATCH):
        with transaction.atomic():
            ledger = Ledger()
            _write(batch, ledger, lives.Desk(ledger, moderators, clause))
            ledger.save()
        told(batch[-1].number + 1, total)


def _write(plans, ledger, desk):
    there = _parents(plans)
    for plan in plans:
        parent = there.get(plan.parent_key)
        if parent and not (parent.published_at and parent.published_at <= plan.at):
            parent = None  # nobody can have read it: this one opens a conversation of its own
        comment = ledger.submit(
            article_id=parent.article_id if parent else plan.article,
            parent=parent,
            name=plan.name,
            sender=lives.somebody(plan.person),
            submission_key=plan.key,
            text=plan.text,
            at=plan.at,
        )
        there[plan.key] = comment
        if plan.outcome == "read":
            desk.read(comment, plan.chance)
        elif plan.outcome == "published":
            desk.publish(comment, plan.chance)
        elif plan.outcome == "sanctioned":
            desk.sanction(comment, plan.number, plan.chance)


def _parents(plans):
    """Return {submission key: what is known} of the comments answered that were written before."""
    keys = {plan.parent_key for plan in plans if plan.parent_key}
    rows = Comment.objects.filter(submission_key__in=keys - {plan.key for plan in plans})
    known = ("submission_key", "pk", "root_id", "article_id", "published_at")
    return {row.submission_key: row for row in rows.values_list(*known, named=True)}
