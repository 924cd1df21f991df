"""Datelines in the manner of each agency: the copy's own place, in its first paragraphs, and never a date."""

import json

import pytest

from articles import wires
from articles.rules.body import clean_body, plain_text
from articles.wires.places import is_date, place_of

pytestmark = pytest.mark.once
TEXT = {
    "fr": "Le port de pêche a rouvert pour les bateaux, a dit le ministre à la presse.",
    "en": "The fishing port was opened for the boats, the minister said to the press.",
    "ar": "أعيد فتح الميناء أمام الصيادين يوم الأربعاء بعد أربعة أشهر من الإغلاق.",
}


def one(**members):
    (item,) = wires.read(json.dumps({"uri": "x", "headline": "Le port de Larache rouvert", **members}).encode())  # fmt: skip
    return item


def text_of(item):
    return plain_text(clean_body(item.body))


@pytest.mark.parametrize(
    ("lead", "place", "language"),
    [
        ("PARIS, 2 jan 2021 (AFP) - ", "Paris", "fr"),
        ("Paris, 2 janv 2021 10:30 (AFP) - ", "Paris", "fr"),
        ("Beyrouth (AFP) – ", "Beyrouth", "fr"),
        ("Jérusalem (undefined) (AFP) – ", "Jérusalem", "fr"),
        ("Nations unies (Etats-Unis) (AFP) – ", "Nations unies", "fr"),
        ("A bord de l’Ocean Viking (AFP) – ", "A bord de l’Ocean Viking", "fr"),
        ("Paris, France | AFP | samedi 02/01/2021 - 12:43 UTC+1 | 425 mots\n\n", "Paris, France", "fr"),
        ("Washington, United States | AFP | Saturday 1/2/2021 - 11:43 UTC | 425 words | by Jo DOE\n\n", "Washington, United States", "en"),
        ("BEIRUT, Jan 2 (Reuters) - ", "Beirut", "en"),
        ("BEIRUT (Reuters) - ", "Beirut", "en"),
        ("LONDON/PARIS, Jan 2 (Reuters) – ", "London/Paris", "en"),
        ("Jan 2 (Reuters) - ", "", "en"),
        ("BEIRUT (AP) _ ", "Beirut", "en"),
        ("BEIRUT (AP) — ", "Beirut", "en"),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "Port-au-Prince, Haiti", "en"),
        ("WASHINGTON, D.C. (AP) -- ", "Washington, D.C.", "en"),
        ("(ANSA) - ROMA, 02 GEN - ", "Roma", "en"),
        ("(ANSA) - ROME, JAN 2 - ", "Rome", "en"),
        ("(ANSAmed) - TUNIS, JANUARY 2 - ", "Tunis", "en"),
        ("Madrid, 2 ene (EFE).- ", "Madrid", "fr"),
        ("Madrid (EFE).- ", "Madrid", "en"),
        ("مدريد، 2 يناير (إفي).- ", "مدريد", "ar"),
        ("Berlin (dpa) - ", "Berlin", "en"),
        ("Berlin/Paris (dpa/AFP) - ", "Berlin/Paris", "en"),
        ("Berne (Keystone-ATS) ", "Berne", "fr"),
        ("Berne (awp/ats) - ", "Berne", "fr"),
        ("Lausanne (ats) ", "Lausanne", "fr"),
        ("BRUXELLES 02/01 (BELGA) = ", "Bruxelles", "fr"),
        ("BRUSSELS (Belga) – ", "Brussels", "en"),
        ("Wien (APA) - ", "Wien", "en"),
        ("APA-Dakar (Sénégal) — ", "Dakar", "fr"),
        ("APA - Rabat (Maroc) - ", "Rabat", "fr"),
        ("Rabat, 02/01/2021 (MAP) – ", "Rabat", "fr"),
        ("Rabat, le 2 janvier 2021 (MAP) – ", "Rabat", "fr"),
        ("Rabat, Maroc (MAP) – ", "Rabat, Maroc", "fr"),
        ("الرباط 2 يناير 2021 (ومع) – ", "الرباط", "ar"),
        ("الرباط /2 يناير 2021/ ومع/ ", "الرباط", "ar"),
        ("ALGER, 2 jan 2021 (APS) - ", "Alger", "fr"),
        ("الجزائر 2 جانفي 2021 (وأج) - ", "الجزائر", "ar"),
        ("Tunis, 2 jan (TAP) - ", "Tunis", "fr"),
        ("(TAP) - ", "", "fr"),
        ("TUNIS/Tunisie (TAP) - ", "Tunis/Tunisie", "fr"),
        ("RAMALLAH, Saturday, January 2, 2021 (WAFA) – ", "Ramallah", "en"),
        ("رام الله 2-1-2021 وفا- ", "رام الله", "ar"),
        ("Riyadh, Jan 2, 2021, SPA -- ", "Riyadh", "en"),
        ("Riyadh, Jumada I 18, 1442, Jan 02, 2021, SPA -- ", "Riyadh", "en"),
        ("الرياض 18 جمادى الأولى 1442 هـ الموافق 02 يناير 2021 م واس ", "الرياض", "ar"),
        ("Doha, January 02 (QNA) - ", "Doha", "en"),
        ("الدوحة في 02 يناير /قنا/ ", "الدوحة", "ar"),
        ("KUWAIT, Jan 2 (KUNA) -- ", "Kuwait", "en"),
        ("الكويت - 2 - 1 (كونا) -- ", "الكويت", "ar"),
        ("ANKARA (AA) - ", "Ankara", "en"),
        ("AA / Tunis / Une Plume\n\n", "Tunis", "fr"),
        ("إسطنبول / الأناضول\n\n", "إسطنبول", "ar"),
        ("القدس/ عبد الرؤوف أرناؤوط/ الأناضول\n\n", "القدس", "ar"),
        ("TOKYO, Jan. 2, Kyodo - ", "Tokyo", "en"),
        ("TOKYO (Kyodo) -- ", "Tokyo", "en"),
        ("TOKYO, Jan. 4 - Kyodo - ", "Tokyo", "en"),
        ("ANKARA \n\n", "Ankara", "en"),
        ("(Belga) ", "", "fr"),
        ("MAP - ", "", "fr"),
        ("APA-Dakar (Sénégal) ", "Dakar", "fr"),
        ("BEIJING, Jan. 2 (Xinhua) -- ", "Beijing", "en"),
        ("BEIJING, 2 janvier (Xinhua) -- ", "Beijing", "fr"),
        ("بكين 2 يناير 2021 (شينخوا) -- ", "بكين", "ar"),
        ("MOSCOW, January 2. /TASS/. ", "Moscow", "en"),
        ("Lisbon, Jan 2, 2021 (Lusa) – ", "Lisbon", "en"),
        ("Lisboa, 02 jan 2021 (Lusa) – ", "Lisboa", "en"),
        ("OSLO (NTB): ", "Oslo", "en"),
        ("Stockholm (TT) – ", "Stockholm", "en"),
        ("Warsaw, Jan. 2 (PAP) - ", "Warsaw", "en"),
        ("DEN HAAG (ANP) - ", "Den Haag", "en"),
        ("ABU DHABI, 2nd January, 2021 (WAM) -- ", "Abu Dhabi", "en"),
        ("Muscat, 2 Jan (ONA) --- ", "Muscat", "en"),
        ("Manama, Jan. 2 (BNA): ", "Manama", "en"),
        ("NNA - Beirut - ", "Beirut", "en"),
        ("وطنية - بيروت - ", "بيروت", "ar"),
        ("دمشق-سانا- ", "دمشق", "ar"),
        ("CAIRO, Jan 2 (MENA) - ", "Cairo", "en"),
        ("القاهرة في 2 يناير /أ ش أ/ ", "القاهرة", "ar"),
        ("Abidjan, 02 jan 2021 (AIP) – ", "Abidjan", "fr"),
        ("Dakar, Sénégal (PANA) - ", "Dakar, Sénégal", "fr"),
        ("Kinshasa, 2 janvier 2021 (ACP).- ", "Kinshasa", "fr"),
        ("SEOUL, Jan. 2 (Yonhap) -- ", "Seoul", "en"),
        ("RIO DE JANEIRO, 2 janv (AFP) - ", "Rio de Janeiro", "fr"),
        ("LE CAIRE, 2 janv (AFP) - ", "Le Caire", "fr"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("made", ["{lead}{text}", "<p>{lead}{text}</p><p>Fin.</p>"])
def test_each_agencys_dateline_gives_its_place_and_leaves_the_copy(lead, place, language, made):
    if "<p>" in made:
        lead = lead.replace("\n\n", "</p><p>")
    item = one(language=language, body_html=made.format(lead=lead, text=TEXT[language]))
    assert item.dateline_place == place
    assert text_of(item).split("\n\n")[0] == TEXT[language]
    assert item.is_lead_sure is not lead.startswith(("ANKARA \n", "ANKARA <")), "capitals alone"


@pytest.mark.parametrize("located", [{"located": "Bangalore"}, {"places": [{"name": "Bangalore", "rel": "located"}]}])  # fmt: skip
def test_the_copys_own_dateline_wins_over_where_it_was_edited(located):
    assert one(body_html=f"<p>BEIRUT (Reuters) - {TEXT['en']}</p>", **located).dateline_place == "Beirut"  # fmt: skip
    assert one(body_html=f"<p>BEIRUT - {TEXT['en']}</p>", **located).dateline_place == "Beirut"
    assert one(body_html=f"<p>{TEXT['en']}</p>", **located).dateline_place == "Bangalore"


def test_an_uncertain_dateline_is_certain_if_the_agency_says_the_same():
    assert one(body_html=f"<p>BEIRUT - {TEXT['en']}</p>", located="Beirut, Lebanon").is_lead_sure
    assert not one(body_html=f"<p>BEIRUT - {TEXT['en']}</p>").is_lead_sure


def test_newsml_g2_tells_its_dateline_and_where_it_was_filed_apart():
    g2 = (
        '<newsItem guid="x"><contentMeta><located><name>Bangalore</name></located>{}<headline>The port</headline></contentMeta>'
        "<contentSet><inlineXML><html><body><p>{}The port is open, the minister said.</p></body></html></inlineXML></contentSet></newsItem>"
    )
    for dateline, lead, place in (
        ("", "BEIRUT, Jan 2 (Reuters) - ", "Beirut"),
        ("<dateline>BEIRUT, Jan 2 (Reuters)</dateline>", "", "Beirut"),
        ("<dateline>Jan 2 (Reuters)</dateline>", "", "Bangalore"),
        ("", "", "Bangalore"),
    ):
        (item,) = wires.read(g2.format(dateline, lead).encode())
        assert item.dateline_place == place


@pytest.mark.parametrize(
    "before",
    [
        "<p>Le port de Larache rouvert</p>",
        "<h1>Le port de Larache rouvert</h1>",
        "<p><strong>LE PORT DE LARACHE ROUVERT</strong></p>",
        "Le port de Larache rouvert<br/><br/>",
        "<h1>Le port de Larache rouvert</h1><h2>Les bateaux sortent</h2>",
        "<p>Le port de Larache rouvert</p><p>Par Une PLUME</p>",
    ],
)
def test_a_dateline_is_found_past_a_headline_that_is_repeated_and_that_goes(before):
    item = one(description_text="Les bateaux sortent", body_html=f"{before}<p>LARACHE (MAP) – {TEXT['fr']}</p>")  # fmt: skip
    assert item.dateline_place == "Larache"
    assert text_of(item) == TEXT["fr"]
    assert item.standfirst == "Les bateaux sortent"


def test_a_dateline_is_found_past_the_lines_of_a_text_without_tags():
    item = one(body_text=f"LE PORT DE LARACHE ROUVERT\n\nBy Jo DOE\n\nLARACHE, Morocco (AP) _ {TEXT['en']}")  # fmt: skip
    assert (item.dateline_place, item.byline) == ("Larache, Morocco", ["Jo DOE"])
    assert text_of(item) == TEXT["en"]


def test_a_sub_headline_that_the_agency_sent_in_the_copy_alone_becomes_the_standfirst():
    item = one(body_html=f"<p>Les bateaux sortent</p><p>LARACHE (MAP) – {TEXT['fr']}</p>")
    assert (item.standfirst, text_of(item)) == ("Les bateaux sortent", TEXT["fr"])


def test_no_word_of_the_copy_goes_with_a_dateline_in_a_later_paragraph():
    first = "Une première phrase, entière, dit de quoi il s’agit dans cette dépêche du jour."
    item = one(body_html=f"<p>{first}</p><p>LARACHE (MAP) – {TEXT['fr']}</p>")
    assert item.dateline_place == "Larache"
    assert text_of(item) == f"{first}\n\n{TEXT['fr']}"


@pytest.mark.parametrize("text", ["Le port de Larache rouvert", "LARACHE", "PARIS, 2 janvier 2021 (AFP)"])  # fmt: skip
def test_a_copy_of_one_line_stays(text):
    assert text_of(one(language="fr", body_html=f"<p>{text}</p>")) == text


def test_no_dateline_is_sought_in_the_fourth_paragraph():
    body = "".join(f"<p>{each}</p>" for each in ("Un, deux.", "Trois, quatre.", "Cinq, six.", "LARACHE (MAP) – " + TEXT["fr"]))  # fmt: skip
    assert one(body_html=body, language="fr").dateline_place == ""


@pytest.mark.parametrize(
    "copy",
    [
        "Emmanuel Macron (LREM) a dit non à la presse, dans la cour.",
        "Lundi 4 janvier – Le port rouvre pour les bateaux.",
        "Samedi - Le port rouvre pour les bateaux.",
        "Janvier 2021 – Le port rouvre pour les bateaux.",
        "Par ailleurs, le port rouvre - enfin - pour les bateaux.",
        "KYODO NEWS - Jan 4, 2021 - Le port rouvre pour les bateaux.",
        "URGENT - Le port rouvre pour les bateaux.",
        "Le ministre du Travail (MAP) est une erreur de la presse.",
    ],
)
def test_a_sentence_and_a_date_are_no_place(copy):
    assert one(language="fr", body_html=f"<p>{copy}</p>").dateline_place == ""


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("PARIS, 10 juil 2024 (AFP)", "Paris"), ("02/01/2021", ""), ("Lundi 4 janvier", ""), ("JAN 2", ""), ("2021-01-02", ""),
        ("janvier 2021", ""), ("الاثنين 4 يناير", ""), ("SAN MARINO", "San Marino"), ("RABAT, MAROC, 2 janv. 2021", "Rabat, Maroc"),
        ("New York, NY", "New York, NY"), ("N’DJAMENA", "N’Djamena"), ("COX’S BAZAR", "Cox’s Bazar"), ("Ottawa, Ont.", "Ottawa, Ont."),
        ("Gaza (Territoires palestiniens)", "Gaza"), ("Paris, le 2 janvier 2021", "Paris"), ("MARSEILLE", "Marseille"), ("UNITED NATIONS", "United Nations"),
    ],
)  # fmt: skip
def test_a_separate_dateline_gives_its_place_and_never_a_date(dateline, place):
    assert place_of(dateline) == place


def test_a_dateline_in_the_standfirst_is_no_part_of_it():
    item = one(description_text="RABAT (MAP) – Le port rouvre.", body_html=f"<p>{TEXT['fr']}</p>")
    assert (item.standfirst, item.dateline_place) == ("Le port rouvre.", "Rabat")


def test_figures_without_end_are_no_date():
    """A line of «-0-0-0…» kept a wire busy until its deadline."""
    assert is_date("2 janvier 2021, 12:43 (2 Jan 2021 12:43 GMT)")
    assert not is_date("-0" * 60 + "PARIS")
    assert not is_date("-0" * 60)
