"""The archives: each day that something appeared, and nothing readers may not see."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.portal.cache.queries import asked

pytestmark = pytest.mark.both


@pytest.fixture
def years(db):
    """The dispatch of 2021, two pieces of one day in 2024, a draft and an embargoed piece."""
    cast.an_article(headline="La dépêche de 2021", published_at=cast.DISPATCH_TIME)
    for hour in (8, 23):
        at = datetime(2024, 2, 29, hour, 30, tzinfo=cast.PARIS)
        cast.an_article(headline=f"À {hour} heures", published_at=at)
    cast.an_article(is_draft=True, headline="Un brouillon", published_at=cast.DISPATCH_TIME)
    cast.an_article(
        headline="Sous embargo",
        published_at=cast.DISPATCH_TIME,
        embargo_until=timezone.now() + timedelta(hours=1),
    )


@pytest.mark.slow
def test_one_goes_from_the_years_to_a_day(client, years):
    assert 'href="/archives/2021/"' in client.get("/archives/").text
    months = client.get("/archives/2024/").text
    assert 'href="/archives/2024/2/"' in months
    assert "2 articles" in months
    assert 'href="/archives/2024/2/29/"' in client.get("/archives/2024/2/").text
    day = client.get("/archives/2024/2/29/").text
    assert day.index("À 23 heures") < day.index("À 8 heures")
    assert 'rel="next">samedi 2 janvier 2021' in day
    dispatch = client.get("/archives/2021/1/2/").text
    assert "Paru le samedi 2 janvier 2021" in dispatch
    assert "La dépêche de 2021" in dispatch
    assert 'href="/archives/2024/2/29/" rel="prev"' in dispatch


def test_a_day_ends_at_midnight_in_the_newsrooms_own_zone(client, db):
    late = datetime(2024, 3, 1, 0, 10, tzinfo=cast.PARIS)  # still February in UTC
    cast.an_article(headline="Passé minuit", published_at=late)
    assert client.get("/archives/2024/2/29/").status_code == 404
    assert "Passé minuit" in client.get("/archives/2024/3/1/").text


@pytest.mark.slow
def test_the_archives_tell_nothing_readers_may_not_see(client, years):
    for address in ("/archives/", "/archives/2021/", "/archives/2021/1/", "/archives/2021/1/2/"):
        told = client.get(address).text
        assert "brouillon" not in told
        assert "embargo" not in told
    assert "1 article<" in client.get("/archives/2021/").text


@pytest.mark.parametrize(
    "address",
    ["1999/", "2021/2/", "2021/1/3/", "2021/13/", "2021/2/30/", "0/", "9999/12/31/", "9999/"],
)
def test_a_day_without_anything_is_not_there(client, years, address):
    assert client.get(f"/archives/{address}").status_code == 404


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(client, years):
    address = "/archives/2024/2/29/"
    few = len(asked(client, address))
    for n in range(5):
        at = datetime(2024, 2, 29, 12, n, tzinfo=cast.PARIS)
        cast.an_article(headline=f"Midi {n}", published_at=at)
    assert len(asked(client, address)) == few


@pytest.mark.parametrize("language", ["/ar", "/en"])
def test_the_archives_speak_the_language_of_their_address(client, years, language):
    page = client.get(f"{language}/archives/2024/2/29/").text
    assert "Paru le" not in page
    assert f'href="{language}/archives/2024/"' in page


def cells(page):
    """The rows of the month's table: each cell's words, with its link."""
    table = page.text.partition("<table")[2].partition("</table>")[0]
    rows = table.partition("<tbody>")[2].split("<tr>")[1:]
    return [
        [(re.sub(r"<[^>]*>|\s+", " ", cell).split(), cell) for cell in row.split("<td")[1:]]
        for row in rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_a_month_is_a_calendar_whose_days_with_articles_are_links(client, years, language):
    page = client.get(f"{language}/archives/2024/2/")
    weeks = cells(page)
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0][3][0][1:] == ["1"], "1 February 2024 was a Thursday; the week begins on Monday"
    linked = [cell for week in weeks for _words, cell in week if "<a " in cell]
    assert len(linked) == 1
    assert f'href="{language}/archives/2024/2/29/"' in linked[0]
    assert "2 article" in " ".join(weeks[4][3][0]) or language == "/ar", "said to whoever hears it"
    assert page.text.count('scope="col"') == 7
    assert "<caption" in page.text
    assert f'href="{language}/archives/2021/1/" rel="next"' in page.text.replace("\n", " ")


def test_today_is_marked_in_the_calendar_and_no_other_day(client, db):
    cast.an_article()
    today = timezone.localdate()
    page = client.get(f"/archives/{today.year}/{today.month}/").text
    marked = [cell for cell in page.split("<td")[1:] if 'aria-current="date"' in cell]
    assert len(marked) == 1
    assert "(aujourd’hui)" in marked[0]
