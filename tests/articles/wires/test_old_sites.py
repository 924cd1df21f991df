"""What an old site wrote, read to its end: bytes, shortcodes, figures, paragraphs, quotations, dates."""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from articles.wires.exports import old_markup, wxr
from articles.wires.exports.export_bytes import ReadableExport
from articles.wires.exports.old_text import line_of, text_of

PARIS = ZoneInfo("Europe/Paris")


def posts(inside, *, head=b"", **options):
    """Return the posts of an export with one item, of these bytes, and what was replaced."""
    told = []
    content = head + b"<rss><channel>\n<item>" + inside + b"</item>\n<item><title>Le suivant</title></item></channel></rss>"  # fmt: skip
    found = wxr.posts(BytesIO(content), tell=lambda line, what: told.append((line, what)), **options)  # fmt: skip
    return list(found), told


EMOJI_IN_TWO_HALVES = b"\xed\xa0\xbd\xed\xb8\x80"


@pytest.mark.parametrize(
    ("written", "read", "told"),
    [
        (b"Le \xef\xbf\xbeport", "Le port", "U+FFFE"),
        (b"Le port " + EMOJI_IN_TWO_HALVES, "Le port 😀", "a character in two halves → 😀"),
        (b"Le port " + EMOJI_IN_TWO_HALVES[:3], "Le port \ufffd", "half a character → \ufffd"),
        (b"Le port \xf0\x9f\x98 rouvre", "Le port \ufffd rouvre", "the bytes F0 9F 98 → \ufffd"),
        (b"L\x92\xe9t\xe9 au port", "L’été au port", "the bytes 92 → ’"),
        (b"Le&nbsp;port", "Le port", "&nbsp; → '\\xa0'"),
        (b"Le port & la mer", "Le port & la mer", "& → &"),
        (b"Le port &inconnu; rouvre", "Le port &inconnu; rouvre", "&inconnu; → &"),
        (b"Le&#11; port", "Le port", "&#11; → ''"),
        (b"Le\x0bport", "Le port", "U+000B"),
    ],
)
def test_one_bad_sequence_is_replaced_and_told_and_the_file_goes_on(written, read, told):
    (post, following), replaced = posts(b"<title>" + written + b"</title>")
    assert (post.title, following.title) == (read, "Le suivant")
    assert replaced[0] == (2, told)


def test_what_is_sound_comes_through_as_it_is_and_nothing_is_told():
    sound = (
        "<title>L’été, le &amp;, &#233; et le 😀 — مرحبا</title><link>/?a=1&amp;b=2</link>".encode()
    )
    (post, _following), replaced = posts(sound + b"<x><![CDATA[ &nbsp; & ]]></x>")
    assert post.title == "L’été, le &, é et le 😀 — مرحبا"
    assert post.link == "/?a=1&b=2"
    assert replaced == []


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_a_file_in_another_encoding_that_says_so_is_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>L’été</title></item></channel></rss>'
    written = text.encode("cp1252" if encoding == "iso-8859-1" else encoding)
    assert [post.title for post in wxr.posts(BytesIO(written))] == ["L’été"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 1000])
def test_wherever_a_chunk_ends_the_same_text_is_read(size):
    written = b"<r>" + b"caf\xe9 &nbsp; \xf0\x9f\x98\x80 " * 40 + EMOJI_IN_TWO_HALVES * 30 + b"<![CDATA[ &nbsp; & ]]></r>"  # fmt: skip

    def read(size):
        told = []
        export = ReadableExport(BytesIO(written), lambda line, what: told.append(what))
        return b"".join(iter(lambda: export.read(size), b"")).decode(), sorted(told)

    assert read(size) == read(100_000)
    assert "<![CDATA[ &nbsp; & ]]>" in read(size)[0]


def test_a_post_that_cannot_be_understood_stops_no_other(monkeypatch):
    post = wxr._post

    def fail_once(item, *args):
        if item.find("title").text == "Le port":
            raise ZeroDivisionError
        return post(item, *args)

    monkeypatch.setattr(wxr, "_post", fail_once)
    (failed, following), _told = posts(b"<title>Le port</title><post_id>7</post_id>")
    assert failed.origin_id == "7"
    assert "ZeroDivisionError" in failed.reason
    assert following.title == "Le suivant"


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        # A caption of WordPress goes with its picture; other words between shortcodes stay.
        ('[caption id="a"]<img src="a.jpg"> Le pont.[/caption]\n\nUn.\n\nDeux.', "<p>Un.</p>\n<p>Deux.</p>"),
        ('[caption id="a"]Le pont.[/caption]', "<p>Le pont.</p>"),
        ('[et_pb_row][et_pb_text a="1"]<p>Un.</p>[/et_pb_text][/et_pb_row]', "<p>Un.</p>"),
        ('[su_note c="#fff"]Une note.[/su_note]', "<p>Une note.</p>"),
        ("[dropcap]L[/dropcap]e port [su_divider]", "<p>Le port</p>"),
        ("« Nous [sic] sommes » [1] [Note de la rédaction]", "<p>« Nous [sic] sommes » [1] [Note de la rédaction]</p>"),
        # Paragraphs as the classic editor kept them.
        ("<h2>Titre</h2>\nUn\ndeux.\n\nTrois.", "<h2>Titre</h2><p>Un<br>deux.</p>\n<p>Trois.</p>"),
        ("<blockquote>Un.\n\nDeux.</blockquote>\nSuite", "<blockquote><p>Un.</p>\n<p>Deux.</p></blockquote><p>Suite</p>"),
        ("<ul><li>un</li><li>deux</li></ul>fin", "<ul><li>un</li><li>deux</li></ul><p>fin</p>"),
        ("<div>Un.</div><div>Deux.</div>", "<p>Un.</p><p>Deux.</p>"),
        ("<strong>Un\n\nDeux</strong>", "<p><strong>Un</strong></p>\n<p><strong>Deux</strong></p>"),
        ("x = 3 < 4 et y > 2", "<p>x = 3 &lt; 4 et y &gt; 2</p>"),
        ("<p>si a<b alors</p>", "<p>si a&lt;b alors</p>"),
        # Figures, as far as our tags allow.
        ("<figure><table><tr><th>Ville</th><th>Voix</th></tr><tr><td>Fès</td><td>3</td></tr></table>"
         "<figcaption>Source : <a href='https://m.example/'>mairie</a></figcaption></figure>",
         "<p>Ville | Voix</p><p>Fès | 3</p><p><em>Source : <a href=\"https://m.example/\">mairie</a></em></p>"),
        ("<figure><blockquote><p>Une citation.</p></blockquote></figure>", "<blockquote><p>Une citation.</p></blockquote>"),
        ("<figure><div>\nhttps://v.example/abc\n</div></figure>", '<p><a href="https://v.example/abc">https://v.example/abc</a></p>'),
        ("<figure><img src=a><figcaption>Le <b>pont</b>.</figcaption></figure><p>Un.</p>", "<p>Un.</p>"),
        ("<figure><img src=a><figcaption>Le pont.<p>Tout le reste", "<p><em>Le pont. Tout le reste</em></p>"),
        ('<a href="/a.jpg"><img src="a.jpg"></a> Un.', "<p>Un.</p>"),
    ],
)  # fmt: skip
def test_a_body_keeps_every_text_in_an_element_of_its_own(markup, body):
    assert old_markup.body_of(markup).body == body


