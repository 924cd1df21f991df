"""A site moves in from exports as newsrooms have them: what is mended, what is lost and told, what fails alone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Author, Redirect, Section, Topic
from articles.rules import renditions
from comments import imports
from comments.log.audit import broken_links
from comments.models import Comment
from tests import cast
from tests.portal.moving import test_site_pictures as pictures
from tests.portal.moving.test_site_import_again import a_comment_element, a_post, a_site

pytestmark = pytest.mark.once

DAY = "<wp:post_date_gmt>2024-03-01 09:00:00</wp:post_date_gmt>"
uploads = pictures.uploads


def category(name, nicename, domain="category"):
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{name}]]></category>'


def said(comment, text):
    """Return the element of a comment with other words."""
    number = comment.partition("Un avis ")[2].partition(".")[0]
    return comment.replace(f"Un avis {number}.", f"<![CDATA[{text}]]>")


def test_a_character_that_no_parser_reads_ends_no_move_and_its_place_is_told(db, tmp_path):
    posts = [a_post(number, title=title) for number, title in enumerate(["Avant", "Le\ufffe port", "Après"])]  # fmt: skip
    told = a_site(tmp_path, posts)
    assert list(Article.objects.order_by("pk").values_list("headline", flat=True)) == ["Avant", "Le port", "Après"]  # fmt: skip
    assert "replaced: line 1: U+FFFE" in told


def test_an_arabic_category_is_a_section_with_an_address(client, db, tmp_path):
    arabic = category("سياسة", "%d8%b3%d9%8a%d8%a7%d8%b3%d8%a9")
    posts = [a_post(1, more=arabic + DAY), a_post(2, title="Autre", more=arabic + DAY)]
    a_site(tmp_path, [*posts, a_post(3, more=category("رياضة", "%d8%b1%d9%8a%d8%a7%d8%b6%d8%a9"))])
    politics = Section.objects.get(name="سياسة")
    assert politics.name_ar == "سياسة"
    assert politics.article_set.count() == 2
    assert client.get(politics.get_absolute_url()).status_code == 200
    assert Section.objects.get(name="رياضة").slug != politics.slug
    a_site(tmp_path, [a_post(4, title="Plus tard", more=arabic)])
    assert politics.article_set.count() == 3, "a second run finds it again"


def test_no_category_before_a_real_one_does_not_hide_it(db, tmp_path):
    both = category("Non classé", "non-classe") + category("Politique", "politique")
    told = a_site(tmp_path, [a_post(1, more=both), a_post(2, more=both + category("Mer", "mer"))])
    assert set(Article.objects.values_list("section__name", flat=True)) == {"Politique"}
    assert "not in Mer" in told


def test_names_with_entities_are_told_as_readers_know_them(db, tmp_path):
    names = category("Arts &amp; spectacles", "arts") + category("R&amp;D", "rd", "post_tag")
    more = names + "<creator><![CDATA[Jean &amp; Fils]]></creator>"
    a_site(tmp_path, [a_post(1, more=more)])
    assert Article.objects.get().section.name == "Arts & spectacles"
    assert (Topic.objects.get().name, Author.objects.get().name) == ("R&D", "Jean & Fils")


def test_what_is_too_long_is_cut_between_words_and_told(db, tmp_path):
    tags = "".join(category(f"Thème {n}", f"t{n}", "post_tag") for n in range(15))
    long = category("t" * 81, "x", "post_tag")
    told = a_site(tmp_path, [a_post(7, title="mot " * 80, more=tags + long)])
    article = Article.objects.get()
    assert article.headline.endswith("mot…")
    assert len(article.headline) <= 250
    assert "7 'mot mot" in told
    assert "headline cut after 250 characters" in told
    assert f"with fewer topics: 4 left: {'t' * 81}, Thème 12, Thème 13, Thème 14" in told


def test_words_and_links_that_a_post_lost_are_told_post_by_post(db, tmp_path):
    figure = '<figure><img src="a.jpg"><figcaption>Le pont <a href="https://l.example/">du quai</a></figcaption></figure>'
    post = a_post(102, more=DAY).replace("Le port a rouvert.", f"<![CDATA[{figure}\n\nLe texte.]]>")
    told = a_site(tmp_path, [post])
    assert Article.objects.get().body == "<p>Le texte.</p>"
    assert "changed: 102 'Le port rouvre': dropped 1 <img>" in told
    assert "102 'Le port rouvre': 4 words lost: «Le pont du quai»" in told
    assert "102 'Le port rouvre': 1 links lost: https://l.example/" in told


@pytest.mark.parametrize("zeros", ["0000-00-00 00:00:00", "bientôt"])
def test_a_post_whose_day_cannot_be_read_is_not_of_today(client, db, tmp_path, zeros):
    told = a_site(tmp_path, [a_post(404, more=f"<wp:post_date_gmt>{zeros}</wp:post_date_gmt>")])
    article = Article.objects.get()
    assert (article.status, article.published_at) == ("draft", None)
    assert "a draft: its date cannot be read" in told
    assert "Le port" not in client.get("/sitemap-news.xml").text


def test_a_comment_without_gmt_has_its_local_time(db, tmp_path):
    dates = "<wp:comment_date>2024-07-02 11:00:00</wp:comment_date><wp:comment_date_gmt>0000-00-00 00:00:00</wp:comment_date_gmt>"
    comment = a_comment_element(1).replace("</wp:comment>", dates + "</wp:comment>")
    a_site(tmp_path, [a_post(1, more=DAY + comment)])
    assert Comment.objects.get().created_at.isoformat() == "2024-07-02T09:00:00+00:00"


@pytest.mark.slow
def test_a_quotation_in_a_comment_does_not_become_its_commenters_words(client, db, tmp_path):
    text = "<blockquote>Ils mentent tous.</blockquote>Je ne crois pas."
    a_site(tmp_path, [a_post(1, more=DAY + said(a_comment_element(1), text))])
    assert Comment.objects.get().text == "> Ils mentent tous.\n\nJe ne crois pas."
    page = client.get(Article.objects.get().home_url).text
    assert "<p>&gt; Ils mentent tous.</p>\n<p>Je ne crois pas.</p>" in page


def test_a_comment_of_a_picture_alone_is_counted_as_dropped(db, tmp_path):
    picture = said(a_comment_element(2), '<img src="https://x.example/s.gif" alt=":)">')
    told = a_site(tmp_path, [a_post(1, more=DAY + a_comment_element(1) + picture)])
    assert Comment.objects.count() == 1
    assert "1 comments dropped: no words" in told
    assert "comment 2" in told


def test_links_and_names_that_the_door_refuses_are_marked_and_told(db, tmp_path):
    linked = said(a_comment_element(1, approved="0"), '<a href="https://s.example/x">Ici</a>')
    names = a_comment_element(2, name="www.spam.com") + a_comment_element(3, name="X").replace(
        "X 3", "La rédaction"
    )
    told = a_site(tmp_path, [a_post(9, more=DAY + linked + names)])
    comment = Comment.objects.get(state="pending")
    assert comment.text == "Ici (https://s.example/x)"
    assert "<mark>https://s.example/x</mark>" in comment.marked_text
    assert "comment 1 of 9 'Le port rouvre': a link in its text" in told
    assert "comment 2 of 9 'Le port rouvre': a link for a name" in told
    assert "comment 3 of 9 'Le port rouvre': a name that readers may take for ours" in told


def test_wordpress_address_by_number_leads_on_after_a_pretty_link(client, db, tmp_path):
    guid = '<guid isPermaLink="false">https://ancien.example/?p=231</guid>'
    a_site(tmp_path, [a_post(231, link="/2024/03/le-port/", more=DAY + guid)])
    article = Article.objects.get()
    for old in ("/?p=231", "/2024/03/le-port/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, article.home_url)
    assert Redirect.objects.count() == 2


def test_markup_that_a_commenter_wrote_stays_words_in_the_feed(client, db, tmp_path):
    text = "Écrivez &lt;b&gt;gras&lt;/b&gt; ou &lt;img src=x onerror=alert(1)&gt;"
    a_site(tmp_path, [a_post(1, more=DAY + said(a_comment_element(1), text))])
    feeds = f"/flux/commentaires/{Article.objects.get().pk}/"
    for form in ("atom.xml", "rss.xml"):
        told = client.get(feeds + form).text
        assert "&amp;lt;img src=x" in told
        assert "&lt;img" not in told, form


def test_a_headline_about_a_tag_leaves_and_comes_back(db, tmp_path, settings):
    words = "Pourquoi <marquee> & <em> ont disparu"
    article = cast.an_article(headline=words, standfirst=words)
    cast.a_topic(article, name="R&D <b>"), cast.an_author(article, name="Jean <i>")
    call_command("export_site", str(tmp_path / "x.xml"), stdout=StringIO(), stderr=StringIO())
    settings.SITE_URL = "https://ailleurs.example"
    Article.objects.update(origin_id="ours")
    call_command("import_site", str(tmp_path / "x.xml"), stdout=StringIO(), stderr=StringIO())
    moved = Article.objects.exclude(pk=article.pk).get()
    assert (moved.headline, moved.standfirst) == (words, words)
    assert [topic.name for topic in moved.topics.all()] == ["R&D <b>"]
    assert moved.credits.get().name == "Jean <i>"


def test_a_day_to_come_is_told(db, tmp_path):
    day = timezone.now() + timedelta(days=40)
    told = a_site(tmp_path, [a_post(1, more=f"<wp:post_date_gmt>{day:%Y-%m-%d 09:00:00}</wp:post_date_gmt>")])  # fmt: skip
    assert "waits for a date to come" in told


def test_there_is_no_option_that_does_nothing(db, tmp_path):
    with pytest.raises(CommandError, match="unrecognized arguments"):
        call_command("import_site", str(tmp_path / "x.xml"), "--resume")


# One that fails, for whatever reason, is told with it; the others come.


def failing_for(words, function):
    def fails_once(*args, **kwargs):
        if any(words in str(getattr(each, "headline", each)) for each in args):
            raise ZeroDivisionError("a fault that nobody foresaw")
        return function(*args, **kwargs)

    return fails_once


def move_and_fail(tmp_path, items):
    """Return what was said by a move that ends with 1."""
    (tmp_path / "x.xml").write_text(
        pictures.HEAD + "".join(f"<item>{item}</item>" for item in items) + pictures.FOOT
    )
    cast.newsroom(), cast.societe()
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_site", str(tmp_path / "x.xml"), stdout=out, stderr=StringIO())
    assert left.value.code == 1
    return out.getvalue()


def test_one_post_that_fails_leaves_nothing_and_stops_no_other(db, tmp_path, monkeypatch):
    monkeypatch.setattr(Article, "publish", failing_for("Deux", Article.publish))
    new = category("Nouvelle", "nouvelle") + category("Neuf", "neuf", "post_tag") + DAY
    posts = [a_post(n, title=title, more=new) for n, title in ((1, "Un"), (2, "Deux"), (3, "Trois"))]  # fmt: skip
    told = move_and_fail(tmp_path, posts[1:])
    assert "failed: 2 'Deux': ZeroDivisionError: a fault that nobody foresaw" in told
    assert Article.objects.get().headline == "Trois"
    assert Article.objects.get().section == Section.objects.get(slug="nouvelle")
    assert "1 articles\n" in told
    monkeypatch.undo()
    a_site(tmp_path, posts)
    assert Article.objects.count() == 3


def test_one_comment_that_fails_stops_no_other_and_its_answers_come(db, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "text_digest", failing_for("Un avis 2.", imports.text_digest))
    comments = "".join(a_comment_element(n, parent=n - 1) for n in (1, 2, 3))
    told = move_and_fail(tmp_path, [a_post(1, more=DAY + comments)])
    assert "comment 2 of 1 'Le port rouvre': failed: ZeroDivisionError: a fault" in told
    assert set(Comment.objects.values_list("name", flat=True)) == {"Nadia 1", "Nadia 3"}
    assert "2 comments\n" in told
    assert list(broken_links()) == []


@pytest.mark.slow
def test_one_picture_that_fails_stops_no_other(uploads, monkeypatch):
    opened = renditions.opened
    first = (uploads / "2012/06/port.jpg").read_bytes()

    def fails_once(content):
        if content == first:
            raise ZeroDivisionError("a fault that nobody foresaw")
        return opened(content)

    monkeypatch.setattr(renditions, "opened", fails_once)
    file = uploads.parent / "export.xml"
    file.write_text(
        pictures.HEAD + pictures.attachment(90, "2012/06/port.jpg") + pictures.attachment(91, "autre.jpg")
        + pictures.post(1, 90) + pictures.post(2, 91) + pictures.FOOT
    )  # fmt: skip
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_site", str(file), media=str(uploads), stdout=out, stderr=StringIO())
    assert "failed: the picture of 1 'Article 1': ZeroDivisionError" in out.getvalue()
    assert "1 pictures" in out.getvalue()
    assert Article.objects.exclude(lead_image=None).get().headline == "Article 2"
