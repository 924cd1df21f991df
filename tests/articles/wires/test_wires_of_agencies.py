"""What agencies really send, beyond the formats' own examples: kills before all else, embargoes to the letter, their copy."""

import json
from datetime import UTC, datetime

import pytest

from articles import wires
from articles.models import WireItem
from articles.rules.body import clean_body, plain_text
from articles.wires import Dispatch, Unreadable
from articles.wires.bylines import names_of
from articles.wires.dateline import split_lead
from articles.wires.places import place_of
from articles.wires.times import moment
from tests.articles.intake.test_ingest import take

once = pytest.mark.once


def one(content):
    (item,) = wires.read(content if isinstance(content, bytes) else content.encode())
    return item


def ninjs(**members):
    return json.dumps({"uri": "x", "version": 2, "headline": "Le titre", **members})


def g2(meta="", about="<headline>Le titre du jour</headline>", content="<inlineXML><html><body><p>Le texte est là, dans la région.</p></body></html></inlineXML>"):  # fmt: skip
    return f'<newsItem guid="x" version="2"><itemMeta>{meta}</itemMeta><contentMeta>{about}</contentMeta><contentSet>{content}</contentSet></newsItem>'


def newsml1(management="", lines="<HeadLine>Le titre du jour</HeadLine>", content="<ContentItem><DataContent><p>Le texte est là, dans la région.</p></DataContent></ContentItem>", update="N"):  # fmt: skip
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>afp.com</ProviderId><DateId>20210102</DateId>"
        f'<NewsItemId>T1</NewsItemId><RevisionId Update="{update}">2</RevisionId></NewsIdentifier></Identification>'
        f"<NewsManagement>{management}</NewsManagement><NewsComponent><NewsLines>{lines}</NewsLines>{content}</NewsComponent></NewsItem></NewsML>"
    )


def nitf(data="", head="", body="<p>Le texte est là, dans la région.</p>", title=""):
    return (
        f'<nitf><head>{title}<docdata {data}><doc-id id-string="x" regsrc="CP"/><du-key version="3"/></docdata></head>'
        f"<body><body.head><hedline><hl1>Le titre du jour</hl1></hedline>{head}</body.head><body.content>{body}</body.content></body></nitf>"
    )


@once
@pytest.mark.parametrize(
    "kill",
    [
        g2('<embargoed/><pubStatus qcode="stat:canceled"/>'),
        g2('<itemClass qcode="ninat:advisory"/><pubStatus qcode="stat:canceled"/>'),
        newsml1('<Status FormalName="Canceled"/><StatusWillChange><FutureStatus FormalName="Usable"/></StatusWillChange>'),
        nitf('management-status="canceled"').replace("<du-key", '<date.release norm=""/><du-key'),
        ninjs(pubStatus="canceled", embargoed="N/A"),
        ninjs(pubStatus="stat:canceled"),
        ninjs(pubStatus="http://cv.iptc.org/newscodes/pubstatusg2/canceled"),
        ninjs(pubStatus="canceled", type="picture", headline=""),
        ninjs(pubStatus="canceled", language="es"),
    ],
)  # fmt: skip
def test_a_kill_is_a_kill_whatever_else_cannot_be_read(kill):
    assert one(kill).status == "canceled"


@once
@pytest.mark.parametrize(
    "held",
    [
        g2('<pubStatus qcode="stat:embargoed"/>'), g2("<embargoed/>"),
        newsml1('<Status FormalName="Embargoed"/>'), nitf('management-status="embargoed"'),
        ninjs(pubStatus="embargoed"), ninjs(embargoed="5 Jan 2099 9:00 PM EST"),
        ninjs(embargoed="Mon, 05 Jan 2099 00:01:00 BRT"), ninjs(embargoed="bientôt"),
    ],
)  # fmt: skip
def test_an_embargo_without_an_end_or_whose_end_is_not_certain_is_refused(held):
    item = one(held)
    assert isinstance(item, Unreadable)
    assert "embargo" in item.reason


