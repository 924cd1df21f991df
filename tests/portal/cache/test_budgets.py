"""How many queries a page costs, whatever the size of the site: budgets that may only be lowered.

«Warm»: the page is made anew while its pieces stand in memory. «After a comment»: under the article shown first.
«Cold»: the first page of a process that knows nothing.
"""

import pytest

from comments.admin import lanes
from comments.models import waiting
from tests import cast
from tests.portal.cache.queries import asked

pytestmark = [pytest.mark.slow, pytest.mark.both]

BUDGETS = {  # address → queries (warm, after a comment, cold)
    "{article}": (0, 5, 32),
    "/": (0, 1, 33),
    "/societe/": (0, 1, 17),
    "/recherche/?q=passerelle": (3, 4, 15),
}


@pytest.fixture
def article(db):
    article = cast.an_article(headline="Une passerelle", section=cast.societe(), standfirst="Oui.")
    article.topics.add(cast.a_topic(name="Ponts"))
    article.reindex()
    for _each in range(3):
        cast.a_published_comment(article=article)
    return article


@pytest.mark.parametrize("page", BUDGETS)
def test_a_page_stays_within_its_budget(client, article, page):
    address = page.format(article=article.get_absolute_url())
    client.get(address)  # the cache counts the most discussed once in five minutes
    cold = len(asked(client, address))
    warm = len(asked(client, address, anew=False))
    cast.a_published_comment(article=article)
    told = len(asked(client, address, anew=False))
    budget = BUDGETS[page]
    assert (warm <= budget[0], told <= budget[1], cold <= budget[2]) == (True, True, True), (
        warm, told, cold,
    )  # fmt: skip


@pytest.mark.parametrize("page", BUDGETS)
def test_a_larger_site_costs_no_more_queries(client, article, page):
    address = page.format(article=article.get_absolute_url())
    for number in range(5):
        cast.an_article(headline=f"Autre chose {number}", section=cast.societe(), standfirst="Oui.")
    client.get(address)
    few = len(asked(client, address))
    for number in range(8):
        more = cast.an_article(
            headline=f"Une passerelle, suite {number}", section=cast.societe(), standfirst="Oui."
        )
        more.reindex()
        cast.a_published_comment(article=article)
        cast.a_published_comment(article=more)
    assert len(asked(client, address)) <= few


def test_the_queue_and_its_cards_cost_no_more_when_more_waits(client, article):
    """Session, user and permissions are counted too; an act that can still be undone costs one query more."""
    paul = cast.paul()  # sofia published a moment ago, and may undo it
    client.force_login(paul)
    first = cast.a_comment(article=article, text="Le premier attend.")
    queue = "/admin/comments/comment/"
    card = f"{queue}{first.pk}/change/"

    def costs():
        for address in (queue, card):
            client.get(address)
        return [len(asked(client, address, anew=False)) for address in (queue, card)]

    few = costs()
    for number in range(10):
        cast.a_comment(article=article, text=f"Une autre remarque, numéro {number}.")
    assert costs() == few
    assert few[0] <= 5
    assert few[1] <= 11
    client.force_login(cast.sofia())
    client.get(queue)
    assert len(asked(client, queue, anew=False)) == few[0] + 1


def test_the_lanes_are_counted_to_a_thousand(client, article, monkeypatch):
    monkeypatch.setattr(waiting, "COUNTED", 2)
    monkeypatch.setattr(lanes, "COUNTED", 2)
    client.force_login(cast.paul())
    for number in range(2):
        cast.a_comment(article=article, text=f"Une remarque, numéro {number}.")
    assert waiting.waiting()["pending"] == 2
    for number in range(2, 5):
        cast.a_comment(article=article, text=f"Une remarque, numéro {number}.")
    assert waiting.waiting()["pending"] == 3
    assert (
        '<span class="lanes__count">plus de 2</span>' in client.get("/admin/comments/comment/").text
    )
