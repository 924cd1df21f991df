"""The desk's sanctions of an author or a notifier, and the answers to their appeals."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
# What the desk answers when the law of sanctions refuses one: its HTTP status and its sentence.
FAULTS = {
    BeyondReach: (
        403,
        gettext_lazy(
            "Au-delà de %(days)d jours, et pour exclure ou lever la sanction d’un autre, "
            "adressez-vous à la modération en chef."
        ),
    ),
    NotWarned: (
        422,
        gettext_lazy(
            "Avertissez d’abord, et laissez à l’avertissement le temps d’arriver : la loi le veut avant "
            "une suspension."
        ),
    ),
    NobodyKnown: (
        422,
        gettext_lazy("Rien ne dit plus de qui vient ce texte : ni adresse, ni provenance."),
    ),
    NotYours: (403, gettext_lazy("Cette sanction revient à quelqu’un d’autre.")),
    SettledAlready: (
        409,
        gettext_lazy("Cette sanction est déjà levée, finie, ou son recours a sa réponse."),
    ),
}


class SanctionForm(forms.Form):
    """A sanction: which, how long, under which rule, why."""

    use_required_attribute = False  # the server says what is missing, in the moderator's language

    kind = forms.ChoiceField(
        label=gettext_lazy("Sanction"), widget=forms.Select(attrs={"class": "saisie"})
    )
    days = forms.IntegerField(
        label=gettext_lazy("Jours"),
        required=False,
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "saisie saisie--moyen"}),
    )
    clause = forms.ChoiceField(
        label=gettext_lazy("Règle"),
        required=False,
        widget=forms.Select(attrs={"class": "saisie"}),
        error_messages={"invalid_choice": gettext_lazy("Choisissez la règle en cause.")},
    )
    charter = forms.IntegerField(required=False)
    reasons = PlainTextField(
        label=gettext_lazy("Motifs"),
        help_text=gettext_lazy("La personne les lira sur sa page privée, et pourra contester."),
        max_length=2000,
        rows=3,
        error_messages={
            "required": gettext_lazy("Écrivez les motifs : la personne les lira."),
        },
    )

    KINDS = {
        Suspension.Kind.WARN: gettext_lazy("Avertir"),
        Suspension.Kind.HOLD: gettext_lazy("Mettre à part ce qu’elle écrit"),
        Suspension.Kind.SUSPEND: gettext_lazy("Suspendre"),
        Suspension.Kind.BAN: gettext_lazy("Exclure, sans limite de durée"),
    }

    def __init__(self, data=None, *, about="", charter=None, longest=None):
        """`about` is the id of the notice whose sender it concerns, "" for the comment's author.

        `longest` is the number of days this moderator may suspend for, None for any.
        """
        super().__init__(data, auto_id=f"sanction{about}_%s")
        self.about = about
        self.in_force = charter or Charter.objects.in_force()
        self.clauses = {str(clause.number): clause for clause in self.in_force.clauses.all()}
        self.fields["clause"].choices = [("", "—"), *self.clauses.items()]
        kinds = self.fields["kind"]
        kinds.choices = list(self.KINDS.items())
        hidden = {Suspension.Kind.HOLD} if about else set()
        hidden |= set() if longest is None else {Suspension.Kind.BAN}
        kinds.widget.choices = [each for each in kinds.choices if each[0] not in hidden]
        self.fields["days"].help_text = (
            _("Pour une suspension ; facultatif pour une mise à part.")
            if longest is None
            else ngettext("Un jour au plus.", "%(n)s jours au plus.", longest) % {"n": longest}
        )

    def clean(self):
        data = self.cleaned_data
        data["clause"] = self.clauses.get(data.get("clause"))
        is_of_today = data.get("charter") in {None, self.in_force.version}
        if not (data["clause"] and is_of_today) and not self.about:
            self.add_error("clause", _("Choisissez la règle en cause."))
        if self.about and data.get("kind") == Suspension.Kind.HOLD:
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


class RulingForm(forms.Form):
    """The reasons for lifting a sanction, or for confirming it on appeal."""

    use_required_attribute = False

    reasons = PlainTextField(
        label=gettext_lazy("Motifs"),
        max_length=2000,
        rows=3,
        error_messages={"required": gettext_lazy("Écrivez les motifs : la personne les lira.")},
    )

    def __init__(self, data=None, *, sanction):
        super().__init__(data, auto_id=f"ruling{sanction.pk}_%s")
        self.sanction = sanction


def longest_suspension(user, thresholds=None):
    """Return the number of days this moderator may suspend for; None if there is no limit."""
    if user.has_perm("comments.suspend_beyond"):
        return None
    return (thresholds or Thresholds.objects.current()).suspension_days


def sanction_forms(longest, notices, charter, typed):
    """Return the forms of a card by the notice they are about ("": the author), one as typed."""
    forms_by_notice = {
        about: SanctionForm(about=about, charter=charter, longest=longest)
        for about in ["", *(str(notice.pk) for notice in notices)]
    }
    return forms_by_notice | ({typed.about: typed} if isinstance(typed, SanctionForm) else {})


def ruling_forms(sanctions, typed):
    """Return the forms to lift or confirm sanctions by the sanction's id, one as typed."""
    forms_by_sanction = {sanction.pk: RulingForm(sanction=sanction) for sanction in sanctions}
    is_ruling = isinstance(typed, RulingForm)
    return forms_by_sanction | ({typed.sanction.pk: typed} if is_ruling else {})


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
        except tuple(FAULTS) as fault:
            status, sentence = FAULTS[type(fault)]
            days = Thresholds.objects.current().suspension_days
            return self._refuse_sanction(request, comment, sentence % {"days": days}, status)
        if isinstance(outcome, forms.Form):
            return self._card(request, comment, status=422, sanction_form=outcome)
        self.message_user(request, outcome, messages.SUCCESS)
        return redirect(here)

    def _impose(self, request, comment):
        """Impose a sanction; return the sentence that confirms it, or the form if it has errors."""
        at, about = timezone.now(), {"comment": comment}
        if request.POST.get("notice"):
            about = {"notice": _one(comment.notices, request.POST["notice"])}
        form = self._sanction_form(request)
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
        form = RulingForm(request.POST, sanction=sanction)
        if not form.is_valid():
            return form
        ruling = verb(by=request.user, reasons=form.cleaned_data["reasons"])
        return f"{ruling.get_kind_display()}."

    @staticmethod
    def _sanction_form(request):
        about, longest = request.POST.get("notice", ""), longest_suspension(request.user)
        return SanctionForm(request.POST, about=about, longest=longest)

    def _refuse_sanction(self, request, comment, sentence, status):
        """Show the card again with the typed form and the sentence that says why not."""
        if request.POST.get("sanction"):
            form = RulingForm(
                request.POST, sanction=_one(comment.suspensions, request.POST["sanction"])
            )
        else:
            form = self._sanction_form(request)
        form.add_error(None, sentence)
        return self._card(request, comment, status=status, sanction_form=form)


def _one(rows, number):
    """Return the row of that id; raise Http404 if there is none."""
    found = rows.filter(pk=number).first() if is_number(number) else None
    if found is None:
        raise Http404
    return found
