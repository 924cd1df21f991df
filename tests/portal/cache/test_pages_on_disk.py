"""Copies on disk: a site that starts again during an outage still reads, and shows nothing that was taken away."""

import errno
import os
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles.freshness import changes, pieces
from articles.freshness.changes import ASLEEP_SECONDS
from portal.pagecache import PagesOnDisk, on_disk
from tests import cast
from tests.portal.cache.conftest import Site

TEXT = "La passerelle manquait depuis trente ans."
pytestmark = [pytest.mark.slow, pytest.mark.both]


@pytest.fixture
def folder(tmp_path, settings):
    settings.PAGES_ON_DISK = tmp_path / "pages"
    return settings.PAGES_ON_DISK


@pytest.fixture
def site(one_connection, folder):
    return started(folder)


@pytest.fixture
def article(db):
    return cast.an_article(headline="Une passerelle relie les deux rives")


def started(folder, **options):
    """Return a process of the site that has just started, with nothing in memory."""
    pieces._pieces.clear()
    return Site(disk=PagesOnDisk(folder, most_bytes=options.pop("most_bytes", 10**7)), **options)


@pytest.fixture
def outage(db):
    """The database goes away when this is called."""

    def away(*_args, **_options):
        raise OperationalError("the database is away")

    with pytest.MonkeyPatch.context() as patch:

        def begin():
            changes.looked = changes.failed = -ASLEEP_SECONDS
            patch.setattr(type(changes), "_ask", away)
            patch.setattr("django.db.backends.utils.CursorWrapper._execute", away)

        yield begin


@pytest.fixture
def swept(monkeypatch):
    """Sweeping is done at once, as if its thread had ended."""

    class AtOnce:
        def __init__(self, target, args=()):
            self.target, self.args = target, args

        def start(self):
            self.target(*self.args)

    monkeypatch.setattr("threading.Thread", AtOnce)


def test_a_site_that_starts_again_during_an_outage_still_reads(site, folder, article, outage):
    before = {address: site.ask(address) for address in ("/", article.get_absolute_url())}
    outage()
    new = started(folder)
    for address, page in before.items():
        copy = new.ask(address)
        assert (copy.status, copy.body) == (200, page.body)
        assert copy.headers["etag"] == page.headers["etag"]
        assert int(copy.headers["age"]) >= 0
    assert new.ask(f"{article.get_absolute_url()}texte.txt").status == 503, "there is no copy of it"


def test_the_copy_is_of_the_page_shown_last(site, folder, article, outage):
    address = article.get_absolute_url()
    site.ask(address)
    cast.a_published_comment(article=article, text=TEXT)
    site.ask(address)
    outage()
    assert TEXT in started(folder).ask(address).text


def test_what_is_new_takes_no_copy_away(site, folder, article, outage, swept):
    """An old front page, with its age, is better than none."""
    site.ask("/")
    cast.an_article()
    cast.a_published_comment(article=article)
    cast.a_comment(article=article).withdraw()
    changes.look(at_once=True)
    outage()
    assert started(folder).ask("/").status == 200


@pytest.mark.parametrize("act", ["withdraw", "hide", "erase", "remove"])
def test_a_comment_that_goes_leaves_memory_and_disk(
    site, folder, article, outage, swept, monkeypatch, act
):
    comment = cast.a_published_comment(article=article, text=TEXT)
    address = article.get_absolute_url()
    assert TEXT in site.ask(address).text
    if act == "remove":
        comment.remove(by=cast.sofia(), **cast.against(1))
    elif act == "hide":
        comment.hide(at=timezone.now())
    elif act == "erase":
        comment.erase(by=cast.nora())
    else:
        comment.withdraw()
    changes.look(at_once=True)
    outage()
    for process in (site, started(folder)):
        answer = process.ask(address)
        assert TEXT not in answer.text
        assert answer.status == 503


