import re
from urllib.parse import unquote

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article
from .text_fields import CharField

WMAKER = re.compile(r"_a(\d{1,18})\.html$")
WORDPRESS = re.compile(r"(?:^|&)p=(\d{1,18})(?:&|$)")
LONGEST = 500  # characters of an address


def number_in(path):
    """Return the number at the end of a WMaker address; returns None if it has none."""
    found = WMAKER.search(path)
    return int(found[1]) if found else None


class RedirectQuerySet(models.QuerySet):
    def article_at(self, path):
        """Return the visible article at an address of the old site; returns None if there is none.

        The address is looked up whole, then without its query, then with or without the last slash, then by the number
        that WordPress or WMaker put into it.
        """
        redirect = self._at(path)
        if redirect is None:
            return None
        visible = Article.objects.visible().select_related("section")
        return visible.filter(pk=redirect.article_id).first()

    def _at(self, path):
        bare, _mark, query = path.partition("?")
        bare = unquote(bare)
        asked = [f"{bare}?{query}"] if query else []
        if bare.strip("/"):
            asked += [bare, bare.rstrip("/") + ("" if bare.endswith("/") else "/")]
        elif plain := WORDPRESS.search(query):
            asked.append(f"/?p={plain[1]}")
        asked = [each for each in asked if len(each) <= LONGEST and "\x00" not in each]
        there = {each.path: each for each in self.filter(path__in=asked)}
        found = next((there[each] for each in asked if each in there), None)
        if found is None and (number := number_in(bare)):
            found = self.filter(number=number).first()
        return found


class Redirect(models.Model):
    """An address of the old site, before it moved here: it answers one 301 to the article.

    `number` is the number in WMaker's addresses («…_a123.html»).
    """

    path = CharField(_("ancienne adresse"), max_length=LONGEST, unique=True)
    number = models.PositiveBigIntegerField(_("ancien numéro"), null=True, db_index=True)
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("ancienne adresse")
        verbose_name_plural = _("anciennes adresses")
        ordering = ["path"]

    def __str__(self):
        return self.path
