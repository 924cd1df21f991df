"""However a discussion grew, its pages stay small, and each comment stands on one of them."""

import random
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from comments.pages import thread
from comments.pages.thread import bounds
from portal.demo.ledger import Ledger
from tests import cast

pytestmark = pytest.mark.both

WORDS = "« Où va l’eau ? » & <b>merci</b> : à qui la faute ! ماء ثقة 1 % des élus d'ici".split()
PAGE_LIMIT_BYTES = 200_000


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(bounds, "CONVERSATIONS", 4)
    monkeypatch.setattr(bounds, "COMMENTS", 9)
    monkeypatch.setattr(bounds, "PAGE_BYTES", 15_000)
    monkeypatch.setattr(bounds, "ANSWERS", 4)
    monkeypatch.setattr(bounds, "FEW_ANSWERS", 2)


def words(chance, most):
    """Some words, mostly few and now and then many; no two alike."""
    length = int(most * chance.random() ** 6)
    return f"{' '.join(chance.choice(WORDS) for _each in range(length))} {chance.random()}"


@transaction.atomic
def grow(article, chance, number):
    """Publish so many comments of random lengths, some at the same instant; half of them answer another."""
    ledger, by = Ledger(), cast.sofia()
    there = list(Comment.objects.in_thread().filter(article=article))
    for _each in range(number):
        parent = chance.choice(there) if there and chance.random() < 0.6 else None
        earliest = parent.created_at if parent else article.published_at
        comment = ledger.submit(
            article_id=article.pk, parent=parent, name="Nadia & " + "N" * chance.randrange(50),
            text=words(chance, 1500), at=earliest + timedelta(minutes=chance.randrange(5)),
            submission_key=f"{article.pk}:{chance.random()}",
        )  # fmt: skip
        ledger.decide(comment, "approve", by=by, at=comment.created_at + timedelta(minutes=1))
        there.append(comment)
    ledger.save()


def vanish(comment):
    """Take a comment out of the discussion as an undone decision does."""
    Comment.objects.filter(pk=comment.pk).update(
        state="pending", html="", published_at=None, published_revision=None
    )


def an_article():
    return cast.an_article(published_at=timezone.now() - timedelta(days=9))


def page_at(article, query):
    """The page that an address of the discussion leads to, as its view asks for it."""
    asked = dict(parse_qsl(query.removeprefix("?")))
    known = {name: Comment.objects.get(pk=asked[name]) for name in asked if name != "tri"}
    beyond = {"after": known.get("apres"), "start": known.get("depuis")}
    if "fil" in known:
        return thread.conversation(known["fil"], article, **beyond)
    return thread.page_of(article, newest_first="tri" in asked, **beyond)


def pages(article, query, between=lambda: None):
    """The page of that query and those that follow it; `between` is called before each next one."""
    page = page_at(article, query)
    yield page
    while page.next:
        between()
        page = page_at(article, page.next)
        yield page


def standing(page):
    return [each.pk for root in page.conversations for each in (root, *root.answers)]


def answers_of(root):
    return list(Comment.objects.in_thread().filter(root=root).values_list("pk", flat=True))


def assert_bounded(page):
    shown = [each for root in page.conversations for each in (root, *root.answers)]
    assert len(page.conversations) <= bounds.CONVERSATIONS
    assert len(shown) <= bounds.COMMENTS
    is_least = len(shown) == (2 if page.alone else 1)  # one at least, however long it is
    assert is_least or sum(map(bounds.size_of, shown)) <= bounds.PAGE_BYTES


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("order", ["", "?tri=recents"])
def test_whoever_reads_on_meets_each_comment_once(db, small_pages, seed, order):
    chance, article = random.Random(seed), an_article()
    grow(article, chance, 70)
    opening = Comment.objects.in_thread().filter(article=article, root=None)
    expected = list(opening.values_list("pk", flat=True))
    told = []
    for page in pages(article, order):
        assert_bounded(page)
        for root in page.conversations:
            told.append(root.pk)
            own = [answer.pk for answer in root.answers]
            assert own == answers_of(root)[: len(own)]
            assert bool(root.more) == (len(own) < len(answers_of(root)))
            if root.more:
                rest = list(pages(article, root.more))
                for each in rest:
                    assert_bounded(each)
                own += [pk for each in rest for pk in standing(each)[1:]]
            assert own == answers_of(root), "each answer once"
    assert told == (expected[::-1] if order else expected)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("order", ["", "?tri=recents"])