@pytest.mark.parametrize("kind", ["front", "section", "feed", "article"])
@pytest.mark.parametrize("act", ["kill", "embargo", "delete"])
def test_an_article_that_goes_leaves_memory_and_disk(
    site, folder, article, outage, swept, act, kind
):
    address = {
        "front": "/",
        "section": f"/{article.section.slug}/",
        "feed": "/flux/rss.xml",
        "article": article.get_absolute_url(),
    }[kind]
    assert article.headline in site.ask(address).text.replace("\xa0", " ")
    if act == "kill":
        article.kill(notice="L’agence l’a retirée.", by=cast.hicham())
    elif act == "embargo":
        article.return_to_draft(by=cast.hicham())
    else:
        type(article).objects.filter(pk=article.pk).delete()
    changes.look(at_once=True)
    outage()
    for process in (site, started(folder)):
        assert article.headline not in process.ask(address).text.replace("\xa0", " ")


def test_what_a_command_takes_away_leaves_the_disk_though_no_server_runs(
    site, folder, article, outage
):
    comment = cast.a_published_comment(article=article, text=TEXT)
    address = article.get_absolute_url()
    site.ask(address)
    comment.erase(by=cast.nora())
    on_disk.sweep_after_a_command()
    outage()
    assert started(folder).ask(address).status == 503


def test_a_page_that_was_being_made_meanwhile_is_not_written(site, folder, article, monkeypatch):
    """It was read before the comment went; its copy would bring the comment back."""
    comment = cast.a_published_comment(article=article, text=TEXT)
    address = article.get_absolute_url()
    made = site.cache._rendered

    def slowly(key, environ):
        page = made(key, environ)
        comment.erase(by=cast.nora())
        return page

    monkeypatch.setattr(site.cache, "_rendered", slowly)
    site.ask(address)
    assert list(folder.glob("*.page")) == []


def test_a_page_that_is_no_more_leaves_no_copy(site, folder, article):
    address = article.get_absolute_url()
    site.ask(address)
    assert len(list(folder.glob("*.page"))) == 1
    article.return_to_draft(by=cast.hicham())
    assert site.ask(address).status == 404
    assert list(folder.glob("*.page")) == []


@pytest.mark.parametrize("damage", ["cut", "emptied", "another page's"])
def test_a_copy_that_is_not_whole_is_not_shown(site, folder, article, outage, damage):
    address = article.get_absolute_url()
    site.ask(address)
    [path] = folder.glob("*.page")
    whole = path.read_bytes()
    if damage == "another page's":
        path.write_bytes(
            whole.replace(address.encode(), address.replace("/soc", "/sac").encode(), 1)
        )
    else:
        path.write_bytes(whole[:-7] if damage == "cut" else b"")
    outage()
    assert started(folder).ask(address).status == 503


def test_a_full_disk_stops_no_page(site, folder, article, monkeypatch):
    def full(self, *_args):
        Path(self).touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert site.ask(article.get_absolute_url()).status == 200
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_the_disk_stays_within_its_bound_and_the_oldest_copy_goes(site, folder):
    addresses = [cast.an_article().get_absolute_url() for _each in range(4)]
    for age, address in enumerate(addresses):
        site.ask(address)
        path = site.cache.disk._path(address)
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    (folder / "abc.12-34").write_bytes(b"half written by a process that was killed")
    disk = PagesOnDisk(folder, most_bytes=int(path.stat().st_size * 2.5))
    disk.stay_within_bounds()
    assert {each for each in addresses if disk.read(each)} == set(addresses[2:])
    assert not (folder / "abc.12-34").exists()


def test_others_on_this_machine_cannot_read_the_folder(folder):
    PagesOnDisk(folder, most_bytes=1)
    assert folder.stat().st_mode & 0o077 == 0


def test_copies_of_a_database_that_is_served_no_more_go(folder, settings):
    """Nobody sweeps them: they would show for ever what was erased since."""
    settings.PAGES_ON_DISK = folder.with_name("pages-ours")
    for name, days in (("pages-ours", 9), ("pages-former", 9), ("pages-another", 0)):
        (folder.parent / name).mkdir()
        at = timezone.now().timestamp() - days * 86_400
        os.utime(folder.parent / name, (at, at))
    on_disk.forget_other_databases()
    assert sorted(path.name for path in folder.parent.glob("pages-*")) == [
        "pages-another",
        "pages-ours",
    ]
