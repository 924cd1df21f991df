"""The periodic work: what fails in it keeps nothing else waiting."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.intake import polling
from articles.models import Wire
from portal.models import PeriodicWork
from portal.signin import journal
from tests import cast


def test_a_wire_that_fails_for_any_reason_keeps_no_other_waiting(db, monkeypatch):
    wires = [
        Wire.objects.create(
            name=f"Fil {number}",
            address=f"https://fil{number}.example/flux.xml",
            source=cast.map_agency(),
            section=cast.le_fil(),
        )
        for number in (1, 2)
    ]
    asked = []

    def poll(wire):
        asked.append(wire.pk)
        raise LookupError("une erreur que personne n\u2019attendait")

    monkeypatch.setattr(polling, "poll", poll)
    monkeypatch.setattr(polling, "due", lambda: wires)
    told, said = StringIO(), StringIO()
    with pytest.raises(SystemExit):
        call_command("tick", stderr=told, stdout=said)
    assert asked == [wire.pk for wire in wires]
    assert told.getvalue().count("LookupError") == 2
    assert "2 wires asked, 2 failed" in said.getvalue()


def test_a_mail_to_a_colleague_that_fails_is_named_in_the_note_that_status_reads(db, monkeypatch):
    def fail(at=None):
        raise OSError("the mail server is away")

    monkeypatch.setattr(journal, "tell", fail)
    with pytest.raises(SystemExit):
        call_command("tick", stdout=StringIO(), stderr=StringIO())
    note = PeriodicWork.objects.get(name="tick")
    assert not note.went_well
    assert "mails to colleagues, or of the log's head, failed" in note.said