def test_whoever_reads_on_loses_none_while_others_come_and_go(db, small_pages, seed, order):
    chance, article = random.Random(seed), an_article()
    grow(article, chance, 50)
    opening = Comment.objects.in_thread().filter(article=article, root=None)
    lasting = set(opening.values_list("pk", flat=True))
    told = []

    def come_and_go():
        gone = [Comment.objects.get(pk=told[-1]), chance.choice(list(opening))]
        for comment in gone:
            vanish(comment)
            lasting.discard(comment.pk)
        grow(article, chance, 4)

    for page in pages(article, order, come_and_go):
        told += [root.pk for root in page.conversations]
    assert len(told) == len(set(told)), "none twice"
    assert lasting <= set(told), "none lost"


def test_the_newsrooms_reply_stands_on_the_page_though_answers_before_it_do_not(db, small_pages):
    article = an_article()
    fill(article, 4, 6, "Le port.")  # more than a page holds: two answers each
    root = Comment.objects.filter(article=article).first()
    *_others, last = Comment.objects.filter(root=root)
    reply, _is_new = last.answer_as_newsroom("Le chantier ouvre en mars.", by=cast.zoe())
    reply.approve(by=cast.sofia())
    late = cast.a_published_comment(article=article, parent=root)
    page = thread.page_of(article)
    assert_bounded(page)
    shown = [answer.pk for answer in page.conversations[0].answers]
    assert shown == [*answers_of(root)[:2], reply.pk]
    assert thread.address_of(reply) == f"{article.get_absolute_url()}#{reply.anchor}"
    rest = [pk for each in pages(article, page.conversations[0].more) for pk in standing(each)[1:]]
    assert rest == answers_of(root)[2:], "at its place too"
    assert late.pk in rest


@pytest.mark.parametrize(
    "signs", ["rrN", "rrNN", "rrNr", "rrrNrrrN", "NNNNNN", "rrNrNrNrN", "NrrrrN", "rrrrNr"]
)
def test_a_conversation_leads_on_if_an_answer_of_it_is_not_there(db, small_pages, signs):
    """`r` is a reader's answer, `N` one of the newsroom; a page shows four answers and three of the newsroom beyond."""
    article = an_article()
    fill(article, 1, 0, "Le port.")
    root = Comment.objects.get(article=article)
    for sign in signs:
        by = {"newsroom_by": cast.hicham()} if sign == "N" else {}
        cast.a_published_comment(article=article, parent=root, by=cast.sofia(), **by)
    (root,) = thread.page_of(article).conversations
    own, every = [answer.pk for answer in root.answers], answers_of(root)
    of_newsroom = [pk for pk, sign in zip(every, signs, strict=True) if sign == "N"]
    assert own == sorted(
        set(every[:4]) | set([pk for pk in of_newsroom if pk not in every[:4]][:3])
    )
    assert bool(root.more) == (own != every)


