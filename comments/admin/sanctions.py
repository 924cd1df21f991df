"""The desk's sanctions of an author or a notifier, and the answers to their appeals."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import (
    BeyondReach,
    Charter,
    NobodyKnown,
    NotWarned,
    NotYours,
    SettledAlready,
    Suspension,
    Thresholds,
)
from ..pages.fields import PlainTextField
from .lanes import Selection, is_number

LONGEST_DAYS = 3650


class SanctionForm(forms.Form):
    """A sanction: which, how long, under which rule, why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Sanction"), choices=[(k.value, k.label) for k in Suspension.IMPOSED]
    )
    days = forms.IntegerField(
        label=gettext_lazy("Jours"), required=False, min_value=1, max_value=LONGEST_DAYS
    )
    clause = forms.IntegerField(required=False)
    charter = forms.IntegerField(required=False)
    reasons = PlainTextField(
        label=gettext_lazy("Motifs"),
        max_length=2000,
        error_messages={
            "required": gettext_lazy("Écrivez les motifs : la personne les lira."),
        },
    )

    def __init__(self, data, *, is_about_notices=False, is_ruling=False):
        super().__init__(data)
        self.is_about_notices, self.is_ruling = is_about_notices, is_ruling
        self.in_force = Charter.objects.in_force()

    def clean(self):
        data = self.cleaned_data
        if self.is_ruling:
            return
        data["clause"] = self.in_force.clauses.filter(number=data.get("clause") or 0).first()
        is_of_today = data.get("charter") in {None, self.in_force.version}
        if not (data["clause"] and is_of_today) and not self.is_about_notices:
            self.add_error("clause", _("Choisissez la règle en cause."))
        if self.is_about_notices and data.get("kind") == Suspension.Kind.HOLD:
            self.add_error(
                "kind", _("Des alertes ne se mettent pas à part : avertissez, ou suspendez.")
            )
        needs_days = data.get("kind") == Suspension.Kind.SUSPEND
        if needs_days and not data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Dites pour combien de jours."))

    def particulars(self, at):
        """Return the keyword arguments of SuspensionQuerySet.impose()."""
        data = self.cleaned_data
        timed = data["kind"] in {Suspension.Kind.SUSPEND, Suspension.Kind.HOLD}
        days = data["days"] if timed else None
        return {
            "kind": data["kind"],
            "until": at + timedelta(days=days) if days else None,
            "clause": data["clause"],
            "reasons": data["reasons"],
        }


class Sanctions:
    """Mixed into the desk: one address to impose, lift and confirm sanctions."""

    def sanctions(self, request, pk):
        """Impose a sanction, or rule on one (`sanction`, its id).

        It concerns the author, or with `notice` the person who alerted.
        """
        self._check(request, "comments.view_comment", "comments.suspend_person", posted=True)
        comment = self._comment(pk)
        here = self._address(comment, Selection.asked(request))
        try:
            if request.POST.get("sanction"):
                outcome = self._rule(request, comment)
            else:
                outcome = self._impose(request, comment)
        except BeyondReach:
            days = Thresholds.objects.current().suspension_days
            fault = _(
                "Au-delà de %(days)d jours, et pour exclure ou lever la sanction d’un autre, "
                "adressez-vous à la modération en chef."
            ) % {"days": days}
            return self._refuse_sanction(request, comment, fault, 403)
        except NotWarned:
            fault = _("Avertissez d’abord : la loi veut un avertissement avant une suspension.")
            return self._refuse_sanction(request, comment, fault, 422)
        except NobodyKnown:
            fault = _("Rien ne dit plus de qui vient ce texte : ni adresse, ni provenance.")
            return self._refuse_sanction(request, comment, fault, 422)
        except NotYours:
            fault = _("Cette sanction revient à quelqu’un d’autre.")
            return self._refuse_sanction(request, comment, fault, 403)
        except SettledAlready:
            fault = _("Cette sanction est déjà levée, finie, ou son recours a sa réponse.")
            return self._refuse_sanction(request, comment, fault, 409)
        if isinstance(outcome, SanctionForm):
            return self._refuse_sanction(request, comment, "", 422, outcome)
        self.message_user(request, outcome, messages.SUCCESS)
        return redirect(here)

    def _impose(self, request, comment):
        """Impose a sanction; return the sentence that confirms it, or the form if it has errors."""
        at, about = timezone.now(), {"comment": comment}
        if request.POST.get("notice"):
            about = {"notice": _one(comment.notices, request.POST["notice"])}
        form = SanctionForm(request.POST, is_about_notices="notice" in about)
        if not form.is_valid():
            return form
        sanction = Suspension.objects.impose(
            by=request.user, at=at, **about, **form.particulars(at)
        )
        return _("%(sanction)s : la personne en lit les motifs, et peut contester.") % {
            "sanction": sanction.get_kind_display()
        }

    @staticmethod
    def _rule(request, comment):
        """Lift or confirm a sanction; return the sentence, or the form if it has errors."""
        sanction = _one(comment.suspensions, request.POST["sanction"])
        verbs = {"lift": sanction.lift, "confirm": sanction.confirm}
        verb = verbs.get(request.POST.get("kind"))
        if verb is None:
            raise Http404
        data = {**request.POST.dict(), "kind": Suspension.Kind.WARN}
        form = SanctionForm(data, is_ruling=True)
        if not form.is_valid():
            return form
        ruling = verb(by=request.user, reasons=form.cleaned_data["reasons"])
        return f"{ruling.get_kind_display()}."

    def _refuse_sanction(self, request, comment, fault, status, form=None):
        """Show the card again with the typed form and its errors."""
        form = form or SanctionForm(request.POST)
        form.is_valid()
        if fault:
            form.add_error(None, fault)
        return self._card(request, comment, status=status, sanction_form=form)


def _one(rows, number):
    """Return the row of that id; raise Http404 if there is none."""
    found = rows.filter(pk=number).first() if is_number(number) else None
    if found is None:
        raise Http404
    return found
