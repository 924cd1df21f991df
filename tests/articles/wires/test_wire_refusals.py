"""Wires: what is refused, with which reason, and what it stops."""

import pytest

from articles import wires
from articles.wires import Unreadable, dateline
from articles.wires.languages import language_of
from articles.wires.times import moment
from tests.articles.wires.test_wires import PARIS_DAY

pytestmark = pytest.mark.once


def test_times_in_every_spelling():
    for spelling in ("20240710T120000Z", "2024-07-10T14:00:00+02:00", "Wed, 10 Jul 2024 12:00:00 GMT", "2024-07-10 12:00:00"):  # fmt: skip
        assert moment(spelling) == PARIS_DAY
    assert moment("hier") is None


def test_a_language_that_is_not_declared_is_read_off_the_text():
    assert language_of("", "La côte a rouvert pour les pêcheurs") == "fr"
    assert language_of("", "The coast was opened for the fishermen") == "en"
    assert language_of("de", "أعيد فتح الميناء") == "ar"
    assert language_of("fr-FR", "anything") == "fr"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<newsItem guid="x"><contentMeta><headline>&a;</headline></contentMeta></newsItem>"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, "entities"),
        (EXTERNAL, "entities"),
        (BOMB.decode().encode("utf-16"), "entities"),
        (b"", "neither XML nor JSON"),
        (b"hello", "neither XML nor JSON"),
        (b"<rss", "not a feed"),
        (b"<newsItem guid='x'", "not XML"),
        (b'{"uri": ', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b" " * (wires.BYTES_MOST + 1), "longer than"),
        (b'<rss xmlns:wp="http://wordpress.org/export/1.2/"></rss>', "import_site"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason_and_nothing_is_fetched(content, reason):
    with pytest.raises(Unreadable, match=reason):
        wires.read(content)


# What is not understood is never taken for leave to publish


def g2(meta="", version=1):
    return (
        f'<newsItem guid="urn:x" version="{version}"><itemMeta>{meta}</itemMeta><contentMeta>'
        "<headline>Le port</headline></contentMeta></newsItem>"
    ).encode()


def nitf(status="", release="", headline="<hl1>Le port</hl1>"):
    mark = f' management-status="{status}"' if status else ""
    return (
        f'<nitf><head><docdata{mark}><doc-id id-string="n1"/>{release}</docdata></head>'
        f"<body><body.head><hedline>{headline}</hedline></body.head><body.content><p>Rouvert.</p>"
        "</body.content></body></nitf>"
    ).encode()


def newsml1(management):
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>x</ProviderId><NewsItemId>1"
        f"</NewsItemId></NewsIdentifier></Identification><NewsManagement>{management}</NewsManagement>"
        "<NewsComponent><NewsLines><HeadLine>Le port</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>"
    ).encode()


LATER = "<StatusWillChange><FutureStatus FormalName='{}'/><DateAndTime>20990101T080000Z</DateAndTime></StatusWillChange>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (g2("<embargoed>demain</embargoed>"), "cannot be read"),
        (g2("<embargoed/>"), "without an end"),
        (b'{"uri": "x", "headline": "Le port", "embargoed": "demain"}', "cannot be read"),
        (nitf(status="embargoed"), "without an end"),
        (nitf(release='<date.release norm="demain"/>'), "cannot be read"),
        (nitf(status="sold"), "unknown"),
        (nitf(headline=""), "no headline"),
        (newsml1("<Status FormalName='Embargoed'/>"), "without an end"),
        (newsml1("<Status FormalName='Embargoed'/>" + LATER.format("Canceled")), "without an end"),
    ],
)
def test_an_embargo_or_a_status_that_is_not_understood_is_refused(content, reason):
    (item,) = wires.read(content)
    assert isinstance(item, Unreadable)
    assert reason in item.reason


def test_nitf_says_whether_it_was_canceled():
    (item,) = wires.read(nitf(status="canceled", headline=""))
    assert item.status == "canceled"


def test_only_a_change_to_usable_is_the_end_of_an_embargo():
    (held,) = wires.read(newsml1("<Status FormalName='Embargoed'/>" + LATER.format("Usable")))
    assert held.embargo_until.year == 2099
    (free,) = wires.read(newsml1("<Status FormalName='Usable'/>" + LATER.format("Canceled")))
    assert free.embargo_until is None


def test_one_item_of_the_wrong_shape_stops_no_other():
    content = b'[{"uri": "a", "headline": "Un", "associations": 7}, 12, {"uri": "b", "headline": "Deux", "pubstatus": ["x"]}, {"uri": "c", "headline": "Trois", "urgency": 1e999}]'
    found = wires.read(content)
    assert [item.origin_id for item in found if not isinstance(item, Unreadable)] == ["a", "c"]
    assert len(found) == 4


def test_an_identity_claimed_twice_in_a_feed_is_the_first_ones():
    feed = b"<rss version='2.0'><channel>%s</channel></rss>"
    items = b"<item><guid>g</guid><title>Un</title></item><item><guid>g</guid><title>Deux</title></item>"
    first, second = wires.read(feed % items)
    assert first.headline == "Un"
    assert second.reason == "the same identity twice in one feed"


def test_an_enclosure_without_an_address_and_an_impossible_date_are_passed_over():
    feed = b"""<rss version='2.0'><channel><item><guid>g</guid><title>Un</title><enclosure type="image/png"/>
        <pubDate>Fri, 31 Dec 9999 23:59:59 -2300</pubDate></item></channel></rss>"""
    (item,) = wires.read(feed)
    assert (item.pictures, item.published_at) == ([], None)


def test_what_no_feed_may_carry_goes_from_every_field():
    (item,) = wires.read(
        b'{"uri": "x", "headline": "Le\\u0000 port", "byline": "Une \\ud800Plume"}'
    )
    assert item.headline == "Le port"
    assert item.byline == ["Une Plume"]


@pytest.mark.parametrize(
    "copy", ["A-" * 20_000, "Aa " * 20_000, "A.'" * 20_000, "<p>" + "A " * 20_000]
)
def test_a_hostile_head_of_copy_takes_no_more_than_any_other(copy, monkeypatch):
    """Only its first characters are ever looked at: what a pattern may cost does not grow with the copy."""
    seen = []

    class Watched:
        def __init__(self, pattern):
            self.pattern = pattern

        def match(self, text):
            seen.append(len(text))
            return self.pattern.match(text)

    watched = [(Watched(lead), is_sure) for lead, is_sure in dateline.ways_to_begin(False)]
    monkeypatch.setattr(dateline, "ways_to_begin", lambda alone: [] if alone else watched)
    dateline.split_lead(copy)
    assert 0 < max(seen) <= dateline.LEAD_MOST


@pytest.mark.parametrize("format", wires.FORMATS)
def test_an_empty_file_is_refused_and_no_fault_of_ours(format):
    with pytest.raises(Unreadable) as refused:
        wires.read(b"", format)
    assert not isinstance(refused.value, wires.Failed)
