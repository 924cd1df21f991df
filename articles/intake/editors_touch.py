"""What an editor's touch means for the next version of a dispatch, and how it is recognised.

An editor has touched an article if one of the fields WRITTEN, or the byline (its names in their order), differs from the
agency's version that was last written here, or last merged or set aside by an editor. Markup counts, spaces do not.
Section, topics, pictures, dates, the note and the roles under a byline are no touch: they are the newsroom's own. What is
typed and not saved is none either: the open form is refused once the wire has written (article_form.py). A version has
new words if what readers read of it differs (digest_of_item); another address of the same words is none.

| then the agency's next version | does |
|---|---|
| new words | nothing to the article: the version waits |
| … and it waits | until an editor settles it or a later version, until a later version has the former words again or is written because the article holds the agency's words alone, or until the agency kills or withdraws the dispatch |
| new words, after the agency withheld it | nothing: it stays off line, the version waits, and an editor publishes by hand |
| the same words, after the agency withheld it | puts it back by itself, with the editor's words: on line, or as a draft if its wire does not publish, or if an editor had returned it to draft |
| another embargo | takes it at once, even if new words came with it and must wait. If the editor had set another embargo, the later of the two holds |
| a kill, a withdrawal | takes it off line, touched or not (newer_version.py) |
| anything, after an editor published again what the agency had killed | nothing. After a withdrawal: nothing of the versions up to the withdrawn one; of a feed, of every later entry (newer_version.py) |
| anything, after an editor withdrew the article | nothing: it stays withdrawn |

After an editor has merged or set aside version 2, version 3 is compared with version 2, not with the one first written
here (merge_by_hand.py). If the article then holds the agency's words alone, it counts as untouched, and the next version
rewrites it.
"""

from hashlib import sha256

from ..rules.body import clean_body, plain_text

# The fields of an article that a dispatch is written to (written_fields.py).
WRITTEN = (
    "headline", "kicker", "standfirst", "body", "dateline_place", "language", "usage_terms", "origin_url",
)  # fmt: skip


def is_touched(article) -> bool:
    """Return whether an editor has changed what the wire wrote."""
    return digest_of_article(article) != article.written_digest


def digest(*parts):
    return sha256("\n".join(" ".join(part.split()) for part in parts).encode()).hexdigest()


def digest_of_item(item):
    """Return the digest of a dispatch's text, the same whether it came as text or as HTML."""
    return digest(
        item.headline,
        item.kicker,
        plain_text(clean_body(item.standfirst)),
        plain_text(clean_body(item.body)),
        item.dateline_place,
        item.language,
        item.usage_terms or item.rights,
        *item.byline,
    )


def digest_of_article(article):
    """Return the digest of every field that a dispatch is written to.

    It includes the markup: a link that an editor made counts as a change.
    """
    fields = {name: getattr(article, name) for name in WRITTEN}
    return digest_of_fields(fields, article.credits.values_list("name", flat=True))


def digest_of_fields(fields, byline):
    """Return the digest of fields_of_item() and a byline, as digest_of_article() makes it."""
    return digest(*(fields[name] for name in WRITTEN), *byline)
