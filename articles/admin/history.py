"""The history of an article: its revisions, the changes of each, and the way back to one."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Article, Illustration
from ..models.revision import BESIDE, DATES, KEYS, LISTS
from ..rules.body import plain_text
from ..rules.differences import difference
from .moments import offset_if_twice

PER_PAGE = 50


def history(model_admin, request, object_id):
    """Show an article's revisions, newest first; `?revision=` shows the changes of one.

    A POST of `restore` brings the content of a revision back.
    """
    # None for letters and huge numbers too, and for whoever may not see it.
    article = model_admin.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    if not model_admin.has_change_permission(request):  # drafts are only for colleagues who write
        raise PermissionDenied
    revisions = article.revisions.select_related("by")
    if request.method == "POST":
        if not model_admin.has_change_permission(request, article):
            raise PermissionDenied
        revision = get_object_or_404(revisions, number=_number(request.POST.get("restore")))
        try:
            article.restore(revision, by=request.user)
        except ValidationError as refused:
            sentence = _("Ce texte ne peut être rétabli : %s") % " ".join(refused.messages)
            messages.error(request, sentence)
            return redirect("admin:articles_article_history", article.pk)
        model_admin.log_change(request, article, _("Révision %d rétablie.") % revision.number)
        messages.success(request, _("Le texte de la révision %d est rétabli.") % revision.number)
        return redirect("admin:articles_article_change", article.pk)
    number = _number(request.GET.get("revision"))
    shown = get_object_or_404(revisions, number=number) if number is not None else None
    before = shown and revisions.filter(number__lt=shown.number).first()
    page = Paginator(revisions.defer("content"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **model_admin.admin_site.each_context(request),
        "article": article,
        "opts": model_admin.opts,
        "page": page,
        "shown": shown,
        "before": before,
        "fields": shown_fields(_changes(before, shown)) if shown else [],
        "may_restore": model_admin.has_change_permission(request, article),
    }
    return render(request, "admin/articles/article/history.html", context)


def _number(asked):
    return int(asked) if asked and asked.isdecimal() and len(asked) < 9 else None


def _changes(before, after):
    """Return (name, old value, new value) of each changed field; all fields of a first revision."""
    old = before.content if before else {}
    return [
        (name, old.get(name), value)
        for name, value in after.content.items()
        if name not in BESIDE and value != old.get(name)
    ]


def shown_fields(changes) -> list[dict]:
    """Return [{name, label, pieces}] of (name, before, after): the changes word by word."""
    return [
        {
            "name": name,
            "label": label(name),
            "pieces": difference(in_words(name, old), in_words(name, new)),
        }
        for name, old, new in changes
    ]


def label(name):
    if name == "credits":
        return _("signatures")
    if name == "illustrations":
        return Illustration._meta.verbose_name_plural
    return Article._meta.get_field(name).verbose_name


def _credit(each):
    return f"{each['name']} ({each['role']})" if each.get("role") else each["name"]


def _illustration(each):
    alt = each["alt"] or _("décorative")
    return _("n° %(image)s après le paragraphe %(after)s (%(words)s)") % {**each, "words": alt}


def in_words(name, value) -> str:
    """Return the value of a field, as a revision keeps it, in words for people."""
    if value in (None, "", []):
        return ""
    if name == "body":
        return plain_text(value)
    if name == "credits":
        return value if isinstance(value, str) else ", ".join(map(_credit, value))
    if name == "illustrations":
        return (
            value if isinstance(value, str) else " ; ".join(_illustration(each) for each in value)
        )
    if name in DATES:
        local = timezone.localtime(parse_datetime(value))
        return date_format(local, "j F Y H:i:s") + offset_if_twice(local)
    if name in KEYS or name in LISTS:
        keys = value if isinstance(value, list) else [value]
        there = Article._meta.get_field(name).related_model.objects.in_bulk(keys)
        return ", ".join(str(there.get(key, f"n° {key}")) for key in keys)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    choices = dict(Article._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))
