"""How many queries a page costs, whatever the size of the site: budgets that may only be lowered.

«Warm»: the page is made anew while its pieces stand in memory. «After a comment»: under the article shown first.
«Cold»: the first page of a process that knows nothing.
"""

import pytest

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
    client.force_login(cast.sofia())
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
    assert few[0] <= 10
    assert few[1] <= 26
