"""Accounts of colleagues: an administrator gives roles, but not all power, and none to themselves."""

from allauth.account import admin as _accounts  # noqa: F401, so that theirs is there to be taken away
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa import admin as _factors  # noqa: F401
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import MOMENTS
from comments.models.filing import file_account, file_credentials

from ..signin import journal, sessions
from ..signin.models import Kind, StaffEvent

# allauth's own tables: whoever could write there could give themselves a colleague's factor.
for table in [User, EmailAddress, EmailConfirmation, Authenticator]:
    if admin.site.is_registered(table):
        admin.site.unregister(table)
OF_ROLES = ["groups", "user_permissions", "is_superuser", "is_staff", "is_active"]


class InvitedForm(forms.ModelForm):
    """A new account has no password: its owner chooses one by a link."""

    class Meta:
        model = User
        fields = ("username", "email")
        field_classes = {"username": UsernameField}

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class ColleagueAdmin(UserAdmin):
    """Users in the admin; only a superuser makes another superuser, and nobody changes their own roles.

    Django would let anybody who may change users make themselves one. Each change is told to the person.
    """

    add_form = InvitedForm
    add_fieldsets = ((None, {"classes": ["wide"], "fields": ["username", "email"]}),)
    actions = ["invite", "end_sessions"]
    formfield_overrides = MOMENTS
    list_display = ["username", "first_name", "last_name", "is_staff", "is_active", "last_login"]

    def get_form(self, request, user=None, **kwargs):
        """Ask for an address: by it, nobody is given their own text to judge."""
        form = super().get_form(request, user, **kwargs)
        if "email" in form.base_fields:
            form.base_fields["email"].required = True
        return form

    def get_readonly_fields(self, request, user=None):
        own = super().get_readonly_fields(request, user)
        if user == request.user:
            return [*own, *OF_ROLES]
        return own if request.user.is_superuser else [*own, "is_superuser", "user_permissions"]

    def has_change_permission(self, request, user=None):
        may = super().has_change_permission(request, user)
        return may and (request.user.is_superuser or not (user and user.is_superuser))

    def has_delete_permission(self, request, user=None):
        """An account is disabled, never deleted: what it decided bears its name."""
        return False

    # Acts on a selection

    @admin.action(
        description=_("Envoyer un lien pour choisir un mot de passe"), permissions=["change"]
    )
    def invite(self, request, users):
        """Have the next minute's mail bring each of them a link; their password stays until they choose another."""
        for user in self._to_act_on(request, users):
            if not user.email:
                messages.warning(request, gettext("%(user)s n’a pas d’adresse.") % {"user": user})
                continue
            journal.note(Kind.INVITED, user, by=request.user)
            file_credentials(user, "password", by=request.user)
            messages.success(
                request, gettext("%(user)s recevra un lien dans la minute.") % {"user": user}
            )

    @admin.action(description=_("Fermer toutes leurs sessions"), permissions=["change"])
    def end_sessions(self, request, users):
        for user in self._to_act_on(request, users):
            ended = sessions.end_all(user)
            journal.note(Kind.SESSIONS_ENDED, user, by=request.user, detail=str(ended))
            told = ngettext(
                "%(count)s session de %(user)s est fermée.",
                "%(count)s sessions de %(user)s sont fermées.",
                ended,
            )
            messages.success(request, told % {"user": user, "count": ended})

    def _to_act_on(self, request, users):
        """Yield those of the selection whose account this administrator may change; say of the others that they stay.

        Nobody acts on their own: one's password asks for the old one, one's sessions have a page.
        """
        for user in users:
            is_another = user != request.user
            if is_another and user.is_active and self.has_change_permission(request, user):
                yield user
            else:
                messages.warning(
                    request, gettext("Le compte de %(user)s n’a pas changé.") % {"user": user}
                )

    # What is told

    def save_model(self, request, user, form, change):
        super().save_model(request, user, form, change)
        if not change:
            journal.note(Kind.ACCOUNT_MADE, user, by=request.user)
            return
        if "is_active" in form.changed_data:
            journal.note(Kind.ENABLED if user.is_active else Kind.DISABLED, user, by=request.user)
            if not user.is_active:
                sessions.end_all(user)
        if {"email", "username"} & set(form.changed_data):
            self._note_another_address(request, user, form)

    def _note_another_address(self, request, user, form):
        """Tell the former address too: letters about a change of the password would go to the new one alone."""
        former, name = form.initial["email"], form.initial["username"]
        is_renamed = name != user.get_username()
        journal.note(
            Kind.ADDRESS_CHANGED,
            user,
            by=request.user,
            detail=f"{name} → {user.get_username()}" if is_renamed else "",
            former_email=former if former != user.email else "",
        )
        file_credentials(user, "name" if is_renamed else "email", by=request.user)

    def save_related(self, request, form, formsets, change):
        before = roles_of(form.instance)
        super().save_related(request, form, formsets, change)
        after = roles_of(form.instance)
        file_account(form.instance, by=request.user)
        more = {f"+{name}" for name in after - before} | {f"−{name}" for name in before - after}
        for name in ("is_superuser", "is_staff"):
            if name in form.changed_data:
                more.add(f"{'+' if getattr(form.instance, name) else '−'}{name}")
        if more:
            journal.note(
                Kind.ROLES_CHANGED, form.instance, by=request.user, detail=", ".join(sorted(more))
            )

    def user_change_password(self, request, id, form_url=""):
        """Let an administrator set a colleague's password, never their own here: that asks for the old one."""
        user = self.get_object(request, id)
        if user == request.user:
            raise PermissionDenied(gettext("Changez votre mot de passe par votre propre page."))
        if user and not user.has_usable_password():
            raise PermissionDenied(
                gettext("Envoyez-lui un lien : un premier mot de passe se choisit soi-même.")
            )
        before = user.password if user else ""
        answer = super().user_change_password(request, id, form_url)
        if user and User.objects.get(pk=user.pk).password != before:
            journal.note(Kind.PASSWORD_CHANGED, user, by=request.user)
            file_credentials(user, "password", by=request.user)
        return answer


def roles_of(user) -> set[str]:
    """Return the names of a colleague's groups, and of the permissions given by hand."""
    names = set(user.groups.values_list("name", flat=True))
    return names | set(user.user_permissions.values_list("codename", flat=True))


@admin.register(StaffEvent)
class StaffEventAdmin(admin.ModelAdmin):
    """The journal of accounts: read, never written here."""

    list_display = ["at", "user", "kind", "by", "detail"]
    list_filter = ["kind"]
    list_select_related = ["user", "by"]
    search_fields = ["user__username", "detail"]
    date_hierarchy = "at"
    list_display_links = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, event=None):
        return False

    def has_delete_permission(self, request, event=None):
        return False
