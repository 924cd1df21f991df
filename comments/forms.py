"""Forms of the discussion and of the desk: shape, wording, layout. The rules are elsewhere."""

import time

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import door, links, text
from .models import MOVES, Charter, Comment, Decision

LONGEST_DECISION_SECONDS = (
    3600  # a card left open over lunch says nothing of the time a decision took
)


HOPELESS = 50_000  # characters no field takes, which are not worth reading; kept to be shown again
HIDDEN_SHARE = 4  # a text may hold so many times its limit in marks and joiners that count for none


class PlainTextField(forms.CharField):
    """A text field whose text is tidied, and whose length is told in the reader's words."""

    def __init__(self, *, limit=None, rows=7, refuses_links=False, **kwargs):
        self.limit, self.refuses_links = limit, refuses_links
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "class": "saisie"})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value):
        typed = super().to_python(value)
        return text.tidy(typed) if len(typed) <= HOPELESS else typed[:HOPELESS]

    def validate(self, value):
        super().validate(value)
        limit = getattr(settings, self.limit) if self.limit else None
        if limit and len(value) > HIDDEN_SHARE * limit:
            length = len(value)  # of whatever it is made: what nobody sees has a limit too
        else:
            length = text.count_characters(value)
        if limit and length > limit:
            excess = length - limit
            raise ValidationError(
                ngettext(
                    "Retirez %(excess)s signe : %(limit)s au plus.",
                    "Retirez %(excess)s signes : %(limit)s au plus.",
                    excess,
                )
                % {
                    "excess": number_format(excess, force_grouping=True),
                    "limit": number_format(limit, force_grouping=True),
                },
                code="too_long",
            )

    @property
    def most(self):
        """The limit as readers write numbers."""
        return number_format(getattr(settings, self.limit), force_grouping=True)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        if self.limit:
            attrs["data-max"] = getattr(settings, self.limit)
        return attrs


class LineField(forms.CharField):
    """One line, tidied: nothing invisible in it."""

    def to_python(self, value):
        return text.tidy_name(super().to_python(value)[:HOPELESS])


class NameField(LineField):
    """A name that a person can read: marks and joiners alone are none."""

    def validate(self, value):
        super().validate(value)
        if value and not any(character.isalnum() for character in value):
            raise ValidationError(
                _("Écrivez votre nom avec au moins une lettre ou un chiffre."), code="unreadable"
            )


EMAIL_ERROR = gettext_lazy("Saisissez une adresse électronique complète, comme nom@exemple.org.")
EMAIL_ERROR_OR_NONE = gettext_lazy(
    "Saisissez une adresse électronique complète, comme nom@exemple.org, ou laissez ce champ vide."
)
EMAIL_TOO_LONG = gettext_lazy("Saisissez une adresse électronique de 254 signes au plus.")


def email_field(**kwargs):
    return forms.EmailField(
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "dir": "ltr", "class": "saisie saisie--moyen"}
        ),
        max_length=254,  # RFC 5321 section 4.5.3.1.3, without its brackets
        error_messages={
            "invalid": EMAIL_ERROR_OR_NONE,
            "required": EMAIL_ERROR,
            "max_length": EMAIL_TOO_LONG,
        },
        **kwargs,
    )


class PortalForm(forms.Form):
    """A public form: no browser bubbles, errors beside their field and summed up above the form."""

    use_required_attribute = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.disable_csrf = True  # see door.py: the request's own Origin guards it
        self.helper.attrs = {"novalidate": ""}
        self.helper.form_class = "formulaire"

    @property
    def fault_count(self):
        """How many points there are to correct; a form may also be refused for none of its fields."""
        return sum(len(field.errors) for field in self.visible_fields())


# What each code of text.problems() says to its author.
PROBLEMS = {
    "empty": gettext_lazy(
        "Écrivez votre commentaire avec des mots : il n’y a ici ni lettre ni chiffre."
    ),
    "shouting": gettext_lazy(
        "Écrivez sans mettre tout le texte en capitales : il se lit comme un cri."
    ),
    "repeated_characters": gettext_lazy(
        "Raccourcissez « %(passage)s » : le même signe y revient plus de vingt fois."
    ),
    "repeated_lines": gettext_lazy(
        "Retirez les lignes répétées, comme « %(passage)s » : une fois suffit."
    ),
}


def fair_text(value):
    """Return the text; refuse it with each rule it breaks, what was found, and how to go on."""
    faults = [link] if (link := link_fault(value, "text")) else []
    for code in text.problems(value):
        found = {"passage": text.passage(value, code)}
        faults.append(ValidationError(PROBLEMS[code], code=code, params=found))
    if faults:
        raise ValidationError(faults)
    return value


