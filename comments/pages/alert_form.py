"""The forms of an alert: a reader's, and a trusted flagger's."""

import re

from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Charter, Comment
from .fields import (
    EMAIL_ERROR,
    NAME_TOO_LONG,
    LineField,
    NameField,
    PlainTextField,
    PortalForm,
    email_field,
)


class NoticeForm(PortalForm):
    """«Alerter»: which rule, and why.

    For unlawful content, a second step asks the particulars that art. 16(2) of the DSA requires.
    """

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
    charter = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, comment, charter=None, flagger=None, **kwargs):
        super().__init__(data, **kwargs)
        self.flagger = flagger
        self.in_force = charter or Charter.objects.in_force()
        self.clauses = {str(c.number): c for c in self.in_force.clauses.all()}
        self.initial = {**self.initial, "charter": self.in_force.version}
        self._offer_clauses()
        chosen = self.clauses.get((data or self.initial).get("clause", ""))
        self.is_legal = bool(chosen and chosen.is_unlawful)
        # The second step is shown once before its errors are.
        self.asks_more = self.is_legal and (data is None or data.get("step") != "2")
        if self.is_legal:
            self._require_particulars()
        else:
            del self.fields["name"], self.fields["good_faith"]
        if flagger:  # the organisation's name and address are known
            self.fields.pop("name", None)
            del self.fields["email"]
        self._lay_out(comment)

    def _offer_clauses(self):
        """Offer each clause of the charter, and «Autre chose»."""
        choices = {number: (c.title(), c.rule()) for number, c in self.clauses.items()}
        choices[self.OTHER] = _("Autre chose"), _("Précisez ci-dessous : nous lisons tout.")
        self.fields["clause"].choices = [
            (number, format_html("{}<small>{}</small>", title, rule))
            for number, (title, rule) in choices.items()
        ]

    def _require_particulars(self):
        """Go to the second step, which art. 16(2) of the DSA requires for unlawful content."""
        self.fields["explanation"].required = True
        self.fields["email"].required = True
        self.fields["email"].error_messages["invalid"] = EMAIL_ERROR
        self.initial = {**self.initial, "step": "2"}
        if self.is_bound:
            self.data = self.data.copy()
            self.data["step"] = "2"

    def _lay_out(self, comment):
        """Set the address of the form, the order of its fields, and its buttons."""
        action = reverse("comments:notice", kwargs={"pk": comment.pk})
        if self.flagger:
            about = {"key": self.flagger.key, "pk": comment.pk}
            action = reverse("comments:trusted_notice", kwargs=about)
        self.helper.form_action = f"{action}#bilan"
        order = ("clause", "explanation", "name", "email", "good_faith", "step", "charter")
        self.helper.layout = Layout(
            *(Field(name) for name in order if name in self.fields),
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

    def clean_charter(self):
        if self.cleaned_data["charter"] not in {None, self.in_force.version}:
            self.data = self.data.copy()
            self.data["charter"] = self.in_force.version
            self.add_error(
                "clause", _("La charte vient de changer : choisissez de nouveau la règle en cause.")
            )

    def particulars(self):
        """Return the keyword arguments of NoticeQuerySet.give()."""
        data = self.cleaned_data
        return {
            "clause": self.clauses.get(data["clause"]),
            "is_legal": self.is_legal,
            "explanation": data["explanation"],
            "email": (self.flagger.email if self.flagger else data["email"]).lower(),
            "name": self.flagger.name if self.flagger else data.get("name", ""),
            "good_faith": data.get("good_faith", False),
            "flagger": self.flagger,
        }


class FlaggerForm(PortalForm):
    """A trusted flagger names the comment, by its permalink or its number."""

    comment = LineField(
        label=gettext_lazy("Adresse du commentaire"),
        help_text=gettext_lazy(
            "Celle du lien de sa date, qui se termine par #commentaire et un numéro ; ou ce numéro seul."
        ),
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "saisie"}),
        error_messages={"required": gettext_lazy("Indiquez l’adresse du commentaire.")},
    )

    def __init__(self, *args, flagger, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = (
            reverse("comments:trusted_flagger", kwargs={"key": flagger.key}) + "#bilan"
        )
        self.helper.layout = Layout(
            Field("comment"), Submit("alerter", _("Alerter sur ce commentaire"), css_class="bouton")
        )

    def clean_comment(self):
        number = re.search(
            r"(?:^|#commentaire-|/commentaires/)(\d{1,18})/?$", self.cleaned_data["comment"]
        )
        found = number and Comment.objects.visible().filter(pk=number[1]).first()
        if not found:
            raise ValidationError(
                _("Il n’y a pas, ou plus, de commentaire en ligne à cette adresse : vérifiez-la.")
            )
        return found
