"""Import a whole site from WordPress's or WMaker's export.

Posts, authors, sections, topics, comments and old addresses.
"""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.models import (
    TAKEN_ADDRESSES,
    Article,
    Author,
    Credit,
    Language,
    Redirect,
    Section,
    Topic,
)
from articles.models.languages import slug_of
from articles.models.redirect import number_in
from articles.rules.body import clean_body, plain_text
from articles.wires import wxr
from articles.wires.copy import language_of
from comments import imports

PUBLIC = {"publish", "future"}
DRAFTS = {"draft", "pending", "private"}
TOPICS_MOST = 12


@dataclass
class Report:
    """Counts of everything taken in or dropped; `dropped` names each dropped post."""

    done: Counter = field(default_factory=Counter)
    tags: Counter = field(default_factory=Counter)
    dropped: list[str] = field(default_factory=list)

    def drop(self, post, what):
        self.done[f"dropped: {what}"] += 1
        self.dropped.append(f"{post.number} {post.title[:60]!r}: {what}")


class Importer:
    """Takes in the posts of one site, each in one transaction; a post twice changes nothing."""

    def __init__(self, *, source, section, site, keep_addresses=False, pictures=None):
        self.source, self.section, self.site = source, section, site
        self.keep_addresses, self.pictures = keep_addresses, pictures
        self.report = Report()
        self.sections = {each.slug: each for each in Section.objects.all()}
        self.topics = {each.name: each for each in Topic.objects.all()}
        self.authors = {each.name: each for each in Author.objects.all()}

    @transaction.atomic
    def take_in(self, post):
        """Take in one post with its comments and its old address."""
        if self.pictures and post.kind == "attachment":
            return self.pictures.note(post)
        if post.kind != "post":
            return self.report.drop(post, f"a {post.kind}")
        if post.status not in PUBLIC | DRAFTS:
            return self.report.drop(post, f"status {post.status}")
        article = Article.objects.filter(source=self.source, origin_id=self._key(post)).first()
        if article is None:
            article = self._article(post)
            self.report.done["articles"] += 1
        else:
            self.report.done["articles unchanged"] += 1
        if self.pictures:
            self.pictures.note(post, article)
        self._redirect(post, article)
        kept = []
        for old in post.comments:
            if old.state in {"published", "pending"}:
                old.text = wxr.text_of(old.text)
                kept.append(old)
            else:
                self.report.done[f"comments dropped: {old.state}"] += 1
        new = imports.take_in(article, kept, site=self.site, keep_addresses=self.keep_addresses)
        self.report.done["comments"] += new
        self.report.done["comments unchanged"] += len(kept) - new
        return article

    def _key(self, post):
        return f"{self.site}:{post.number or post.guid}"[:300]

    def _article(self, post):
        body, dropped = wxr.body_of(post.body)
        self.report.tags.update(dropped)
        now = timezone.now()
        at = post.published_at or now
        title = " ".join(post.title.split()) or plain_text(clean_body(body))[:80] or "Sans titre"
        text = f"{title} {plain_text(clean_body(body))[:3000]}"
        language = language_of(post.language, text)
        if not language:
            self.report.done["in a language not printed here, taken as French"] += 1
        article = Article(
            source=self.source,
            section=self._section(post),
            origin_id=self._key(post),
            origin_url=post.link if post.link.startswith("http") and len(post.link) <= 500 else "",
            headline=title[:250],
            standfirst=plain_text(clean_body(post.excerpt)).replace("\n", " ")[:600],
            body=body,
            language=language or Language.FRENCH,
            published_at=at,
            received_at=now,
            comment_policy="section" if post.takes_comments else "closed",
        )
        article.slug = (
            slugify(unquote(post.slug), allow_unicode=True)[:80]
            or slug_of(title, language=article.language)
            or "article"
        )
        article.save()
        self._add_byline_and_topics(post, article)
        self._publish(post, article)
        return article

    def _add_byline_and_topics(self, post, article):
        if post.author:
            author = self._author(post.author[:120])
            Credit.objects.create(article=article, name=author.name, author=author)
        article.topics.add(
            *(self._topic(name) for name in post.tags[:TOPICS_MOST] if len(name) <= 80)
        )

    def _publish(self, post, article):
        """Publish a public post. One behind a password stays a draft: the move must not open it."""
        if post.status in PUBLIC and not post.has_password:
            article.publish()
            self.report.done["published"] += 1
        else:
            article.reindex()
            self.report.done["drafts"] += 1

    def _section(self, post):
        """Return the section of the post's first category, made if missing; else the command's own."""
        for nicename, name in post.categories[:1]:
            slug = slugify(unquote(nicename) or name)[:50] or slugify(name)[:50]
            if not slug or slug in {"uncategorized", "non-classe"}:
                break
            slug = f"{slug}-1"[:50] if slug in TAKEN_ADDRESSES else slug
            if slug not in self.sections:
                self.sections[slug] = Section.objects.create(slug=slug, name=name[:60])
                self.report.done["sections"] += 1
            return self.sections[slug]
        return self.section

    def _author(self, name):
        if name not in self.authors:
            self.authors[name] = Author.objects.create(name=name)
            self.report.done["authors"] += 1
        return self.authors[name]

    def _topic(self, name):
        if name not in self.topics:
            self.topics[name] = Topic.objects.create(name=name)
            self.report.done["topics"] += 1
        return self.topics[name]

    def _redirect(self, post, article):
        parts = urlsplit(post.link)
        path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
        if not path.strip("/") or len(path) > 500:
            return
        Redirect.objects.get_or_create(
            path=path, defaults={"article": article, "number": number_in(parts.path)}
        )
