"""Files made to take minutes or gigabytes: refused with a reason, in time and in little memory."""

import codecs
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from articles import wires
from articles.wires import Unreadable
from articles.wires.exports.export_bytes import Lines, ReadableExport

pytestmark = pytest.mark.once
FEED = "<rss version='2.0'><channel>{}</channel></rss>"


def item_of(**members):
    (item,) = wires.read(json.dumps({"uri": "x", "headline": "Le port", "language": "fr", **members}).encode())  # fmt: skip
    return item


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (FEED.format("<a " + " ".join(f"a{n}=''" for n in range(1000)) + "/>"), "500 attributes in an element"),
        (FEED.format("<a " + " ".join(f"a{n}=b" for n in range(1000)) + "/>"), "500 attributes in an element"),
        (FEED.format("<a b='c'/>" * 80_000), "150000 elements and attributes"),
        (FEED.format("&" * 600_001), "600000 references"),
        ("<NewsML>" + "<NewsItem/>" * 210_000 + "</NewsML>", "200000 elements and attributes"),
        ("<NewsML>" + "<NewsItem>" * 101 + "</NewsItem>" * 101 + "</NewsML>", "inside each other"),
        ("<NewsML>" + "<NewsItem>" * 90 + "<a/>" * 30_000 + "</NewsItem>" * 90 + "</NewsML>", "without end"),
        ('{"items": [' + ",".join(["{}"] * 100_001) + "]}", "100000 objects"),
        ('{"uri": "x", "a": [' + ",".join(["1"] * 500_002) + "]}", "500000 values"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [' + ",".join(["{}"] * 100_001) + "]}", "100000 objects"),
    ],
)  # fmt: skip
def test_a_file_of_more_than_any_wire_sends_is_refused(content, reason):
    with pytest.raises(Unreadable, match=reason):
        wires.read(content.encode())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("a" * 300_001, "300000 characters"), ("<b>" * 101, "tags"), ("<b><p>" * 200, "tags"), ("<i>x</i>" * 10_001, "tags"),
        ("<p " + "a=b " * 600 + ">", "attributes"), ("a" + "\u0301\u0316" * 20, "accents"),
    ],
)  # fmt: skip
def test_a_text_that_takes_minutes_to_clean_is_refused_and_no_other(body, reason):
    for member in ("body_html", "description_html"):
        found = item_of(**{member: body})
        assert isinstance(found, Unreadable)
        assert reason in found.reason
        assert found.origin_id == "x"


def test_a_long_speech_in_many_paragraphs_comes_in():
    text = (
        "<p>Le port de pêche a rouvert pour les <b>bateaux</b>.</p><ul><li>Un<li>Deux</ul><br>"
        * 2000
    )
    assert item_of(body_html=text).body
    accents = "<p>النَّصُّ مُشَكَّلٌ كُلُّهُ 👨‍👩‍👧‍👦🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉</p>"
    assert item_of(body_html=accents).body


