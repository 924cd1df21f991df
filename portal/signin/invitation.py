"""The link by which a colleague chooses a password: whoever makes an account never knows it."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from .models import Kind, StaffEvent

INVITES = {Kind.ACCOUNT_MADE, Kind.INVITED}


def link_of(event) -> str:
    """Return the address at which the account's owner chooses a password; "" if the event invites nobody.

    It is good for settings.PASSWORD_RESET_TIMEOUT, three days, and until they sign in, choose a password or get another
    address. A mail that leaves late brings no second one.
    """
    user = event.user
    if event.kind not in INVITES or not user.is_active:
        return ""
    if event.kind == Kind.ACCOUNT_MADE and user.has_usable_password():
        return ""
    chosen = StaffEvent.objects.filter(user=user, kind=Kind.PASSWORD_CHANGED, at__gte=event.at)
    if chosen.exists():
        return ""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    there = reverse("choose_password", args=[key, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{there}"


class ChoosePassword(PasswordResetConfirmView):
    """Django's own, which moves the token from the address into the session at once."""

    template_name = "account/choose_password.html"
    success_url = reverse_lazy("account_login")
    title = _("Choisir votre mot de passe")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form):
        from . import journal  # which asks for links

        answer = super().form_valid(form)
        journal.note(Kind.PASSWORD_CHANGED, self.user, by=self.user)
        return answer
