"""An article as a ninjs 3.1 item (iptc.org/std/ninjs/ninjs-schema_3.1.json).

Only members that the schema knows.
"""

from django.conf import settings
from django.utils import timezone

from ..rules.body import plain_text


def item(article) -> dict:
    """Return the item of a visible article; empty members are left out."""
    source = article.source
    members = {
        "uri": settings.SITE_URL + article.home_url,
        "type": "text",
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
        },
        "pubStatus": "usable",
        "language": article.language,
        "firstCreated": _moment(article.published_at),
        "versionCreated": _moment(article.updated_at or article.published_at),
        **_texts(article),
        "slugline": article.kicker,
        "located": article.dateline_place,
        "by": ", ".join(credit.name for credit in article.credits.all()),
        "people": [
            {"name": credit.name, "rel": "author"}
            for credit in article.credits.all()
            if credit.kind == credit.Kind.PERSON
        ],
        "infoSources": [{"name": source.full_name or source.short_name}],
        "subjects": [{"name": topic.name, "rel": "about"} for topic in article.topics.all()],
        "copyrightHolder": source.full_name or source.short_name,
        "copyrightNotice": source.credit_line,
        "altIds": [{"role": "origin", "value": article.origin_id}] if article.origin_id else [],
        "trustIndicators": [
            {
                "title": f"{correction.get_kind_display()} : {correction.note}",
                "href": f"{settings.SITE_URL}{article.home_url}#{correction.anchor}",
            }
            for correction in article.told_corrections
        ],
        "associations": [_picture(article)] if article.lead_image else [],
    }
    return {name: value for name, value in members.items() if value not in ("", [], None)}


def _texts(article):
    plain = {"contentType": "text/plain"}
    summary = {"role": "summary", "value": article.standfirst, **plain}
    return {
        "headlines": [{"role": "main", "value": article.headline, **plain}],
        "descriptions": [summary] if article.standfirst else [],
        "bodies": [
            {"role": "main", "value": article.body, "contentType": "text/html"},
            {"role": "text", "value": plain_text(article.body), **plain},
        ],
    }


def _picture(article):
    image = article.lead_image
    shown = image.whole
    return {
        "name": "lead",
        "uri": absolute(shown["src"]),
        "type": "picture",
        "by": image.credit,
        "descriptions": [{"role": "caption", "value": image.caption or article.headline}],
        "renditions": [
            {
                "name": "whole",
                "href": absolute(shown["src"]),
                "contentType": "image/jpeg",
                "width": shown["width"],
                "height": shown["height"],
            }
        ],
    }


def absolute(address):
    """Return the address with our host, if it has none."""
    return address if "://" in address else settings.SITE_URL + address


def _moment(at):
    return timezone.localtime(at).isoformat(timespec="seconds")
