"""NewsML and NITF as agencies send them: lines in each component, sets of entities, languages, notes, envelopes."""

import json

import pytest

from articles import wires
from articles.rules.body import clean_body, plain_text
from articles.wires import Dispatch, Unreadable
from articles.wires.bylines import names_of

pytestmark = pytest.mark.once
FR = "Le port de pêche a rouvert pour les bateaux, a dit le ministre à la presse."
DE = "Der Hafen ist für die Boote wieder offen, hat der Minister der Presse gesagt."


def one(content):
    (item,) = wires.read(content if isinstance(content, bytes) else content.encode())
    return item


def text_of(item):
    return plain_text(clean_body(item.body))


def newsml1(component, doctype="", lang=""):
    return (
        f"<?xml version='1.0'?>{doctype}<NewsML{lang}><NewsItem><Identification><NewsIdentifier><ProviderId>ats.ch</ProviderId>"
        "<DateId>20210102</DateId><NewsItemId>B1</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier></Identification>"
        f"<NewsManagement><Status FormalName='Usable'/></NewsManagement>{component}</NewsItem></NewsML>"
    )


def part(text, headline="", lang="", role="Main", lines=""):
    title = f"<HeadLine>{headline}</HeadLine>" if headline else ""
    return (
        f"<NewsComponent{lang}><Role FormalName='{role}'/><NewsLines>{title}{lines}</NewsLines><ContentItem><MediaType FormalName='Text'/>"
        f"<DataContent><nitf><body><body.content><p>{text}</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent>"
    )


ELSEWHERE = '<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" [<!-- NITF\'s own --><!ENTITY % nitf SYSTEM "http://127.0.0.1:9/nitf-3-2.dtd">\n%nitf;]>'


