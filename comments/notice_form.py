"""«Alerter»: which rule, and why."""

from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import (
    EMAIL_ERROR,
    NAME_TOO_LONG,
    LineField,
    NameField,
    PlainTextField,
    PortalForm,
    email_field,
)
from .models import Charter


class NoticeForm(PortalForm):
    """«Alerter»: which rule, and why. Unlawful content asks what art. 16(2) of the DSA asks, in a second step."""

    OTHER = "0"

    clause = forms.ChoiceField(
        label=gettext_lazy("Quelle règle de la charte ce message enfreint-il ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez la règle en cause, ou « Autre chose »."),
            "invalid_choice": gettext_lazy("Choisissez la règle en cause, ou « Autre chose »."),
        },
    )
    explanation = PlainTextField(
        label=gettext_lazy("Ce qui pose problème"),
        help_text=gettext_lazy("Citez le passage en cause."),
        limit="NOTICE_MAX_LENGTH",
        required=False,
        rows=4,
        error_messages={
            "required": gettext_lazy(
                "Expliquez pourquoi ce message est illicite : la loi le demande."
            )
        },
    )
    name = NameField(
        label=gettext_lazy("Votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "saisie saisie--moyen"}),
        error_messages={
            "required": gettext_lazy("Indiquez votre nom : la loi le demande."),
            "max_length": NAME_TOO_LONG,
        },
    )
    email = email_field(
        label=gettext_lazy("Votre adresse électronique"),
        required=False,
        help_text=gettext_lazy(
            "Vous y recevrez un accusé de réception, puis la réponse. Elle n’est transmise à personne."
        ),
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy("Je pense de bonne foi que ce que j’indique est exact et complet."),
        error_messages={
            "required": gettext_lazy("Cochez cette case pour confirmer votre bonne foi.")
        },
    )
    step = LineField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, comment, charter=None, **kwargs):
        super().__init__(data, **kwargs)
        self.clauses = {
            str(c.number): c for c in (charter or Charter.objects.in_force()).clauses.all()
        }
        self.fields["clause"].choices = [
            *(
                (number, format_html("{}<small>{}</small>", c.title(), c.rule()))
                for number, c in self.clauses.items()
            ),
            (
                self.OTHER,
                format_html(
                    "{}<small>{}</small>",
                    _("Autre chose"),
                    _("Précisez ci-dessous : nous lisons tout."),
                ),
            ),
        ]
        chosen = self.clauses.get((data or self.initial).get("clause", ""))
        self.is_legal = bool(chosen and chosen.is_unlawful)
        # The second step shows itself once before it complains.
        self.asks_more = self.is_legal and (data is None or data.get("step") != "2")
        if self.is_legal:
            self.fields["explanation"].required = True
            self.fields["email"].required = True
            self.fields["email"].error_messages["invalid"] = EMAIL_ERROR
            self.initial = {**self.initial, "step": "2"}
            if data is not None:
                self.data = self.data.copy()
                self.data["step"] = "2"
        else:
            del self.fields["name"], self.fields["good_faith"]
        self.helper.form_action = reverse("comments:notice", kwargs={"pk": comment.pk}) + "#bilan"
        self.helper.layout = Layout(
            Field("clause"),
            Field("explanation"),
            *([Field("name")] if self.is_legal else []),
            Field("email"),
            *([Field("good_faith")] if self.is_legal else []),
            Field("step"),
            Div(
                Submit("alerter", _("Envoyer l’alerte"), css_class="bouton"),
                HTML(
                    format_html(
                        '<a class="bouton bouton--second" href="{}">{}</a>',
                        comment.get_absolute_url(),
                        _("Renoncer"),
                    )
                ),
                css_class="champ rang-boutons",
            ),
        )

    def particulars(self):
        """Return what the notice records of this form."""
        data = self.cleaned_data
        return {
            "clause": self.clauses.get(data["clause"]),
            "is_legal": self.is_legal,
            "explanation": data["explanation"],
            "email": data["email"],
            "name": data.get("name", ""),
            "good_faith": data.get("good_faith", False),
        }
