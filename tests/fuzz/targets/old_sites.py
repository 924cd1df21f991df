"""The export of an old site, and its markup: read post by post, whatever its habits."""

from io import BytesIO

from articles.rules.body import clean_body
from articles.wires import Unreadable
from articles.wires.exports.old_markup import body_of
from articles.wires.exports.old_text import line_of
from articles.wires.exports.old_text import text_of as comment_of
from articles.wires.exports.shortcodes import without_shortcodes
from articles.wires.exports.wxr import Post, posts

from ..target import files, target, text_of

WXR = """<rss version='2.0' xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'>
<channel><language>fr-FR</language><wp:author><wp:author_login>a</wp:author_login><wp:author_display_name>Salma</wp:author_display_name>
</wp:author><item><title>Le port</title><content:encoded><![CDATA[<p>Un mot [caption id='1']x[/caption]</p>]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2009-05-01 10:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain='category' nicename='monde'>Monde</category><wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>Bo
</wp:comment_author><wp:comment_content>Oui</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_date_gmt>
2009-05-02 10:00:00</wp:comment_date_gmt></wp:comment></item></channel></rss>"""
MARKUP = [
    "<p>Un <b>mot</b></p>\n\ndeux\n[caption id='x' width='1']<img src='a.jpg'> légende[/caption]<!--more-->[gallery ids='1,2']",
    "<table><tr><td>a</td><td>b</td></tr></table><div>x<ul><li>y</ul></div><iframe src='//www.youtube.com/embed/x'></iframe>",
    "<blockquote>a<p>b<a href='http://a.example/x'>c</a></blockquote><pre>d\n e</pre>[sic] [1] <font color=red>f</font>",
]  # fmt: skip


@target([WXR, *files("wxr/*.xml")], [b"<wp:postmeta>", b"&nbsp;", b"]]>", b"<!DOCTYPE rss>"])
def old_site(item):
    """A post is read, or is Unreadable with the file's fault for a reason, never with one of ours."""
    try:
        for post in posts(BytesIO(item), tell=lambda line, what: None):
            assert isinstance(post, Post) or not str(post).startswith("not understood"), post
    except Unreadable:
        pass


@target(MARKUP)
def old_bodies(item):
    """A body comes out in our own tags: cleaning it again changes nothing."""
    body = body_of(text_of(item)).body
    assert clean_body(clean_body(body)) == clean_body(body)
    without_shortcodes(text_of(item))


@target([*MARKUP, "<q>a</q> <del>b</del><ol><li>c</ol>", "a <b et c> d"])
def old_comments(item):
    """A title is on one line; a comment holds no more than was written, and its signs."""
    assert "\n" not in line_of(text_of(item))
    comment_of(text_of(item))
