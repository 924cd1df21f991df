"""The operator gets a mail when something needs them: once, again after a day, and when all is well."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from portal.health import alarms
from portal.models import PeriodicWork

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def worries(settings, monkeypatch):
    settings.ALARMS_TO = ["astreinte@portail.example"]
    found = []
    monkeypatch.setattr(
        "portal.health.alarms.figures", lambda at: type("F", (), {"worries": found})
    )
    return found


def rung(minutes=0):
    """Return the subject of the mail that leaves at that minute, None if none does."""
    mail.outbox.clear()
    alarms.ring(NOW + timedelta(minutes=minutes))
    return mail.outbox[0].subject if mail.outbox else None


def test_a_site_that_is_well_sends_nothing():
    assert rung() is None


def test_nobody_is_told_unless_named(settings, worries):
    settings.ALARMS_TO = []
    worries.append("letters wait")
    assert rung() is None


def test_a_trouble_is_told_once_though_its_number_grows(worries):
    worries.append("3 answers to readers are late")
    assert rung() == "[Le Portail] 3 answers to readers are late"
    assert mail.outbox[0].to == ["astreinte@portail.example"]
    worries[0] = "4 answers to readers are late"
    assert rung(1) is None


def test_another_trouble_is_told_at_once_with_all_that_last(worries):
    worries.append("3 answers to readers are late")
    rung()
    worries.append("there is no backup in /var/backups")
    assert rung(1)
    assert "answers to readers" in mail.outbox[0].body
    assert "there is no backup" in mail.outbox[0].body


def test_a_trouble_that_lasts_is_told_once_a_day(worries):
    worries.append("letters wait")
    rung()
    assert rung(23 * 60) is None
    assert rung(24 * 60)
    assert rung(24 * 60 + 1) is None


def test_the_end_is_told_once_and_the_next_trouble_again(worries):
    worries.append("letters wait")
    rung()
    worries.clear()
    assert rung(5) == "[Le Portail] all is well again"
    assert rung(6) is None
    worries.append("letters wait")
    assert rung(7)


def test_an_alarm_that_did_not_leave_is_tried_again(worries, monkeypatch):
    worries.append("letters wait")

    def away(*_args, **_options):
        raise SMTPServerDisconnected("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr("portal.health.alarms.send_mail", away)
        with pytest.raises(SystemExit):
            call_command("tick", verbosity=0)
    assert PeriodicWork.objects.get(name=alarms.NAME).said == ""
    assert rung()


def test_of_two_machines_one_rings(worries, monkeypatch):
    worries.append("letters wait")
    PeriodicWork.objects.create(name=alarms.NAME, at=NOW, went_well=True)
    row = PeriodicWork.objects.get(name=alarms.NAME)
    # Both read the row before either wrote it.
    with monkeypatch.context() as patch:
        patch.setattr(type(PeriodicWork.objects), "get_or_create", lambda *_a, **_k: (row, False))
        assert [alarms.ring(NOW), alarms.ring(NOW)] == [True, False]
    assert len(mail.outbox) == 1


@pytest.mark.slow
def test_tick_rings(worries):
    worries.append("letters wait")
    call_command("tick", verbosity=0)
    assert [message.subject for message in mail.outbox] == ["[Le Portail] letters wait"]
