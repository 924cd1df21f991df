"""What the wires bring, file by file: each field as the agency meant it."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from articles import wires
from articles.rules.body import plain_text
from articles.wires import Unreadable
from articles.wires.bylines import names_of
from articles.wires.dateline import split_lead

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[2] / "corpus" / "wires"
PARIS_DAY = datetime(2024, 7, 10, 12, 0, tzinfo=UTC)


def read(name):
    return wires.read((CORPUS / name).read_bytes())


CONCORDIA = {
    "headline": "Captain of wrecked cruise ship on trial in Italy",
    "language": "en",
    "byline": ["Paulo Santalucia", "Frances d'Emilio"],
    "source": "AP",
    "status": "usable",
}
MEDIUM = {
    **CONCORDIA,
    "dateline_place": "Grosseto, Italy",  # the copy’s own, before the agency’s field
    "rights": "Copyright 2013 The News Agency, www.tna.org - all rights reserved.",
}
EXPECTED = {
    "001_simple_example": {**CONCORDIA, "dateline_place": "Grosseto, Italy", "origin_id": "http://ninjs.example.com/newsitems/20130709simp123"},
    "003_associations_example": {"headline": "Dell Redefines Workstation Computing Boundaries with Smallest Tower and Most Powerful Rack Workstations", "byline": [], "body": "[ ... ]"},
    "004_simple_text_article": {**CONCORDIA, "dateline_place": "Grosseto, Italy"},
    "005_complex_text_article": MEDIUM,
    "007_multimedia": {**MEDIUM, "rights": "Copyright 2013 The News Agency, www.tnag.org - all rights reserved.", "published_at": datetime(2013, 7, 9, 10, 39, tzinfo=UTC)},
}  # fmt: skip


@pytest.mark.parametrize("line", ["1.6", "2.2", "3.1"])
@pytest.mark.parametrize("name", EXPECTED)
def test_ninjs_of_each_line_says_the_same(line, name):
    (dispatch,) = read(f"{line}-{name}.json")
    assert {field: getattr(dispatch, field) for field in EXPECTED[name]} == EXPECTED[name]
    if "associations" not in name:
        assert plain_text(dispatch.body).startswith("The trial of the captain"), (
            "without its dateline"
        )


@pytest.mark.parametrize("line", ["1.6", "2.2", "3.1"])
@pytest.mark.parametrize("name", ["002_renditions_example", "006_photo_only"])
def test_a_picture_alone_is_refused_with_its_reason(line, name):
    (item,) = read(f"{line}-{name}.json")
    assert isinstance(item, Unreadable)
    assert item.origin_id


def test_an_event_is_no_article():
    (item,) = read("3.1-008_event.json")
    assert item.reason == "a event: only text is taken in"


def test_a_newsml_g2_item_with_its_embargo_and_its_note():
    (item,) = read("LISTING_1_A_NewsML-G2_News_Item.xml")
    assert item.headline == 'Fed to halt QE to avert "bubble"'
    assert item.origin_id == "urn:newsml:acmenews.com:20161018:US-FINANCE-FED"
    assert (item.version, item.language, item.dateline_place) == (11, "en", "Berlin")
    assert item.byline == ["Meredith Jameson"]
    assert item.embargo_until == datetime(2018, 10, 23, 12, 0, tzinfo=UTC)
    assert item.published_at == datetime(
        2016, 10, 18, 13, 12, 21, tzinfo=timezone(timedelta(hours=-5))
    )
    assert item.rights == "Copyright 2017-18 Example Enews LLP, all rights reserved"
    assert item.usage_terms == "Not for use outside the United States"
    assert "STRICTLY EMBARGOED" in item.editor_note
    assert item.topics == ["economy, business and finance", "labour market"]
    assert item.body == ""


def test_a_newsml_g2_document_in_nitf():
    (item,) = read("LISTING_2_NewsML-G2_Text_Document.xml")
    assert (item.language, item.source, item.dateline_place) == (
        "en",
        "Associated Press",
        "New York, NY",
    )
    assert item.kicker == "US-Finance-Fed"
    assert item.body.startswith("<p>Et, sent luptat"), "the dateline of its copy is split off"
    assert item.body.count("<p>") == 2
    assert item.updated_at.isoformat() == "2018-11-21T21:22:45+00:00"


def test_a_newsml_g2_photo_and_a_fragment_are_refused():
    (photo,) = read("LISTING_3_Photo_in_NewsML-G2.xml")
    assert photo.reason == "a picture: only text is taken in"
    (fragment,) = read("LISTING_28_Illustrating_Located_Subject_and_Dateline.xml")
    assert fragment.reason == "<contentMeta> is no news item"


def test_newsml_1_2_in_latin_letters_with_its_doctype():
    (item,) = read("newsml12-latin1.xml")
    assert item.headline == "Économie : la côte rouverte aux pêcheurs"
    assert item.origin_id == "urn:newsml:adr.example:20240710:TX-PAR-QWE12"
    assert (item.version, item.language, item.dateline_place) == (2, "fr", "Paris")
    assert item.byline == ["Une Plume", "Autre Plume"]
    assert item.published_at == PARIS_DAY
    assert item.updated_at == datetime(2024, 7, 10, 12, 59, 2, tzinfo=UTC)
    assert item.rights == "© Agence des deux rives"
    assert "1.200 € par bateau" in item.body
    assert item.urgency == 3


def test_an_arabic_feed_and_its_bad_entry():
    item, bad = read("feed-ar.xml")
    assert item.headline == "إعادة فتح الميناء أمام الصيادين"
    assert (item.language, item.dateline_place, item.source) == ("ar", "الرباط", "ومع")
    assert item.is_lead_sure
    assert item.byline == ["كريمة بنسودة"]
    assert plain_text(item.body).startswith("أعيد فتح الميناء")
    assert item.published_at == datetime(2024, 7, 10, 11, 59, 2, tzinfo=UTC)
    assert isinstance(bad, Unreadable)
    assert bad.reason == "no title"


def test_an_atom_entry():
    (item,) = read("feed-atom.xml")
    assert item.headline == "La côte rouverte & les pêcheurs"
    assert item.origin_id == "tag:wire.example,2024:7"
    assert (item.published_at, item.updated_at.second) == (PARIS_DAY, 2)
    assert (item.dateline_place, item.source, item.rights) == (
        "Sète",
        "ADR",
        "Tous droits réservés",
    )
    assert item.language == "fr"


def test_a_json_feed():
    item, bad = read("feed.json")
    assert (item.origin_id, item.dateline_place, item.byline) == ("42", "Paris", ["Une Plume"])
    assert item.published_at == PARIS_DAY - timedelta(hours=2)
    assert item.topics == ["Pêche"]
    assert bad.reason == "no id"


def test_superdesks_own_dialect():
    (item,) = wires.read(
        b'{"guid": "tag:sd:1", "type": "text", "priority": 3, "source": "AAP", "headline": "A <b>port</b>",'
        b' "body_html": "<p>It rained.</p>", "byline": "By Jo Doe", "versioncreated": "2024-07-10T12:00:00+0000",'
        b' "language": "en-AU", "version": "3", "pubstatus": "usable"}'
    )
    assert (item.origin_id, item.version, item.source, item.urgency) == ("tag:sd:1", 3, "AAP", 3)
    assert (item.headline, item.byline, item.language) == ("A port", ["Jo Doe"], "en")


LEADS = [
    ("Paris -Morocco, which has paid", "Paris", "", "Morocco, which has paid", False),
    ("PARIS, 2 janv 2021 (AFP) - Le ministre", "Paris", "AFP", "Le ministre", True),
    ("Rabat, 02/01/2021 (MAP) – Le roi", "Rabat", "MAP", "Le roi", True),
    ("Tunis, 3 jan (TAP) -Le port", "Tunis", "TAP", "Le port", True),
    ("Washington (AFP) The president", "Washington", "AFP", "The president", True),
    ("MOSCOW, Monday (Reuters) - The", "Moscow", "Reuters", "The", True),
    ("(New York, NY - October 21) Et", "New York, NY", "", "Et", True),
    ("الرباط 2 يناير 2021 (ومع) – قال الوزير", "الرباط", "ومع", "قال الوزير", True),
    ("<p class='x'><b>BRUXELLES</b> - La ville</p>", "Bruxelles", "", "<p class='x'>La ville</p>", False),
    ("Saint-Louis du Sénégal — Les pirogues", "Saint-Louis du Sénégal", "", "Les pirogues", False),
    ("New York – Stocks &amp; bonds", "New York", "", "Stocks &amp; bonds", False),
]  # fmt: skip


@pytest.mark.parametrize(("copy", "place", "agency", "rest", "sure"), LEADS)
def test_the_dateline_is_split_off_the_copy(copy, place, agency, rest, sure):
    assert split_lead(copy) == (place, agency, rest, sure)


@pytest.mark.parametrize(
    "copy",
    [
        "Le ministre - celui qui parle - dit",
        "Emmanuel Macron (LREM) a dit non",
        "Bref - non",
        "Au Maroc, on dit",
        "Jean-Pierre est venu",
        "I went - no",
        "",
        "<p></p>",
    ],
)
def test_copy_without_a_dateline_comes_back_untouched(copy):
    assert split_lead(copy)[0] == ""
    assert split_lead(copy)[2] == copy


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        (
            "By Meredith Jameson, <byttl>Staff Reporter</byttl>",
            ["Meredith Jameson"],
        ),
        ("Par Salma Idrissi et Anas Rhoul", ["Salma Idrissi", "Anas Rhoul"]),
        ("بقلم كريمة بنسودة وسلوى الجزنائي", ["كريمة بنسودة", "سلوى الجزنائي"]),
        ("", []),
    ],
)
def test_names_of_a_byline(byline, names):
    assert names_of(byline) == names
