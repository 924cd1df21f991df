"""The wires asked in turn: how often, what each answer costs, which alarm it raises."""

import gzip
import json
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import wires
from articles.intake import fetch, polling
from articles.intake.fetch import Refused
from articles.models import Article, Wire
from tests.articles.intake.test_fetch import CORPUS, polled, refused, serving

pytestmark = pytest.mark.both


@pytest.mark.slow
def test_a_feed_over_http_becomes_articles_and_costs_a_304_the_second_time(wire, settings):
    content = (CORPUS / "feed-ar.xml").read_bytes()

    def behave(request):
        request.answer(304) if request.headers.get("If-None-Match") else request.answer(
            body=content, ETag='"1"'
        )

    taken, _asked = polled(wire, settings, behave)
    assert [str(each.outcome) for each in taken] == ["created", "refused"]
    assert Article.objects.visible().get().language == "ar"
    assert wire.fresh_at
    taken, asked = polled(wire, settings, behave)
    assert taken == []
    assert asked[0][1]["If-None-Match"] == '"1"'


def test_two_machines_that_find_a_wire_due_ask_it_once(wire):
    found_here, found_there = polling.due(), polling.due()
    assert [each.pk for each in found_here] == [each.pk for each in found_there] == [wire.pk]
    assert polling.claim(found_here[0])
    assert not polling.claim(found_there[0])
    later = timezone.now() + timedelta(hours=7)
    assert polling.claim(polling.due(later)[0], at=later)


@pytest.mark.slow
def test_a_wire_that_fails_is_asked_less_and_less_often(wire, settings):
    for _each in range(3):
        with pytest.raises(Refused):
            polled(wire, settings, lambda r: r.answer(500))
    assert wire.failures == 3
    assert "500" in wire.last_error
    assert not polling.is_due(wire, wire.polled_at + timedelta(minutes=39))
    assert polling.is_due(wire, wire.polled_at + timedelta(minutes=40))
    wire.failures = 60
    assert polling.is_due(wire, wire.polled_at + polling.BACK_OFF_MOST)


def test_a_wire_gone_quiet_raises_an_alarm(wire):
    now = timezone.now()
    assert not polling.is_quiet(wire, now)
    assert polling.is_quiet(wire, now + timedelta(hours=25))
    wire.fresh_at = now + timedelta(hours=24)
    assert not polling.is_quiet(wire, now + timedelta(hours=25))


def test_poll_wires_tells_each_and_exits_with_what_happened(wire, settings):
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("poll_wires", stdout=out)
    assert left.value.code == 1
    told = json.loads(out.getvalue())
    assert told["wire"] == "MAP ar"
    assert "inside the house" in told["error"]
    out = StringIO()
    call_command("poll_wires", stdout=out)
    assert out.getvalue() == "", "its turn has not come again"


@pytest.mark.slow
def test_an_answer_that_breaks_off_is_not_taken_for_a_shorter_feed():
    def short(request):
        request.send_response(200)
        request.send_header("Content-Length", "500")
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.write(b"<rss>")
        request.close_connection = True

    def half_packed(request):
        packed = gzip.compress(b"news " * 1000)
        request.answer(body=packed[: len(packed) // 2], Content_Encoding="gzip")

    for behave in (short, half_packed):
        assert "broke off" in refused(behave)


@pytest.mark.slow
def test_what_claims_to_be_packed_and_is_not_is_refused():
    assert "error" in refused(lambda r: r.answer(body=b"plain", Content_Encoding="gzip"))


@pytest.mark.parametrize("disguise", ["64:ff9b::a00:1", "::ffff:10.0.0.1", "::a00:1", "2002:a00:1::", "fec0::1"])  # fmt: skip
def test_an_inner_address_in_disguise_is_refused(monkeypatch, disguise):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", (disguise, 80))])
    with pytest.raises(Refused, match="inside the house"):
        fetch.fetch("http://wire.example/")


@pytest.mark.slow
def test_a_tls_handshake_that_never_ends_after_a_slow_connection_is_cut_at_the_deadline(
    monkeypatch,
):
    real = socket.create_connection

    def slowly(*args, **kwargs):
        time.sleep(2)
        return real(*args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", slowly)
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        kept = []

        def drip():
            line, _from = server.accept()
            kept.append(line)
            with suppress(OSError):
                line.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 kB, a byte at a time
                while True:
                    line.sendall(b"\x02")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(Refused):
            fetch.fetch(f"https://{place}/", allowed_hosts=[place], seconds=2.5)
        assert time.monotonic() - begun < 4.2, "the handshake has no time of its own"
        kept[0].close()


@pytest.mark.slow
def test_one_wire_that_fails_in_an_unforeseen_way_keeps_no_other_waiting(
    wire, settings, monkeypatch
):
    def breaks(*args, **kwargs):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(polling, "read", breaks)
    with serving(lambda r: r.answer(body=b"<rss/>")) as (address, place, _asked):
        settings.WIRE_ALLOWED_HOSTS = [place]
        Wire.objects.filter(pk=wire.pk).update(address=address)
        with pytest.raises(SystemExit):
            call_command("poll_wires", stdout=(out := StringIO()))
    assert "unforeseen: RuntimeError" in json.loads(out.getvalue())["error"]
    assert Wire.objects.get().failures == 1


def test_what_is_said_of_a_picture_in_a_feed_is_not_the_text(db):
    feed = (
        b'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><guid>x</guid><title>Le port</title>'
        b"<description>Le port a rouvert.</description><media:content url='https://x.example/a.jpg' medium='image'/>"
        b"<media:description>Un port.</media:description><media:credit>Une Photographe</media:credit></item></channel></rss>"
    )
    (item,) = wires.read(feed)
    assert item.body == "Le port a rouvert."
    (picture,) = item.pictures
    assert (picture.caption, picture.credit) == ("Un port.", "Une Photographe")