@once
@pytest.mark.parametrize("said", ["2099-01-05T12:00:00Z", "20990105T120000Z", "Mon, 05 Jan 2099 13:00:00 +0100", "Mon, 05 Jan 2099 13:00:00 CET", "Mon, 05 Jan 2099 07:00:00 EST"])  # fmt: skip
def test_an_embargo_that_is_certain_holds_to_the_second(said):
    assert one(ninjs(embargoed=said)).embargo_until == datetime(2099, 1, 5, 12, tzinfo=UTC)
    assert one(ninjs(pubStatus="embargoed", embargoed=said)).embargo_until


def test_an_embargo_sent_alone_holds_the_dispatch_sent_before(db):
    article = take(one(newsml1())).article
    assert article.is_visible
    later = '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20990101T120000Z</DateAndTime></StatusWillChange>'
    alone = newsml1(later, lines="", content="", update="A").replace(">2<", ">3<")
    assert take(one(alone)).outcome == "held"
    article.refresh_from_db()
    assert not article.is_visible
    assert "Le texte est là" in article.body, "not a word of it changes"
    lifted = newsml1('<Status FormalName="Usable"/>', lines="", content="", update="A").replace(">2<", ">4<")  # fmt: skip
    take(one(lifted))
    article.refresh_from_db()
    assert article.is_visible


@pytest.mark.slow
def test_a_status_alone_takes_a_dispatch_away_and_brings_it_back(db):
    article = take(one(newsml1())).article
    for number, status, seen in ((3, "Withheld", False), (4, "Usable", True)):
        alone = newsml1(f'<Status FormalName="{status}"/>', lines="", content="", update="A")
        take(one(alone.replace(">2<", f">{number}<")))
        article.refresh_from_db()
        assert article.is_visible is seen


def test_a_status_alone_of_what_is_not_here_is_listed(db):
    assert take(one(newsml1(lines="", content="", update="A"))).outcome == "refused"
    assert "status alone" in WireItem.objects.get().reason


@once
def test_a_notice_that_withdraws_another_dispatch_is_no_article():
    item = one(nitf('management-doc-idref="OLD" management-idref-status="canceled"'))
    assert (item.origin_id, item.status) == ("OLD", "canceled")


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:app="http://www.w3.org/2007/app"><id>f</id><title>t</title>{}</feed>'


@once
def test_a_feed_says_what_is_deleted_and_what_is_a_draft():
    told = wires.read(ATOM.format(
        '<at:deleted-entry ref="a" when="2021-01-02T10:00:00Z"/>'
        "<entry><id>b</id><title>Le brouillon</title><app:control><app:draft>yes</app:draft></app:control></entry>"
        "<entry><id>c</id><title>La dépêche du jour</title></entry>"
    ).encode())  # fmt: skip
    assert [(type(each), each.origin_id) for each in told] == [(Dispatch, "a"), (Unreadable, "b"), (Dispatch, "c")]  # fmt: skip
    assert told[0].status == "withheld"


@once
@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [("es", "España renueva el acuerdo de pesca", ""), ("de", "Der Hafen ist offen", ""), ("", "Порт снова открыт для судов", ""),
     ("en-US", "أعلن المجلس عن فتح الميناء", "ar"), ("de", "أعلن المجلس عن فتح الميناء", "ar"), ("fr-FR", "Le port", "fr"), ("", "The port is open", "en")],
)  # fmt: skip
def test_only_what_is_printed_here_comes_in_under_its_own_language(declared, text, language):
    item = one(ninjs(language=declared, headline=text, body_html=f"<p>{text}.</p>"))
    assert (item.language if isinstance(item, Dispatch) else "") == language
    if not language:
        assert "French, Arabic and English" in item.reason


@once
@pytest.mark.parametrize(
    "file",
    [
        g2(about="<headline>Été à Sète</headline>").join(['<?xml version="1.0" encoding="UTF8"?>', ""]).encode(),
        b"<!-- by <info@x.org> --><rss version='2.0'><channel><item><guid>x</guid><title>Un titre</title></item></channel></rss>",
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + g2(about="<headline>L’œuvre à 3 €</headline>")).encode("cp1252"),
    ],
)  # fmt: skip
def test_what_software_misnames_is_read_all_the_same(file):
    assert one(file).headline in {"Été à Sète", "Un titre", "L’œuvre à 3 €"}