@pytest.mark.parametrize(
    "doctype",
    [
        ELSEWHERE,
        '<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20021018:NewsMLv1.2:1" "NewsML.dtd" [<!ENTITY % nitf PUBLIC "-//IPTC//DTD NITF 3.2//EN" "nitf.dtd"> %nitf;]>',
        "<!DOCTYPE NewsML SYSTEM 'NewsML.dtd' [<!ELEMENT x (#PCDATA)><!ENTITY % a SYSTEM 'a.dtd'><!ENTITY % b SYSTEM 'b.dtd'>%a;%b;]>",
        "<!DOCTYPE NewsML SYSTEM 'NewsML.dtd'>",
    ],
)
def test_a_set_of_entities_kept_elsewhere_is_neither_fetched_nor_a_reason_to_refuse(doctype):
    item = one(newsml1(part(f"{FR} D&eacute;but.", "Le port rouvert"), doctype))
    assert item.headline == "Le port rouvert"
    assert text_of(item) == f"{FR} Début."


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE NewsML [<!ENTITY a 'b'>]>", "<!DOCTYPE NewsML [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE NewsML [<!ENTITY % a 'b'>%a;]>",
        "<!DOCTYPE NewsML [<!ENTITY % a SYSTEM 'x'>%a;<!ENTITY b 'c'>]>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_other_entity_is_refused(doctype, encoding):
    content = newsml1(part(FR, "Le port"), doctype).replace("<?xml version='1.0'?>", "")
    with pytest.raises(Unreadable, match="entities"):
        wires.read(content.encode(encoding))


def test_a_feed_with_a_set_of_entities_is_read():
    feed = '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "xhtml-lat1.ent">%HTMLlat1;]>' \
        "<rss version='2.0'><channel><item><guid>g</guid><title>Le port &eacute;tait ouvert</title></item></channel></rss>"  # fmt: skip
    assert one(feed).headline == "Le port était ouvert"


def test_newsml_1_with_its_lines_in_each_component():
    outer = f"<NewsComponent><NewsLines><CopyrightLine>ats</CopyrightLine></NewsLines>{part(FR, 'Le port rouvert', lines='<DateLine>Berne, 2 janv</DateLine><ByLine>Par Une PLUME</ByLine>')}{part('Une légende.', 'Une légende', role='Caption')}</NewsComponent>"
    item = one(newsml1(outer))
    assert (item.headline, item.rights, item.dateline_place) == ("Le port rouvert", "ats", "Berne")
    assert (item.byline, text_of(item)) == (["Une PLUME"], FR)


def test_newsml_1_whose_headline_stands_in_its_nitf_or_in_a_component_of_its_own():
    nitf = f"<NewsComponent><ContentItem><DataContent><nitf><body><body.head><hedline><hl1>Le port rouvert</hl1></hedline></body.head><body.content><p>{FR}</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent>"
    apart = f"<NewsComponent><NewsComponent><Role FormalName='Headline'/><ContentItem><DataContent>Le port rouvert</DataContent></ContentItem></NewsComponent>{part(FR)}</NewsComponent>"
    for component in (nitf, apart):
        item = one(newsml1(component))
        assert (item.headline, text_of(item)) == ("Le port rouvert", FR)


def test_of_two_languages_in_one_item_ours_is_taken():
    both = f"<NewsComponent EquivalentsList='yes'>{part(DE, 'Der Hafen', ' xml:lang="de"')}{part(FR, 'Le port rouvert', ' xml:lang="fr"')}</NewsComponent>"
    item = one(newsml1(both))
    assert (item.language, item.headline, text_of(item)) == ("fr", "Le port rouvert", FR)


SHORT = "Ajax PSV Feyenoord Twente Utrecht Groningen Heerenveen Vitesse Sparta"  # tells no language


@pytest.mark.parametrize(
    "content",
    [
        newsml1(part(SHORT, "Ajax", " xml:lang='fr-CH'"), lang=" xml:lang='en'"),
        newsml1(part(SHORT, "Ajax").replace("<nitf>", "<nitf baselang='fr'>"), lang=" xml:lang='en'"),
        newsml1(part(SHORT, "Ajax").replace("<body.content>", "<body.content xml:lang='fr'>"), lang=" xml:lang='en'"),
        newsml1(part(SHORT, "Ajax").replace("</NewsLines>", "</NewsLines><DescriptiveMetadata><Language FormalName='fr'/></DescriptiveMetadata>")),
        newsml1(part(SHORT, "Ajax"), lang=" xml:lang='fr'"),
        f"<nitf baselang='fr'><head><docdata><doc-id id-string='x'/></docdata></head><body><body.head><hedline><hl1>Ajax</hl1></hedline></body.head><body.content><p>{SHORT}</p></body.content></body></nitf>",
        f"<nitf><head><docdata><doc-id id-string='x'/></docdata></head><body xml:lang='fr'><body.head><hedline><hl1>Ajax</hl1></hedline></body.head><body.content><p>{SHORT}</p></body.content></body></nitf>",
        f"<newsItem guid='x' xml:lang='en'><contentMeta><headline>Ajax</headline></contentMeta><contentSet><inlineXML xml:lang='fr'><p>{SHORT}</p></inlineXML></contentSet></newsItem>",
        f"<newsItem guid='x' xml:lang='en'><contentMeta><headline>Ajax</headline></contentMeta><contentSet><inlineXML><html lang='fr'><body><p>{SHORT}</p></body></html></inlineXML></contentSet></newsItem>",
        f"<newsMessage xml:lang='fr'><itemSet><newsItem guid='x'><contentMeta><headline>Ajax</headline></contentMeta><contentSet><inlineData>{SHORT}</inlineData></contentSet></newsItem></itemSet></newsMessage>",
    ],
)  # fmt: skip
def test_a_language_declared_on_a_component_or_a_text_counts_before_that_of_its_envelope(content):
    assert one(content).language == "fr"


def test_bytes_that_are_not_what_they_claim_are_read_all_the_same():
    utf8 = "<?xml version='1.0' encoding='UTF-8'?>" + newsml1(part(FR, "Le port rouvert"))[21:]
    assert text_of(one(utf8.encode("cp1252"))) == FR
    assert text_of(one(utf8.replace("bateaux,", "ba\x0bteaux&#x1f;,").encode())) == FR
    with pytest.raises(Unreadable, match="unknown encoding"):
        wires.read(utf8.replace("UTF-8", "rot13").encode())


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By JON GAMBRELL, Associated Press", ["JON GAMBRELL"]),
        ("By JON GAMBRELL Associated Press Writer", ["JON GAMBRELL"]),
        ("Jane Doe Reuters", ["Jane Doe"]),
        ("By Jane Doe, AP Business Writer", ["Jane Doe"]),
        ("By Ellen Francis in Beirut and Tom Perry", ["Ellen Francis", "Tom Perry"]),
        ("Reporting by Jane Doe; Editing by John Smith", ["Jane Doe"]),
        ("Par Jean DUPONT, envoyé spécial à Rabat", ["Jean DUPONT"]),
        ("Par Salma Idrissi (MAP)", ["Salma Idrissi"]),
        ("AFP", []),
        ("Reuters Staff", []),
        ("Agence France-Presse", []),
        ("Une Plume / AFP", ["Une Plume"]),
        ("une.plume@exemple.org (Une Plume)", ["Une Plume"]),
        ("une.plume@exemple.org", []),
        ("Jane Doe | Reuters", ["Jane Doe"]),
        ("بقلم كريمة بنسودة، مراسلة الوكالة", ["كريمة بنسودة"]),
        ("Une Plume, Journaliste", ["Une Plume"]),
    ],
)
def test_an_employer_a_title_and_a_place_are_no_authors(byline, names):
    assert names_of(byline) == names


