"""What came in with an article goes at its term, by a clock that is moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Delivery, ErrorReport, WireItem
from articles.retention import forget_old
from tests import cast

NOW = timezone.now()
YEAR = timedelta(days=365)
SECOND = timedelta(seconds=1)


def a_delivery(*, outcome="created"):
    delivery = Delivery.objects.keep(f"bytes {outcome}".encode(), came_from="map.xml")
    WireItem.objects.create(
        source=cast.map_agency(), origin_id=outcome, outcome=outcome, delivery=delivery
    )
    Delivery.objects.filter(pk=delivery.pk).update(received_at=NOW)
    return delivery


@pytest.mark.parametrize(("age", "is_there"), [(YEAR, True), (YEAR + SECOND, False)])
def test_a_delivery_stays_a_year_to_the_second(db, age, is_there):
    a_delivery()
    assert forget_old(at=NOW + age) == (not is_there)
    assert Delivery.objects.exists() == is_there
    assert WireItem.objects.get().outcome == "created", "what became of it stays"
    assert forget_old(at=NOW + age) == 0


def test_a_delivery_on_which_an_editor_has_to_decide_stays(db):
    kept = a_delivery(outcome="proposed")
    a_delivery(outcome="refused")
    forget_old(at=NOW + 3 * YEAR)
    assert [each.pk for each in Delivery.objects.all()] == [kept.pk]


@pytest.mark.parametrize(
    ("age", "kept"),
    [(YEAR, ("La date est fausse.", "lina@exemple.org")), (YEAR + SECOND, ("", ""))],
)
def test_the_words_and_the_address_of_whoever_reported_an_error_stay_a_year(db, age, kept):
    report = ErrorReport.objects.create(
        article=cast.an_article(), text="La date est fausse.", email="lina@exemple.org", paragraph=2
    )
    ErrorReport.objects.create(article=report.article, text="Sans adresse.", state="mended")
    ErrorReport.objects.update(at=NOW)
    forget_old(at=NOW + age)
    report.refresh_from_db()
    assert (report.text, report.email) == kept
    assert (report.paragraph, report.state) == (2, "open"), (
        "where it was, and what became of it, stay"
    )
    assert ErrorReport.objects.filter(text="").count() == (2 if kept == ("", "") else 0)
    assert forget_old(at=NOW + age) == 0