def test_a_comment_longer_than_a_page_stands_alone_and_stops_nobody(db, monkeypatch):
    monkeypatch.setattr(bounds, "PAGE_BYTES", 1)
    article = an_article()
    fill(article, 3, 2, "Le port.")
    assert [len(standing(page)) for page in pages(article, "")] == [1, 1, 1]
    root = Comment.objects.filter(article=article).first()
    assert [len(standing(page)) for page in pages(article, f"?fil={root.pk}")] == [2, 2]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_every_permalink_leads_to_a_page_that_holds_the_comment(client, db, small_pages, seed):
    chance, article = random.Random(seed), an_article()
    grow(article, chance, 40)
    for _round in range(2):
        for comment in Comment.objects.in_thread().filter(article=article):
            query = urlsplit(thread.address_of(comment)).query
            assert comment.pk in standing(page_at(article, query))
            if "fil=" in query:
                among_others = page_at(article, f"depuis={comment.root_id}")
                assert comment.pk not in standing(among_others), "shown among others, if it can be"
        vanish(chance.choice(list(Comment.objects.filter(article=article, root__isnull=False))))
        grow(article, chance, 10)
    for comment in chance.sample(list(Comment.objects.in_thread().filter(article=article)), 4):
        landed = client.get(comment.get_absolute_url(), follow=True)
        assert f'id="{comment.anchor}"' in landed.text


@pytest.mark.slow
def test_an_address_that_asks_for_an_answer_leads_to_where_it_stands(client, db, small_pages):
    article = an_article()
    grow(article, random.Random(1), 60)
    where = thread.discussion_url(article)
    for answer in Comment.objects.in_thread().filter(article=article).exclude(root=None)[:4]:
        for query in ("depuis", "fil", "tri=recents&depuis"):
            landed = client.get(f"{where}?{query}={answer.pk}", follow=True)
            assert f'id="{answer.anchor}"' in landed.text


@pytest.mark.slow
def test_a_page_follows_even_a_comment_that_vanished_meanwhile(client, db, small_pages):
    article = an_article()
    grow(article, random.Random(2), 40)
    page = thread.page_of(article)
    last = page.conversations[-1]
    after = thread.page_of(article, after=last)
    vanish(last)
    response = client.get(thread.discussion_url(article) + page.next)
    assert f'id="{after.conversations[0].anchor}"' in response.text


def test_a_comment_that_never_was_on_line_tells_no_place(client, db):
    waiting = cast.a_comment()
    where = thread.discussion_url(waiting.article)
    assert client.get(f"{where}?apres={waiting.pk}").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("order", ["", "?tri=recents"])
def test_the_number_of_queries_is_the_same_folded_or_not(db, small_pages, order):
    small, large = an_article(), an_article()
    grow(small, random.Random(1), 3)
    grow(large, random.Random(1), 60)
    asked = []
    for article in (small, large):
        with CaptureQueriesContext(connection) as captured:
            page_at(article, order)
        asked.append(len(captured))
    assert asked == [2, 2]


@transaction.atomic
def fill(article, openings, answers, text):
    ledger, by = Ledger(), cast.sofia()
    for number in range(openings):
        at = article.published_at + timedelta(minutes=number)
        root = None
        for place in range(1 + answers):
            comment = ledger.submit(
                article_id=article.pk, parent=root, name="Nadia Benali", at=at,
                text=f"{text} {number}, {place}", submission_key=f"{article.pk}:{number}:{place}",
            )  # fmt: skip
            ledger.decide(comment, "approve", by=by, at=at)
            root = root or comment
    ledger.save()


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize(
    ("openings", "answers", "text"),
    [
        (60, 12, "Le port change les riverains. "),
        (60, 0, "« Où va l’eau ? » " * 160),
        (3, 45, "<b>L’eau & le feu</b>\n" * 130),
        (60, 2, "ماء ثقة نص " * 250),
    ],
    ids=["many answers", "long texts", "a long conversation in marks", "long texts in Arabic"],
)
def test_a_page_stays_under_200_kb(client, db, openings, answers, text):
    article = an_article()
    fill(article, openings, answers, text)
    first = Comment.objects.filter(article=article).first()
    where = thread.discussion_url(article)
    for address in (article.get_absolute_url(), f"{where}?tri=recents", f"{where}?fil={first.pk}"):
        assert len(client.get(address).content) < PAGE_LIMIT_BYTES, address
