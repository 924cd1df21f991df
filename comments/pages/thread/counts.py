"""Numbers of comments, put into a finished page.

A page, and the pieces of it that are kept in memory, bear a mark where a number belongs. So a new comment
makes no article or list anew: `fill()` asks for all numbers of the page in one query.
"""

import re
import secrets
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from articles.freshness import kept_each, shows, thread

from ...models import Comment

MARK = f"~{secrets.token_hex(8)}~"  # no text can hold it
MARKED = re.compile(rf"{MARK}(words|digits|card|line|json)-(\d+)~".encode())


def mark(article, form: str) -> str:
    """Return the mark of an article's number of comments; `form` is a partial of counts.html, or "json"."""
    return mark_safe(f"{MARK}{form}-{article.pk}~")  # noqa: S308, letters, digits and tildes


def fill(content: bytes) -> bytes:
    """Return a page with each mark replaced by its number, in the form that it names."""
    pks = sorted({int(pk) for _form, pk in MARKED.findall(content)})
    counts = visible(pks)
    shows(threads=pks)
    language = get_language()

    def put(found):
        number = counts.get(int(found[2])) or 0
        return in_form(found[1].decode(), number, language)

    # As a number of JSON it stands without the quotes that held its mark.
    content = re.sub(f'"({MARK}json-[0-9]+~)"'.encode(), rb"\1", content)
    return MARKED.sub(put, content)


def visible(pks) -> dict:
    """Return {article id: number of comments that readers see}; one query if any is not in memory."""
    return kept_each("comments", pks, Comment.objects.counts_under, thread)


@lru_cache(1000)
def in_form(form, number, language):
    if form == "json":
        return str(number).encode()
    return render_to_string(f"comments/counts.html#{form}", {"n": number}).strip().encode()
