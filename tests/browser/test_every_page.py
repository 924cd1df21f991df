"""Every kind of public page in Chromium, judged by axe: light and dark, phone and desk, French and Arabic."""

from urllib.parse import urlsplit

import pytest

from articles.models import Article, Author, Source, Topic
from comments.models import Comment
from comments.register import keeping
from comments.register.months import month_of
from tests import cast
from tests.browser.conftest import Judge

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

LOOKS = [(320, "dark"), (390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
JUDGED = {  # by axe, half a second each: a wide page has the colours of a narrow one, an Arabic page those of a French
    "": [(390, "light"), (390, "dark"), (1280, "light")],
    "/ar": [(390, "dark"), (1280, "light")],
}


@pytest.fixture
def one_gone(demo):
    keeping.count(month_of())
    cast.an_article(headline="Retiré depuis").kill(notice="L’agence a annulé cette dépêche.")


def addresses():
    """{kind of page: address}, in French; `/ar` before it is the same in Arabic."""
    by_key = {
        article.origin_id.removeprefix("demo:"): article.home_url
        for article in Article.objects.visible()
    }
    comment = Comment.objects.visible().first()
    refused = Comment.objects.filter(state=Comment.State.REJECTED).first()
    withdrawn = Article.objects.get(status=Article.Status.WITHDRAWN)
    day = Article.objects.get(origin_id="demo:depeche-map-ipse").published_at
    return {
        "front": "/",
        "wire": "/le-fil/",
        "opinions": "/tribune/",
        "section": "/societe/",
        "dispatch": by_key["depeche-map-ipse"],
        "picture": by_key["cable-bibliotheques"],
        "opinion": by_key["tribune-traduire"],
        "corrected": by_key["train-de-nuit"],
        "topics": "/themes/",
        "dossier": Topic.objects.get(name="Coopération antiterroriste").get_absolute_url(),
        "agency": Source.objects.get(short_name="MAP").get_absolute_url(),
        "author": Author.objects.first().get_absolute_url(),
        "search": "/recherche/?q=bibliotheques",
        "nothing": "/recherche/?q=introuvable",
        "corrections": "/corrections/",
        "archives": "/archives/",
        "month": f"/archives/{day.year}/{day.month}/",
        "archive": f"/archives/{day.year}/{day.month}/{day.day}/",
        "charter": "/charte/",
        "register": "/transparence/",
        "legal": "/mentions/",
        "privacy": "/confidentialite/",
        "reading": "/lecture/",
        "accessibility": "/accessibilite/",
        "report": f"/signaler/{comment.article_id}/",
        "notice": f"/commentaires/{comment.pk}/alerte/",
        "unlawful": f"/commentaires/{comment.pk}/alerte/?regle=7",
        "follow-up": f"/suivi/{refused.follow_key}/",
        "arabic": by_key["apprentis-fes"],
        "discussion": f"{comment.article.home_url}commentaires/?tri=recents",
        "missing": "/nulle-part/",
        "gone": withdrawn.home_url,
    }


# The preloaded letters that no text of the page is set in: Chrome's own warning also comes if they are only late.
NEEDLESS_LETTERS = """() => {
  const faces = {};
  const read = (sheet) => {
    for (const rule of sheet.cssRules)
      if (rule instanceof CSSImportRule) read(rule.styleSheet);
      else if (rule instanceof CSSFontFaceRule)
        for (const [, file] of rule.style.src.matchAll(/([^/"']+\\.woff2)/g))
          faces[file] = [rule.style.fontFamily.replace(/["']/g, ""), rule.style.fontStyle];
  };
  [...document.styleSheets].forEach(read);
  const used = [...document.querySelectorAll("body *")].map(each => getComputedStyle(each));
  return [...document.querySelectorAll("link[rel=preload][as=font]")]
    .map(link => link.href.split("/").pop())
    .filter(file => !faces[file] || !used.some(
      ({ fontFamily, fontStyle }) => fontFamily.includes(faces[file][0]) && fontStyle === faces[file][1]));
}"""

# What stands against the thing above it in a column of reading: a notice against a picture, a picture against words.
TOUCHING = """() => [...document.querySelectorAll("article > .feuille > .texte.pile > *, .texte > .lecture > *")]
  .filter(each => each.previousElementSibling && each.offsetHeight && each.previousElementSibling.offsetHeight)
  .filter(each => each.getBoundingClientRect().top - each.previousElementSibling.getBoundingClientRect().bottom < 4)
  .map(each => each.className || each.localName)"""


# What a thumb must hit and is lower than 44 px; a link within a sentence is as high as its line.
TOO_LOW = """() => [...document.querySelectorAll("a, button, select, summary, textarea, input:not([type=hidden])")]
  .filter(each => !each.closest(".vh, .piege") && !["checkbox", "radio"].includes(each.type))
  .filter(each => getComputedStyle(each).display !== "inline" && each.offsetWidth > 1 && each.offsetHeight > 1)
  .filter(each => each.getBoundingClientRect().height < 43.5)
  .map(each => `${each.localName} ${each.textContent.trim().slice(0, 24)}`)"""


@pytest.mark.parametrize("language", ["", "/ar"], ids=["fr", "ar"])
def test_axe_finds_nothing_on_any_page(visitor, one_gone, language):
    reader = visitor()
    judge, found = Judge(), {}
    for kind, address in addresses().items():
        where = address if address.startswith("/ar/") else language + address
        reader.goto(where)
        if needless := reader.page.evaluate(NEEDLESS_LETTERS):
            found[kind, "letters"] = needless
        for width, colours in LOOKS:
            reader.page.set_viewport_size({"width": width, "height": 900})
            reader.page.emulate_media(color_scheme=colours, reduced_motion="reduce")
            if (width, colours) in JUDGED[language]:
                results = judge.look_at(reader.page)
                if results.violations_count:
                    found[kind, width, colours] = results.generate_report()[:600]
            wider = reader.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wider > 0:
                found[kind, width, "sideways"] = f"scrolls by {wider} px"
            if width == 390 and (low := reader.page.evaluate(TOO_LOW)):
                found[kind, width, "low"] = low
            if touching := reader.page.evaluate(TOUCHING):
                found[kind, width, "touching"] = touching
    assert found == {}
    assert reader.complaints == []
    assert reader.foreign == []


def test_every_page_reads_on_the_oldest_phone(visitor, one_gone):
    """Without style, script and letters all is there."""
    bare = visitor(java_script_enabled=False)
    bare.page.route("**/*.{css,js,woff2}", lambda route: route.abort())
    for kind, address in addresses().items():
        bare.goto(address)
        assert bare.page.locator("h1").first.is_visible(), kind
        assert bare.page.locator("main").inner_text().strip(), kind


HEIGHT = "document.querySelector('.lecture').getBoundingClientRect().height"


def test_letters_that_come_late_move_no_text(visitor, one_gone):
    """Whatever the machine's own letters are: ours, when late, serve the next page and not this one."""
    page, held = visitor().page, []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(addresses()["picture"], wait_until="domcontentloaded")
    page.wait_for_function("() => performance.now() > 1000")  # `optional` lets them in for 100 ms
    before = page.evaluate(HEIGHT)
    assert held
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready")
    assert page.evaluate(HEIGHT) == before


def test_the_fallback_has_the_measures_of_the_real_letters(visitor, one_gone):
    """The lines break where they did, where one of the named fallbacks is installed."""
    reader = visitor()
    address = addresses()["picture"]
    shown, asked = {}, []
    for letters in ("without", "with"):
        page = reader.context.new_page()
        if letters == "without":
            page.route("**/*.woff2", lambda route: route.abort())
        else:
            page.on("request", lambda request: asked.append(request.url))
        # A first reader may be gone before the letters come: they serve the next.
        for _each in range(2):
            page.goto(address)
            page.evaluate("document.fonts.ready")
        shown[letters] = page.evaluate(HEIGHT)
        if letters == "without":
            has_fallback = page.evaluate(
                "[...document.fonts].some(f => f.family.includes('Romain repli') && f.status == 'loaded')"
            )
    if has_fallback:
        assert abs(shown["with"] - shown["without"]) <= 0.03 * shown["with"], shown
    assert sum(address.endswith(".woff2") for address in set(asked)) == 3, asked


@pytest.mark.parametrize("kind", ["dispatch", "picture"])
def test_an_article_with_its_comments_asks_for_few_files(visitor, one_gone, kind):
    """The parts of the style are one file in production: test_static proves it.

    The icon is not counted: it is asked for once a site, and by Chromium without a window not at all.
    """
    page, asked = visitor().context.new_page(), set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).path))
    page.goto(addresses()[kind])
    page.evaluate("document.fonts.ready")
    assert page.locator(".com__corps").count() > 1
    assert sum(file.endswith(".woff2") for file in asked) == 3, asked
    files = {file for file in asked - {"/static/img/arche.svg"} if "/static/css/" not in file}
    assert len(files) <= 8, files


def test_a_list_of_an_arabic_page_asks_for_no_italics(visitor, one_gone):
    """They would be asked for after the first paint: headlines would be set anew."""
    reader = visitor()
    for kind in ("front", "arabic", "opinions"):
        address = addresses()[kind]
        reader.goto(address if address.startswith("/ar/") else f"/ar{address}")
        slanted = "[...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).fontStyle === 'italic')"
        assert reader.page.evaluate(f"{slanted}.map(e => e.textContent)") == [], kind


def test_no_script_turns_text_into_a_page_and_who_tries_is_reported(visitor, db):
    """Trusted Types: a page that a script could be smuggled into refuses it, and tells the site of it."""
    reader = visitor()
    reader.goto(cast.an_article().get_absolute_url())
    with reader.page.expect_request("**/csp") as told:
        refused = reader.page.evaluate(
            "() => { try { document.body.innerHTML = '<p>x'; } catch (error) { return error.name; } }"
        )
    assert refused == "TypeError"
    assert told.value.post_data_json["csp-report"]["blocked-uri"] == "trusted-types-sink"