def link_fault(value, subject):
    """Return the fault of a text with a link: the rule, the link marked in its words, how to go on."""
    found = links.find_links(value)
    if not found:
        return None
    if all(link.kind == "email" for link in found):
        subject = "email"
    rule = {
        "text": _(
            "{site} ne publie pas de commentaires avec des liens. Retirez ce qui est surligné dans "
            "« {link} » ; citez plutôt le titre de l’article."
        ),
        "email": _(
            "{site} ne publie ni lien ni adresse électronique. Retirez ce qui est surligné dans "
            "« {link} »."
        ),
        "name": _(
            "{site} ne publie pas de liens : retirez de votre nom ce qui est surligné dans « {link} »."
        ),
    }[subject]
    quoted = format_html("<bdi>{}</bdi>", mark_safe(text.marked(value, found, context=30)))  # noqa: S308
    return ValidationError(format_html(rule, link=quoted, site=settings.SITE_NAME), code="link")


NAME_TOO_LONG = gettext_lazy(
    "Raccourcissez ce nom : %(limit_value)d signes au plus (vous en avez %(show_value)d)."
)
PARENT_GONE = gettext_lazy(
    "Le commentaire auquel vous répondez n’est plus en ligne. "
    "Envoyez votre texte sans réponse : il est conservé ci-dessous."
)