def test_an_agency_is_not_the_author_of_its_own_dispatch():
    feed = "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><guid>g</guid><title>Le port</title><source url='https://x.example/'>Agence des rives</source><dc:creator>Agence des rives</dc:creator></item></channel></rss>"
    assert one(feed).byline == []
    assert one('{"uri": "x", "headline": "Le port", "people": [{"rel": "author", "name": "Une Plume"}, {"rel": "author", "name": "AFP"}]}').byline == ["Une Plume"]  # fmt: skip


ITEM = {
    "uri": "urn:x",
    "headline": "Le port rouvert",
    "language": "fr",
    "body_html": f"<p>{FR}</p>",
}


@pytest.mark.parametrize(
    "envelope",
    [
        {"item": ITEM}, [{"item": ITEM}], {"items": [{"item": ITEM}]}, {"data": {"item": ITEM}}, {"data": {"items": [{"item": ITEM}]}},
        {"data": [ITEM]}, {"results": [ITEM]}, {"newsItem": ITEM}, {"hits": {"hits": [{"_source": ITEM}]}}, {"response": {"docs": [ITEM]}},
    ],
)  # fmt: skip
def test_an_item_is_found_in_its_envelope(envelope):
    assert (one(json.dumps(envelope)).origin_id, text_of(one(json.dumps(envelope)))) == (
        "urn:x",
        FR,
    )


def test_the_dialect_of_ap():
    item = one(json.dumps({"data": {"item": {
        "uri": "https://api.ap.example/1", "type": "text", "version": 2, "headline": "The port", "language": "en", "pubstatus": "usable",
        "bylines": [{"by": "By JON GAMBRELL", "title": "Associated Press"}], "datelinelocation": {"city": "Larache", "countryname": "Morocco"},
    }}}))  # fmt: skip
    assert (item.byline, item.dateline_place) == (["JON GAMBRELL"], "Larache")


@pytest.mark.parametrize(
    "note",
    [
        "Eds: Updates with quotes from the minister.", "EDITOR’S NOTE: This story was updated.", "Note to editors: photos follow.", "Note aux rédactions : une photo suit.",
        "À l’attention des rédactions : papier actualisé.", "ATTENTION - ajoute des déclarations du ministre ///", "=(PHOTO)=", "(FOTO)", "ملاحظة للمحررين: تضاف تصريحات الوزير.",
        "AVIS AUX ABONNÉS : la suite à 15h00.", "Not for publication: the minister’s telephone number.", "Attention editors: corrects the first paragraph.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("made", ["<p>{note}</p><p>{fr}</p>", "<p>{fr}</p><p>{note}</p>", "{note}\n\n{fr}", "{fr}\n\n{note}"])  # fmt: skip
def test_a_note_to_editors_in_the_copy_is_not_shown(note, made):
    member = "body_html" if "<p>" in made else "body_text"
    item = one(json.dumps({**ITEM, "body_html": "", member: made.format(note=note, fr=FR)}))
    assert text_of(item) == FR
    assert item.editor_note == note


def test_a_title_of_notes_takes_what_follows_it():
    body = "".join(f"<p>{each}</p>" for each in (FR, FR[:-1] + ", hier.", FR[:-1] + ", ici.", "Notes to editors", "About us: we make boats.", "Call 0522 00 00 00."))  # fmt: skip
    item = one(json.dumps({**ITEM, "body_html": body}))
    assert text_of(item).endswith("ici.")
    assert "Call 0522" in item.editor_note


def test_notes_that_the_formats_mark_are_not_shown():
    nitf = f"<nitf><head><docdata><doc-id id-string='x'/></docdata></head><body><body.head><hedline><hl1>Le port</hl1></hedline><note><body.content><p>Pour vous seuls.</p></body.content></note></body.head><body.content><note noteclass='editorsnote'><p>Pour vous seuls.</p></note><p>{FR}</p></body.content></body></nitf>"
    g2 = f"<newsItem guid='x'><contentMeta><headline>Le port</headline></contentMeta><contentSet><inlineXML><html><body><p class='editor-note'>Pour vous seuls.</p><p>{FR}</p></body></html></inlineXML></contentSet></newsItem>"
    of_newsml1 = newsml1(
        f"<NewsComponent>{part('Pour vous seuls.', role='EditorialNote')}{part(FR, 'Le port')}</NewsComponent>"
    )
    ninjs = json.dumps({"uri": "x", "headlines": [{"value": "Le port"}], "bodies": [{"role": "ednote", "contentType": "text/html", "value": "<p>Pour vous seuls.</p>"}, {"contentType": "text/html", "value": f"<p>{FR}</p>"}]})  # fmt: skip
    for content in (nitf, g2, of_newsml1, ninjs):
        item = one(content)
        assert isinstance(item, Dispatch)
        assert text_of(item) == FR
