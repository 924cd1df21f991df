"""No list reads a whole table of articles or comments, nor sorts one: what the database itself says of each query.

The queries are those that the pages ask, on some thousands of rows.
"""

import json
import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.freshness import changes
from articles.models import Article, Credit
from articles.models.keyset import cursor_of
from comments.models import Comment, Decision, Revision
from tests import cast
from tests.comments.sorting.house import a_serving_model

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

ARTICLES, COMMENTS, TALKED, MANY = 2400, 4000, 300, 20
BIG = ("articles_article", "comments_comment", "comments_revision", "comments_decision")
SORTED_MOST = (
    700  # rows, as PostgreSQL expects them: those of one article, of a search, of the case law
)
# Django's calendars above its lists read the dates of all, from their index alone.
CALENDARS = (
    'MIN("comments_decision"."at")',
    "DISTINCT django_datetime_trunc",
    "DISTINCT DATE_TRUNC",
)
NAMED = re.compile(r'(?:FROM|JOIN|,) "(\w+)" (?:"?([UVWT]\d+)"?)?')
WALK = re.compile(r"(?:SCAN|SEARCH) (\w+)")
LIST = re.compile("LIST SUBQUERY|MATERIALIZE")
QUEUE = "/admin/comments/comment/"
INDEX_OF = {  # by which each list is read, whatever else its page asks
    "section": ["article_section_latest"],
    "wire": ["article_section_latest"],
    "archive of a day": ["article_latest"],
    "topic": ["articles_article_topics_topic_id"],
    "author": ["articles_credit_author_id"],
    "article": ["comment_visible", "comment_opening"],
    "discussion": ["comment_opening", "comments_comment_root_id"],
    "queue, pending": ["comment_queue"],
    "queue, escalated": ["comment_escalated"],
    "queue, by triage": ["comment_by_rank"],
    "queue, by triage, further on": ["comment_by_rank"],
    "card, by triage": ["comment_by_rank"],
    "card": ["comment_same_text", "comment_latest_alike", "comment_of_an_address"],
}


