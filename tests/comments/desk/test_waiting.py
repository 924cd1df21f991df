"""The number of a lane is that of its list."""

import pytest

from comments.models import Comment
from comments.models.waiting import WAITING_LANES, waiting
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_each_lane_counts_the_comments_that_its_list_shows():
    cast.a_comment()
    cast.a_comment().escalate(by=cast.sofia(), why="Je doute.")
    twice, once, gone = (cast.a_published_comment() for _each in range(3))
    for comment in (twice, twice, once, gone):
        cast.a_notice(comment)
    gone.remove(by=cast.sofia(), **cast.against(1))
    cast.an_appeal(cast.a_rejected_comment())
    listed = {lane: getattr(Comment.objects, lane)().count() for lane in WAITING_LANES}
    assert waiting() == listed
    assert listed == {"pending": 1, "reported": 2, "escalated": 1, "appealed": 1}
