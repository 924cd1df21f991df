"""Keep a part of a page in memory while what it shows stays the same (articles/freshness/pieces.py)."""

from django import template
from django.utils.translation import get_language

from ..freshness import HOUSE, NEWS, kept, shows, thread
from ..freshness import article as article_tag

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, name, keys, article, has_comments, nodelist):
        self.name, self.keys, self.nodelist = name, keys, nodelist
        self.article, self.has_comments = article, has_comments

    def render(self, context):
        if context.get("is_preview"):  # it shows what is not saved yet
            return self.nodelist.render(context)
        keys = tuple(key.resolve(context) for key in self.keys)
        tags = (HOUSE, NEWS)
        if self.article:
            pk = self.article.resolve(context).pk
            keys, tags = (pk, *keys), (HOUSE, article_tag(pk))
            if self.has_comments:
                shows(threads=[pk])
                tags = (*tags, thread(pk))
        return kept(
            (self.name, get_language(), *keys), lambda: self.nodelist.render(context), tags=tags
        )


@register.tag("kept")
def do_kept(parser, token):
    """Keep what stands within: {% kept "footer" %}, {% kept "body" of article %}, {% kept "bar" section.pk %}.

    It may depend on its name, the language, the words given, and what the database says; `of article` if of that
    article and the house alone, `of article and comments` if of its discussion too. Nothing else of the page may stand
    in it.
    """
    name, *words = token.split_contents()[1:]
    article, has_comments = None, False
    if words[:1] == ["of"]:
        article, words = parser.compile_filter(words[1]), words[2:]
        if has_comments := words[:2] == ["and", "comments"]:
            words = words[2:]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    keys = [parser.compile_filter(word) for word in words]
    return KeptNode(name.strip('"'), keys, article, has_comments, nodelist)
