"""The newsroom's choice of comments, and the discussions it slows, on the pages that tell of it, at the next request."""

import pytest
from django.utils import timezone

from comments.models import SlowMode
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]

TEXT = "La passerelle manquait depuis trente ans."
LEAVING = {
    "removed": lambda comment: comment.remove(by=cast.sofia(), **cast.against(1)),
    "withdrawn": lambda comment: comment.withdraw(),
    "erased": lambda comment: comment.erase(by=cast.nora()),
    "hidden": lambda comment: comment.hide(at=timezone.now()),
}


@pytest.fixture
def comment(db):
    comment = cast.a_published_comment(text=TEXT)
    cast.a_published_comment(article=comment.article)
    return comment


def told(site, comment):
    """Whether the front page and the discussion tell of a choice."""
    front, thread = site.ask("/").text, site.ask(comment.article.get_absolute_url()).text
    box, _fils, thread = thread.partition('class="fils"')
    assert (TEXT in box) == ("Choisi par la rédaction</span>" in thread)
    return TEXT in front, "Choisi par la rédaction</span>" in thread


@pytest.mark.parametrize("way", LEAVING)
def test_a_choice_is_seen_at_once_and_leaves_with_its_comment(site, comment, way):
    assert told(site, comment) == (False, False)
    comment.pick_out(by=cast.zoe())
    assert told(site, comment) == (True, True)
    LEAVING[way](comment)
    assert told(site, comment) == (False, False)


def test_a_choice_that_is_taken_back_leaves_at_once(site, comment):
    comment.pick_out(by=cast.zoe())
    assert told(site, comment) == (True, True)
    comment.drop_pick()
    assert told(site, comment) == (False, False)


def test_a_slowed_discussion_says_so_until_it_is_released(site, comment):
    def said():
        return site.ask(comment.article.get_absolute_url()).text

    assert "a ralenti cette discussion" not in said()
    SlowMode.objects.slow(comment.article, minutes=10, by=cast.hicham())
    assert "un commentaire toutes les 10 minutes" in said()
    SlowMode.objects.slow(comment.article, minutes=1, by=cast.hicham())
    assert "un commentaire par minute" in said()
    SlowMode.objects.release(comment.article)
    assert "a ralenti cette discussion" not in said()
