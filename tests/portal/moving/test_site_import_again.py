"""A site moves in: addresses, comments, a second run."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import Article
from articles.wires.exports import old_markup, wxr
from comments.log.audit import broken_links
from comments.models import Comment
from tests import cast
from tests.portal.moving.test_site_import import move_in

pytestmark = pytest.mark.once


@pytest.mark.slow
def test_a_site_that_moved_out_moves_in_again_whole(db, tmp_path, settings):
    """Through WXR: articles, sections, topics, bylines, comments, their threads and their states."""
    article = cast.an_article(
        headline="L’eau & le sel", body="<p>Un <em>mot</em>.</p>", standfirst="Un chapô."
    )
    cast.an_author(article), cast.a_topic(article)
    first = cast.a_published_comment(article=article, text="Un <b>mot</b> & deux\n\nparagraphes.")
    cast.a_published_comment(article=article, parent=first, name="Karim L.")
    cast.a_comment(article=article, name="Attente")
    cast.a_rejected_comment(article=article, name="Refus")
    cast.an_article(headline="Brouillon", is_draft=True)
    cast.an_article(headline="Tué").kill(notice="Annulé.")
    path = tmp_path / "site.xml"
    call_command("export_site", str(path), stdout=StringIO(), stderr=StringIO())
    assert b"Refus" not in path.read_bytes()
    posts = list(wxr.posts(path.open("rb")))
    assert [post.title for post in posts] == ["L’eau & le sel", "Brouillon"]
    settings.SITE_URL = "https://ailleurs.example"
    out = StringIO()
    call_command("import_site", str(path), stdout=out, stderr=StringIO())
    moved = Article.objects.filter(headline="L’eau & le sel").latest("pk")
    assert moved != article
    assert (moved.body, moved.standfirst) == (article.body, article.standfirst)
    assert moved.published_at == article.published_at.replace(microsecond=0)
    assert moved.section == article.section
    assert [credit.name for credit in moved.credits.all()] == ["Salma Idrissi"]
    assert list(moved.topics.all()) == list(article.topics.all())
    here = {comment.name: comment for comment in Comment.objects.filter(article=moved)}
    assert {name: comment.state for name, comment in here.items()} == {
        "Nadia B.": "published", "Karim L.": "published", "Attente": "pending",
    }  # fmt: skip
    assert here["Nadia B."].revision.text == "Un <b>mot</b> & deux\n\nparagraphes."
    assert here["Karim L."].parent == here["Nadia B."]
    assert list(broken_links()) == []


def test_a_site_leaves_as_ninjs_too(db, tmp_path):
    article = cast.an_article()
    cast.an_article(is_draft=True)
    call_command(
        "export_site", str(tmp_path / "out"), "--ninjs", stdout=StringIO(), stderr=StringIO()
    )
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == f"{article.pk}.json"


# Addresses and states that are not as one expects


def a_site(tmp_path, items):
    """Take in an export of these items (each the inside of an <item>); return what was said."""
    body = b"".join(b"<item>" + item.encode() + b"</item>" for item in items)
    file = tmp_path / "site.xml"
    file.write_bytes(
        b'<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        b"<channel><language>fr</language>" + body + b"</channel></rss>"
    )
    cast.newsroom(), cast.societe()
    out = StringIO()
    call_command("import_site", str(file), stdout=out, stderr=StringIO())
    return out.getvalue()


def a_post(number, *, link="", more="", status="publish", title="Le port rouvre"):
    return (
        f"<title>{title}</title><link>https://ancien.example{link}</link><wp:post_id>{number}</wp:post_id>"
        f"<wp:status>{status}</wp:status><content:encoded>Le port a rouvert.</content:encoded>{more}"
    )


def a_comment_element(number, *, parent=0, approved="1", name="Nadia"):
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{name} {number}</wp:comment_author>"
        f"<wp:comment_content>Un avis {number}.</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


@pytest.mark.parametrize("asked", ["/2012/%D9%85%D9%8A%D9%86%D8%A7%D8%A1/", "/2012/ميناء/", "/2012/ميناء", "/2012/ميناء/?utm_source=x"])  # fmt: skip
def test_an_arabic_address_leads_on_however_it_is_written(client, db, tmp_path, asked):
    a_site(tmp_path, [a_post(1, link="/2012/%d9%85%d9%8a%d9%86%d8%a7%d8%a1/")])
    assert client.get(asked)["Location"] == Article.objects.get().home_url


def test_an_address_by_number_leads_on_with_more_after_it(client, db, tmp_path):
    a_site(tmp_path, [a_post(7, link="/?p=7")])
    assert client.get("/?p=7&utm_source=x")["Location"] == Article.objects.get().home_url


def test_control_bytes_that_wordpress_let_through_stop_nothing(db, tmp_path):
    a_site(tmp_path, [a_post(1, title="Le \x0bport\x1f")])
    assert Article.objects.get().headline == "Le port"


def test_a_post_planned_for_a_day_that_cannot_be_read_stays_a_draft(db, tmp_path):
    a_site(tmp_path, [a_post(1, status="future", more="<wp:post_date>bientôt</wp:post_date>")])
    assert Article.objects.get().status == "draft"


def test_comments_that_answer_each_other_in_a_circle_open_conversations(db, tmp_path):
    circle = a_comment_element(1, parent=2) + a_comment_element(2, parent=1)
    a_site(tmp_path, [a_post(1, more=circle + a_comment_element(3, parent=1))])
    assert Comment.objects.filter(parent=None, root=None).count() == 3


@pytest.mark.slow
def test_an_answer_to_a_comment_nobody_sees_opens_a_conversation(client, db, tmp_path):
    waits = a_comment_element(1, approved="0") + a_comment_element(2, parent=1)
    a_site(tmp_path, [a_post(1, more=waits)])
    assert Comment.objects.get(state="published").parent is None
    assert "Un avis 2." in client.get(Article.objects.get().home_url).text


def test_a_site_that_numbers_its_comments_under_each_post_keeps_them_all(db, tmp_path):
    posts = [a_post(n, title=f"Titre {n}", more=a_comment_element(1)) for n in (1, 2)]
    a_site(tmp_path, posts)
    assert Comment.objects.count() == 2


def test_comments_without_a_number_are_not_taken_for_one(db, tmp_path):
    unnumbered = (
        "".join(a_comment_element(n) for n in (1, 2))
        .replace("<wp:comment_id>1<", "<wp:comment_id><")
        .replace("<wp:comment_id>2<", "<wp:comment_id><")
    )
    a_site(tmp_path, [a_post(1, more=unnumbered)])
    assert Comment.objects.count() == 2
    a_site(tmp_path, [a_post(1, more=unnumbered)])
    assert Comment.objects.count() == 2


def test_an_unclosed_comment_in_the_markup_takes_no_text_with_it():
    assert old_markup.body_of("Un <!-- wp:p -->mot <!-- puis").body == "<p>Un mot puis</p>"


def test_a_comment_that_alerts_have_hidden_leaves_as_one_that_waits(db, tmp_path):
    hidden = cast.a_published_comment()
    Comment.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    call_command("export_site", str(tmp_path / "x.xml"), stdout=StringIO(), stderr=StringIO())
    (post,) = wxr.posts((tmp_path / "x.xml").open("rb"))
    assert [comment.state for comment in post.comments] == ["pending"]


def test_a_post_in_a_language_that_is_not_printed_here_comes_all_the_same_and_is_told(db, tmp_path):
    export = tmp_path / "es.xml"
    export.write_text(
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><language>es</language><item><title>España</title>'
        "<link>https://viejo.example/1/</link><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>"
        "<wp:status>publish</wp:status></item></channel></rss>"
    )
    assert "not printed here" in move_in(export)
    assert Article.objects.get().language == "fr"
