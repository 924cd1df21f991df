"""The page where an editor merges our version of a dispatch with the agency's newer one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..intake import merge_by_hand
from ..models import Article, StaleRevision, WireItem
from ..rules.body import plain_text
from ..rules.differences import difference
from .history import in_words, label

SENTENCES = {
    "theirs": gettext_lazy("Changé par l’agence seule."),
    "ours": gettext_lazy("Changé ici seulement."),
    "merged": gettext_lazy("Changé des deux côtés, à des endroits différents."),
    "conflict": gettext_lazy("Changé des deux côtés au même endroit : à vous de choisir."),
}


def merging(model_admin, request, pk):
    """Show the differences; a POST writes the editor's choice.

    `merge` writes the chosen texts, `set_aside` keeps ours, `apart` makes a second article.
    """
    item = get_object_or_404(
        WireItem.objects.select_related("source", "article", "delivery"), pk=pk
    )
    desk = model_admin.admin_site.get_model_admin(Article)
    may = request.user.has_perm("articles.change_wireitem")
    if not may or not desk.has_change_permission(request, item.article):
        raise PermissionDenied
    try:
        try:
            return (
                _done(model_admin, request, item)
                if request.method == "POST"
                else _shown(model_admin, request, item)
            )
        except StaleRevision as stale:
            sentence = _(
                "%(who)s a écrit dans l’article entre-temps : voici ce qui diffère à présent."
            )
            messages.error(request, sentence % {"who": stale.revision.who})
        except merge_by_hand.NewerDelivery:
            messages.error(
                request,
                _("L’agence a envoyé d’autres mots entre-temps : voici ce qui diffère à présent."),
            )
        item = WireItem.objects.select_related("source", "article", "delivery").get(pk=pk)
        return _shown(model_admin, request, item, status=409)
    except merge_by_hand.TakenBack:
        messages.warning(
            request,
            _(
                "L’agence a retiré cette version, ou annulé la dépêche : il n’y a plus rien à réunir."
            ),
        )
        return redirect("admin:articles_wireitem_change", pk)
    except merge_by_hand.NothingToMerge:
        messages.warning(
            request,
            _(
                "Cette dépêche n’est plus à réunir : un collègue l’a tranchée, ou ce qui fut reçu ne se lit plus."
            ),
        )
        return redirect("admin:articles_wireitem_change", pk)


def _done(model_admin, request, item):
    by = request.user
    if "apart" in request.POST:
        article = merge_by_hand.make_apart(item, by=by)
        sentence = _("Un article à part est né de cette dépêche, en brouillon.")
    elif "set_aside" in request.POST:
        merge_by_hand.set_aside(item, by=by)
        article, sentence = (
            item.article,
            _("Le nôtre est gardé ; cette version ne sera plus proposée."),
        )
    else:
        seen, received = (_number(request.POST.get(name, "")) for name in ("seen", "received"))
        article = merge_by_hand.merge(
            item, request.POST.dict(), by=by, seen=seen, received=received
        )
        sentence = _("Les deux textes sont réunis.")
    model_admin.log_change(request, item, sentence)
    messages.success(request, sentence)
    return redirect("admin:articles_article_change", article.pk)


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 18 else -1


def _shown(model_admin, request, item, status=200):
    fields = [field for field in merge_by_hand.compare(item) if field.kind != "both"]
    context = {
        **model_admin.admin_site.each_context(request),
        "item": item,
        "article": item.article,
        "is_of_another": merge_by_hand.is_of_another(item),
        "note": merge_by_hand.dispatch_of(item).editor_note,
        "rows": [_row(field) for field in fields],
    }
    return render(request, "admin/articles/wireitem/merge.html", context, status=status)


def _row(field):
    row = {"name": field.name, "label": label(field.name), "sentence": SENTENCES[field.kind]}
    if field.pieces:
        return {
            **row,
            "pieces": [_piece(field.name, n, piece) for n, piece in enumerate(field.pieces)],
        }
    return {**row, "pieces": [_sides(field.name, field.kind, *(_in_words(field.name, v) for v in (field.base, field.ours, field.theirs)))]}  # fmt: skip


def _piece(name, number, piece):
    texts = (plain_text("\n".join(blocks)) for blocks in (piece.base, piece.ours, piece.theirs))
    return _sides(f"{name}.{number}", piece.kind, *texts, may_be_both=piece.kind == "conflict")


def _sides(name, kind, base, ours, theirs, may_be_both=False):
    return {
        "name": name,
        "kind": kind,
        "ours": difference(base, ours) if base else [("same", ours)],
        "theirs": difference(base, theirs) if base else [("same", theirs)],
        "takes_theirs": kind == "theirs",
        "may_be_both": may_be_both,
    }


def _in_words(name, value):
    if name == "credits":
        return ", ".join(value or [])
    return in_words(name, value)
