"""The public register as readers have it: page, CSV, JSON and feed, the same guarded figures in each."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.utils import timezone

from comments.models import RegisterMonth
from comments.register.months import before, month_of
from comments.rules.register.bars import grouped, round_top, share
from comments.rules.register.figures import BREAKDOWNS, TIMES, Figures, times

NOW = timezone.now()


def a_month(month, refused=(), received=0, hours=()):
    """A counted month: so many refused by clause, so many received in French, decided within these hours."""
    figures = Figures()
    figures.count("received", received, language="fr")
    for clause, number in dict(refused).items():
        figures.count("refused", number, language="fr", clause=clause)
    for each in hours:
        figures.took("to_decide", timezone.timedelta(hours=each))
    return RegisterMonth.objects.create(month=month, figures=figures.as_dict(), computed_at=NOW)


@pytest.fixture
def two_months(db):
    """The month that runs, and the one before it."""
    now = month_of()
    a_month(now, received=3)
    refused = {"ad-hominem": 40, "racisme": 2, "lien": 7}
    return a_month(before(now), received=1234, refused=refused, hours=range(1, 11))


def words_of(answer):
    return " ".join(answer.text.split())


def test_the_last_whole_month_is_shown_first(client, two_months):
    page = words_of(client.get("/transparence/"))
    assert "<dd>1 234</dd>" in page
    assert "Mois achevé" in page
    running = words_of(client.get(f"/transparence/{month_of():%Y-%m}/"))
    assert "Mois en cours" in running
    assert "<dd>3</dd>" in running


def test_a_small_count_and_the_one_that_would_tell_it_stand_nowhere(client, two_months):
    page = words_of(client.get("/transparence/"))
    assert "moins de 3" in page
    assert '<th scope="row"> Propos raciste' in page
    for address in ("/transparence/", "/transparence/registre.json", "/transparence/registre.csv"):
        text = client.get(address).text
        assert "40" in text
        assert not any(words in text for words in (": 2,", ": 7", ",2\r", ",7\r", "<td> 7 </td>"))


def test_json_and_csv_hold_the_same_numbers(client, two_months):
    (now, last) = client.get("/transparence/registre.json").json()["months"]
    assert last["figures"]["refused"]["clause"] == {
        "ad-hominem": 40,
        "lien": "masked",
        "racisme": "few",
    }
    lines = list(csv.DictReader(StringIO(client.get("/transparence/registre.csv").text)))
    names = dict.fromkeys(each["figure"] for each in lines)
    assert list(names) == [*BREAKDOWNS, *TIMES], "in one order, whatever the database"
    of_last = {(each["figure"], each["part"], each["cell"]): each["value"] for each in lines if each["month"] == last["month"]}  # fmt: skip
    assert of_last["refused", "clause", "racisme"] == "few"
    assert of_last["received", "total", ""] == "1234"
    assert (
        of_last["to_decide", "median", ""] == str(last["figures"]["to_decide"]["median"]) == "19800"
    )
    assert now["figures"]["to_decide"] == {"count": 0, "median": None, "p90": None}


def test_of_fewer_than_ten_no_time_is_published(client, db):
    a_month(before(month_of()), hours=range(1, 10))
    (told,) = client.get("/transparence/registre.json").json()["months"]
    assert told["figures"]["to_decide"] == {"count": 9, "median": None, "p90": None}


def test_the_page_reads_what_was_counted_in_few_questions(
    client, two_months, django_assert_max_num_queries
):
    client.get("/transparence/")  # what all pages share is in memory
    with django_assert_max_num_queries(14):
        client.get("/transparence/")


def test_a_month_that_was_not_counted_is_not_found(client, two_months):
    assert client.get("/transparence/2019-05/").status_code == 404
    assert client.get("/transparence/2019-13/").status_code == 404
    assert client.get("/transparence/2019-05/motifs.json").status_code == 404


def test_before_anything_is_counted_the_page_says_so(client, db):
    assert "Aucun mois n’est encore compté" in client.get("/transparence/").text


def test_charts_are_mirrored_in_arabic_and_have_the_table_as_their_text(client, two_months):
    for prefix in ("", "/ar"):
        page = words_of(client.get(f"{prefix}/transparence/"))
        assert 'role="img" aria-labelledby="t-graphique" aria-describedby="table-annee"' in page
        assert 'id="table-annee"' in page
        assert "style=" not in page
    french, arabic = (words_of(client.get(f"{p}/transparence/")) for p in ("", "/ar"))
    assert french.count('class="serie-0" x=') == arabic.count('class="serie-0" x=') == 2
    assert french != arabic


def test_whole_months_come_by_a_feed_and_the_one_that_runs_does_not(client, two_months):
    feed = client.get("/transparence/mois/flux/feed.json").json()
    (item,) = feed["items"]
    assert item["url"].endswith(f"/transparence/{two_months.month:%Y-%m}/")
    assert "<li>Refusés : 49</li>" in item["content_html"]


@pytest.mark.once
def test_bars_are_as_high_as_their_numbers_and_grow_from_the_right_if_mirrored():
    left = grouped([[10, 5], [0, 2]], width=100, height=50, mirrored=False)
    right = grouped([[10, 5], [0, 2]], width=100, height=50, mirrored=True)
    assert [bar.height for bar in left] == [50, 25, 0, 10]
    assert [bar.x for bar in left] == [5, 25, 55, 75]
    assert [bar.x for bar in right] == [75, 55, 25, 5]
    assert [round_top(most) for most in (0, 1, 3, 21, 999, 1000)] == [1, 1, 5, 25, 1000, 1000]
    assert [share(0, 9), share(1, 900), share(9, 9), share(0, 0)] == [0, 1, 100, 0]


@pytest.mark.once
def test_the_median_and_the_ninetieth_percentile():
    assert times([]) == {"count": 0, "median": None, "p90": None}
    assert times([30, 10, 20]) == {"count": 3, "median": 20, "p90": 30}
    assert times(list(range(1, 101))) == {"count": 100, "median": 50, "p90": 90}
    assert before(date(2026, 1, 1)) == date(2025, 12, 1)
