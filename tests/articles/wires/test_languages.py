"""The language of a copy: declared or told, never guessed; its neighbours are not printed as ours."""

import json

import pytest

from articles import wires
from articles.intake import merge_by_hand, polling
from articles.models import Article, Wire, WireItem
from articles.wires import Dispatch
from articles.wires.languages import language_of
from tests import cast
from tests.articles.intake.test_fetch import serving
from tests.articles.intake.test_ingest import run

once = pytest.mark.once
COPY = {
    "nl": "De Tweede Kamer heeft dinsdag ingestemd met de begroting voor het komende jaar, omdat er volgens de minister meer geld naar de zorg gaat en ook naar het onderwijs in het land.",
    "de": "Der Bundestag hat am Dienstag den Haushalt für das kommende Jahr beschlossen, weil nach Angaben des Ministers mehr Geld in die Pflege und auch in die Schulen fließen soll.",
    "no": "Stortinget vedtok tirsdag budsjettet for neste år, fordi det ifølge statsråden skal gå mer penger til helse og også til skolene i landet, sier han til avisen.",
    "da": "Folketinget vedtog tirsdag finansloven for næste år, fordi der ifølge ministeren skal gå flere penge til sundhed og også til skolerne i landet, siger han.",
    "sv": "Riksdagen antog på tisdagen budgeten för nästa år, eftersom det enligt ministern ska gå mer pengar till vården och även till skolorna i landet, säger han.",
    "es": "El Congreso aprobó el martes los presupuestos del próximo año, porque según el ministro habrá más dinero para la sanidad y también para las escuelas del país.",
    "it": "La Camera ha approvato martedì il bilancio del prossimo anno, perché secondo il ministro ci saranno più soldi per la sanità e anche per le scuole del Paese.",
    "pt": "O Parlamento aprovou na terça-feira o orçamento do próximo ano, porque segundo o ministro haverá mais dinheiro para a saúde e também para as escolas do país.",
    "ca": "El Congrés ha aprovat dimarts els pressupostos de l’any vinent, perquè segons el ministre hi haurà més diners per a la sanitat i també per a les escoles.",
    "ro": "Camera a aprobat marți bugetul pentru anul viitor, pentru că potrivit ministrului vor fi mai mulți bani pentru sănătate și de asemenea pentru școlile din țară.",
    "pl": "Sejm przyjął we wtorek budżet na przyszły rok, ponieważ według ministra będzie więcej pieniędzy na zdrowie, a także na szkoły w całym kraju.",
    "tr": "Meclis salı günü gelecek yılın bütçesini kabul etti, çünkü bakana göre sağlık ve ayrıca okullar için daha çok para olacak.",
    "fi": "Eduskunta hyväksyi tiistaina ensi vuoden talousarvion, koska ministerin mukaan rahaa on enemmän terveyteen ja myös kouluihin.",
    "id": "Parlemen pada hari Selasa menyetujui anggaran untuk tahun depan, karena menurut menteri akan ada lebih banyak uang untuk kesehatan dan juga sekolah.",
    "vi": "Quốc hội hôm thứ Ba đã thông qua ngân sách cho năm tới, vì theo bộ trưởng sẽ có nhiều tiền hơn cho y tế và cả trường học trong nước.",
    "fa": "مجلس روز سه شنبه بودجه سال آینده را تصویب کرد، زیرا به گفته وزیر پول بیشتری برای بهداشت و مدارس کشور خواهد بود.",
    "ur": "پارلیمنٹ نے منگل کو اگلے سال کے بجٹ کی منظوری دی کیونکہ وزیر کے مطابق صحت اور اسکولوں کے لیے زیادہ رقم ہو گی۔",
    "zgh": "ⵉⵙⵙⵏⵜⵢ ⵓⴳⵔⴰⵡ ⵏ ⵉⵏⵎⵀⴰⵍⵏ ⴰⵙⵙ ⴰⴷ",
    "fr": "L’Assemblée a adopté mardi le budget de l’an prochain, car selon le ministre davantage d’argent ira à la santé et aussi aux écoles du pays, a-t-il dit à la presse.",
    "en": "Parliament on Tuesday passed next year’s budget, since the minister says that more money will go to health care and also to the schools of the country.",
    "ar": "صادق البرلمان يوم الثلاثاء على ميزانية السنة المقبلة لأن الوزير يقول إن مزيدا من المال سيذهب إلى الصحة وكذلك إلى المدارس.",
}  # fmt: skip
OURS = ("fr", "en", "ar")


