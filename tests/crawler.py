"""A crawler: every page that links, sources and feeds lead to from the front pages."""

import re
from collections import defaultdict
from urllib.parse import urldefrag, urljoin

from django.conf import settings

HOST = "http://testserver"
START = ["/", "/ar/", "/en/", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt"]
# Forms about one comment, of which one of a kind is enough: the rest are the same page.
ONE_OF_EACH = re.compile(
    r"/commentaires/\d+/alerte/|\?repondre=\d+|/signaler/\d+/|/commentaires/\d+/$"
)


class Page:
    def __init__(self, address, response):
        self.address, self.response = address, response
        self.kind = response.get("Content-Type", "").partition(";")[0]
        streamed = b"".join(response.streaming_content) if response.streaming else response.content
        self.content = streamed
        self.text = streamed.decode() if "image" not in self.kind else ""

    @property
    def is_html(self):
        return self.kind == "text/html"

    def all(self, pattern):
        return re.findall(pattern, self.text)

    def one(self, pattern):
        (found,) = self.all(pattern) or [None]
        return found

    @property
    def is_indexed(self):
        return not re.search(r'name="robots" content="[^"]*noindex', self.text)


def crawl(client):
    found, waiting, kinds = {}, list(START), defaultdict(int)
    while waiting:
        address = waiting.pop()
        kind = ONE_OF_EACH.search(address)
        if address in found or (kind and kinds[re.sub(r"\d+", "", kind[0])] > 8):
            continue
        if kind:
            kinds[re.sub(r"\d+", "", kind[0])] += 1
        page = found[address] = Page(address, client.get(address))
        if page.response.status_code in {301, 302}:
            waiting.append(urldefrag(page.response["Location"])[0])
            continue
        waiting += [there for there, _fragment in links_of(page)]
    return found


def links_of(page):
    """[(address here, fragment)] of all a page points to on this site."""
    if page.is_html:
        pointed = page.all(r'(?:href|src|action)="([^"]+)"')
        pointed += page.all(r'<meta property="og:(?:image|url)" content="([^"]+)"')
        for srcset in page.all(r'srcset="([^"]+)"'):
            pointed += [each.split()[0] for each in srcset.split(",")]
    elif "xml" in page.kind:
        pointed = page.all(r"<(?:loc|link|comments)>([^<]+)<") + page.all(r'href="([^"]+)"')
    else:
        return []
    for target in pointed:
        whole = urljoin(HOST + page.address, target.replace("&amp;", "&"))
        whole = whole.replace(settings.SITE_URL, HOST)
        if whole.startswith(HOST) and "/static/" not in whole:
            address, fragment = urldefrag(whole.removeprefix(HOST))
            yield address, fragment


def html_pages(site):
    return [page for page in site.values() if page.is_html and page.response.status_code == 200]
