"""What the shipped nginx keeps of public pages: for how long, for whom, and what it lets go of."""

import time

from tests.portal.proxied import files_of, kept_by, marks

pytestmark = marks
ENCODINGS = ("", "gzip", "br")
WRITE = """
from tests import cast
print(cast.an_article(headline="Une dépêche à reprendre").get_absolute_url())
"""
LATEST = "from articles.models import Article; latest = Article.objects.latest('pk'); "


def test_an_article_that_is_taken_back_is_gone_for_every_reader(proxy):
    """At once for who asks often, whatever their browser unpacks; and still gone while the portal is away."""
    address = proxy.in_shell(WRITE)
    assert proxy.status("/charte/") == 200
    for coding in ENCODINGS:
        for _each in range(3):
            answer = proxy.ask(address, **{"Accept-Encoding": coding})
            assert answer.status == 200
    assert {f"exemple.org{address}|{coding}" for coding in ENCODINGS} <= kept_by(proxy)
    proxy.in_shell(LATEST + "latest.return_to_draft()")
    left, deadline = set(ENCODINGS), time.monotonic() + 10
    while left and time.monotonic() < deadline:
        left = {coding for coding in left if proxy.status(address, coding) != 404}
        time.sleep(0.2)
    assert left == set()
    proxy.portal.terminate()
    proxy.portal.wait(30)
    try:
        time.sleep(2)  # what nginx keeps is older than its second
        assert {proxy.status(address, coding) for coding in ENCODINGS} == {404}
        assert proxy.status("/charte/") == 200, "what is on line is still read"
    finally:
        proxy.start()


def test_a_page_that_nobody_asked_for_a_while_is_asked_for_anew(proxy):
    """A copy answers for five seconds beyond its second, and no longer."""
    address = proxy.in_shell(WRITE)
    assert "Une dépêche à reprendre" in proxy.ask(address).words.decode()
    proxy.in_shell(LATEST + "latest.headline = 'Autre titre'; latest.save()")
    time.sleep(7)
    assert "Autre titre" in proxy.ask(address).words.decode()


def test_browsers_that_spell_their_codings_differently_share_a_copy(proxy):
    for spelled in (
        "gzip, br",
        "br",
        "gzip, deflate, br, zstd",
        "br;q=1.0, gzip;q=0.8",
        "identity, br",
    ):
        assert (
            proxy.ask("/confidentialite/", **{"Accept-Encoding": spelled}).headers[
                "Content-Encoding"
            ]
            == "br"
        )
    assert files_of(proxy).count("exemple.org/confidentialite/|br") == 1


def test_a_feed_in_a_window_is_for_people_and_elsewhere_for_programs(proxy):
    for _each in range(2):
        in_window = proxy.ask("/flux/rss.xml", **{"Sec-Fetch-Dest": "document"})
        assert in_window.headers["Content-Type"].startswith("application/xml")
        for others in ({}, {"Sec-Fetch-Dest": "empty"}):
            feed = proxy.ask("/flux/rss.xml", **others)
            assert feed.headers["Content-Type"].startswith("application/rss+xml")
