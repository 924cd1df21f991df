"""What a moderator chooses to see of a lane: filters that are kept, pages that cost the same, cards that follow."""

import re
from html import unescape

import pytest

from articles.models.keyset import after, cursor_of
from comments.admin.lanes import Selection
from comments.models import Comment, SavedFilter
from tests import cast

pytestmark = pytest.mark.both

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def desk(client, db):
    client.force_login(cast.sofia())
    return client


def arabic(n=0):
    return cast.a_comment(text=f"هذا التعليق رقم {n} مكتوب بالعربية كله.")


@pytest.mark.slow
def test_the_cards_follow_the_filter_from_one_to_the_next(desk):
    for _each in range(3):
        cast.a_comment()
    wanted = [arabic(1), arabic(2)]
    first = desk.get(f"{QUEUE}suivant/?file=pending&langue=ar")
    assert first["Location"] == f"{QUEUE}{wanted[0].pk}/change/?file=pending&langue=ar"
    page = desk.get(first["Location"]).text
    assert 'name="langue" value="ar"' in page
    on = desk.post(
        f"{QUEUE}{wanted[0].pk}/decisions/",
        {"file": "pending", "langue": "ar", "kind": "approve", "seen": 1, "appeal_seen": 0},
    )
    assert on["Location"] == f"{QUEUE}{wanted[1].pk}/change/?file=pending&langue=ar"
    card = desk.post(
        f"{QUEUE}suivant/",
        {"file": "pending", "langue": "ar", "hors": ""},
        headers={"Accept": "text/x-fragment"},
    )
    assert f'data-comment="{wanted[1].pk}"' in card.text


@pytest.mark.slow
def test_a_flag_a_section_and_an_article_filter_too(desk):
    flagged = cast.a_comment(text="Votre article.info le dit bien.")
    other = cast.a_comment(article=cast.an_article(section=cast.tribune()))
    assert list(Selection(flag="doubtful_link").all()) == [flagged]
    assert list(Selection(section="tribune").all()) == [other]
    assert list(Selection(article=str(other.article_id)).all()) == [other]


def test_what_means_nothing_filters_nothing(db):
    asked = Selection.of({"file": "x", "langue": "xx", "article": "1 or 1", "drapeau": "?"})
    assert asked == Selection()


def test_a_filter_is_kept_used_and_let_go(desk):
    kept = desk.post(f"{QUEUE}filtres/", {"file": "pending", "langue": "ar", "nom": "En arabe"})
    assert kept["Location"] == f"{QUEUE}?file=pending&langue=ar"
    page = desk.get(QUEUE).text
    assert re.search(r'<a\s+href="\?file=pending&amp;langue=ar"\s*>En arabe</a>', page)
    desk.post(f"{QUEUE}filtres/", {"file": "reported", "nom": "En arabe"})
    mine = SavedFilter.objects.get()
    assert mine.query == "file=reported", "the same name is the same filter"
    other = cast.paul()
    foreign = SavedFilter.objects.create(by=other, name="À Paul", query="file=decided")
    desk.post(f"{QUEUE}filtres/", {"retirer": foreign.pk})
    assert SavedFilter.objects.filter(pk=foreign.pk).exists(), "each keeps their own"
    desk.post(f"{QUEUE}filtres/", {"retirer": mine.pk})
    assert list(SavedFilter.objects.all()) == [foreign]


def test_a_filter_without_a_name_is_told(desk):
    answer = desk.post(f"{QUEUE}filtres/", {"langue": "ar", "nom": " "}, follow=True)
    assert "Donnez à ce filtre un nom" in answer.text


@pytest.mark.slow
def test_the_list_is_paged_by_keyset_and_nothing_slips_between_two_pages(desk):
    comments = [cast.a_comment(text=f"Le numéro {n} dit autre chose.") for n in range(103)]
    seen, address = [], QUEUE
    while address:
        page = unescape(desk.get(address).text)
        seen += [int(pk) for pk in re.findall(rf"{QUEUE}(\d+)/change/", page)]
        Comment.objects.get(pk=seen[0]).escalate(by=cast.paul(), why="Ironie, ou attaque ?") if len(
            seen
        ) == 50 else None
        following = re.search(r'<a href="(\?[^"]*apres=[^"]*)" rel="next">', page)
        address = following and QUEUE + following[1]
    assert seen == [comment.pk for comment in comments]


@pytest.mark.slow
def test_every_lane_has_its_pages(desk, db, django_assert_max_num_queries):
    for _each in range(4):
        comment = cast.a_published_comment()
        cast.a_notice(comment)
        cast.an_appeal(cast.a_rejected_comment())
        cast.a_comment().escalate(by=cast.paul(), why="Ironie, ou attaque ?")
        cast.a_comment()
    for lane in ("pending", "reported", "escalated", "appealed", "decided"):
        queryset = Selection(lane=lane).all()
        order = list(queryset.query.order_by)
        rows = list(queryset)
        assert len(rows) >= 4
        for at in (0, 2):
            rest = list(after(queryset, order, cursor_of(rows[at], order)))
            assert rest == rows[at + 1 :], lane


def test_a_bent_cursor_is_the_first_page(desk):
    cast.a_comment()
    assert desk.get(f"{QUEUE}?apres=x:y").status_code == 200


@pytest.mark.slow
def test_the_article_of_a_card_leads_to_its_others(desk):
    comment = cast.a_comment()
    page = unescape(desk.get(f"{QUEUE}{comment.pk}/change/").text)
    assert f"{QUEUE}?file=pending&article={comment.article_id}" in page
