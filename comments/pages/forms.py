"""The author's forms: a comment, its correction, an appeal. The rules are elsewhere."""

from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..door import stamp
from ..models import Comment
from ..models.borrowed_names import agencies
from ..rules.staff_names import imitates_staff
from ..rules.tidying import tidy
from .fields import (
    NAME_TOO_LONG,
    LineField,
    NameField,
    PlainTextField,
    PortalForm,
    email_field,
    fair_text,
    link_fault,
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
        help_text=gettext_lazy("Sans lien. En français, en arabe ou en anglais."),
        limit="COMMENT_MAX_LENGTH",
        refuses_links=True,
        error_messages={"required": gettext_lazy("Écrivez votre commentaire avant de l’envoyer.")},
    )
    wants_replies = forms.BooleanField(
        label=gettext_lazy("Me prévenir par courriel des réponses à ce commentaire"),
        required=False,
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
        self.stamp, self.age = stamp.stamp_for(article.pk), None
        if data is not None:
            self.age = stamp.age_of(data.get("stamp", ""), article.pk)
            data = data.copy()
            if self.age in {stamp.Age.STALE, stamp.Age.UNKNOWN}:  # it can be sent again at once
                data["stamp"] = self.stamp
        initial = {"stamp": self.stamp, "parent": parent.pk if parent else None}
        super().__init__(data, initial=initial, **kwargs)
        self.helper.form_action = reverse("comments:new", kwargs={"pk": article.pk}) + "#bilan"
        self.helper.form_id = "nouveau-form"
        self.helper.layout = Layout(
            Field("name"),
            Field("email"),
            Field("text"),
            Field("wants_replies"),
            Field("parent"),
            Field("stamp"),
            Field("site", template="pack/trap.html"),
            Submit("envoyer", _("Envoyer à la modération"), css_class="bouton"),
        )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if link := link_fault(name, "name"):
            raise link
        if imitates_staff(name, settings.SITE_NAME, agencies()):
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
        data = self.cleaned_data
        if data.get("wants_replies") and not data.get("email") and "email" not in self.errors:
            sentence = _(
                "Indiquez une adresse pour être prévenu des réponses, ou décochez la case "
                "sous votre commentaire."
            )
            self._refuse("no_address", sentence, field="email")
        if data.get("site"):
            sentence = _(
                "Un champ caché a été rempli, sans doute par un outil. "
                "Votre texte est conservé : renvoyez-le."
            )
            self._refuse("trap", sentence)
            self.data["site"] = ""
        if self.age in {stamp.Age.STALE, stamp.Age.UNKNOWN}:
            sentence = _(
                "La page est restée ouverte trop longtemps. "
                "Rien n’est perdu : renvoyez simplement votre texte."
            )
            self._refuse("stale", sentence)
        if "parent" in self.errors:
            self.data["parent"] = ""
            self.add_error(None, self.errors.pop("parent").as_data())

    def _refuse(self, code, sentence, field=None):
        self.add_error(field, ValidationError(sentence, code=code))

    @property
    def refusal_codes(self):
        """Return the codes of the errors, for the day's count of refusals."""
        return [error.code for errors in self.errors.as_data().values() for error in errors]

    @property
    def replied_to(self):
        """Return the comment that this one replies to; None if there is none."""
        pk = self["parent"].value()
        if not str(pk or "").isdecimal():
            return None
        return Comment.objects.visible().filter(article=self.article, pk=pk).first()


class EditForm(PortalForm):
    """The author changes a waiting text, on the follow-up page.

    It carries the number of the revision that it was opened with: an older form, from another tab, would
    overwrite a newer text unseen.
    """

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

    revision = LineField(required=False, widget=forms.HiddenInput)

    address, button = "comments:edit", gettext_lazy("Enregistrer ma modification")

    def __init__(self, data=None, *, comment, **kwargs):
        self.comment, number = comment, str(comment.revision.number)
        opened_with = data.get("revision", "") if data else number
        # A second click, of the last edit allowed too: there is nothing to write.
        self.is_there = data is not None and tidy(data.get("text", "")) == comment.text
        self.is_stale = opened_with not in {"", number} and not self.is_there
        if self.is_stale:  # once both texts were seen, it can be sent again
            data = data.copy()
            data["revision"] = number
        super().__init__(data, initial={"text": comment.text, "revision": number}, **kwargs)
        self.helper.form_action = (
            reverse(self.address, kwargs={"key": comment.follow_key}) + "#bilan"
        )
        self.helper.layout = Layout(
            Field("text"),
            Field("revision"),
            Submit("enregistrer", self.button, css_class="bouton"),
        )

    def clean(self):
        if self.is_stale:
            raise ValidationError(
                _(
                    "Ce commentaire a été modifié ailleurs, sans doute dans un autre onglet, depuis que "
                    "vous avez ouvert ce formulaire. Comparez les deux textes : enregistrez celui du "
                    "formulaire pour remplacer l’autre, ou fermez cette page pour garder l’autre."
                ),
                code="stale",
            )
        return self.cleaned_data

    def clean_text(self):
        if self.comment.is_pending and not (self.comment.can_edit or self.is_there):
            raise ValidationError(
                _(
                    "Vous avez déjà modifié ce commentaire bien des fois : "
                    "laissez la modération le lire, ou retirez-le."
                ),
                code="too_many_edits",
            )
        return fair_text(self.cleaned_data["text"])


class MendForm(EditForm):
    """The author corrects a refused text and sends it again, once."""

    address, button = "comments:mend", gettext_lazy("Renvoyer ce texte corrigé")

    def __init__(self, data=None, *, comment, **kwargs):
        super().__init__(data, comment=comment, **kwargs)
        last = comment.last_decision
        self.fields["text"].help_text = (
            _(
                "Corrigez ce que la règle vise. Une seule fois : la modération verra ce qui a changé."
            )
            if last and last.clause_id
            else _(
                "Corrigez ce que les motifs visent. Une seule fois : la modération verra ce qui a changé."
            )
        )

    def clean_text(self):
        value = fair_text(self.cleaned_data["text"])
        if value == self.comment.text:
            raise ValidationError(
                _(
                    "Ce texte est celui qui a été refusé : corrigez-le, ou demandez un nouvel examen."
                ),
                code="unchanged",
            )
        return value


class AppealForm(PortalForm):
    """An author, a notifier or a sanctioned person asks that someone else look again."""

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

    def __init__(self, *args, action, button="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = f"{action}#bilan"
        self.helper.layout = Layout(
            Field("appeal"),
            Submit("demander", button or _("Demander un nouvel examen"), css_class="bouton"),
        )
