from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article


class Redirect(models.Model):
    """An address of the site as it was, before it moved here: it answers one 301 to the article.

    `number` is that of WMaker's addresses («…_a123.html»), whatever stands before it.
    """

    path = models.CharField(_("ancienne adresse"), max_length=500, unique=True)
    number = models.PositiveBigIntegerField(_("ancien numéro"), null=True, db_index=True)
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("ancienne adresse")
        verbose_name_plural = _("anciennes adresses")
        ordering = ["path"]

    def __str__(self):
        return self.path
