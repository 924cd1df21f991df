"""A whole site moves in: what comes, what is left and said to be, and where its old addresses lead."""

from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Author, Redirect, Section, Topic
from articles.wires import Unreadable
from articles.wires.exports import wxr
from comments.log.audit import broken_links
from comments.models import Comment, Decision, Event
from tests import cast

CORPUS = Path(__file__).parents[2] / "corpus" / "wxr"


def move_in(name, *options):
    """Return what the command said."""
    cast.newsroom(), cast.societe()
    out = StringIO()
    call_command("import_site", str(CORPUS / name), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def moved(db):
    return move_in("wmaker.xml")


def test_a_wmaker_backup_brings_its_article(moved):
    article = Article.objects.get(headline="Le port rouvre")
    assert article.is_visible
    assert (
        article.body
        == "<p>Le port a <strong>rouvert</strong> mercredi.</p>\n<p>Les bateaux attendaient.  Le port</p>".replace(
            "  ", " "
        )
    )
    assert article.standfirst == "Après quatre mois."
    assert article.published_at == datetime(2012, 6, 20, 10, 0, tzinfo=UTC), (
        "its «gmt» is local and says so"
    )
    assert article.section == Section.objects.get(slug="mer")
    assert list(article.topics.all()) == [Topic.objects.get(name="Pêche")]
    assert article.credits.get().author == Author.objects.get(name="Une Plume")
    assert article.language == "fr"


@pytest.mark.slow
def test_its_comments_come_with_their_states_threads_and_dates(client, moved):
    toto, lina = Comment.objects.get(name="Toto"), Comment.objects.get(name="Lina")
    assert toto.is_visible
    assert toto.parent is None, "the article's own number is no parent"
    assert toto.created_at == datetime(2012, 6, 20, 14, 25, tzinfo=UTC)
    assert (lina.parent, lina.root) == (toto, toto), "a parent may come after its answer"
    assert lina.revision.text == "Réponse à Toto.\nSur deux lignes."
    assert Comment.objects.get(name="Attente").state == "pending"
    assert not Comment.objects.filter(name="Spam").exists()
    assert "comments dropped: spam" in moved
    page = client.get(Article.objects.get(headline="Le port rouvre").home_url).text
    assert "grand regret" in page
    assert "attendait" not in page.split('id="nouveau"')[0].split('id="discussion"')[1]


def test_nobody_here_is_said_to_have_decided_on_them_and_the_log_holds(moved):
    assert not Decision.objects.exists()
    assert set(Event.objects.values_list("kind", "by")) == {("imported", "import")}
    assert list(broken_links()) == []


@pytest.mark.slow
def test_a_comment_that_moved_in_can_be_removed_restored_and_the_log_still_holds(moved):
    toto = Comment.objects.get(name="Toto")
    toto.remove(by=cast.sofia(), **cast.against(1))
    toto.refresh_from_db()
    toto.restore(by=cast.zoe(), reasons="Rien à redire.")
    waiting = Comment.objects.get(name="Attente")
    waiting.approve(by=cast.sofia())
    assert list(broken_links()) == []


def test_words_changed_behind_the_log_are_found_in_what_moved_in(moved):
    Comment.objects.filter(name="Toto").update(html="<p>Autre chose.</p>")
    assert [broken.what for broken in broken_links()] == [
        "the words on line are not those that were judged"
    ]


def test_no_network_address_comes_and_an_email_only_if_asked(moved):
    for comment in Comment.objects.all():
        assert comment.email == ""
        assert comment.sender == ""
    Comment.objects.filter(name="Attente")
    assert "109.0.36" not in str(list(Comment.objects.values()))


def test_emails_are_kept_where_the_newsroom_says_so(db):
    move_in("wmaker.xml", "--keep-emails")
    assert Comment.objects.get(name="Toto").email == "email@email.email"


def test_what_a_password_kept_stays_a_draft_and_the_bin_is_left(moved):
    assert Article.objects.get(headline="Réservé").status == "draft"
    assert not Article.objects.filter(headline="À la corbeille").exists()
    assert "'À la corbeille': status trash" in moved
    assert "1 tags dropped: <img>" in moved


@pytest.mark.slow
@pytest.mark.parametrize("old", ["/Le-port-rouvre_a123.html", "/Un-autre-titre_a123.html", "/mer/Le-port_a123.html"])  # fmt: skip
def test_an_old_address_answers_one_301(client, moved, old):
    article = Article.objects.get(headline="Le port rouvre")
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"] == article.home_url
    assert client.get(article.home_url).status_code == 200
    article.return_to_draft()
    assert client.get(old).status_code == 404


def test_an_address_nobody_knew_is_not_found(client, moved):
    for address in ("/Autre_a999.html", "/Reserve_a124.html", "/x/"):
        assert client.get(address).status_code == 404


def test_moved_in_twice_nothing_changes(moved):
    before = {
        model: model.objects.count() for model in (Article, Comment, Event, Redirect, Topic, Author)
    }
    again = move_in("wmaker.xml")
    assert {model: model.objects.count() for model in before} == before
    assert "articles unchanged" in again
    assert Comment.objects.count() == 3


def test_a_dry_run_counts_and_keeps_nothing(db):
    said = move_in("wmaker.xml", "--dry-run")
    assert "2 articles" in said
    assert not Article.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "articles", "comments", "pages"),
    [("valid-wxr-1.0.xml", 3, 1, 3), ("valid-wxr-1.1.xml", 1, 1, 1), ("small-export.xml", 6, 1, 5), ("wxr-simple.xml", 1, 0, 0)],
)  # fmt: skip
def test_exports_of_every_version_come_in(db, name, articles, comments, pages):
    said = move_in(name)
    assert Article.objects.count() == articles
    assert Comment.objects.count() == comments
    assert said.count(": a page") - (pages > 0) == pages
    assert list(broken_links()) == []


