"""Write the demo's newsroom: staff, sections, sources, articles, and the things around them."""

import secrets
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from articles.models import (
    Article,
    Author,
    Correction,
    Credit,
    HousePage,
    Image,
    Section,
    Source,
    Topic,
)
from portal import roles

from . import pictures
from .dispatch import read_dispatch
from .tables import (
    ADMIN,
    AUTHORS,
    DISPATCH_KEY,
    HOUSE_PAGES,
    PRESENTED,
    SECTIONS,
    SOURCES,
    STAFF,
    TOPICS,
)

TEXTS = (
    "key", "section", "source", "language", "kicker", "headline", "standfirst", "dateline_place", "body",
)  # fmt: skip


def make_staff(*, with_second_factor=False):
    """Make the missing accounts; return (name, role, password, seed) of each new one.

    The seed is what an authenticator app makes codes of (TOTP, RFC 6238); "" without a second factor.
    """
    made = []
    for name, first, last, role in [*STAFF, (ADMIN, "", "", roles.ADMINISTRATOR)]:
        user, is_new = get_user_model().objects.get_or_create(
            username=name,
            defaults={
                "first_name": first,
                "last_name": last,
                "is_staff": True,
                "is_superuser": name == ADMIN,
            },
        )
        if is_new:
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save()
            user.groups.add(Group.objects.get(name=role))
            seed = generate_totp_secret() if with_second_factor else ""
            if seed:
                TOTP.activate(user, seed)
            made.append((name, role, password, seed))
    return made


class Newsroom:
    """Writes the articles, dated from `now`; existing rows stay unchanged."""

    def __init__(self, now):
        self.now = now
        for slug, name, name_ar, name_en, kind, order, description in SECTIONS:
            names = {"name": name, "name_ar": name_ar, "name_en": name_en, "kind": kind}
            Section.objects.get_or_create(
                slug=slug, defaults={**names, "order": order, **_presented(description)}
            )
        self.sources = {
            key: Source.objects.get_or_create(
                short_name=fields["short_name"],
                defaults={**fields, **_presented(fields["description"])},
            )[0]
            for key, fields in SOURCES.items()
        }

        for kind, words in HOUSE_PAGES.items():
            HousePage.objects.get_or_create(kind=kind, defaults=words)

    def write_dispatch(self):
        """Write and publish the one real dispatch; returns None if it exists."""
        dispatch = read_dispatch()
        return self._write(
            key=DISPATCH_KEY,
            section="le-fil",
            source="map",
            kicker="Security",
            language="en",
            headline=dispatch.headline,
            body=dispatch.body,
            dateline_place=dispatch.dateline_place,
            published_at=dispatch.published_at,
        )

    def write_article(self, row):
        """Write and publish an article of content.toml; returns None if it exists."""
        original = Article.objects.filter(origin_id=f"demo:{row['translation_of']}").first()
        article = self._write(
            published_at=self.now - timedelta(hours=row["hours_ago"]),
            translation_of=original,
            comment_policy="closed" if row["comments"] == "closed" else "section",
            **{name: row[name].strip() for name in TEXTS},
        )
        if article:
            for order, credit in enumerate(row.get("credits", []), start=1):
                Credit.objects.create(article=article, order=order, **credit)
        return article

    def _write(self, *, key, section, source, published_at, **fields):
        if Article.objects.filter(origin_id=f"demo:{key}").exists():
            return None
        article = Article(
            origin_id=f"demo:{key}",
            section=Section.objects.get(slug=section),
            source=self.sources[source],
            published_at=published_at,
            **fields,
        )
        article.slug = article.slug_from_headline()
        article.full_clean(exclude=["slug"])
        article.save()
        article.publish()
        return article

    def dress_articles(self):
        """Add topics, authors' pages, pictures, a correction; changes of editors stay."""
        articles = Article.objects.filter(origin_id__startswith="demo:")
        by_key = {article.origin_id.removeprefix("demo:"): article for article in articles}
        _add_topics(by_key)
        _add_authors()
        _add_pictures(by_key)
        if train := by_key.get("train-de-nuit"):
            self._correct(train)
        articles.all().reindex()

    def _correct(self, article):
        if article.corrections.exists():
            return
        article.correct(
            kind=Correction.Kind.CORRECTION,
            note="Une première version de cet article comptait cinq arrêts de plus : il y en a quatre.",
            said="Le train de nuit s’arrêtera cinq fois de plus.",
            says="Le train de nuit s’arrêtera quatre fois de plus.",
            by=None,
            at=min(self.now, article.published_at + timedelta(hours=1)),
        )


def _presented(french, name="description"):
    """Return the three columns of a presentation."""
    arabic, english = PRESENTED.get(french, ("", ""))
    return {name: french, f"{name}_ar": arabic, f"{name}_en": english}


def _add_topics(by_key):
    for name, name_ar, name_en, kind, description, expansion, words, keys in TOPICS:
        fields = {"name_ar": name_ar, "name_en": name_en, "kind": kind, "words": words}
        fields |= {**_presented(description), "expansion": expansion}
        topic, is_new = Topic.objects.get_or_create(name=name, defaults=fields)
        if is_new:
            topic.article_set.add(*(by_key[key] for key in keys if key in by_key))


def _add_authors():
    for name, presentation in AUTHORS.items():
        author, is_new = Author.objects.get_or_create(
            name=name, defaults=_presented(presentation, "presentation")
        )
        if is_new:
            Credit.objects.filter(name=name, author=None).update(author=author)


def _add_pictures(by_key):
    if Image.objects.exists():
        return
    for picture, content in pictures.drawn():
        shown = [(by_key[key], alt) for key, alt in picture.alts.items() if key in by_key]
        language = shown[0][0].language if shown else "fr"
        image = Image.objects.take_in(
            content, caption=picture.caption, credit=pictures.CREDITS[language]
        )
        for article, alt in shown:
            Article.objects.filter(pk=article.pk).update(lead_image=image, lead_image_alt=alt)
