"""What is the same act again, and what is another: each thing that a key is made of counts."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from comments.door import double_click
from comments.models import Appeal
from tests import cast

NOW = cast.DISPATCH_TIME
SAID = {"name": "Lina", "email": "lina@exemple.org", "text": "Un avis."}


@pytest.fixture
def request_of(rf):
    def made(browser="Firefox"):
        return rf.get("/", headers={"User-Agent": browser}, REMOTE_ADDR="203.0.113.9")

    return made


def row(pk):
    return SimpleNamespace(pk=pk)


def test_the_same_words_elsewhere_another_day_or_of_another_reader_are_another_comment(request_of):
    about = {"article": row(1), "parent": None, **SAID}
    key = double_click.key_of_comment(request_of(), NOW, **about)
    assert double_click.key_of_comment(request_of(), NOW, **about) == key
    others = {
        double_click.key_of_comment(request_of(), NOW, **{**about, **change})
        for change in (
            {"article": row(2)},
            {"parent": row(3)},
            {"name": "Karim"},
            {"email": ""},
            {"text": "Un autre avis."},
        )
    }
    others.add(double_click.key_of_comment(request_of(), NOW + timedelta(days=1), **about))
    others.add(double_click.key_of_comment(request_of("Safari"), NOW, **about))
    assert len(others - {key}) == 7


def test_an_alert_is_another_on_another_text_of_another_reader_or_of_a_flagger(request_of):
    text, mended = (SimpleNamespace(published_revision_id=pk) for pk in (1, 2))
    key = double_click.key_of_notice(request_of(), text, email="")
    assert double_click.key_of_notice(request_of(), text, email="") == key
    others = {
        double_click.key_of_notice(request_of(), mended, email=""),
        double_click.key_of_notice(request_of(), text, email="lina@exemple.org", is_legal=True),
        double_click.key_of_notice(request_of("Safari"), text, email=""),
        double_click.key_of_notice(request_of(), text, email="", flagger=row(1)),
        double_click.key_of_notice(request_of(), text, email="", flagger=row(2)),
    }
    assert len(others - {key}) == 5
    of_one, of_its_colleague = (
        double_click.key_of_notice(request_of(browser), text, email="", flagger=row(1))
        for browser in ("Firefox", "Safari")
    )
    assert of_one == of_its_colleague, "one organisation, whoever writes for it"


def test_a_comment_is_sent_twice_within_two_minutes_and_while_it_waits():
    waits = SimpleNamespace(is_pending=True, created_at=NOW)
    read = SimpleNamespace(is_pending=False, created_at=NOW)
    soon, late = NOW + timedelta(seconds=119), NOW + timedelta(seconds=120)
    assert double_click.is_same_comment(waits, soon)
    assert not double_click.is_same_comment(waits, late)
    assert not double_click.is_same_comment(read, soon)


def test_an_alert_is_given_twice_within_two_minutes_in_the_same_words_under_the_same_rule():
    stored = SimpleNamespace(at=NOW, explanation="La fin.", clause="une")
    words = {"explanation": "La fin.", "clause": "une"}
    soon, late = NOW + timedelta(seconds=119), NOW + timedelta(seconds=120)
    assert double_click.is_same_notice(stored, soon, **words)
    assert not double_click.is_same_notice(stored, late, **words)
    assert not double_click.is_same_notice(stored, soon, **{**words, "explanation": "Le début."})
    assert not double_click.is_same_notice(stored, soon, **{**words, "clause": "deux"})


def test_a_plea_is_the_same_in_the_same_words_however_they_are_spaced(db):
    appeal = cast.an_appeal(cast.a_rejected_comment(), text="Je citais.\nRelisez.")
    assert appeal.at <= timezone.now()
    assert double_click.is_same_appeal(Appeal.objects.all(), " Je citais.\r\nRelisez. ")
    assert not double_click.is_same_appeal(Appeal.objects.all(), "Je citais.")
