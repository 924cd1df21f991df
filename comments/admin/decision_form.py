"""The form behind the card's buttons."""

import time

from django import forms
from django.utils.translation import gettext as _

from ..models import MOVES, Decision
from ..pages.fields import LineField, PlainTextField

# A card left open over lunch says nothing of the time a decision took.
LONGEST_DECISION_SECONDS = 3600


class DecisionForm(forms.Form):
    """A moderator's decision: the act, its ground, its reasons, and the versions on screen."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in MOVES])
    clause = forms.IntegerField(required=False)
    law = LineField(required=False, max_length=500)
    reasons = PlainTextField(required=False, max_length=5000)
    facts = PlainTextField(required=False, max_length=5000)
    seen = forms.IntegerField()
    charter = forms.IntegerField(required=False)
    notices_up_to = forms.IntegerField(required=False)
    appeal_seen = forms.IntegerField(required=False)
    opened = forms.IntegerField(required=False)

    def __init__(self, data, *, comment, charter):
        self.comment, self.in_force = comment, charter
        super().__init__(data)

    def clean(self):
        data = self.cleaned_data
        kind = data.get("kind")
        clause = self.in_force.clauses.filter(number=data.get("clause") or 0).first()
        if clause and data.pop("charter", None) not in {None, self.in_force.version}:
            self.add_error(
                "clause",
                _(
                    "La charte a changé pendant que vous lisiez : voici ses règles d’aujourd’hui. "
                    "Choisissez de nouveau."
                ),
            )
        if kind in {Decision.Kind.REJECT, Decision.Kind.REMOVE}:
            if clause is None and not data.get("law"):
                self.add_error("clause", _("Choisissez la règle en cause, ou citez la loi."))
            elif clause and not data.get("reasons"):
                data["reasons"] = clause.reasons(self.comment.language)
        if kind in Decision.NEEDS_REASONS and not data.get("reasons") and not self.errors:
            self.add_error("reasons", _("Écrivez l’exposé des motifs : son auteur le recevra."))
        data["clause"] = clause if kind in {Decision.Kind.REJECT, Decision.Kind.REMOVE} else None

    @property
    def seen_version(self):
        """Return the comment's version on screen; None if the form does not say."""
        sent = str(self.data.get("seen", ""))[:9]
        return int(sent) if sent.isdecimal() else None

    def particulars(self):
        """Return the keyword arguments of Comment.decide()."""
        data = dict(self.cleaned_data)
        opened = data.pop("opened")
        data.pop("charter", None)
        if data["appeal_seen"] is None:
            data["appeal_seen"] = 0  # a form that shows none answers none
        if opened:
            taken = int(time.time()) - opened
            data["seconds_taken"] = min(max(taken, 0), LONGEST_DECISION_SECONDS)
        return data