def item(text, language=None, headline="Budget"):
    told = {"uri": "urn:x", "headline": headline, "body_html": f"<p>{text}</p>"}
    return json.dumps({**told, **({"language": language} if language else {})}).encode()


@once
@pytest.mark.parametrize("code", COPY)
def test_what_is_not_declared_is_told_by_its_words_and_its_neighbours_are_refused(code):
    (found,) = wires.read(item(COPY[code]))
    assert (found.language if isinstance(found, Dispatch) else "") == (code if code in OURS else "")


@once
@pytest.mark.parametrize("declared", ["fr", "en-US", "ar"])
@pytest.mark.parametrize("code", ["nl", "de", "es", "fr", "en", "ar", "fa"])
def test_copy_that_surely_is_in_another_language_contradicts_its_declaration(declared, code):
    (found,) = wires.read(item(COPY[code], declared))
    assert (found.language if isinstance(found, Dispatch) else "") == (code if code in OURS else "")


@once
@pytest.mark.parametrize(
    ("declared", "language"),
    [("fr_FR", "fr"), ("fra", "fr"), ("French", "fr"), ("lang:fr", "fr"), ("und", "fr"), ("ara", "ar"), ("en-us, fr", "en"), ("dut", "")],
)  # fmt: skip
def test_a_declaration_counts_in_every_spelling(declared, language):
    text = {"ar": "فتح الميناء", "en": "Oslo 3, Kyiv 2"}.get(language, "Le port")
    assert language_of(declared, text) == language


@once
def test_lorem_ipsum_and_results_contradict_no_declaration():
    for text in ("Et, sent luptat luptat, commy Nim zzriureet vendreetue modo " * 4, "Ajax 2, PSV 1; " * 20):  # fmt: skip
        assert language_of("en", text) == "en"


@once
def test_what_tells_nothing_takes_the_default_or_is_refused():
    names = "Ajax PSV Feyenoord Twente Utrecht Groningen Heerenveen Vitesse Sparta"
    assert language_of("", names) == ""
    assert language_of("", names, "en") == "en"
    assert language_of("", COPY["de"], "fr") == "", "a default hides no foreign copy"
    assert language_of("", COPY["en"], "fr") == "en"


@pytest.mark.slow
def test_a_wire_has_a_default_language_and_the_merge_reads_by_it_too(db, settings):
    names = "Ajax PSV Feyenoord Twente Utrecht Groningen Heerenveen Vitesse Sparta"
    told = [item(names, headline="Ajax"), item(names, headline="PSV")]
    with serving(lambda request: request.answer(body=told[0])) as (address, place, _asked):
        settings.WIRE_ALLOWED_HOSTS = [place]
        wire = Wire.objects.create(name="ADR", source=cast.map_agency(), section=cast.le_fil(), address=address, language="en")  # fmt: skip
        polling.poll(wire)
        Article.objects.update(headline="Notre titre")
        told.pop(0)
        polling.poll(wire)
    proposed = WireItem.objects.get(outcome="proposed")
    assert proposed.article.language == "en"
    assert merge_by_hand.dispatch_of(proposed).headline == "PSV"


def test_ingest_takes_a_default_language(db, tmp_path):
    cast.map_agency(), cast.le_fil()
    (tmp_path / "1.json").write_bytes(
        item("Ajax PSV Feyenoord Twente Utrecht Groningen Heerenveen")
    )
    refused, _told, code = run("ingest", "MAP", str(tmp_path))
    assert (refused[0]["outcome"], code) == ("refused", 1)
    assert "undeclared" in refused[0]["reason"]
    taken, _told, code = run("ingest", "MAP", str(tmp_path), "--language", "en")
    assert (taken[0]["outcome"], taken[0]["language"], code) == ("created", "en", 0)
