"""The front page desk: editors pick and order articles, and preview the page."""

from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.forms import BaseModelFormSet, modelformset_factory
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.admin.moments import MomentField, OneInput
from articles.models import Article, Breaking, Pick

from ..pages import front

BLANK_ROWS = 2
MOST_ROWS = 60  # of one form: one that says it has thousands is not written out again
SAVED = "front_saved"  # in the session: the form of the last save
OFFERED = 150  # articles to choose from; the link on an older article's form adds it


class PickForm(forms.ModelForm):
    class Meta:
        model = Pick
        fields = ["place", "order", "article", "until"]
        field_classes = {"until": MomentField}
        widgets = {"until": OneInput, "order": forms.NumberInput({"min": 1, "max": 99})}

    def __init__(self, *args, offered, **kwargs):
        """Offer the choices `offered`; accept any article that is not withdrawn."""
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = Article.objects.exclude(status=Article.Status.WITHDRAWN)
        self.fields["article"].choices = offered
        if self.instance.pk:
            del self.fields["article"]  # another piece is another choice

    def has_changed(self):
        """Count a new row as filled only if it has an article."""
        return super().has_changed() if self.instance.pk else bool(self["article"].value())


class Picks(BaseModelFormSet):
    def clean(self):
        """Refuse a story that is picked twice, in the same or in another language."""
        super().clean()
        chosen = {}
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            article = form.instance.article if form.instance.pk else cleaned.get("article")
            if article is None or self._should_delete_form(form):
                continue
            story = article.translation_of_id or article.pk
            if story in chosen:
                form.add_error(
                    None if form.instance.pk else "article",
                    _("Cette histoire est déjà choisie : « %(headline)s ».")
                    % {"headline": chosen[story].headline},
                )
            chosen[story] = article

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Enlever de la une")

    def as_typed(self):
        """Return the picks in their order, as they would stand, unsaved."""
        kept = [
            form
            for form in self.forms
            if (form.instance.pk or form.cleaned_data.get("article"))
            and form not in self.deleted_forms
        ]
        now = timezone.now()
        picks = [form.instance for form in kept]
        standing = [pick for pick in picks if pick.until is None or pick.until > now]
        return sorted(standing, key=lambda pick: (pick.place, pick.order, pick.pk or 0))


FrontForm = modelformset_factory(
    Pick, form=PickForm, formset=Picks, extra=BLANK_ROWS, can_delete=True, can_delete_extra=False,
    max_num=MOST_ROWS, absolute_max=MOST_ROWS,
)  # fmt: skip


@never_cache
@permission_required("articles.change_pick", raise_exception=True)
def front_desk(request):
    """Show the picks as one form, or save it; `preview` shows the page they would make."""
    picks = Pick.objects.select_related("article").order_by("place", "order", "pk")
    seen, form = _digest(picks), _form(request, picks)
    is_stale = request.method == "POST" and request.POST.get("seen") != seen
    if is_stale and _sent(request) == request.session.get(SAVED):
        return redirect("front_desk")  # the button was pressed twice
    if is_stale:
        messages.error(
            request,
            _(
                "Un collègue a changé la une entre-temps. Vos choix sont ci-dessous ; relisez ce qui paraît en ce moment, puis envoyez-les de nouveau."
            ),
        )
    if request.method == "POST" and form.is_valid() and not is_stale:
        if "preview" in request.POST:
            page = front.page(get_language(), picks=form.as_typed())
            return render(request, "portal/home.html", {"front": page, "is_preview": True})
        _save(request, form)
        request.session[SAVED] = _sent(request)
        return redirect("front_desk")
    context = {
        **admin.site.each_context(request),
        "title": _("La une"),
        "form": form,
        "seen": seen,
        "now_shown": _now_shown(),
        "hidden": _hidden(picks),
        "breaking": Breaking.objects.standing().first(),
    }
    return render(
        request,
        "admin/front_desk.html",
        context,
        status=409 if is_stale else 422 if form.is_bound else 200,
    )


def _form(request, picks):
    """Return the form of all picks; `?article=<id>` puts that article into a blank row."""
    asked = request.GET.get("article", "")
    asked = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    return FrontForm(
        request.POST or None,
        queryset=picks,
        prefix="picks",
        form_kwargs={"offered": _offered(asked, picks)},
        initial=[{"article": asked}] if asked else None,
    )


@transaction.atomic
def _save(request, form):
    """Store the picks, number them anew, and log it under the editor's name."""
    form.save()
    for place in Pick.Place:
        for order, pick in enumerate(Pick.objects.filter(place=place).order_by("order", "pk"), 1):
            Pick.objects.filter(pk=pick.pk).update(order=order)
    log = admin.site.get_model_admin(Pick)
    for pick in form.new_objects:
        log.log_addition(request, pick, _("Choisi pour la une."))
    for pick, fields in form.changed_objects:
        log.log_change(request, pick, ", ".join(fields))
    if form.deleted_objects:
        log.log_deletions(request, form.deleted_objects)
    log.message_user(request, _("La une est à jour."))


def _sent(request):
    """Return the digest of the form as it was sent, the choices on screen before it included."""
    return sha256(repr(sorted(request.POST.lists())).encode()).hexdigest()[:16]


def _digest(picks):
    """Return the digest of the picks: an outdated form must not undo a colleague's change."""
    rows = [(p.pk, p.article_id, p.place, p.order, str(p.until)) for p in picks]
    return sha256(repr(rows).encode()).hexdigest()[:16]


def _offered(asked, picks):
    """Return the choices of articles: none, the one asked for, the picked ones, the newest."""
    pieces = Article.objects.exclude(status=Article.Status.WITHDRAWN).select_related("section")
    newest = list(pieces.filter(published_at__isnull=False).latest_first()[:OFFERED])
    others = pieces.filter(pk__in=[asked, *(pick.article_id for pick in picks)])
    offered = {article.pk: article for article in [*others, *newest]}
    return [("", _("— aucun —")), *((pk, _called(article)) for pk, article in offered.items())]


def _called(article):
    at = timezone.localtime(article.published_at) if article.published_at else None
    when = date_format(at, "d/m H:i") if at else article.standing_in_words
    return f"{when} · {article.section.name} · {article.headline[:90]}"


def _now_shown():
    """Return [(article, whether an editor picked it)] at the top of the present front page."""
    page = front.page(get_language())
    picks = Pick.objects.standing().select_related("article")
    picked = {pick.article.story for pick in picks}
    shown = [page["lead"], *page["seconds"]] if page["lead"] else []
    return [(article, article.story in picked) for article in shown]


def _hidden(picks):
    """Return {pick number: reason} of picks that readers do not see: not on line, or expired."""
    now = timezone.now()
    visible = set(
        Article.objects.visible()
        .filter(pk__in=[pick.article_id for pick in picks])
        .values_list("pk", flat=True)
    )
    return {
        pick.pk: gettext_lazy("terminé")
        if pick.until and pick.until <= now
        else gettext_lazy("paraîtra une fois en ligne")
        for pick in picks
        if pick.article_id not in visible or (pick.until and pick.until <= now)
    }
