"""A lead tries a weight that hides on the alerts of ninety days, before it is set."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from comments.admin.figures import hiding
from comments.models import Comment, Notice, Thresholds
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.django_db]
PAGE = "/admin/comments/thresholds/1/change/"


def alerted(*readers):
    """A comment on which each of these readers gave an alert of weight 10."""
    comment = cast.a_published_comment()
    for reader in readers:
        cast.a_notice(comment, reader=reader, sender=reader)
    Notice.objects.update(weight=10)
    return Comment.objects.get(pk=comment.pk)


@pytest.fixture
def alerts(db):
    alerted("un", "deux", "trois").remove(by=cast.sofia(), **cast.against(1))
    alerted("quatre", "cinq").keep(by=cast.sofia())
    alerted("six", "sept")
    alerted("huit")


def test_each_wave_that_reached_the_weight_is_counted_by_what_was_decided(alerts):
    told = hiding.of_weight(20)
    assert (told.waves, told.removed, told.kept, told.waiting) == (4, 1, 1, 1)
    assert hiding.of_weight(30).hidden == 1
    assert hiding.of_weight(40).hidden == 0
    assert hiding.of_weight(20, at=timezone.now() + timedelta(days=91)).waves == 0


def test_one_reader_hides_nothing_however_often_they_alert(db):
    comment = cast.a_published_comment()
    for clause in (1, 2, 3):
        cast.a_notice(comment, reader=f"page {clause}", sender="le même")
    Notice.objects.update(weight=10)
    assert hiding.of_weight(20).hidden == 0


def test_the_lead_tries_it_on_the_page_and_nothing_is_set(alerts):
    Thresholds.objects.get_or_create(pk=1)
    client = Client()
    client.force_login(cast.zoe())

    def page(query):
        return " ".join(unescape(client.get(f"{PAGE}{query}").text).split())

    assert "Essayer un poids sur 90 jours" in page("")
    told = page("?poids=20")
    assert (
        "Des commentaires ont été signalés 4 fois. Au poids 20, ils auraient été masqués 3 fois."
        in told
    )
    assert "À tort, elle l’a laissé en ligne : 1" in told
    for wrong in ("5", "x", "-20", "9" * 30):
        assert client.get(f"{PAGE}?poids={wrong}").status_code == 200
    assert "Donnez un nombre, 20 au moins." in page("?poids=5")
    assert Thresholds.objects.get().hide_at_weight is None
