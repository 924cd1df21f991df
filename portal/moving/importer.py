"""Import a whole site from WordPress's or WMaker's export.

Posts, authors, sections, topics, comments and old addresses.
"""

from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.intake.written_fields import shortened
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
from articles.models.redirect import WORDPRESS, number_in
from articles.rules.body import plain_text
from articles.wires import Unreadable
from articles.wires.exports import old_markup, old_text
from articles.wires.languages import ARABIC, language_of
from comments import imports
from comments.rules.tidying import tidy

from .report import Report, name_of

PUBLIC = {"publish", "future"}
DRAFTS = {"draft", "pending", "private"}
TOPICS_MOST, TOPIC_LONGEST = 12, 80
PATH_LONGEST = 500  # characters
# What WordPress calls no category, in the languages of this site.
NO_CATEGORY = {"uncategorized", "non-classe", "non classé", "غير مصنف"}


class Importer:
    """Takes in the posts of one site, each in one transaction; a post twice changes nothing."""

    def __init__(self, *, source, section, site, keep_addresses=False, pictures=None):
        self.source, self.section, self.site = source, section, site
        self.keep_addresses, self.pictures = keep_addresses, pictures
        self.report = Report()
        self._remember()

    def _remember(self):
        """Read what is there: sections by slug and by name, topics, authors."""
        self.sections = {each.slug: each for each in Section.objects.all()}
        self.topics = {each.name: each for each in Topic.objects.all()}
        self.authors = {each.name: each for each in Author.objects.all()}

    def take_in(self, post):
        """Take in one post with its comments and its old addresses.

        One that fails, for any reason, leaves nothing behind, and is told.
        """
        if isinstance(post, Unreadable):
            return self.report.fail(f"post {post.origin_id or 'without a number'}", post)
        told, self.report = self.report, Report()
        try:
            with transaction.atomic():
                article = self._take_in(post)
            if self.pictures and (article or post.kind == "attachment"):
                self.pictures.note(post, article)
        except Exception as error:
            self.report = Report()
            self.report.fail(name_of(post), error)
            self._remember()  # not the rows that were taken back
        told.add(self.report)
        self.report = told
        return None

    def _take_in(self, post):
        """Return the article of a post, new or not; returns None if it is left out."""
        if self.pictures and post.kind == "attachment":
            return None
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
        self._redirect(post, article)
        self._take_comments(post, article)
        return article

    def _take_comments(self, post, article):
        kept = []
        for old in post.comments:
            if old.state not in {"published", "pending"}:
                self.report.done[f"comments dropped: {old.state}"] += 1
                continue
            old.text = old_text.text_of(old.text)
            if tidy(old.text):
                kept.append(old)
            else:
                self.report.lose(post, "comments dropped: no words", f"comment {old.number}")
        taken = imports.take_in(article, kept, site=self.site, keep_addresses=self.keep_addresses)
        failed = 0
        for number, note in taken.notes:
            failed += note.startswith("failed")
            self.report.lines.append(f"comment {number} of {name_of(post)}: {note}")
            self.report.done[f"comments told: {note.partition(':')[0]}"] += 1
        self.report.failed += failed
        self.report.done["comments"] += taken.new
        self.report.done["comments unchanged"] += len(kept) - taken.new - failed

    def _key(self, post):
        return f"{self.site}:{post.number or post.guid}"[:300]

    def _article(self, post):
        converted = old_markup.body_of(post.body)
        self.report.lose_from_body(post, converted)
        plain = plain_text(converted.body)
        title = post.title or shortened(plain, 80) or "Sans titre"
        language = language_of(post.language, f"{title} {plain[:3000]}")
        if not language:
            self.report.done["in a language not printed here, taken as French"] += 1
        now = timezone.now()
        article = Article(
            source=self.source,
            section=self._section(post),
            origin_id=self._key(post),
            origin_url=post.link
            if post.link.startswith("http") and len(post.link) <= PATH_LONGEST
            else "",
            headline=self._within(post, "headline", title, 250),
            standfirst=self._standfirst(post),
            body=converted.body,
            language=language or Language.FRENCH,
            published_at=self._date(post, now),
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

    def _date(self, post, now):
        """Return the day of a post; that of the move if the export gives none; None if it is unreadable."""
        if post.date or post.published_at:
            return post.published_at
        self.report.lose(post, "without a date: it has that of the move")
        return now

    def _within(self, post, what, text, most):
        """Return the text on one line, cut between two words if it is too long, which is told."""
        kept = shortened(text, most)
        if kept.endswith("…") and len(" ".join(text.split())) > most:
            self.report.lose(post, f"{what} cut after {most} characters", f"«{kept[-40:]}»")
        return kept

    def _standfirst(self, post):
        converted = old_markup.body_of(post.excerpt)
        converted.links += old_markup.HREF.findall(converted.body)  # it is plain text here
        self.report.lose_from_body(post, converted)
        return self._within(post, "standfirst", plain_text(converted.body), 600)

    def _add_byline_and_topics(self, post, article):
        if post.author:
            author = self._author(self._within(post, "name of its author", post.author, 120))
            Credit.objects.create(article=article, name=author.name, author=author)
        fitting = [name for name in post.tags if len(name) <= TOPIC_LONGEST]
        left = [name for name in post.tags if len(name) > TOPIC_LONGEST] + fitting[TOPICS_MOST:]
        if left:
            self.report.lose(post, "with fewer topics", f"{len(left)} left: {', '.join(left)}")
        article.topics.add(*(self._topic(name) for name in fitting[:TOPICS_MOST]))

    def _publish(self, post, article):
        """Publish a public post. One behind a password stays a draft: the move must not open it.

        So does one whose day cannot be read: it is not of today.
        """
        at = article.published_at
        is_public = post.status in PUBLIC and not post.has_password
        if is_public and at and (post.published_at or post.status == "publish"):
            article.publish()
            self.report.done["published"] += 1
            if post.status == "publish" and at > timezone.now():
                self.report.lose(post, "waits for a date to come", f"{at:%Y-%m-%d}")
            return
        article.reindex()
        self.report.done["drafts"] += 1
        if is_public:
            self.report.lose(post, "a draft: its date cannot be read", post.date)

    def _section(self, post):
        """Return the section of the post's first category, made if missing; else the command's own."""
        named = [each for each in post.categories if not _is_no_category(*each)]
        if not named:
            return self.section
        if others := [name for _slug, name in named[1:]]:
            self.report.lose(post, "in one section of several", f"not in {', '.join(others)}")
        nicename, name = named[0][0], self._within(post, "name of its section", named[0][1], 60)
        slug = slugify(unquote(nicename))[:50] or slugify(name)[:50]
        slug = f"{slug}-1"[:50] if slug in TAKEN_ADDRESSES else slug
        known = self.sections.get(slug) or self._section_named(name)
        return known or self._new_section(slug or self._free_slug(), name)

    def _section_named(self, name):
        named = [each for each in self.sections.values() if name in {each.name, each.name_ar}]
        return named[0] if named else None

    def _free_slug(self):
        """Return an address for a name without Latin letters."""
        number = len(self.sections) + 1
        while f"rubrique-{number}" in self.sections:
            number += 1
        return f"rubrique-{number}"

    def _new_section(self, slug, name):
        arabic = name if ARABIC.search(name) else ""
        section = Section.objects.create(slug=slug, name=name, name_ar=arabic)
        self.sections[slug] = section
        self.report.done["sections"] += 1
        return section

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
        """Lead the post's addresses to its article: its own, and WordPress's by its number."""
        guid = urlsplit(post.guid)
        links = [urlsplit(post.link), *([guid] if WORDPRESS.search(guid.query) else [])]
        for parts in links:
            path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            if not path.strip("/"):
                continue
            if len(path) > PATH_LONGEST:
                self.report.lose(post, "an old address is too long to lead here", path[:80])
                continue
            Redirect.objects.get_or_create(
                path=path, defaults={"article": article, "number": number_in(parts.path)}
            )


def _is_no_category(nicename, name):
    return not NO_CATEGORY.isdisjoint({nicename, name.casefold()})