def test_a_wordpress_address_by_number_leads_on_too(client, db):
    move_in("valid-wxr-1.1.xml")
    article = Article.objects.get(headline="Hello world!")
    assert Redirect.objects.get().path == "/?p=1"
    assert client.get("/?p=1")["Location"] == article.home_url
    assert client.get("/?p=2").status_code == 200
    assert Comment.objects.get().revision.text.startswith("Hi, this is a comment.\nTo delete")
    assert article.published_at == datetime(2010, 10, 16, 20, 53, 18, tzinfo=UTC)


@pytest.mark.parametrize(("content", "code"), [(b"<html></html>", 2), (b"hello", 2), (b"", 2)])
def test_what_is_no_export_says_so(db, tmp_path, content, code):
    cast.newsroom(), cast.societe()
    (tmp_path / "x.xml").write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_site", str(tmp_path / "x.xml"))
    assert error.value.returncode == code


def test_a_file_that_breaks_off_keeps_what_came_before_and_says_so(db, tmp_path):
    cast.newsroom(), cast.societe()
    whole = (CORPUS / "wmaker.xml").read_bytes()
    (tmp_path / "cut.xml").write_bytes(whole[: whole.index(b"corbeille")])
    err = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_site", str(tmp_path / "cut.xml"), stdout=StringIO(), stderr=err)
    assert left.value.code == 1
    assert "broken from there on" in err.getvalue()
    assert Article.objects.count() == 2


def test_entities_are_refused_while_the_file_streams():
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">]><rss><channel><item>&a;</item></channel></rss>'
    with pytest.raises(Unreadable, match="entities"):
        list(wxr.posts(BytesIO(bomb)))


@pytest.mark.once
@pytest.mark.slow
def test_a_long_file_takes_the_memory_of_its_longest_post():
    """The elements of what was read are let go: the tree does not grow with the file."""
    import tracemalloc

    item = b"<item><title>T</title>" + b"<x>y</x>" * 200 + b"</item>"

    def peak(items):
        content = BytesIO(b"<rss><channel>" + item * items + b"</channel></rss>")
        tracemalloc.start()
        for _post in wxr.posts(content):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(2000) < 2 * peak(200)