@pytest.fixture
def site(db):
    """A site of some thousands of articles and comments; returns {page: address}."""
    now, sections = timezone.now(), [cast.societe(), cast.le_fil()]
    source = cast.an_article().source
    topics = [cast.a_topic(name=f"Thème {number}") for number in range(MANY)]
    authors = [cast.an_author(name=f"Plume {number}") for number in range(MANY)]
    body = "<p>" + "Un paragraphe de quelque longueur sur les ponts. " * 12 + "</p>"
    articles = Article.objects.bulk_create(
        Article(
            headline=f"La passerelle {number}", slug=f"passerelle-{number}", language="fr", body=body,
            section=sections[number % 4 == 0], source=source, status="published",
            published_at=now - timedelta(hours=1, minutes=7 * number),
        )
        for number in range(ARTICLES)
    )  # fmt: skip
    for number, (topic, author) in enumerate(zip(topics, authors, strict=True)):
        topic.article_set.add(*articles[number::MANY])
        Credit.objects.bulk_create(
            Credit(article=article, name=author.name, author=author)
            for article in articles[number::MANY]
        )
    Article.objects.filter(pk__in=[article.pk for article in articles[:100]]).reindex()
    _comments(articles, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    first = Article.objects.get(pk=articles[0].pk)
    day = timezone.localtime(articles[400].published_at)
    return {
        "front": "/",
        "section": "/societe/",
        "section, further on": f"/societe/?avant={articles[2000].pk}",
        "archive of a day": f"/archives/{day.year}/{day.month}/{day.day}/",
        "topic": topics[0].get_absolute_url(),
        "author": authors[0].get_absolute_url(),
        "search, a frequent word": "/recherche/?q=passerelle",
        "search, by relevance": "/recherche/?q=passerelle&tri=pertinents",
        "article": first.get_absolute_url(),
        "discussion": f"{first.get_absolute_url()}commentaires/",
        "discussion, newest first": f"{first.get_absolute_url()}commentaires/?tri=recents",
        "wire": "/le-fil/",
        "source": source.get_absolute_url(),
        "feed": "/flux/atom.xml",
        **{f"queue, {lane}": f"{QUEUE}?file={lane}" for lane in LANES},
        "card": f"{QUEUE}{Comment.objects.pending().first().pk}/change/",
        "register of decisions": "/admin/comments/decision/",
        "register of sanctions": "/admin/comments/suspension/",
    }


LANES = ("pending", "reported", "escalated", "appealed", "decided")


def _comments(articles, now):
    """Half of them wait; half were published, many of those under the first article, a third of them answers."""
    chance = random.Random(1)
    comments = Comment.objects.bulk_create(
        Comment(
            article=articles[0] if number < TALKED else articles[number % ARTICLES],
            name="Nadia B.", email=f"nadia{number}@exemple.org", language="fr", submission_key=f"clé {number}",
            created_at=now - timedelta(days=30, minutes=-number), text_digest=f"{number}", simhash=chance.getrandbits(63),
        )
        for number in range(COMMENTS)
    )  # fmt: skip
    openings = comments[: 2 * TALKED // 3]
    for number, answer in enumerate(comments[len(openings) : TALKED]):
        answer.parent = answer.root = openings[number % len(openings)]
    Comment.objects.bulk_update(comments[len(openings) : TALKED], ["parent", "root"])
    revisions = Revision.objects.bulk_create(
        Revision(
            comment=comment, number=1, text="Une remarque. " * 20, created_at=comment.created_at
        )
        for comment in comments
    )
    sofia, shown = cast.sofia(), COMMENTS // 2
    Decision.objects.bulk_create(
        Decision(
            comment=revision.comment, revision=revision, kind="approve", language="fr", detection="own", by=sofia,
            at=now - timedelta(days=1),
        )
        for revision in revisions[:shown]
    )  # fmt: skip
    own = Revision.objects.filter(comment=OuterRef("pk"))
    Comment.objects.update(revision=Subquery(own.values("pk")[:1]))
    Comment.objects.filter(pk__in=[comment.pk for comment in comments[:shown]]).update(
        state="published", html="<p>Une remarque.</p>",
        published_revision=F("revision"), published_at=F("created_at"),
    )  # fmt: skip


def test_no_list_reads_or_sorts_a_whole_table(client, site):
    client.force_login(cast.zoe())
    wrong = faults_of(client, site)
    a_serving_model()  # triage orders the queue: another index, from the first page on to any later one
    ordered = {"queue, by triage": QUEUE, "card, by triage": site["card"]}
    place = Comment.objects.pending().by_rank()[300]
    cursor = cursor_of(place, ["queue_rank", "created_at", "pk"])
    ordered["queue, by triage, further on"] = f"{QUEUE}?apres={cursor}"
    wrong += faults_of(client, ordered)
    assert not wrong, "\n".join(wrong)


def faults_of(client, site):
    """Return what is wrong with the queries of these pages."""
    wrong = []
    for page, address in site.items():
        client.get(address)  # the cache counts the most discussed once in five minutes
        changes.forget()  # so that the page is made anew, with all its pieces
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, page
        asked = sorted({q["sql"] for q in captured.captured_queries if is_of_a_list(q["sql"])})
        plans = [plan_of(sql) for sql in asked]
        faults = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor]
        wrong += [
            f"{page}: {fault}\n{sql}\n"
            for sql, plan in zip(asked, plans, strict=True)
            for fault in faults(plan, sql)
        ]
        wrong += [
            f"{page}: not by {index}"
            for index in INDEX_OF.get(page, ())
            if not any(index in str(plan) for plan in plans)
        ]
    return wrong


def is_of_a_list(sql):
    is_of_a_calendar = any(part in sql for part in CALENDARS)
    is_of_big_tables = any(f'"{table}"' in sql for table in BIG)
    return sql.startswith("SELECT") and is_of_big_tables and not is_of_a_calendar


def plan_of(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return [(parent, told) for _id, parent, _unused, told in cursor.fetchall()]
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _on_sqlite(plan, sql):
    """Yield what is wrong with a plan: a big table is walked along, without an end, or sorted afterwards."""
    table_of = {alias or table: table for table, alias in NAMED.findall(sql)}
    for parent, told in plan:
        walked = WALK.match(told)
        if not walked or table_of.get(walked[1], walked[1]) not in BIG:
            continue
        if "=?" in told or ">? AND" in told:  # of one article, one source, one day
            continue
        beside = [other for place, other in plan if place == parent]
        if any("TEMP B-TREE FOR ORDER BY" in other for other in beside):
            yield f"sorts what it reads by {told}"
        elif "LIMIT" not in sql or LIST.match(above(plan, told)):
            yield f"reads all of it: {told}"


def above(plan, told):
    """Return the line before this one: under a list made aside, it stands first."""
    lines = ["", *(line for _parent, line in plan)]
    return lines[lines.index(told) - 1]


def _on_postgresql(node, _sql, *, stops_early=False):
    """Yield what is wrong with a node; `stops_early` if what stands above it takes the first rows alone."""
    inside, kind, rows = node.get("Plans", []), node["Node Type"], node["Plan Rows"]
    if kind == "Sort" and any(child["Plan Rows"] > SORTED_MOST for child in inside):
        yield f"sorts {inside[0]['Plan Rows']} rows"
    is_big = node.get("Relation Name") in BIG and (kind == "Seq Scan" or rows > SORTED_MOST)
    if is_big and not stops_early:
        yield f"reads {rows} rows of {node['Relation Name']}: {kind}"
    for child in inside:
        is_first_alone = kind == "Limit" or child["Parent Relationship"] == "SubPlan"  # an EXISTS
        whole = kind in {"Sort", "Hash", "Aggregate"}
        early = is_first_alone or (stops_early and not whole)
        yield from _on_postgresql(child, _sql, stops_early=early)
