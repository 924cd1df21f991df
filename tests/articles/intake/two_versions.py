"""A dispatch whose agency sends it again after an editor has written in it."""

import json
from datetime import timedelta

from django.utils import timezone

from articles import wires
from articles.intake import ingest
from articles.models import WireItem
from tests import cast

PARAGRAPHS = ["La côte a rouvert.", "Douze bateaux sont sortis.", "Le maire s’en réjouit."]


def copy(*paragraphs):
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def receive(version=1, *, source=None, uri="urn:adr:7", headline="La côte rouverte", body=None, by="Une Plume", **more):  # fmt: skip
    item = {
        "uri": uri, "type": "text", "version": str(version), "language": "fr", "pubstatus": "usable",
        "headline": headline, "body_html": body or copy(*PARAGRAPHS), "byline": by, "located": "Sète",
        "versioncreated": (timezone.now() - timedelta(hours=1)).isoformat(), **more,
    }  # fmt: skip
    content = json.dumps(item).encode()
    (dispatch,) = wires.read(content)
    source = source or cast.map_agency()
    return ingest.take_in(dispatch, source=source, section=cast.le_fil(), publish=True, delivery=ingest.keeper(content, "test"))  # fmt: skip


def proposed():
    return WireItem.objects.get(outcome="proposed")


def page_of(item):
    return f"/admin/articles/wireitem/{item.pk}/reunir/"


def sent(item):
    """What the page's own form says of what was on it."""
    return {"seen": item.article.revision, "received": item.delivery_id, "merge": "yes"}
