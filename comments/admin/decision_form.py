"""The form behind the card's buttons."""

import time

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from articles.freshness import HOUSE, kept

from ..models import MOVES, Charter, Decision
from ..pages.fields import LineField, PlainTextField
from .triage.hint import HIDDEN, SHOWN

# A card left open over lunch says nothing of the time a decision took.
LONGEST_DECISION_SECONDS = 3600
AGAINST = frozenset({Decision.Kind.REJECT, Decision.Kind.REMOVE})
CHOOSE = gettext_lazy("Choisissez la règle en cause, ou citez la loi.")


class DecisionForm(forms.Form):
    """A moderator's decision: the act, its ground, its reasons, and the versions on screen."""

    use_required_attribute = False  # the server says what is missing, in the moderator's language

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in MOVES])
    clause = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, error_messages={"invalid_choice": CHOOSE}
    )
    law = LineField(
        label=gettext_lazy("Texte de loi, si la décision s’y fonde"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "saisie"}),
    )
    reasons = PlainTextField(
        label=gettext_lazy("Exposé des motifs"), required=False, max_length=5000, rows=3
    )
    facts = PlainTextField(
        label=gettext_lazy("Faits, sans donnée personnelle"),
        required=False,
        max_length=5000,
        rows=3,
    )
    seen = forms.IntegerField()
    charter = forms.IntegerField(required=False)
    notices_up_to = forms.IntegerField(required=False)
    appeal_seen = forms.IntegerField(required=False)
    opened = forms.IntegerField(required=False)  # by the server's clock, seconds since 1970
    shown_for = forms.IntegerField(required=False, min_value=0)  # milliseconds on screen
    hint = forms.TypedChoiceField(  # of triage: whether it was on screen, or kept from it
        choices=[(SHOWN, ""), (HIDDEN, "")],
        required=False,
        coerce=lambda noted: noted == SHOWN,
        empty_value=None,
    )

    def __init__(self, data=None, *, comment, charter, **options):
        self.comment, self.in_force = comment, charter
        self.clauses = {str(clause.number): clause for clause in charter.clauses.all()}
        super().__init__(data, **options)
        self._offer_clauses()
        reasons = self.fields["reasons"]
        reasons.widget.attrs["lang"] = comment.language
        if comment.state == "published" and getattr(comment, "has_appeals", False):
            reasons.label = _("Exposé des motifs pour retirer")  # beside one for keeping
        reasons.help_text = _(
            "Il paraît sur la page de suivi de l’auteur, en %(language)s. Vide, c’est l’exposé tout "
            "prêt de la règle."
        ) % {"language": self._language()}

    def _language(self):
        return get_language_info(self.comment.language)["name_translated"].lower()

    def _offer_clauses(self):
        """Offer each rule, with the statement of reasons it has ready (static/desk/forms.js)."""
        language = self.comment.language
        self.fields["clause"].choices = [
            (
                number,
                format_html(
                    '{}<small lang="{}" dir="auto">{}</small>',
                    clause,
                    language,
                    clause.reasons(language),
                ),
            )
            for number, clause in self.clauses.items()
        ]
        self.fields["clause"].label = (
            _("Refuser : quelle règle ?")
            if self.comment.is_pending
            else _("Retirer : quelle règle ?")
        )

    def clean(self):
        data = self.cleaned_data
        kind = data.get("kind")
        clause = self.clauses.get(data.get("clause"))
        if clause and data.pop("charter", None) not in {None, self.in_force.version}:
            self.add_error(
                "clause",
                _(
                    "La charte a changé pendant que vous lisiez : voici ses règles d’aujourd’hui. "
                    "Choisissez de nouveau."
                ),
            )
        if kind in AGAINST and "clause" not in self.errors:
            self._found_on(clause, data)
        if kind in Decision.NEEDS_REASONS and not data.get("reasons") and not self.errors:
            self.add_error("reasons", _("Écrivez l’exposé des motifs : son auteur le recevra."))
        data["clause"] = clause if kind in AGAINST else None

    def _found_on(self, clause, data):
        """Ask for a ground; take the rule's own statement if none was written."""
        if clause is None and not data.get("law"):
            self.add_error("clause", CHOOSE)
        elif clause and not data.get("reasons"):
            data["reasons"] = clause.reasons(self.comment.language)
        elif other := self._rule_of_the_statement(clause, data.get("reasons")):
            self.add_error(
                "reasons",
                _("Cet exposé est celui de la règle %(number)d : relisez-le, ou videz-le.")
                % {"number": other.number},
            )

    def _rule_of_the_statement(self, clause, reasons):
        """Return the other rule whose ready statement was sent with this one; None if none was."""
        for other in self.clauses.values():
            if other != clause and reasons == other.reasons(self.comment.language):
                return other
        return None

    @property
    def seen_version(self):
        """Return the comment's version on screen; None if the form does not say."""
        sent = str(self.data.get("seen", ""))[:9]
        return int(sent) if sent.isdecimal() else None

    def particulars(self):
        """Return the keyword arguments of Comment.decide()."""
        data = dict(self.cleaned_data)
        opened, shown_for = data.pop("opened"), data.pop("shown_for")
        data.pop("charter", None)
        data["hint_shown"] = data.pop("hint")
        if data["appeal_seen"] is None:
            data["appeal_seen"] = 0  # a form that shows none answers none
        if opened:
            data["seconds_taken"] = seconds_taken(opened, shown_for)
        return data