class CommentForm(PortalForm):
    """«Nouveau commentaire», under an article."""

    name = NameField(
        label=gettext_lazy("Nom ou pseudonyme"),
        help_text=gettext_lazy("Il sera publié avec votre commentaire."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "class": "saisie saisie--moyen"}),
        error_messages={
            "required": gettext_lazy("Indiquez un nom ou un pseudonyme."),
            "max_length": NAME_TOO_LONG,
        },
    )
    email = email_field(
        label=gettext_lazy("Adresse électronique"),
        required=False,
        help_text=gettext_lazy(
            "Jamais publiée. Vous y recevrez votre lien privé, puis la décision et ses motifs."
        ),
    )
    text = PlainTextField(
        label=gettext_lazy("Votre commentaire"),
        help_text=gettext_lazy("Sans lien. En français, en arabe ou dans la langue de l’article."),
        limit="COMMENT_MAX_LENGTH",
        refuses_links=True,
        error_messages={"required": gettext_lazy("Écrivez votre commentaire avant de l’envoyer.")},
    )
    parent = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": PARENT_GONE}
    )
    stamp = LineField(required=False, widget=forms.HiddenInput)
    # Off the page and out of reach of the keyboard: whoever fills it in is no reader.
    site = LineField(
        label=gettext_lazy("Ne remplissez pas ce champ"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, article, parent=None, **kwargs):
        self.article = article
        self.stamp, self.age = door.stamp_for(article.pk), None
        if data is not None:
            self.age = door.age_of(data.get("stamp", ""), article.pk)
            data = data.copy()
            if self.age == door.Age.STALE:  # written long ago: it can be sent again at once
                data["stamp"] = door.ripe_stamp_for(article.pk)
            elif self.age == door.Age.UNKNOWN:
                data["stamp"] = self.stamp
        initial = {"stamp": self.stamp, "parent": parent.pk if parent else None}
        super().__init__(data, initial=initial, **kwargs)
        self.helper.form_action = reverse("comments:new", kwargs={"pk": article.pk}) + "#bilan"
        self.helper.form_id = "nouveau-form"
        self.helper.layout = Layout(
            Field("name"),
            Field("email"),
            Field("text"),
            Field("parent"),
            Field("stamp"),
            Field("site", template="pack/trap.html"),
            Submit("envoyer", _("Envoyer à la modération"), css_class="bouton"),
        )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if link := link_fault(name, "name"):
            raise link
        if text.imitates_staff(name, settings.SITE_NAME):
            raise ValidationError(
                _(
                    "Choisissez un autre nom : celui-ci laisse croire que c’est la rédaction ou la "
                    "modération qui écrit."
                ),
                code="imitates_staff",
            )
        return name

    def clean_text(self):
        return fair_text(self.cleaned_data["text"])

    def clean_parent(self):
        pk = self.cleaned_data["parent"]
        if pk is None:
            return None
        parent = Comment.objects.visible().filter(article=self.article, pk=pk).first()
        if parent is None:
            raise ValidationError(PARENT_GONE, code="parent_gone")
        return parent

    def clean(self):
        if self.cleaned_data.get("site"):
            self.add_error(
                None,
                ValidationError(
                    _(
                        "Un champ caché a été rempli, sans doute par un outil. "
                        "Votre texte est conservé : renvoyez-le."
                    ),
                    code="trap",
                ),
            )
            self.data["site"] = ""
        if self.age == door.Age.YOUNG:
            self.add_error(
                None,
                ValidationError(
                    _(
                        "C’est allé trop vite pour une lecture, même rapide. "
                        "Rien n’est perdu : renvoyez votre texte dans un instant."
                    ),
                    code="too_quick",
                ),
            )
        if self.age in {door.Age.STALE, door.Age.UNKNOWN}:
            self.add_error(
                None,
                ValidationError(
                    _(
                        "La page est restée ouverte trop longtemps. "
                        "Rien n’est perdu : renvoyez simplement votre texte."
                    ),
                    code="stale",
                ),
            )
        if "parent" in self.errors:
            self.data["parent"] = ""
            self.add_error(None, self.errors.pop("parent").as_data())

    @property
    def refusal_codes(self):
        """Return the codes of what was refused, for the day's count."""
        return [error.code for errors in self.errors.as_data().values() for error in errors]

    @property
    def answered(self):
        """The comment this one replies to, if it does."""
        pk = self["parent"].value()
        if not str(pk or "").isdecimal():
            return None
        return Comment.objects.visible().filter(article=self.article, pk=pk).first()


class EditForm(PortalForm):
    """The author mends a text that waits, on the follow-up page."""

    text = PlainTextField(
        label=gettext_lazy("Votre commentaire"),
        help_text=gettext_lazy("Vous pouvez le modifier tant qu’il n’a pas été relu."),
        limit="COMMENT_MAX_LENGTH",
        refuses_links=True,
        error_messages={
            "required": gettext_lazy(
                "Votre commentaire est vide. Pour le reprendre, utilisez « Retirer mon commentaire »."
            )
        },
    )

    def __init__(self, *args, comment, **kwargs):
        self.comment = comment
        super().__init__(*args, initial={"text": comment.text}, **kwargs)
        self.helper.form_action = (
            reverse("comments:edit", kwargs={"key": comment.follow_key}) + "#bilan"
        )
        self.helper.layout = Layout(
            Field("text"),
            Submit("enregistrer", _("Enregistrer ma modification"), css_class="bouton"),
        )

    def clean_text(self):
        if self.comment.is_pending and not self.comment.can_edit:
            raise ValidationError(
                _(
                    "Vous avez déjà modifié ce commentaire bien des fois : "
                    "laissez la modération le lire, ou retirez-le."
                ),
                code="too_many_edits",
            )
        return fair_text(self.cleaned_data["text"])


class AppealForm(PortalForm):
    """The author asks that someone else look again."""

    appeal = PlainTextField(
        label=gettext_lazy("Pourquoi cette décision vous paraît-elle erronée ?"),
        help_text=gettext_lazy(
            "Une autre personne relira tout : l’article, le fil, votre message et ces lignes."
        ),
        limit="APPEAL_MAX_LENGTH",
        rows=6,
        error_messages={
            "required": gettext_lazy("Dites en quelques mots ce que la décision a mal compris.")
        },
    )

    def __init__(self, *args, comment, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = (
            reverse("comments:appeal", kwargs={"key": comment.follow_key}) + "#bilan"
        )
        self.helper.layout = Layout(
            Field("appeal"),
            Submit("demander", _("Demander un nouvel examen"), css_class="bouton"),
        )


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


class DecisionForm(forms.Form):
    """What a moderator's press of a button says: the act, its ground, its reasons, what was on screen."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in MOVES])
    clause = forms.IntegerField(required=False)
    law = LineField(required=False, max_length=500)
    reasons = PlainTextField(required=False, max_length=5000)
    facts = PlainTextField(required=False, max_length=5000)
    seen = forms.IntegerField()
    notices_up_to = forms.IntegerField(required=False)
    appeal_seen = forms.IntegerField(required=False)
    opened = forms.IntegerField(required=False)

    def __init__(self, data, *, comment, charter):
        self.comment, self.charter = comment, charter
        super().__init__(data)

    def clean(self):
        data = self.cleaned_data
        kind = data.get("kind")
        clause = self.charter.clauses.filter(number=data.get("clause") or 0).first()
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
        """The version on screen when the button was pressed; None where the form does not say."""
        sent = str(self.data.get("seen", ""))[:9]
        return int(sent) if sent.isdecimal() else None

    def particulars(self):
        """Return the keyword arguments of Comment.decide()."""
        data = dict(self.cleaned_data)
        opened = data.pop("opened")
        if data["appeal_seen"] is None:
            data["appeal_seen"] = 0  # a form that shows none answers none
        if opened:
            taken = int(time.time()) - opened
            data["seconds_taken"] = min(max(taken, 0), LONGEST_DECISION_SECONDS)
        return data
