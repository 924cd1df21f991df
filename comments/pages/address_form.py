"""The form by which an author adds an address to a comment, on its private page."""

from crispy_forms.layout import Field, Layout, Submit
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import EMAIL_ERROR, PortalForm, email_field


class AddressForm(PortalForm):
    email = email_field(
        label=gettext_lazy("Adresse électronique"),
        help_text=gettext_lazy("Jamais publiée. Un courriel vous demandera de la confirmer."),
    )

    def __init__(self, *args, comment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = EMAIL_ERROR
        key = {"key": comment.follow_key}
        self.helper.form_action = reverse("comments:add_address", kwargs=key) + "#bilan"
        self.helper.layout = Layout(
            Field("email"),
            Submit("ajouter", _("Recevoir la suite à cette adresse"), css_class="bouton"),
        )
