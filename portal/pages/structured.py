"""Structured data (schema.org, JSON-LD): the facts of an article page, for machines."""

import json
from html import unescape

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles.models import Section
from articles.pages.ninjs import absolute

KINDS = {"person": "Person", "organisation": "Organization"}
SUBTYPES = {Section.Kind.WIRE: "ReportageNewsArticle", Section.Kind.OPINION: "OpinionNewsArticle"}


def publisher() -> dict:
    """Return the newsroom, with links to its policies."""
    charter = settings.SITE_URL + reverse("comments:charter")
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{settings.SITE_URL}/#redaction",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "logo": {"@type": "ImageObject", "url": settings.SITE_URL + static("img/arche.svg")},
        "publishingPrinciples": charter,
        "actionableFeedbackPolicy": charter,
        "correctionsPolicy": settings.SITE_URL + reverse("corrections"),
        "masthead": settings.SITE_URL + reverse("legal_notice"),
    }


def news_article(article, comments) -> dict:
    """Return a NewsArticle or its subtype; dates with their offset, only names as authors."""
    address = settings.SITE_URL + article.home_url
    agency = _agency(article.source)
    authors = [_author(credit) for credit in article.credits.all()]
    members = {
        "@type": SUBTYPES.get(article.section.kind, "NewsArticle"),
        "@id": address,
        "mainEntityOfPage": address,
        "headline": article.headline,
        "alternativeHeadline": article.kicker,
        "description": article.standfirst,
        "inLanguage": article.language,
        "articleSection": str(article.section.label),
        "keywords": [topic.label for topic in article.topics.all()],
        "image": _images(article),
        "correction": [_correction(each, address) for each in article.told_corrections],
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(article.updated_at or article.published_at),
        "author": authors or [agency or publisher()],
        "publisher": publisher(),
        "sourceOrganization": agency,
        "isBasedOn": article.origin_url,
        "dateline": article.dateline_place,
        "locationCreated": article.dateline_place
        and {"@type": "Place", "name": article.dateline_place},
        "wordCount": len(unescape(strip_tags(article.body)).split()),
        "commentCount": comments,
        "discussionUrl": f"{address}#discussion",
        "isAccessibleForFree": True,
        "copyrightHolder": agency or publisher(),
        "translationOfWork": _original(article),
    }
    return {name: value for name, value in members.items() if value not in (None, "", [])}


def _agency(source) -> dict | None:
    """Return the agency or partner that an article comes from; returns None for the newsroom."""
    if source.is_newsroom:
        return None
    agency = {
        "@type": "Organization",
        "name": source.full_name or source.short_name,
        "url": settings.SITE_URL + source.get_absolute_url(),
    }
    if source.home_page:
        agency["sameAs"] = source.home_page
    return agency


def _original(article) -> dict | None:
    """Return the original of a translation; returns None if readers may not see it."""
    for twin in article.twins:
        if twin.pk == article.translation_of_id:
            return {"@id": settings.SITE_URL + twin.home_url}
    return None


def _author(credit) -> dict:
    author = {"@type": KINDS[credit.kind], "name": credit.name}
    if credit.author:
        author["url"] = settings.SITE_URL + credit.author.get_absolute_url()
        if credit.author.home_page:
            author["sameAs"] = credit.author.home_page
        if credit.author.portrait:
            author["image"] = _portrait(credit.author)
    return author


def _portrait(author) -> dict:
    portrait = author.portrait
    return {
        "@type": "ImageObject",
        "url": absolute(portrait.shared_urls[-1]),  # cut square
        "creditText": portrait.credit,
        "caption": author.portrait_alt,
    }


def _images(article) -> list[dict]:
    """Return its picture in the three shapes for search engines; else its social card."""
    image = article.lead_image
    if not image:
        return [{"@type": "ImageObject", "url": settings.SITE_URL + article.card_url}]
    shapes = [
        {"@type": "ImageObject", "url": absolute(url), "creditText": image.credit}
        for url in image.shared_urls
    ]
    return [{**shape, "caption": image.caption} if image.caption else shape for shape in shapes]


def _correction(correction, address) -> dict:
    return {
        "@type": "CorrectionComment",
        "@id": f"{address}#{correction.anchor}",
        "text": correction.note,
        "dateCreated": _moment(correction.at),
    }


def breadcrumbs(article) -> dict:
    """Return the path from the front page to the article."""
    steps = [
        (_("Accueil"), f"{settings.SITE_URL}/"),
        (str(article.section.label), settings.SITE_URL + article.section.get_absolute_url()),
        (article.headline, settings.SITE_URL + article.home_url),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def as_script(*things: dict) -> str:
    """Return JSON-LD that is safe inside <script>: no value can end it or open a comment."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _moment(at) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
