"""Accounts of colleagues: an administrator gives roles, but not all power; and signing in."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.moments import MOMENTS
from comments.door import rates

# Tries in a quarter of an hour: on one account from one address, and from one address on any.
SIGN_IN_TRIES, SIGN_IN_TRIES_OF_AN_ADDRESS, SIGN_IN_SECONDS = 10, 50, 900


class SignInForm(AdminAuthenticationForm):
    """Slow down password guessing; a colleague at another address is not locked out by it."""

    def clean(self):
        address = rates.known_as(self.request)["address"]
        account = self.cleaned_data.get("username", "").casefold()
        limits = {
            ("sign-in", address, account): (SIGN_IN_TRIES, SIGN_IN_SECONDS),
            ("sign-in", address): (SIGN_IN_TRIES_OF_AN_ADDRESS, SIGN_IN_SECONDS),
        }
        if until := rates.counted(limits, timezone.now()):
            when = date_format(timezone.localtime(until), "H:i")
            raise ValidationError(
                _("Trop d’essais. Vous pourrez réessayer à %(when)s.") % {"when": when},
                code="too_many_tries",
            )
        return super().clean()


admin.site.login_form = SignInForm
admin.site.unregister(User)


@admin.register(User)
class ColleagueAdmin(UserAdmin):
    """Users in the admin; only a superuser makes another superuser.

    Django would let anybody who may change users make themselves one.
    """

    add_fieldsets = (
        (None, {"classes": ["wide"], "fields": ["username", "email", "password1", "password2"]}),
    )
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
        return own if request.user.is_superuser else [*own, "is_superuser", "user_permissions"]

    def has_change_permission(self, request, user=None):
        may = super().has_change_permission(request, user)
        return may and (request.user.is_superuser or not (user and user.is_superuser))