def seconds_taken(opened, shown_for):
    """Return how long the card was read, in seconds, at most LONGEST_DECISION_SECONDS.

    The browser counts from when the card was on screen: it was fetched before. What it says cannot be more
    than has passed since the server sent the card. Without scripts the page was shown at once.
    """
    since_sent = max(time.time() - opened, 0)
    seconds = since_sent if shown_for is None else min(shown_for / 1000, since_sent + 1)
    return min(round(seconds), LONGEST_DECISION_SECONDS)


class AnswerForm(DecisionForm):
    """The same decision as the answer to an appeal, or to publish again: reasons are its field."""

    KINDS = frozenset({Decision.Kind.UPHOLD, Decision.Kind.RESTORE})

    def __init__(self, data=None, **options):
        super().__init__(data, auto_id="reponse_%s", **options)
        reasons = self.fields["reasons"]
        reasons.required = True  # says so on the page; clean() words the error
        reasons.widget.attrs["rows"] = 6
        if self.comment.state == "published":
            reasons.label = _("Exposé des motifs pour maintenir en ligne")
            reasons.help_text = _("Qui a alerté lira ces motifs tels quels sur sa page privée.")
        else:
            reasons.help_text = _(
                "Son auteur le lira tel quel sur sa page de suivi ; écrivez en %(language)s."
            ) % {"language": self._language()}


class NoteForm(forms.Form):
    """A word to colleagues: why one asks for a second opinion, or what they should know."""

    use_required_attribute = False

    why = PlainTextField(
        label=gettext_lazy("Un mot à vos collègues"),
        max_length=1000,
        rows=2,
        error_messages={
            "required": gettext_lazy("Dites en un mot à vos collègues ce qui vous arrête.")
        },
    )

    def __init__(self, *args, label=None, **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["why"].label = label


class ErasureForm(forms.Form):
    """Why a person's words are erased; the erasing itself is asked for a second time."""

    use_required_attribute = False

    GROUNDS = {
        "person": gettext_lazy("Demande de la personne"),
        "order": gettext_lazy("Injonction d’une autorité"),
        "other": gettext_lazy("Autre"),
    }

    ground = forms.ChoiceField(
        label=gettext_lazy("À quel titre ?"),
        choices=[("", "—"), *GROUNDS.items()],
        widget=forms.Select(attrs={"class": "saisie"}),
        error_messages={"required": gettext_lazy("Dites à quel titre.")},
    )
    word = LineField(
        label=gettext_lazy("Un mot, sans donnée personnelle"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "saisie"}),
    )

    def clean(self):
        if self.cleaned_data.get("ground") == "other" and not self.cleaned_data.get("word"):
            self.add_error("word", _("Dites en un mot pourquoi."))

    @property
    def note(self):
        """Return the note that colleagues will read instead of the words."""
        ground, word = self.GROUNDS[self.cleaned_data["ground"]], self.cleaned_data["word"]
        return _("Effacé. %(ground)s.") % {"ground": ground} + (f" {word}" if word else "")


def _charter():
    """Return the charter in force with its rules; what decides on a form reads it anew."""
    charter = Charter.objects.in_force()
    prefetch_related_objects([charter], "clauses")
    return charter


class HoldForm(forms.Form):
    """Why nothing of a comment may be erased for now."""

    use_required_attribute = False

    reason = LineField(
        label=gettext_lazy("Motif : la procédure, sa référence ; sans donnée personnelle"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "saisie"}),
        error_messages={"required": gettext_lazy("Dites pourquoi : ce motif reste au journal.")},
    )


def decision_forms(comment, form, conflict):
    """Return the forms of a card, empty or as typed in `form`, and the charter they offer.

    The rule chosen before a conflict is not chosen again: it was for the comment as it stood.
    """
    charter = form.in_force if form else kept("charter on the desk", _charter, tags=[HOUSE])
    prefetch_related_objects([charter], "clauses")  # each form of the card offers them
    typed = form.data.dict() if form else {}
    answers = typed.get("kind") in AnswerForm.KINDS
    if conflict:
        typed.pop("clause", None)

    def shown(kind, *, was_sent):
        data = typed if was_sent and not conflict else None
        return kind(data, initial=typed, comment=comment, charter=charter)

    decision_form = shown(DecisionForm, was_sent=form and not answers)
    return {
        "form": decision_form,
        "answer_form": shown(AnswerForm, was_sent=form and answers),
        "note_form": NoteForm(auto_id="opinion_%s"),
        "erasure_form": ErasureForm(auto_id="effacement_%s"),
        "hold_form": HoldForm(auto_id="gel_%s"),
        "internal_form": NoteForm(auto_id="note_%s", label=_("Note, que l’équipe seule lit")),
        "errors": form.errors if form and not conflict else {},
        "charter": charter,
        "clauses": decision_form.clauses.values(),
    }
