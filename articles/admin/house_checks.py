"""The newsroom's checks before it publishes: warnings with advice, which stop nobody."""

import re
from contextlib import suppress

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import Article
from ..rules.body import plain_text
from ..wires.copy import language_of

HEADLINE_MOST = 110  # characters: beyond, lists and search engines cut it
WORDS_LEAST = 40
LINK = re.compile(r'<a href="([^"]*)"')
NUMBERED = re.compile(r"^/(?:ar/|en/)?[-\w]+/(\d{1,18})(?:-|/|$)")


def warnings(article, site_url="") -> list[str]:
    """Return the warnings about an article, most important first; [] if all is well."""
    text = plain_text(article.body)
    return [sentence for check in CHECKS if (sentence := check(article, text, site_url))]


def _text(article, text, site_url):
    if len(text.split()) < WORDS_LEAST:
        return _("Le texte est très court : est-il entier ?")


def _language(article, text, site_url):
    if len(text) > 200 and language_of("", f"{article.headline} {text[:3000]}") != article.language:
        return _(
            "Le texte ne semble pas écrit dans la langue déclarée : vérifiez le champ « langue »."
        )


def _headline(article, text, site_url):
    headline = article.headline
    if len(headline) > HEADLINE_MOST:
        return _("Le titre dépasse 110 signes : les listes et les moteurs le couperont.")
    if headline.endswith(".") and not headline.endswith("..."):
        return _("Retirez le point à la fin du titre.")
    if len(headline) > 12 and headline.isupper():
        return _("Écrivez le titre en minuscules : tout en capitales, il se lit comme un cri.")


def _lead(article, text, site_url):
    if not article.lead_is_sure:
        return _(
            "Le lieu et la signature ont été lus dans le texte de la dépêche, sans certitude : vérifiez-les."
        )


def _picture_words(article, text, site_url):
    """Warn if the alternative text is the caption, as a wire's picture has it."""
    image = article.lead_image
    if image and image.caption and article.lead_image_alt == image.caption[:200]:
        return _("Le texte de remplacement répète la légende : dites plutôt ce que montre l’image.")


def _undescribed(article, text, site_url):
    if not article.lead_image_is_described or article.illustrations.undescribed().exists():
        return _(
            "Une image attend son texte de remplacement : l’article ne pourra paraître sans lui."
        )


def _dateline(article, text, site_url):
    if article.section.is_wire and not article.dateline_place:
        return _("Une dépêche porte un lieu : d’où vient-elle ?")


def _signature(article, text, site_url):
    if article.source.is_newsroom and not article.credits.exists():
        return _("Personne ne signe cet article de la rédaction.")


def _standfirst(article, text, site_url):
    if not article.section.is_wire and not article.standfirst:
        return _("Sans chapô, l’article ne peut pas ouvrir la une.")


def _picture(article, text, site_url):
    if (
        article.lead_image
        and not article.lead_image.caption
        and not article.lead_image_is_decorative
    ):
        return _("L’image n’a pas de légende : que montre-t-elle, où, quand ?")


def _topics(article, text, site_url):
    if not article.topics.exists():
        return _("Aucun thème : l’article ne se trouvera que par ses mots.")


def _headings(article, text, site_url):
    if "<h3" in article.body and "<h2" not in article.body.split("<h3")[0]:
        return _(
            "Un intertitre de second rang vient avant tout intertitre : commencez par le premier rang."
        )


def _pairs(article, text, site_url):
    """Warn if a quotation or bracket lacks its other half: a quotation without end misleads."""
    words = f"{article.headline}\n{article.standfirst}\n{text}"
    for opened, closed in ("«»", "“”", "()"):
        if words.count(opened) != words.count(closed):
            return _(
                "Il manque un signe : « %(opened)s » et « %(closed)s » ne vont pas par paires."
            ) % {
                "opened": opened,
                "closed": closed,
            }


def _links(article, text, site_url):
    """Warn of links to pages of the site that readers cannot open."""
    dead = [
        address
        for address in LINK.findall(article.body)
        if not _is_alive(
            address.replace("&amp;", "&").removeprefix(site_url) if site_url else address
        )
    ]
    if dead:
        return _("Des liens du site ne mènent nulle part : %(links)s") % {
            "links": ", ".join(dead[:3])
        }


def _is_alive(address):
    if not address.startswith("/"):
        return True  # another site's, which is not asked
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    found = _page_at(path)
    if not found:
        return False
    if found.url_name in {"article", "article_text", "article_ninjs", None} and (
        number := NUMBERED.match(path)
    ):
        return Article.objects.visible().filter(pk=number[1]).exists()
    return True


def _page_at(path):
    """Return what answers at this path, in whichever language the desk speaks; returns None if nothing does."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language), suppress(Resolver404):
            return resolve(path)


CHECKS = [
    _text, _language, _headline, _lead, _dateline, _signature, _standfirst, _undescribed, _picture, _picture_words, _topics, _headings, _pairs, _links,
]  # fmt: skip
