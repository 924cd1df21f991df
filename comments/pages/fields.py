"""The fields of the discussion's forms, their base form, and the faults of a text."""

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..rules import links
from ..rules.problems import count_characters, passage, problems
from ..rules.quoting import marked
from ..rules.tidying import tidy, tidy_name

HOPELESS = 50_000  # characters; a longer text is cut and shown again, but not read
NAMED_LINKS = 5  # of a text with more, the first ones are named
# What stands for each letter of a form that was not sent as UTF-8: the letter itself is lost.
LOST_LETTER = "\ufffd"
HIDDEN_SHARE = 4  # invisible marks do not count, but a text holds at most so many times its limit


class PlainTextField(forms.CharField):
    """A text field that tidies its text and counts characters as readers do."""

    def __init__(self, *, limit=None, rows=7, refuses_links=False, **kwargs):
        self.limit, self.refuses_links = limit, refuses_links
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "class": "saisie"})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value):
        typed = super().to_python(value)
        return tidy(typed) if len(typed) <= HOPELESS else typed[:HOPELESS]

    def validate(self, value):
        super().validate(value)
        refuse_lost_letters(value)
        limit = getattr(settings, self.limit) if self.limit else None
        if limit and len(value) > HIDDEN_SHARE * limit:
            length = len(value)  # all code points: invisible ones have a limit too
        else:
            length = count_characters(value)
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
        """Return the limit, written for readers."""
        return number_format(getattr(settings, self.limit), force_grouping=True)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        if self.limit:
            attrs["data-max"] = getattr(settings, self.limit)
        return attrs


class LineField(forms.CharField):
    """A field of one line, without invisible characters."""

    def to_python(self, value):
        return tidy_name(super().to_python(value)[:HOPELESS])

    def widget_attrs(self, widget):
        """Let the words say their direction: «Lina K.» keeps its full stop behind it in an Arabic page too."""
        return {**super().widget_attrs(widget), "dir": "auto"}


class NameField(LineField):
    """A name with at least one letter or digit."""

    def validate(self, value):
        super().validate(value)
        refuse_lost_letters(value)
        if value and not any(character.isalnum() for character in value):
            raise ValidationError(
                _("Écrivez votre nom avec au moins une lettre ou un chiffre."), code="unreadable"
            )


def refuse_lost_letters(value):
    """Raise ValidationError if letters were lost on the way, as «d�j�» for «déjà»."""
    if LOST_LETTER in value:
        raise ValidationError(
            _(
                "Des lettres se sont perdues en route : votre navigateur n’envoie pas en UTF-8. "
                "Remplacez chaque « %(lost)s » par la bonne lettre, ou écrivez depuis un autre navigateur."
            ),
            code="lost_letters",
            params={"lost": LOST_LETTER},
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


NAME_TOO_LONG = gettext_lazy(
    "Raccourcissez ce nom : %(limit_value)d signes au plus (vous en avez %(show_value)d)."
)


class PortalForm(forms.Form):
    """A public form: its errors stand beside their field and above the form, not in bubbles."""

    use_required_attribute = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.disable_csrf = True  # see door/origin.py: the request's own Origin guards it
        self.helper.attrs = {"novalidate": ""}
        self.helper.form_class = "formulaire"

    @property
    def fault_count(self):
        """Return the number of faults in fields; a form may also be refused as a whole."""
        return sum(len(field.errors) for field in self.visible_fields())


# What each code of problems() says to its author.
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
    """Return the text; raise ValidationError with each broken rule, the passage and the remedy."""
    faults = [link] if (link := link_fault(value, "text")) else []
    for code in problems(value):
        found = {"passage": passage(value, code)}
        faults.append(ValidationError(PROBLEMS[code], code=code, params=found))
    if faults:
        raise ValidationError(faults)
    return value


def link_fault(value, subject):
    """Return the ValidationError of a text with a link, which quotes it; None if it has none."""
    found = links.find_links(value)
    if not found:
        return None
    if all(link.kind == "email" for link in found):
        subject = "email"
    rule = {
        "text": _(
            "{site} ne publie pas de commentaires avec des liens. Retirez {links}, dans "
            "« {link} » ; citez plutôt le titre de l’article."
        ),
        "email": _(
            "{site} ne publie ni lien ni adresse électronique. Retirez {links}, dans « {link} »."
        ),
        "name": _("{site} ne publie pas de liens : retirez de votre nom {links}, dans « {link} »."),
    }[subject]
    quoted = format_html("<bdi>{}</bdi>", mark_safe(marked(value, found, context=30)))  # noqa: S308, marked() sanitizes each piece
    told = {"link": quoted, "links": _named(value, found), "site": settings.SITE_NAME}
    return ValidationError(format_html(rule, **told), code="link")


def _named(value, found):
    """Return each link by its own words, once: a colour alone says nothing to whoever hears it."""
    words = list(dict.fromkeys(value[link.start : link.end] for link in found))
    named = format_html_join(
        ", ", "<strong><bdi>{}</bdi></strong>", ((each,) for each in words[:NAMED_LINKS])
    )
    return format_html("{}, …", named) if len(words) > NAMED_LINKS else named
