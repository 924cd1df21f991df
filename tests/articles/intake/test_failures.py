"""What fails for any reason is told with its reason, and the others go on."""

import json
import logging
import time
from io import StringIO

import pytest
from django.core.management import call_command

from articles import wires
from articles.intake import ingest, pictures, polling, writing
from articles.intake.deadline import TookTooLong, within
from articles.models import Article, Delivery, Wire, WireItem
from tests import cast
from tests.articles.intake.test_fetch import serving
from tests.articles.intake.test_ingest import a_dispatch, run, take
from tests.articles.intake.test_wire_pictures import a_dispatch as with_picture

FEED = b"<rss version='2.0'><channel><language>fr</language>%s</channel></rss>"
ITEMS = b"".join(b"<item><guid>g%d</guid><title>Le titre %d</title><description>Le texte de la d\xc3\xa9p\xc3\xaache.</description></item>" % (n, n) for n in (1, 2, 3))  # fmt: skip
NOBODY_FORESAW = [RuntimeError, KeyError, AssertionError, MemoryError, RecursionError, AttributeError]  # fmt: skip


def breaks_on(real, mark, error):
    """Return the function, which raises on what bears that mark."""

    def broken(first, *args, **kwargs):
        if mark in str(getattr(first, "origin_id", first)):
            raise error("the sixth")
        return real(first, *args, **kwargs)

    return broken


@pytest.mark.parametrize("error", NOBODY_FORESAW)
def test_one_item_that_breaks_our_code_is_refused_and_the_others_come_in(db, tmp_path, monkeypatch, caplog, error):  # fmt: skip
    cast.map_agency(), cast.le_fil()
    (tmp_path / "feed.xml").write_bytes(FEED % ITEMS)
    monkeypatch.setattr(writing, "digest_of_item", breaks_on(writing.digest_of_item, "g2", error))
    lines, _told, code = run("ingest", "MAP", str(tmp_path / "feed.xml"))
    assert [line["outcome"] for line in lines] == ["created", "refused", "created"]
    assert lines[1]["origin_id"] == "g2"
    assert error.__name__ in lines[1]["reason"]
    assert "the sixth" in lines[1]["reason"]
    assert "\n" not in lines[1]["reason"]
    assert code == 1
    assert WireItem.objects.get(origin_id="g2").outcome == "refused"
    assert len([record for record in caplog.records if record.exc_info]) == 1, "its traceback, once"


def test_an_item_that_breaks_after_its_delivery_was_stored_takes_it_from_no_other(db, tmp_path, monkeypatch):  # fmt: skip
    """Its transaction took the stored bytes back: the next item stores them anew."""
    cast.map_agency(), cast.le_fil()
    (tmp_path / "feed.xml").write_bytes(FEED % ITEMS)
    record, seen = ingest._record, []

    def breaks_once(taken, *about):
        record(taken, *about)
        seen.append(taken)
        if len(seen) == 1:
            raise TookTooLong("took longer than 15 s")

    monkeypatch.setattr(ingest, "_record", breaks_once)
    lines, _told, _code = run("ingest", "MAP", str(tmp_path / "feed.xml"))
    assert [line["outcome"] for line in lines] == ["refused", "created", "created"]
    stored = Delivery.objects.get()
    assert {item.delivery_id for item in WireItem.objects.all()} == {stored.pk}


@pytest.mark.parametrize("error", NOBODY_FORESAW)
def test_one_item_that_cannot_be_finished_stops_no_other_of_its_file(monkeypatch, error):
    monkeypatch.setattr(wires, "finished", breaks_on(wires.finished, "g2", error))
    first, second, third = wires.read(FEED % ITEMS)
    assert (second.origin_id, type(second)) == ("g2", wires.Failed)
    assert (first.origin_id, third.origin_id) == ("g1", "g3")


def test_one_file_that_breaks_its_reader_stops_no_other(db, tmp_path, monkeypatch, caplog):
    cast.map_agency(), cast.le_fil()
    for name in ("1.xml", "2.xml"):
        (tmp_path / name).write_bytes(FEED % ITEMS.replace(b"g", name[:1].encode() + b"g"))
    real, calls = wires.READERS["rss"], []

    def broken(content):
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("the sixth")
        return real(content)

    monkeypatch.setitem(wires.READERS, "rss", broken)
    lines, _told, code = run("ingest", "MAP", str(tmp_path))
    assert lines[0]["reason"] == "not understood: RuntimeError: the sixth"
    assert len(lines) == 4
    assert code == 1
    assert len([record for record in caplog.records if record.exc_info]) == 1


def test_half_a_character_in_a_refused_item_stops_no_other(db, tmp_path):
    cast.map_agency(), cast.le_fil()
    (tmp_path / "1.json").write_text('[{"uri": "a\\ud800"}, {"uri": "b", "headline": "Le port", "language": "fr"}]')  # fmt: skip
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("ingest", "MAP", str(tmp_path), stdout=out)
    assert len(out.getvalue().encode().splitlines()) == 2


