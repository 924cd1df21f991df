"""The whole site's: cursors, what a search shows, dates in words, feeds, structured data."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from xml.dom import minidom

from django.utils import translation

from articles.models import keyset
from articles.rules.body import clean_body
from articles.rules.printable import printable
from articles.rules.word_stems import words_of
from comments.models import Comment
from portal.feeds.formats import Atom, Rss, as_json, as_xml
from portal.feeds.items import Channel, Item
from portal.pages.dates import in_words
from portal.pages.structured import as_script
from portal.search.query import extract

from ..target import PART, lines, target, text_of, texts_of

ORDER = ["-created_at", "pk"]
ROW = SimpleNamespace(created_at=datetime(2021, 1, 2, tzinfo=UTC), pk=7)
AT = datetime(2021, 1, 2, 11, 43, tzinfo=UTC)


@target(
    [
        keyset.cursor_of(ROW, ORDER),
        keyset.signer.sign_object([1]),
        keyset.signer.sign_object({"a": 1}),
    ]
)
def cursors(item):
    """A cursor that is not ours shows the list from its start; ours goes on after its row."""
    rows = Comment.objects.order_by(*ORDER)
    found = keyset.after(rows, ORDER, item.decode("utf-8", "replace"))  # as Django reads an address
    str(found.query)


@target(
    [f"port{PART}<p>{line}</p>" for line in lines("honest.txt", 60)]
    + ["œuvre\x1e<p>L’œuvre &amp; l’art</p>" * 9]
)
def extracts(item):
    """What a search shows of an article is its own words, and no tag but <mark>."""
    asked, body = texts_of(item, 2)
    article = SimpleNamespace(body=clean_body(body), standfirst=printable(asked))
    shown = str(extract(article, words_of(asked)[:12]))
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert shown.count("<mark>") == shown.count("</mark>")


@target(["0", "63745184580", "315537897599", "-1"])
def dates(item):
    """Any moment that a row can hold has its words in three languages."""
    figures = "".join(c for c in text_of(item) if c in "0123456789")[-12:] or "0"
    at = datetime(1600, 1, 1, tzinfo=UTC) + timedelta(seconds=int(figures) % 44_000_000_000)
    for language in ("fr", "ar", "en"):
        with translation.override(language):
            for form in ("day", "moment", "short"):
                assert str(at.year) in in_words(at, form) or at.month in {1, 12}


@target(
    [
        PART.join(["Le port", "Un mot", "<p>Un mot</p>", "Salma", "Monde"]),
        PART.join(["a", "b", "c", "d", "e"]),
    ]
)
def feeds(item):
    """Any parser reads the three formats, and finds the title in each."""
    title, summary, html, author, tag = (text.replace(PART, " ") for text in texts_of(item, 5))
    item = Item(
        key="tag:a,2021:1", link="https://a.example/1", title=title, summary=summary, html=clean_body(html), language="fr",
        published=AT, updated=AT, authors=[author], tags=[tag], source=("AFP", "https://a.example"), comments=3,
        comments_feed="https://a.example/c", answers="tag:a,2021:2",
    )  # fmt: skip
    channel = Channel(
        "tag:a,2021:0",
        title,
        summary,
        "fr",
        "https://a.example/",
        [item],
        hub="https://hub.example/",
    )
    for generator in (Rss, Atom):
        read = minidom.parseString(as_xml(channel, "https://a.example/f", generator))  # noqa: S318  our own
        titles = [
            "".join(n.data for n in node.childNodes) for node in read.getElementsByTagName("title")
        ]
        assert [" ".join(each.split()) for each in titles] == [" ".join(item.title.split())] * 2
    (entry,) = json.loads(as_json(channel, "https://a.example/f"))["items"]
    assert entry["title"] == item.title


@target(["Le port</script><!--", "a\u2028b&c"])
def structured_data(item):
    """No value ends the <script> it stands in, and each is read again as it was."""
    text = text_of(item)
    script = as_script({"headline": text})
    assert not set("<>&\u2028\u2029") & set(script)
    assert json.loads(script)["@graph"][0]["headline"] == text