@once
def test_nitf_is_read_whole():
    item = one(nitf(
        title="<title>cp-ottawa-budget</title>",
        head="<byline>By SAM METZ<byttl>Associated Press</byttl></byline><byline>By Une Plume</byline>"
        "<dateline><location><city>OTTAWA</city><state>Ont.</state></location></dateline><abstract><p>Le résumé.</p></abstract>",
        body="<p>Le premier paragraphe de la région.</p><table><tr><td>Maroc</td><td>2</td></tr><tr><td>Sénégal</td><td>1</td></tr></table>",
    ).replace("<du-key", '<doc.copyright holder="CP"/><ed-msg info="À relire"/><key-list><keyword key="Budget"/></key-list><correction/><du-key'))  # fmt: skip
    assert (item.headline, item.version, item.rights) == ("Le titre du jour", 3, "CP")
    assert (item.byline, item.dateline_place) == (["SAM METZ", "Une Plume"], "Ottawa, Ont.")
    assert (item.standfirst, item.topics, item.editor_note) == ("Le résumé.", ["Budget"], "À relire")  # fmt: skip
    assert item.is_correction
    assert plain_text(clean_body(item.body)).split("\n\n")[1:] == ["Maroc 2", "Sénégal 1"]


@once
@pytest.mark.parametrize(
    ("file", "text"),
    [
        (newsml1(content="<ContentItem><DataContent>Un.<br/>Deux.</DataContent></ContentItem>"), ["Un.", "Deux."]),
        (newsml1(content="<ContentItem><DataContent><![CDATA[<p>Un.</p><p>Deux.</p>]]></DataContent></ContentItem>"), ["Un.", "Deux."]),
        (newsml1(content="<ContentItem><DataContent>Un.\n\nDeux.</DataContent></ContentItem>"), ["Un.", "Deux."]),
        (g2(content="<inlineXML><html><body>Intro.<p>Un.</p></body></html></inlineXML>"), ["Intro.", "Un."]),
        (g2(content="<inlineXML><p>Un.</p><p>Deux.</p></inlineXML>"), ["Un.", "Deux."]),
        (g2(content="<inlineXML><div>Un.</div><div>Deux.</div></inlineXML>"), ["Un.", "Deux."]),
        (g2(content="<inlineData>Un.\n   Deux\nencore.\n   Trois.</inlineData>"), ["Un.", "Deux encore.", "Trois."]),
        (nitf(body=""), [""]),
        (newsml1(content="<NewsComponent><Role FormalName='Caption'/><ContentItem><DataContent><p>Légende</p></DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName='Main'/><ContentItem><DataContent><p>Texte</p></DataContent></ContentItem></NewsComponent>"), ["Texte"]),
    ],
)  # fmt: skip
def test_a_body_comes_whole_and_in_its_paragraphs(file, text):
    body = plain_text(clean_body(one(file).body))
    assert [part for part in body.split("\n\n") if part] == [part for part in text if part]


