"""Agencies' files and their parts: refused with a reason, or taken in clean; none breaks our own code."""

import logging
from contextlib import suppress
from html import unescape

from articles import wires
from articles.rules.printable import UNPRINTABLE
from articles.wires import Dispatch, Failed, Unreadable
from articles.wires.bylines import NAME_MOST, NAMES_MOST, names_of
from articles.wires.dateline import split_lead
from articles.wires.languages import language_of
from articles.wires.places import place_of
from articles.wires.times import FIRST_YEAR, LAST_YEAR, embargo_of, moment

from ..target import files, lines, target, text_of, texts_of

LANGUAGES = {"", "fr", "ar", "en"}
ATOM = """<feed xmlns='http://www.w3.org/2005/Atom'><title>Fil</title><entry><id>a:1</id><title>Le port</title>
<updated>2021-01-02T11:43:00Z</updated><content type='html'>&lt;p&gt;RABAT (MAP) – Le port rouvre.&lt;/p&gt;</content>
</entry></feed>"""
RSS = """<rss version='2.0'><channel><title>Fil</title><language>fr</language><item><guid>1</guid><title>Le port</title>
<author>a@b.example (Salma Idrissi)</author><pubDate>Sat, 02 Jan 2021 11:43:00 +0100</pubDate><category>Monde</category>
<description><![CDATA[<p>PARIS (AFP) - Le <b>port</b> rouvre.</p><img src='https://a.example/1.jpg' alt='x'>]]></description>
</item></channel></rss>"""
NITF = """<nitf><head><docdata><doc-id id-string='x1'/><date.issue norm='20210102T114300Z'/></docdata></head><body>
<body.head><hedline><hl1>Le port</hl1></hedline><byline>Par Salma Idrissi</byline><dateline><location>Rabat</location>
</dateline></body.head><body.content><p>Le port rouvre.</p><media media-type='image'><media-reference source='a.jpg'/>
<media-caption>x</media-caption></media></body.content></body></nitf>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "language": "fr", "items": [{"id": "1", "title": "Le port",
"content_html": "<p>RABAT – Le port rouvre.</p>", "date_published": "2021-01-02T11:43:00Z", "tags": ["Monde"],
"authors": [{"name": "Salma"}], "attachments": [{"url": "https://a.example/1.jpg", "mime_type": "image/jpeg"}]}]}"""


def _taken_in(item, format):
    """Read an item as a wire's file, and look at what comes of it."""
    logging.disable(logging.ERROR)  # a Failed logs its traceback: the fault says enough
    try:
        found = wires.read(item, format)
    except Failed:
        raise
    except Unreadable:
        return
    finally:
        logging.disable(logging.NOTSET)
    for each in found:
        if isinstance(each, Failed):
            raise each
        if isinstance(each, Dispatch):
            _holds(each)


def _holds(dispatch):
    assert dispatch.language in LANGUAGES
    assert dispatch.status in {"usable", "withheld", "canceled"}
    for value in vars(dispatch).values():
        for text in value if isinstance(value, list) else [value]:
            assert not (isinstance(text, str) and UNPRINTABLE.search(text)), text
    for at in (dispatch.published_at, dispatch.updated_at, dispatch.embargo_until):
        assert at is None or at.tzinfo is not None


@target([*files("wires/*"), NITF, ATOM, RSS, JSON_FEED])
def wire(item):
    """A file of unknown format."""
    _taken_in(item, "auto")


@target(
    [*files("wires/*.json")],
    [b'"usageterms"', b'"embargoed"', b'"pubstatus"', b'"bodies"', b'"renditions"'],
)
def ninjs(item):
    _taken_in(item, "ninjs")


@target(
    [*files("wires/LISTING*"), *files("wires/newsml*"), NITF],
    [b"<embargoed>", b"<hedline>", b"<NewsComponent>"],
)
def newsml(item):
    _taken_in(item, "newsml")


@target(
    [*files("wires/feed*.xml"), RSS, ATOM],
    [b"<media:content url=", b"<content:encoded>", b"<link>", b"<dc:creator>"],
)
def feed(item):
    _taken_in(item, "rss")


@target([*files("wires/feed.json"), JSON_FEED])
def jsonfeed(item):
    _taken_in(item, "jsonfeed")


TIMES = [
    "2021-01-02T11:43:00Z", "Sat, 02 Jan 2021 11:43:00 +0100 (CET)", "20210102T114300+0100", "1609587780", "1609587780000",
    "2 janv. 2021 11:43 GMT+1", "2021-01-02 11:43:00.123456 CEST", "Jan 2, 2021 11:43 p.m.", "2021-W01-6", "24:00",
]  # fmt: skip


@target(TIMES)
def times(item):
    """A time is in UTC and of a newspaper's years; an embargo is understood, or refused."""
    text = text_of(item)
    found = [moment(text)]
    with suppress(Unreadable):
        found.append(embargo_of(text))
    for at in found:
        assert at is None or (
            at.utcoffset().total_seconds() == 0 and FIRST_YEAR <= at.year <= LAST_YEAR
        )


@target(
    [
        "RABAT (MAP) – Le port rouvre.",
        "<p><b>Paris, 2 jan</b> (AFP) - Le port</p>",
        "الرباط (و م ع) – قال",
        "PARIS -Morocco",
    ]
)
def datelines(item):
    """What is left of the copy is its end, or all of it."""
    copy = text_of(item)
    for sure_only in (False, True):
        place, agency, rest, _is_sure = split_lead(copy, sure_only=sure_only)
        assert (place or agency) or rest == copy
        assert len(unescape(rest)) <= len(unescape(copy))
    place_of(copy)


@target(
    [
        "Par Salma Idrissi et Anas Rhoul, à Rabat",
        "By JON GAMBRELL Associated Press Writer",
        "a@b.example (Salma)",
        "سلمى و أنس",
    ]
)
def bylines(item):
    names = names_of(text_of(item))
    assert len(names) == len(set(names)) <= NAMES_MOST
    assert all(1 < len(name) <= NAME_MOST for name in names)


@target(
    [f"fr\x1e{line}" for line in lines("honest.txt", 60)]
    + ["\x1eThe port of the city is open again."]
)
def languages_of_copy(item):
    declared, text = texts_of(item, 2)
    assert language_of(declared, text) in LANGUAGES