@pytest.mark.slow
@pytest.mark.parametrize("error", NOBODY_FORESAW)
def test_one_picture_that_breaks_our_code_is_left_out_and_told(db, tmp_path, monkeypatch, error):
    cast.map_agency(), cast.le_fil()
    for number, colour in ((1, "#aa0000"), (2, "#00aa00"), (3, "#0000aa")):
        (tmp_path / f"{number}.jpg").write_bytes(cast.a_picture(colour=colour))
        (tmp_path / f"{number}.json").write_text(json.dumps(with_picture(f"{number}.jpg", number)))
    monkeypatch.setattr(pictures, "_bytes", breaks_on(pictures._bytes, "2.jpg", error))
    lines, told, code = run("ingest", "MAP", str(tmp_path), "--pictures")
    assert [line["outcome"] for line in lines] == ["created"] * 3
    assert Article.objects.exclude(lead_image=None).count() == 2
    assert f"urn:adr:2: its picture was left out: {error.__name__}" in told
    assert code == 1
    assert error.__name__ in WireItem.objects.get(origin_id="urn:adr:2").reason


@pytest.mark.slow
def test_poll_wires_names_the_item_that_broke_and_its_exit_code_tells(wire, settings, monkeypatch):
    Wire.objects.create(name="MAP fr", source=wire.source, section=wire.section, address="http://127.0.0.1:9/", language="fr")  # fmt: skip
    monkeypatch.setattr(
        writing, "digest_of_item", breaks_on(writing.digest_of_item, "g2", KeyError)
    )
    with serving(lambda request: request.answer(body=FEED % ITEMS)) as (address, place, _asked):
        settings.WIRE_ALLOWED_HOSTS = [place]
        Wire.objects.update(address=address)
        out, err = StringIO(), StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("poll_wires", stdout=out, stderr=err)
    assert left.value.code == 1
    assert len(out.getvalue().splitlines()) == 2
    assert "g2: could not be kept: KeyError" in err.getvalue()


def test_a_wire_that_is_gone_meanwhile_keeps_no_other_waiting(wire, monkeypatch):
    Wire.objects.create(name="MAP fr", source=wire.source, section=wire.section, address="http://127.0.0.1:9/")  # fmt: skip
    monkeypatch.setattr(polling, "poll", lambda asked, at: Wire.objects.filter(pk=asked.pk).delete() and [])  # fmt: skip
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("poll_wires", stdout=out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert left.value.code == 1
    assert [line["error"].partition(":")[0] for line in told] == ["DoesNotExist"] * 2


def test_a_refusal_that_cannot_be_recorded_stops_nothing(db, monkeypatch):
    monkeypatch.setattr(ingest, "_record", breaks_on(lambda *args: None, "Taken", RuntimeError))
    assert take(a_dispatch()).outcome == "refused"


# Deadlines


@pytest.mark.slow
def test_work_without_an_end_is_broken_off_even_inside_a_library_that_swallows_errors():
    def swallows():
        begun = time.monotonic()
        while time.monotonic() - begun < 20:
            try:
                time.sleep(0.01)
            except Exception:
                logging.getLogger(__name__).info("swallowed")

    begun = time.monotonic()
    with pytest.raises(TookTooLong, match="took longer"), within(0.2):
        swallows()
    assert time.monotonic() - begun < 2


@pytest.mark.slow
def test_an_item_and_a_file_that_take_for_ever_are_refused_with_the_reason(db, tmp_path, monkeypatch):  # fmt: skip
    cast.map_agency(), cast.le_fil()
    (tmp_path / "feed.xml").write_bytes(FEED % ITEMS)
    monkeypatch.setattr(ingest, "SECONDS_EACH", 2)
    real = writing.digest_of_item

    def slow(item):
        while item.origin_id == "g2":
            pass
        return real(item)

    monkeypatch.setattr(writing, "digest_of_item", slow)
    lines, _told, _code = run("ingest", "MAP", str(tmp_path))
    assert [line["outcome"] for line in lines] == ["created", "refused", "created"]
    assert "took longer than 2 s" in lines[1]["reason"]


@pytest.mark.slow
def test_a_feed_that_is_read_for_ever_fails_its_wire_alone(wire, settings, monkeypatch):
    monkeypatch.setattr(polling, "SECONDS_TO_READ", 0.3)
    monkeypatch.setattr(polling.fetch, "fetch", lambda *args, **kwargs: polling.fetch.Answer(b"x"))

    def endless(content, language):
        begun = time.monotonic()
        while time.monotonic() - begun < 20:
            pass

    monkeypatch.setattr(polling, "read", endless)
    with pytest.raises(wires.Unreadable, match="took longer"):
        polling.poll(wire)
    assert "took longer" in Wire.objects.get().last_error


def test_a_file_that_takes_too_long_to_read_is_told(db, tmp_path, monkeypatch):
    from articles.management.commands import ingest as command

    cast.map_agency(), cast.le_fil()
    (tmp_path / "feed.xml").write_bytes(b"<rss version='2.0'><channel/></rss>")
    monkeypatch.setattr(command, "SECONDS_TO_READ", 0.3)
    begun = time.monotonic()

    def endless(*args, **kwargs):
        while time.monotonic() - begun < 5:
            pass
        return []

    monkeypatch.setattr(command, "read", endless, raising=False)
    lines, _told, code = run("ingest", "MAP", str(tmp_path))
    assert code
    assert "took longer than 0.3 s" in lines[0]["reason"]
