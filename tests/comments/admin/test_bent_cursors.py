"""A page of a list asked for with a cursor of another list begins at the beginning."""

import pytest

from articles.models import keyset
from comments.models import Comment
from tests import cast

pytestmark = pytest.mark.once

ORDER = ["created_at", "pk"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "values", [[1], ["2021-01-02T11:43:00+01:00", 1, 1], {"created_at": "2021-01-02", "pk": 1}, 7]
)
def test_a_cursor_of_another_list_is_ignored_and_the_list_begins_at_its_start(client, db, values):
    comments = [cast.a_comment() for _each in range(2)]
    listed = Comment.objects.order_by(*ORDER)
    assert list(keyset.after(listed, ORDER, keyset.cursor_of(comments[0], ORDER))) == comments[1:]
    bent = keyset.signer.sign_object(values)
    assert list(keyset.after(listed, ORDER, bent)) == comments
    client.force_login(cast.sofia())
    page = client.get("/admin/comments/comment/", {"apres": bent})
    assert f"/admin/comments/comment/{comments[0].pk}/change/" in page.text