def test_what_a_body_lost_is_told_words_links_and_tags():
    lost = old_markup.body_of(
        "<figure><img src=a><figcaption>Le pont, <a href='https://l.example/'>vu du quai</a>.</figcaption></figure>"
        '<p>Le port. <a href="javascript:x()">Ici</a></p>[audio mp3="https://s.example/a.mp3"]<script>var x</script>'
    )
    assert lost.words == ["Le", "pont", "vu", "du", "quai"]
    assert lost.links == ["https://s.example/a.mp3", "https://l.example/", "javascript:x()"]
    assert lost.tags == {"<img>": 1, "<script>": 1, "[audio]": 1}
    assert old_markup.body_of("<p>Le <b>port</b>.</p>").words == []


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<blockquote>Ils mentent.</blockquote>Je ne crois pas.", "> Ils mentent.\n\nJe ne crois pas."),
        ("<blockquote><p>Un</p><blockquote>Deux</blockquote></blockquote>", "> Un\n\n> > Deux"),
        ('<img src="https://x.example/s.gif" alt=":)" />', ""),
        ("Un <del>mensonge</del> <ins>oubli</ins>, selon <q>Ouest</q>.", "Un ~~mensonge~~ oubli, selon « Ouest »."),
        ("<ul><li>un</li><li>deux</li></ul><p>Premier.</p><p>Second.</p>", "– un\n– deux\n\nPremier.\n\nSecond."),
        ('<a href="https://s.example/x">ce site</a>', "ce site (https://s.example/x)"),
        ('<a href="https://s.example">https://s.example</a>', "https://s.example"),
        ("J'aime &lt;3 et 2 &lt; 5 > 1", "J'aime <3 et 2 < 5 > 1"),
        ("x = 3 < 4 et y > 2, a <b et c> d", "x = 3 < 4 et y > 2, a <b et c> d"),
        ("si x <y et y> z", "si x <y et y> z"),
        ("&lt;img src=x onerror=alert(1)&gt;", "<img src=x onerror=alert(1)>"),
        ("Un<br />deux\n\ntrois", "Un\ndeux\n\ntrois"),
    ],
)  # fmt: skip
def test_a_comment_says_whose_words_it_holds(markup, text):
    assert text_of(markup) == text


def test_a_title_is_text():
    assert (
        line_of("<em>Le Cid</em> revient &agrave;\nl&rsquo;affiche") == "Le Cid revient à l’affiche"
    )
    assert line_of("Pourquoi &lt;marquee&gt; a disparu") == "Pourquoi <marquee> a disparu"


def test_names_of_sections_topics_and_people_are_text():
    (post, _following), _told = posts(
        b"<creator><![CDATA[Jean &amp; Fils]]></creator>"
        b'<category domain="category" nicename="arts"><![CDATA[Arts &amp; spectacles]]></category>'
        b'<category domain="post_tag" nicename="d"><![CDATA[L&#8217;eau]]></category>'
    )
    assert post.author == "Jean & Fils"
    assert (post.categories, post.tags) == ([("arts", "Arts & spectacles")], ["L’eau"])


@pytest.mark.parametrize(
    ("gmt", "local", "at"),
    [
        ("0000-00-00 00:00:00", "2024-07-02 11:00:00", datetime(2024, 7, 2, 9, tzinfo=UTC)),
        ("0000-00-00 00:00:00", "2024-01-02 11:00:00", datetime(2024, 1, 2, 10, tzinfo=UTC)),
        ("2024-07-02 10:00:00", "2024-07-02 11:00:00", datetime(2024, 7, 2, 10, tzinfo=UTC)),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", None),
        ("", "2024-13-45 11:00:00", None),
    ],
)
def test_zeros_for_a_gmt_leave_the_local_time(gmt, local, at):
    inside = f"<post_date>{local}</post_date><post_date_gmt>{gmt}</post_date_gmt>".encode()
    (post, _following), _told = posts(inside, zone=PARIS)
    assert post.published_at == at
