"""The register of acts that two colleagues must want (FOUR_EYES): what waits, what was settled, by whom."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Conflict, NotYours, Proposal, Thresholds, UnderHold
from ...models.proposal import RIGHTS, Act
from ..lanes import day_and_hour
from ..registers import ReadOnlyAdmin
from .asking import asked


def rights_of(user):
    return [act for act, right in RIGHTS.items() if user.has_perm(right)]


def _refuse_what_cannot_be_agreed_to(form):
    """Say in the form that `restore` knows a backup by its file's name, or that a colleague asked for it already."""
    form.instance.act = Act.RESTORE
    name = form.cleaned_data.get("subject", "")
    if "/" in name:
        told = _("Donnez le nom du fichier sans son dossier : %(name)s")
        raise ValidationError({"subject": told % {"name": name.rpartition("/")[2]}})
    Proposal.objects.refuse_what_waits(Act.RESTORE, name)


def _done(proposal):
    if not proposal.allows_until:
        return _("C’est fait.")
    told = _("Accord donné : la commande restore peut être lancée jusqu’au %(until)s.")
    return told % {"until": day_and_hour(proposal.allows_until)}


def _nothing(value):
    return "—" if value is None else value


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Each act, seen by whoever may do it. Only the leave to restore a backup is asked here."""

    list_display = ["at", "act", "what", "colleague", "standing"]
    list_filter = ["act"]
    list_select_related = ["by", "settled_by"]
    fields = ["act", "what", "colleague", "at", "standing"]
    readonly_fields = fields
    change_form_template = "admin/comments/proposal/page.html"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(act__in=rights_of(request.user))

    def has_module_permission(self, request):
        return bool(rights_of(request.user))

    def has_view_permission(self, request, obj=None):
        return bool(rights_of(request.user))

    def has_add_permission(self, request, obj=None):
        return settings.FOUR_EYES and request.user.has_perm(RIGHTS[Act.RESTORE])

    # What it would do

    @admin.display(description=gettext_lazy("sur quoi"))
    def what(self, proposal):
        if proposal.act == Act.ERASE:
            page = reverse("admin:comments_comment_change", args=[proposal.subject])
            name = _("le commentaire %(number)s") % {"number": proposal.subject}
            return format_html(
                '<a href="{}">{}</a> <bdi>{}</bdi>', page, name, proposal.asked.get("ground", "")
            )
        if proposal.act == Act.CHARTER:
            page = reverse("admin:comments_charter_publication", args=[proposal.subject])
            begins = proposal.asked["from"]
            day = day_and_hour(parse_datetime(begins)) if begins else _("dès l’accord")
            told = _("en vigueur : %(day)s") % {"day": day}
            return format_html(
                '<a href="{}">{}</a><div>{}</div>', page, _("ce que cette version change"), told
            )
        if proposal.act == Act.THRESHOLDS:
            labels = {field.name: field.verbose_name for field in Thresholds._meta.fields}
            now = Thresholds.objects.current()
            rows = (
                (labels[name], _nothing(getattr(now, name)), _nothing(value))
                for name, value in proposal.asked.items()
            )
            return format_html_join("", "<div>{} : <bdi>{}</bdi> → <bdi>{}</bdi></div>", rows)
        return format_html('<bdi dir="ltr">{}</bdi>', proposal.subject)

    @admin.display(description=gettext_lazy("état"))
    def standing(self, proposal):
        if proposal.settled_at and proposal.settled_by is None:
            return _("personne n’a répondu à temps")
        if proposal.allows_until:
            said = (
                _("permis jusqu’au %(until)s avec l’accord de %(who)s")
                if timezone.now() < proposal.allows_until
                else _("était permis jusqu’au %(until)s avec l’accord de %(who)s")
            )
            until = day_and_hour(proposal.allows_until)
            return said % {"until": until, "who": proposal.settled_by}
        if proposal.settled_at:
            said = (
                _("fait, avec l’accord de %(who)s") if proposal.is_done else _("refusé par %(who)s")
            )
            return said % {"who": proposal.settled_by}
        return (
            _("attend un second accord") if proposal.is_open else _("demandé il y a trop longtemps")
        )

    # Its acts

    def get_urls(self):
        def at(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"comments_proposal_{name}")

        return [
            at("<int:pk>/accord/", self.confirm, "confirm"),
            at("<int:pk>/refus/", self.refuse, "refuse"),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        proposal = object_id and self.get_object(request, object_id)
        context = {"may_confirm": proposal and proposal.may_be_confirmed_by(request.user)}
        if object_id is None:
            context["title"] = _("Demander de remettre une sauvegarde")
            context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def confirm(self, request, pk):
        proposal = self._one(request, pk)
        try:
            fresh = proposal.confirm(by=request.user)
        except NotYours:
            self._refused(
                request, _("Vous l’avez demandé : il faut l’accord de quelqu’un d’autre.")
            )
        except UnderHold:
            self._refused(
                request, _("Ce commentaire est gelé : levez d’abord le gel. Rien n’est effacé.")
            )
        except Conflict:
            self._refused(request, _("Entre-temps, ce commentaire a changé : rien n’est fait."))
        except ValidationError as error:
            self._refused(request, " ".join(error.messages))
        else:
            self.message_user(request, _done(fresh), messages.SUCCESS)
        return redirect("admin:comments_proposal_change", pk)

    def refuse(self, request, pk):
        self._one(request, pk).refuse(by=request.user)
        self.message_user(request, _("C’est refusé : rien n’est fait."), messages.SUCCESS)
        return redirect("admin:comments_proposal_change", pk)

    def _one(self, request, pk):
        if request.method != "POST" or not rights_of(request.user):
            raise PermissionDenied
        proposal = self.get_queryset(request).filter(pk=pk).first()
        if proposal is None:
            raise Http404
        return proposal

    def _refused(self, request, sentence):
        self.message_user(request, sentence, messages.ERROR)

    # Asking to restore a backup

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["subject"]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form = type("AskForm", (form,), {"clean": _refuse_what_cannot_be_agreed_to})
            form.base_fields["subject"].required = True
            form.base_fields["subject"].label = _("Nom du fichier de la sauvegarde")
        return form

    def save_model(self, request, obj, form, change):
        obj.pk = Proposal.objects.ask(Act.RESTORE, by=request.user, subject=obj.subject).pk

    def response_add(self, request, obj, post_url_continue=None):
        return asked(self, request, obj)
