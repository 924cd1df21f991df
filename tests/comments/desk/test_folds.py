"""More than five answers fold into a line; what the newsroom replied stands open among them."""

from types import SimpleNamespace

import pytest

from comments.pages.thread.folds import stretches
from tests import cast

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("answers", "cut"),
    [
        ("", ""),
        ("rrrrr", "rrrrr"),
        ("rrrrrr", "[rrrrrr]"),
        ("rrNrrr", "[rr] N [rrr]"),
        ("NNrrrrr", "NN [rrrrr]"),
        ("rNrrrrN", "rN [rrrr] N"),
        ("rrrrNrN", "[rrrr] NrN"),
    ],
)
def test_readers_answers_fold_and_the_newsrooms_stand_open(answers, cut):
    """`r` is a reader's answer, `N` one of the newsroom; what stands in brackets folds."""
    given = [SimpleNamespace(is_of_newsroom=sign == "N", sign=sign) for sign in answers]
    said = ["".join(one.sign for one in some) for _folds, some in stretches(given)]
    folds = [folds for folds, _some in stretches(given)]
    marked = [
        f"[{text}]" if is_folded else text for text, is_folded in zip(said, folds, strict=True)
    ]
    assert " ".join(marked) == cut
    assert stretches(given, all_open=True) == ([(False, given)] if given else [])


def test_the_newsrooms_reply_stands_open_in_a_folded_conversation(client, db):
    root = cast.a_published_comment()
    answers = [cast.a_published_comment(article=root.article, parent=root) for _each in range(3)]
    reply, _is_new = answers[-1].answer_as_newsroom("Six personnes, trois par rive.", by=cast.zoe())
    reply.approve(by=cast.sofia())
    for _each in range(2):
        cast.a_published_comment(article=root.article, parent=root)
    page = client.get(root.article.get_absolute_url()).text
    before, _place, after = page.partition(f'id="{reply.anchor}"')
    assert "3 réponses" in before
    assert "2 réponses" in after
    assert before.count("<details") == before.count("</details>") == 1 + page.count('class="depli')
