"""A real browser: Debian's Chromium, driven by Playwright; each page it shows is judged by axe."""

import os
import sqlite3

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder, get_finders
from django.db import connection
from django.test.utils import override_settings
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import sync_playwright

from portal.static_files import SHEETS, with_sheets_joined
from tests import cast
from tests.browser import CHROMIUM, SWITCHES

# Style sheets are not preloaded: axe copies the imported ones into a <style>, which our policy refuses.
AXE = {"reporter": "no-passes", "resultTypes": ["violations"], "preload": {"assets": ["media"]}}


class Judge(Axe):
    """axe, which a page is given once: Axe.run() gives it half a megabyte of script before each look."""

    def look_at(self, page):
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(self.axe_script)
        return AxeResults(page.evaluate("options => axe.run(document, options)", AXE))


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium-headless-shell")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium-headless-shell)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def joined_sheets(tmp_path_factory):
    """A page asks for its style once, as in production: a live server takes its time over 43 files."""
    folder = tmp_path_factory.mktemp("sheets")
    found = {name: (storage, name) for each in get_finders() for name, storage in each.list([])}
    for name, (storage, path) in with_sheets_joined(found).items():
        if name in SHEETS:
            with storage.open(path) as sheet:
                (folder / name).write_bytes(sheet.read())
    settings.STATICFILES_DIRS.insert(0, folder)
    get_finder.cache_clear()


@pytest.fixture(scope="session")
def kept_demo():
    """Where the first test that asks for the demo site keeps it for the others; SQLite only."""
    return sqlite3.connect(":memory:", check_same_thread=False)


@pytest.fixture
def demo(transactional_db, kept_demo):
    """The demo site: written once by its command, then copied (a second instead of eight)."""
    connection.ensure_connection()
    if kept_demo.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        cast.demo()
        connection.connection.backup(kept_demo)
    else:
        kept_demo.backup(connection.connection)


class Visitor:
    """Someone at a browser. What the console complains of, a policy broken above all, is kept."""

    def __init__(self, browser, address, **options):
        self.address = address
        self.context = browser.new_context(base_url=address, **options)
        self.page = self.context.new_page()
        self.complaints = []
        self.foreign = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._see)

    def _hear(self, message):
        told = message.text
        is_status = "the server responded with a status of" in told  # 422, 409: meant
        # Letters that come late serve the next page (`font-display: optional`), as on a machine with much to do.
        is_late = "was preloaded using link preload but not used" in told and ".woff2" in told
        if message.type in {"error", "warning"} and not (is_status or is_late):
            self.complaints.append(told)

    def _see(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.foreign.append(request.url)

    def goto(self, address):
        self.page.goto(address)
        return self

    def press(self, words):
        """Press the button or the link of that name."""
        button = self.page.get_by_role("button", name=words, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=words).first).click()
        self.page.wait_for_load_state()

    def reads(self, words):
        """Return whether these words are on the screen, or come to be there as fast as a busy machine brings them."""
        try:
            self.page.get_by_text(words).first.wait_for(state="visible", timeout=10_000)
        except TooLate:
            return False
        return True

    def assert_well(self):
        """The page is accessible, calm and ours alone."""
        results = Judge().look_at(self.page)
        assert results.violations_count == 0, results.generate_report()
        assert self.complaints == []
        assert self.foreign == []
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{self.page.url} scrolls sideways by {wider} px"


@pytest.fixture
def visitor(chromium, live_server):
    """Return a maker of visitors; each has a context of their own."""
    made = []

    def make(width=1280, **options):
        new = Visitor(
            chromium, live_server.url, viewport={"width": width, "height": 900}, **options
        )
        made.append(new)
        return new

    with override_settings(SITE_URL=live_server.url):
        yield make
    for each in made:
        each.context.close()
