"""The start page of the desk: what waits, what is overdue, what is one's own."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments.models import Notice
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def start(client, db):
    def as_seen_by(colleague):
        client.force_login(colleague)
        return " ".join(unescape(client.get("/admin/").text).split())

    return as_seen_by


def part(page, name):
    return re.search(rf'aria-labelledby="start-{name}".*?</section>', page)[0]


@pytest.mark.slow
def test_a_moderator_sees_what_waits_in_each_lane_and_since_when(start):
    cast.zoe()
    cast.a_comment()
    cast.a_comment()
    cast.a_notice(cast.a_published_comment(by=cast.paul()))
    cast.an_appeal(cast.a_rejected_comment(by=cast.paul()))
    cast.a_comment().escalate(by=cast.paul(), why="Ironie ?")
    waiting = part(start(cast.sofia()), "waiting")
    for lane, count in {"pending": 2, "reported": 1, "escalated": 1, "appealed": 1}.items():
        link = re.search(rf'href="{re.escape(QUEUE)}\?file={lane}".*?</a>', waiting)[0]
        assert f"<strong>{count}</strong>" in link, lane
    assert waiting.count("le plus ancien : moins d’une minute") == 4
    assert f'href="{QUEUE}suivant/?file=pending"' in waiting
    assert "C’est à vos collègues d’en décider." in waiting, "the appeal is a lead's to judge"


@pytest.mark.slow
def test_beyond_what_is_counted_the_start_page_says_so_as_the_lanes_do(start, monkeypatch):
    monkeypatch.setattr("comments.models.waiting.COUNTED", 2)
    monkeypatch.setattr("comments.admin.lanes.COUNTED", 2)
    monkeypatch.setattr("portal.admin.start.COUNTED", 2)
    article = cast.an_article()
    for _each in range(4):
        cast.a_comment(article=article)
    page = part(start(cast.sofia()), "waiting")
    assert ">plus de 2</strong>" in page
    assert "que vous pouvez décider" not in page, "all of them"


@pytest.mark.slow
def test_what_is_overdue_is_told_with_its_rule(start):
    comment = cast.a_published_comment(name="Malik")
    cast.a_notice(comment)
    assert "en retard" not in start(cast.sofia()).lower()
    Notice.objects.update(due_at=timezone.now() - timedelta(hours=1))
    page = start(cast.sofia())
    assert "1 en retard" in part(page, "waiting")
    deadlines = part(page, "deadlines")
    assert "En retard" in deadlines
    assert str(cast.clause(1)) in deadlines
    assert f"{QUEUE}{comment.pk}/change/?file=reported" in deadlines
    assert comment.text not in page, "words that are alleged to hurt stand on the card, veiled"


@pytest.mark.slow
def test_my_decisions_and_my_open_questions_are_mine(start):
    mine = cast.a_rejected_comment(name="Décidé par moi", by=cast.sofia())
    cast.a_published_comment(name="Décidé par Paul", by=cast.paul())
    asked = cast.a_comment(name="Ma question")
    asked.escalate(by=cast.sofia(), why="Ironie ?")
    cast.a_comment(name="La question de Paul").escalate(by=cast.paul(), why="Et là ?")
    section = part(start(cast.sofia()), "mine")
    assert f"{QUEUE}{mine.pk}/change/" in section
    assert f"{QUEUE}{asked.pk}/change/" in section
    assert "Paul" not in section


def test_an_editor_sees_the_newsrooms_own_and_nothing_of_the_queue(start):
    cast.a_comment()
    article = cast.an_article(is_draft=True)
    type(article).objects.filter(pk=article.pk).update(status="review")
    page = start(cast.hicham())
    assert "start-waiting" not in page
    assert "<strong>1</strong>" in part(page, "newsroom")
    assert "Articles" in page


@pytest.mark.slow
def test_who_only_reads_the_queue_is_offered_no_decision(start):
    cast.a_comment()
    page = start(cast.nora())
    assert "start-mine" not in page
    assert "suivant/" not in page
    assert "<strong>1</strong>" in part(page, "waiting")


def test_a_writer_keeps_the_list_of_everything(start):
    page = start(cast.ines())
    assert 'class="start"' not in page
    assert "/admin/articles/article/" in page