@once
@pytest.mark.parametrize(
    ("copy", "place", "rest"),
    [
        ("Rabat, Jan 2 (EFE).- Le port.", "Rabat", "Le port."),
        ("BRUXELLES 02/01 (BELGA) = La grève.", "Bruxelles", "La grève."),
        ("<section><p><span>Berlin (dpa) -</span> Le port.</p></section>", "Berlin", "<section><p>Le port.</p></section>"),
        ("الرباط، 2 يناير 2021 (ومع) – أعلن المجلس", "الرباط", "أعلن المجلس"),
        ("تونس 2 جانفي 2021 (وات) - أعلن المجلس", "تونس", "أعلن المجلس"),
        ("رام الله 2-1-2021 وفا- أعلن المجلس", "رام الله", "أعلن المجلس"),
        ("الرباط /2 يناير 2021/ ومع/ أعلن المجلس", "الرباط", "أعلن المجلس"),
        ("RAMALLAH, Saturday, January 2, 2021 (WAFA) – Le port.", "Ramallah", "Le port."),
        ("MOSCOW, January 2. /TASS/. Le port.", "Moscow", "Le port."),
        ("(ANSA) - ROME, JAN 2 - Le port.", "Rome", "Le port."),
        ("Berne (ats) Le port.", "Berne", "Le port."),
        ("Gaza (Territoires palestiniens) (AFP) – Le port.", "Gaza", "Le port."),
        ("Jan 2 (Reuters) - Le port.", "", "Le port."),
        ("PERTH, Jan 2 AAP - Le port.", "Perth", "Le port."),
        ("<p>&nbsp;</p><p><img/></p><p>RABAT (MAP) – Le port.</p>", "Rabat", None),
        ('<figure><img src="a.jpg"/><figcaption>Photo DR</figcaption></figure><p>RABAT (MAP) – Le roi.</p>', "Rabat", "<p>Le roi.</p>"),
        ("Paris -Morocco, which has paid", "Paris", "Morocco, which has paid"),
        ("La Haye – Le port.", "La Haye", "Le port."),
        ("Le Maroc – premier producteur – a relevé ses prix.", "", None),
        ("Le Maroc – premier producteur.", "", None),
        ("Emmanuel Macron - qui recevait le roi - a promis.", "", None),
        ("EN DIRECT – Le procès.", "", None),
        ("Football - Ligue 1 : le derby.", "", None),
        ("أعلنت وزارة الصحة – اليوم السبت – عن", "", None),
        ("قال رئيس الحكومة – سعد", "", None),
    ],
)  # fmt: skip
def test_an_agencys_dateline_is_taken_off_and_no_sentence_is(copy, place, rest):
    found, _agency, left, _is_sure = split_lead(copy)
    assert found == place
    if rest is not None:
        assert left == rest
    elif not place:
        assert left == copy


@once
def test_an_entity_at_the_end_of_what_is_looked_at_stays_whole():
    body = "<p>RABAT (MAP) – " + "a" * 181 + "&#8217;b</p>"
    assert split_lead(body)[2] == "<p>" + "a" * 181 + "’b</p>"


@once
@pytest.mark.parametrize(
    ("byline", "names"),
    [("من عبد اللطيف وهبي", ["عبد اللطيف وهبي"]), ("ندى الحسني وكريم العلوي", ["ندى الحسني", "كريم العلوي"]), ("وائل حسين", ["وائل حسين"]),
     ("Une Plume, Une Plume", ["Une Plume"])],
)  # fmt: skip
def test_names_are_whole_in_arabic_too(byline, names):
    assert names_of(byline) == names


@once
def test_places_and_hours_as_agencies_write_them():
    assert place_of("باريس 2-1-2021 (أ ف ب)") == "باريس"
    assert place_of("BRUXELLES 02/01 (BELGA)") == "Bruxelles"
    assert moment("Sat, 02 Jan 2021 12:43:00 CEST") == datetime(2021, 1, 2, 10, 43, tzinfo=UTC)
    feed = "<rss version='2.0'><channel><item><guid>x</guid><title>Le titre</title><pubDate>Sat, 02 Jan 2021 12:43:00 CEST</pubDate></item></channel></rss>"
    assert one(feed).published_at == datetime(2021, 1, 2, 10, 43, tzinfo=UTC)


@once
def test_a_sign_in_a_headline_is_no_markup():
    title = "Inflation : < 2 % en zone euro, > 5 % en Turquie"
    assert one(ninjs(headline=title)).headline == title


@once
def test_the_main_headline_and_the_people_come_first():
    item = one(g2(about='<headline role="hld:short">Tourisme</headline><headline role="hld:main">Le tourisme repart</headline><creator><name>AFP</name></creator><by>Par Jean DUPONT</by><by>Une Plume</by><dateline>RABAT</dateline>'))  # fmt: skip
    assert (item.headline, item.byline, item.dateline_place) == ("Le tourisme repart", ["Jean DUPONT", "Une Plume"], "Rabat")  # fmt: skip
    item = one(ninjs(authors=[{"name": "Une Plume"}]))
    assert item.byline == ["Une Plume"]