MEASURED = r"""
import re, sys, time
from articles import wires
from articles.intake.deadline import SECONDS_TO_READ, within
begun = time.monotonic()
try:
    with within(SECONDS_TO_READ):
        wires.read(eval(sys.argv[1]))
except wires.Unreadable:
    pass
# The peak of this program; getrusage() also counts that of the one that started it.
peak = re.search(r"VmHWM:\s*(\d+) kB", open("/proc/self/status").read())
print(time.monotonic() - begun, int(peak[1]) / 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        "b'<rss><channel ' + b' '.join(b\"a%d=''\" % n for n in range(800_000)) + b'></channel></rss>'",
        "b'<rss><channel ' + b' '.join(b'a%d=b' % n for n in range(900_000)) + b'></channel></rss>'",
        "b'<rss><channel>' + b'<a>' * 140_000",
        "b'<rss><channel>' + b'&' * 9_000_000",
        "b'<NewsML>' + b'<NewsItem/>' * 190_000 + b'</NewsML>'",
        "b'{' + b','.join(b'\"k%d\":1' % n for n in range(490_000)) + b'}'",
    ],
)
def test_ten_megabytes_of_anything_take_less_than_20_seconds_and_200_megabytes(made):
    said = subprocess.run(
        [sys.executable, "-c", MEASURED, made], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True
    )  # fmt: skip
    seconds, megabytes = map(float, said.stdout.split())
    assert seconds < 20
    assert megabytes < 200


# Inputs on which a reader broke, found by mutating the fixtures: the file failed whole, the items beside them too.

RSS = b"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><language>fr</language>%s<item><guid>b</guid><title>Le titre</title></item></channel></rss>"


@pytest.mark.parametrize(
    "content",
    [
        RSS % b"<item></b><link></item></link><guid>a</guid>",
        RSS % b"<item><link></item></item><guid>a</guid></link></item>",
        RSS % b"<item><guid>a</guid><title>Le &#xD800;port&#0;</title></item>",
        RSS.replace(b"UTF-8", b"U\xf5F-8") % b"<item><guid>a</guid><title>Le port</title></item>",
    ],
)  # fmt: skip
def test_what_feedparser_breaks_on_stops_no_other_entry(content):
    found = wires.read(content)
    assert "b" in [item.origin_id for item in found if isinstance(item, wires.Dispatch)]
    assert not any(isinstance(item, wires.Failed) for item in found), (
        "no fault of ours to look into"
    )


def test_a_reference_to_no_character_stops_no_document():
    content = "<newsItem guid='x'><contentMeta><headline>Le port&#xD800; ouvert&#0;&#1114112;</headline></contentMeta></newsItem>"
    (item,) = wires.read(content.encode())
    assert item.headline == "Le port ouvert"


LONG = "&#" + "9" * 5000 + ";"


@pytest.mark.parametrize(
    "content",
    [
        RSS % f"<item><guid>a</guid><title>Le port {LONG}</title></item>".encode(),
        RSS % f"<item><guid>a</guid><title>Le port</title><description>Ouvert {LONG}</description></item>".encode(),
        RSS % f"<item><guid>a</guid><title><![CDATA[Le port {LONG}]]></title></item>".encode(),
        RSS % f"<item><guid>a</guid><title>Le port {LONG.replace('&', '&amp;')}</title></item>".encode(),
    ],
)  # fmt: skip
def test_a_number_of_thousands_of_digits_stops_no_item(content):
    found = wires.read(content)
    assert sorted(item.origin_id for item in found) == ["a", "b"]
    assert all(isinstance(item, wires.Dispatch) for item in found)


def test_a_name_of_a_thousand_characters_is_no_author():
    assert item_of(byline="Par " + "A" * 900).byline == []
    assert len(item_of(byline=", ".join(f"Une Plume{n}" for n in range(99))).byline) <= 10


def read_export(faults):
    """Read an export that says it is UTF-8 and holds so many letters of another encoding."""
    content = b"<rss>" + b"caf\xe9 \x00&nope;" * faults + b"</rss>"
    told = []
    export = ReadableExport(BytesIO(content), lambda line, what: told.append(line))
    while export.read(65_536):
        pass
    assert len(told) == 3 * faults


class CountedText(str):
    """A text that remembers how much of it was looked through."""

    looked_through = 0

    def count(self, sign, start, end):
        self.looked_through += end - start
        return super().count(sign, start, end)


def test_the_lines_of_a_thousand_faults_are_counted_once():
    """They were counted among all pieces before each: an export in Windows' letters took hours."""
    text = CountedText("mot\n" * 1000)
    lines = Lines(text, 7)
    assert [lines.of(place) for place in range(3, 4000, 4)] == list(range(7, 1007))
    assert text.looked_through <= len(text)


def test_after_a_fault_only_some_bytes_are_decoded_anew(monkeypatch):
    decode, lengths = codecs.utf_8_decode, []

    def counted(part, *arguments):
        lengths.append(len(part))
        return decode(part, *arguments)

    monkeypatch.setattr(codecs, "utf_8_decode", counted)
    read_export(1000)
    assert max(lengths) <= 256
