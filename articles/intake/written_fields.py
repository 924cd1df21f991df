"""What a dispatch writes into the fields of an article. Which fields, and whether an editor changed them: editors_touch.py."""

from ..rules.body import clean_body, plain_text

HEADLINE_MOST, STANDFIRST_MOST, URL_MOST = 250, 600, 500  # characters


def fields_of_item(item) -> dict:
    """Return the fields of an article with the values that this dispatch gives them."""
    standfirst = plain_text(clean_body(item.standfirst)).replace("\n", " ")
    return {
        "headline": shortened(item.headline, HEADLINE_MOST),
        "kicker": shortened(item.kicker, 80),
        "standfirst": shortened(standfirst, STANDFIRST_MOST),
        "body": clean_body(item.body),
        "dateline_place": shortened(item.dateline_place, 80),
        "language": item.language,
        "usage_terms": shortened(item.usage_terms or item.rights, 300),
        "origin_url": item.url
        if item.url.startswith(("http://", "https://")) and len(item.url) <= URL_MOST
        else "",
    }


def shortened(text, most):
    """Return the text on one line, cut between two words if it is longer than `most`."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
