"""Keep an editor's unsaved text, and say who else has the article open (static/writing.js)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import model_to_dict
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Article, WorkingCopy
from ..models.working_copy import KEY_LENGTH, new_key
from ..rules.body import clean_body, plain_text
from ..rules.people import name_of
from ..rules.query_words import Word
from .history import label

KEY = "copy_key"  # hidden input of an article's form: the key of its working copy
NOT_KEPT = {"csrfmiddlewaretoken", "_selected_action", "action", KEY}
TEXTS = ("kicker", "headline", "standfirst", "body")


def working_copy(model_admin, request, pk):
    """Keep the form (`typed=yes`), note a visit, or leave (`left=yes`).

    `pk` is 0 for an article not yet begun. Answers {"kept", "others", "since"}: the hour it was kept; who else is
    there; the revision that somebody has saved since the form was opened, with who and when.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = get_object_or_404(Article, pk=pk) if pk else None
    may = model_admin.has_change_permission if article else model_admin.has_add_permission
    if not (may(request, article) if article else may(request)):
        raise PermissionDenied
    if "left" in request.POST:
        mine = copy_of_form(request, article)
        mine.filter(fields={}).delete()
        mine.update(seen_at=timezone.now() - timedelta(days=1))
        return JsonResponse({})
    now = timezone.now()
    _keep(request, article, now)
    return JsonResponse(_answer(request, article, now))


def _keep(request, article, now):
    """Remember that the colleague is there; store the form if something was typed in it."""
    kept = {"seen_at": now}
    if "typed" in request.POST:
        kept |= {
            "fields": fields_of(request.POST),
            "typed_at": now,
            "revision": _revision(request.POST),
        }
    WorkingCopy.objects.keep(article, request.user, key_of(request.POST), **kept)


def copy_of_form(request, article):
    """Return the copy, as a queryset, that the posted form writes into."""
    mine = WorkingCopy.objects.of(article, request.user).in_use()
    return mine.filter(key=key_of(request.POST))


def key_of(posted):
    return posted.get(KEY, "")[:KEY_LENGTH]


def _answer(request, article, now):
    """Return {"kept", "others", "since"} for static/writing.js."""
    others = WorkingCopy.objects.others_at(article, request.user) if article else []
    return {
        "kept": date_format(timezone.localtime(now), "H:i"),
        "others": [name_of(colleague) for colleague in others],
        "since": _since(article, _revision(request.POST)) if article else None,
    }


def article_begun_in(request):
    """Return the article that this form made when it was sent before, or None."""
    key = key_of(request.POST)
    return Article.objects.filter(begun_in__key=key).first() if key else None


def sent_again(request, article):
    """Lead a second click to the article of the first; other words than those sent first wait as a copy."""
    messages.info(request, _("Cet article est déjà enregistré : le voici."))
    address = reverse("admin:articles_article_change", args=[article.pk])
    typed = fields_of(request.POST)
    if texts_of(dict(request.POST.items())) == texts_of(model_to_dict(article, TEXTS)):
        return redirect(address)
    key = new_key()
    WorkingCopy.objects.keep(
        article, request.user, key, fields=typed, typed_at=timezone.now(), revision=article.revision
    )
    copy = WorkingCopy.objects.of(article, request.user).get(key=key)
    return redirect(f"{address}?{Word.RESUME}={copy.pk}")


def fields_of(posted):
    return {
        name: values
        for name, values in posted.lists()
        if name not in NOT_KEPT and not name.startswith("_")
    }


def texts_of(fields):
    """Return [(label, text)] of what was typed into the fields of words."""
    return [
        (label(name), plain_text(clean_body(text)) if name == "body" else text)
        for name in TEXTS
        if (text := fields.get(name))
    ]


def _revision(posted):
    seen = posted.get("revision_seen", "0")
    return int(seen) if seen.isdecimal() and len(seen) < 9 else 0


def _since(article, seen):
    latest = article.revisions.select_related("by").first()
    if latest is None or latest.number <= seen:
        return None
    at = date_format(timezone.localtime(latest.at), "H:i")
    return {"by": latest.who, "at": at, "act": latest.get_act_display()}


def left_copy(model_admin, request, pk):
    """Show one's own copy and ask whether to throw it away; a POST throws it, or takes it back."""
    copy = get_object_or_404(WorkingCopy.objects.filter(by=request.user).exclude(fields={}), pk=pk)
    if not (model_admin.has_change_permission(request) or model_admin.has_add_permission(request)):
        raise PermissionDenied
    if "throw" in request.POST:
        copy.throw_away()
        messages.success(
            request, _("La copie est jetée. Vous pouvez la reprendre pendant un jour.")
        )
        return redirect(address_of_form(copy))
    if "take_back" in request.POST:
        if copy.take_back():
            return redirect(f"{address_of_form(copy)}?{Word.RESUME}={copy.pk}")
        messages.info(request, _("Cette copie n’est plus parmi les copies jetées."))
        return redirect(address_of_form(copy))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "copy": copy,
        "form_address": address_of_form(copy),
        "typed": texts_of({name: copy.text(name) for name in TEXTS}),
    }
    return render(request, "admin/articles/article/copy.html", context)


def address_of_form(copy):
    if copy.article_id:
        return reverse("admin:articles_article_change", args=[copy.article_id])
    return reverse("admin:articles_article_add")
