"""Comforts of reading: all in the reader's own browser, each loaded when it is asked for, all undone by a button."""

import pytest

from tests import cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

# A machine with one voice, and what it was told to say.
FRENCH_VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
const voice = { lang: "fr-FR", localService: true };
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => [voice], cancel: () => {}, speak: (each) => said.push(each.text) }) });
"""
STORED = "Object.fromEntries(Object.entries(localStorage))"
COPIES = """(async () => {
  const pages = await caches.open("lus-1");
  return (await pages.keys()).map(({ url }) => new URL(url).pathname);
})()"""
SHEETS = """(async () => {
  const files = await caches.open("fichiers-1");
  return (await files.keys()).map(({ url }) => new URL(url).pathname).filter((name) => name.endsWith(".css"));
})()"""
NO_NETWORK = "void (self.fetch = () => Promise.reject(new TypeError('no network')))"


@pytest.fixture
def article(db):
    return cast.an_article(headline="Un câble entre deux rives", body="<p>Il est long.</p>")


def opened(reader, article, language=""):
    reader.goto(f"{language}{article.get_absolute_url()}")
    reader.page.locator("[data-menu]").click()
    reader.page.locator("#confort").wait_for(state="visible")
    return reader.page.locator("#confort")


def test_nothing_is_loaded_or_stored_before_it_is_asked_for(visitor, article):
    reader = visitor()
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.goto(article.get_absolute_url())
    reader.page.wait_for_load_state("networkidle")
    assert not [address for address in asked if "/reading/" in address or "hors-ligne" in address]
    assert reader.page.evaluate(STORED) == {}
    opened(reader, article)
    assert reader.page.evaluate(STORED) == {}
    assert [address.rsplit("/", 1)[1] for address in asked if "/reading/" in address] == [
        "menu.js",
        "page_at.js",
        "wire.js",
        "store.js",
    ]
    reader.assert_well()


def test_without_script_none_is_offered_and_the_page_says_so(visitor, article):
    reader = visitor(java_script_enabled=False)
    reader.goto(article.get_absolute_url())
    assert reader.page.locator("[data-menu]").is_hidden()
    reader.goto("/lecture/")
    assert reader.page.locator("noscript p").is_visible()
    assert reader.page.locator("main button:visible").count() == 0


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_larger_text_stays_on_the_next_page_until_it_is_made_smaller(visitor, article, language):
    reader = visitor(width=390)
    menu = opened(reader, article, language)
    for _each in range(6):
        menu.locator("[data-comfort=size] [value='1']").click()
    reader.page.wait_for_function("document.documentElement.style.fontSize === '150%'")
    reader.assert_well()
    reader.goto(f"{language}/charte/")
    assert reader.page.evaluate("document.documentElement.style.fontSize") == "150%"
    menu = opened(reader, article, language)
    for _each in range(4):
        menu.locator("[data-comfort=size] [value='-1']").click()
    reader.page.wait_for_function("document.documentElement.style.fontSize === ''")
    assert reader.page.evaluate(STORED) == {}


def test_what_is_kept_for_later_is_listed_and_can_be_emptied(visitor, article):
    reader = visitor()
    opened(reader, article).get_by_role("button", name="Lire plus tard").click()
    reader.page.get_by_role("button", name="Retirer de ma liste").wait_for(state="visible")
    reader.goto("/lecture/")
    link = reader.page.get_by_role("link", name="Un câble entre deux rives")
    link.wait_for(state="visible")
    assert link.get_attribute("href") == article.get_absolute_url()
    reader.assert_well()
    reader.press("Vider la liste")
    assert link.count() == 0
    assert reader.page.evaluate(STORED) == {}


def test_the_article_is_read_aloud_where_the_machine_has_a_voice_of_its_language(visitor, article):
    reader = visitor()
    assert opened(reader, article).get_by_role("button", name="Écouter").is_hidden()
    reader.context.add_init_script(FRENCH_VOICE)
    menu = opened(reader, article)
    menu.get_by_role("button", name="Écouter").click()
    menu.get_by_role("button", name="Arrêter la voix").wait_for(state="visible")
    assert reader.page.evaluate("said") == ["Un câble entre deux rives", "Il est long."]
    english = cast.an_article(language="en", headline="A cable")
    assert opened(reader, english).get_by_role("button", name="Écouter").is_hidden()


def test_copies_are_kept_on_request_alone_read_without_a_network_and_go_with_the_article(
    visitor, article
):
    comment = cast.a_published_comment(article=article)
    killed = cast.an_article(headline="À retirer")
    reader = visitor()
    opened(reader, article).get_by_role("button", name="Garder hors ligne").click()
    reader.page.get_by_role("button", name="Ne plus garder").wait_for(state="visible")
    assert {"/static/after-letters.css", "/static/portail.css"} <= set(reader.page.evaluate(SHEETS))
    for private in (f"/commentaires/{comment.pk}/alerte/", f"/suivi/{comment.follow_key}/"):
        reader.goto(private)
    reader.goto(f"{article.get_absolute_url()}?repondre={comment.pk}")
    reader.goto(killed.get_absolute_url())
    kept = [article.get_absolute_url(), killed.get_absolute_url()]
    pages = ["/lecture/", "/ar/lecture/", "/en/lecture/"]
    assert sorted(reader.page.evaluate(COPIES)) == sorted([*kept, *pages])

    killed.kill(notice="Elle était fausse.", by=cast.hicham())
    while reader.page.goto(killed.get_absolute_url()).status != 410:  # within half a second
        reader.page.wait_for_timeout(100)
    assert killed.get_absolute_url() not in reader.page.evaluate(COPIES)

    (worker,) = reader.context.service_workers
    worker.evaluate(NO_NETWORK)
    reader.goto(article.get_absolute_url())
    assert reader.reads("Un câble entre deux rives")
    reader.goto("/")
    assert reader.reads("Copies hors ligne")
    reader.page.get_by_role("link", name="Un câble entre deux rives").wait_for(state="visible")
    reader.press("Ne plus garder hors ligne, et effacer")
    button = reader.page.get_by_role("button", name="Garder hors ligne ce que je lis")
    button.wait_for(state="visible")
    assert reader.page.evaluate("caches.keys()") == []
    assert reader.page.evaluate(STORED) == {}
