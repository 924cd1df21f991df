"""Lists of what newsrooms really write: endless words, one word, three scripts, nothing at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Section
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

ENDLESS = "Anticonstitutionnellementinterbibliothécairetransméditerranéennement" * 2
HEADLINES = {
    "La conférence des bibliothèques, des archives et des musées des deux rives demande que " + "les notices restent "
    "lisibles pendant cent ans au moins, sans redevance ni mot de passe, ni abonnement": "fr",
    "Rupture": "fr",
    ENDLESS: "fr",
    "قمة": "ar",
    "مؤتمر المكتبات والمحفوظات والمتاحف في الضفتين يطلب أن تبقى الفهارس مقروءة مئة عام على الأقل": "ar",
    "Pneumonoultramicroscopicsilicovolcanoconiosis": "en",
    "A library of the two shores opens on Sunday": "en",
}  # fmt: skip
# What stands out of the thing it is in, to a side; what is hidden on purpose apart.
OUTSIDE = """() => [...document.querySelectorAll("main :is(a, h1, h2, h3, p, span, time, img)")].filter(each => {
  const own = each.getBoundingClientRect(), box = document.querySelector("main").getBoundingClientRect();
  return own.width > 2 && !each.closest(".vh, .piege") && (own.right > box.right + 1 || own.left < box.left - 1);
}).map(each => each.textContent.slice(0, 40))"""


@pytest.fixture
def odd_articles(transactional_db):
    now = timezone.now()
    articles = [
        cast.an_article(
            headline=words, language=language, published_at=now - timedelta(hours=5 * number + 1)
        )
        for number, (words, language) in enumerate(HEADLINES.items())
    ]
    for number in range(40):
        cast.a_topic(*articles[number % 5 :], name=f"{ENDLESS[: 4 + 2 * number]} {number}")
    Section.objects.create(slug="vide", name="Vide")
    Section.objects.create(slug="seule", name="Seule")
    cast.an_article(
        section=Section.objects.get(slug="seule"),
        lead_image=cast.an_image(),
        lead_image_is_decorative=True,
    )
    return articles


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_no_headline_breaks_out_of_its_place(visitor, odd_articles, width):
    reader, found = visitor(width), {}
    one = odd_articles[1].get_absolute_url()
    lists = ["/", "/societe/", "/themes/", "/vide/", "/seule/", "/recherche/?q=rupture", one]
    for address in [language + each for language in ("", "/ar") for each in lists]:
        reader.goto(address)
        wider = reader.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0 or (out := reader.page.evaluate(OUTSIDE)):
            found[address] = wider or out
    assert found == {}


ONE_ROW = """() => {
  const parts = [".marque", ".marque span", ".entete__chercher", ".entete__rang li:last-child a"];
  const boxes = parts.map(each => document.querySelector(each).getBoundingClientRect());
  const size = parseFloat(getComputedStyle(document.querySelector(".marque")).fontSize);
  return boxes.every(box => Math.abs((box.top + box.bottom) / 2 - (boxes[0].top + boxes[0].bottom) / 2) < 12)
    && boxes[1].height < 1.7 * size && document.documentElement.scrollWidth <= innerWidth;
}"""


@pytest.mark.slow
def test_a_phone_shows_name_search_and_languages_on_one_row_whatever_its_letters(visitor):
    for has_ours in (True, False):
        reader = visitor(320)
        if not has_ours:
            reader.page.route("**/*.woff2", lambda route: route.abort())
        for width in (320, 360, 390):
            reader.page.set_viewport_size({"width": width, "height": 800})
            for home in ("/", "/ar/", "/en/"):
                reader.page.goto(reader.address + home)
                assert reader.page.evaluate(ONE_ROW), (home, width, has_ours)


@pytest.mark.slow
def test_topics_stand_from_a_to_z_with_their_accents(client, db):
    article = cast.an_article()
    for name in ("Zoo", "École", "Eau", "Île", "Jardins"):
        cast.a_topic(article, name=name)
    page = client.get("/themes/").text
    names = ["Eau", "École", "Île", "Jardins", "Zoo"]
    places = [page.index(f">{name}</a>") for name in names]
    assert places == sorted(places)


def test_a_reader_opens_a_feed_and_goes_on_to_its_article(visitor):
    article = cast.an_article(headline="Deux rives et un pont")
    reader = visitor(width=390, java_script_enabled=False)

    def as_served(route):
        """Do what portal/wsgi.py does of a feed that a browser opens: the live server has Django alone."""
        answer = route.fetch()
        kind = {**answer.headers, "content-type": "application/xml"}
        route.fulfill(response=answer, headers=kind)

    reader.page.route("**/atom.xml", as_served)
    reader.goto("/ar/flux/atom.xml")
    assert reader.page.title() == "Le Portail"
    assert reader.page.locator("h1").inner_text() == "هذه خلاصة"
    assert reader.page.locator("input").get_attribute("value").endswith("/ar/flux/atom.xml")
    assert not reader.page.locator("entry > id").is_visible(), "of programs alone"
    reader.page.locator("entry > a").click()
    reader.page.wait_for_url(f"**{article.home_url}")
