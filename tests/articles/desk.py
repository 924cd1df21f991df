"""An article's form in the admin, as a browser without script would send it back."""

import re

import html5lib

ARTICLES = "/admin/articles/article/"
X = "{http://www.w3.org/1999/xhtml}"


def address(article, page="change"):
    return f"{ARTICLES}{article.pk}/{page}/"


def opened(client, article=None, query=""):
    """Open the form; return {name: value or values} of its fields, buttons left out."""
    at = address(article) if article else f"{ARTICLES}add/"
    return fields_of(client.get(at + query))


def resumed(client, article=None):
    """Open the form, follow «Reprendre cette copie», and return the page."""
    at = address(article) if article else f"{ARTICLES}add/"
    (link, *_older) = re.findall(r'href="(\?reprendre=\d+)"', client.get(at).text)
    return client.get(at + link)


def fields_of(response):
    page = html5lib.parse(response.text)
    form = next(each for each in page.iter(f"{X}form") if each.get("id") == "article_form")
    told = {}
    for element in form.iter():
        name = element.get("name")
        kind = element.get("type", "text")
        if not name or name.startswith("_") or name in {"action", "index"} or "__prefix__" in name:
            continue
        if element.tag == f"{X}textarea":
            told[name] = (element.text or "").removeprefix("\n")
        elif element.tag == f"{X}select":
            chosen = [
                o.get("value") for o in element.iter(f"{X}option") if o.get("selected") is not None
            ]
            told[name] = chosen if element.get("multiple") is not None else (chosen or [""])[0]
        elif element.tag == f"{X}input" and kind not in ("submit", "button"):
            if kind in ("checkbox", "radio") and element.get("checked") is None:
                continue
            told[name] = element.get("value", "on" if kind == "checkbox" else "")
    return told


def save(client, article, typed, then="", **changes):
    """Send the form of `opened` back, with these changes; `then` is publish, review or nothing more."""
    return client.post(address(article), {**typed, **changes, "_save": then})
