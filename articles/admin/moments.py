"""The field of each date and time in the admin, also in the hour that comes twice a year.

When summer time ends, the clock strikes one hour twice: a local time in it names two instants. A field that
nobody changed keeps its instant; one that is typed asks which of the two is meant.
"""

from datetime import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST, SECOND = "0", "1"  # as `fold` of a datetime has it


def is_struck_twice(local: datetime) -> bool:
    """Return whether that local time names two instants of the site's zone."""
    before, after = _both(local)
    return before.utcoffset() > after.utcoffset()


def offset_if_twice(local: datetime) -> str:
    """Return « (UTC+02:00)» for a local time in the hour that comes twice, else ""."""
    return f" ({_offset(local)})" if is_struck_twice(local) else ""


def _both(local):
    zone = timezone.get_current_timezone()
    return [local.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]


def _offset(aware):
    return f"UTC{aware:%:z}"


class AsksWhich:
    """Mixin of a widget for date and time: values are [date, time, which of the two hours]."""

    unseen = {"microsecond": 0}  # parts of a time that the widget does not show

    def decompress(self, value):
        """Return what is shown of an instant."""
        if not value:
            return [None, None, ""]
        local = timezone.localtime(value)
        which = str(local.fold) if is_struck_twice(local) else ""
        return [local.date(), local.time().replace(**self.unseen, fold=0), which]

    def value_from_datadict(self, data, files, name):
        return [*self.when(data, files, name), data.get(f"{name}_which", "")]

    def when(self, data, files, name):
        """Return the typed date and time."""
        return super().value_from_datadict(data, files, name)

    def render(self, name, value, attrs=None, renderer=None):
        """Render date and time; add a choice if that hour comes twice."""
        html = super().render(name, value, attrs, renderer)
        shown = value if isinstance(value, list) else self.decompress(value)
        local = _read(*shown[:2])
        if local is None or not is_struck_twice(local):
            return html
        return format_html("{}{}", html, self._choice(name, shown[-1], local, attrs or {}))

    def _choice(self, name, chosen, local, attrs):
        first, second = map(_offset, _both(local))
        choices = [
            (FIRST, _("la première fois (%s)") % first),
            (SECOND, _("la seconde fois (%s)") % second),
        ]
        if chosen not in (FIRST, SECOND):
            choices.insert(0, ("", _("à choisir")))
        key = f"{attrs.get('id', name)}_which"
        select = forms.Select({"id": key}, choices).render(f"{name}_which", chosen)
        label = _("L’horloge recule ce jour-là, cette heure vient deux fois :")
        return format_html(
            '<span class="moment__which"><label for="{}">{}</label> {}</span>', key, label, select
        )


def _read(day, time):
    """Return the typed local time; returns None if it is none."""
    try:
        return datetime.combine(forms.DateField().clean(day), forms.TimeField().clean(time))
    except ValidationError:
        return None


class MomentWidget(AsksWhich, AdminSplitDateTime):
    """Date and time side by side, as the admin has them."""


class OneInput(AsksWhich, forms.DateTimeInput):
    """Date and time in the browser's own field, to the minute."""

    unseen = {"microsecond": 0, "second": 0}

    def __init__(self, attrs=None):
        super().__init__({"type": "datetime-local", **(attrs or {})})

    def when(self, data, files, name):
        day, _t, time = data.get(name, "").partition("T")
        return [day, time]

    def format_value(self, value):
        day, time = (value if isinstance(value, list) else self.decompress(value))[:2]
        return f"{day}T{time:%H:%M}" if hasattr(time, "hour") else f"{day}T{time}" if day else ""


class MomentField(forms.SplitDateTimeField):
    """A date and time that a form never moves by itself, in whichever hour it stands."""

    widget = MomentWidget
    default_error_messages = {
        **forms.SplitDateTimeField.default_error_messages,
        "twice": gettext_lazy("Cette heure vient deux fois ce jour-là : choisissez laquelle."),
        "never": gettext_lazy("Cette heure n’existe pas ce jour-là : l’horloge la saute."),
    }

    def _clean_bound_field(self, bound):
        stored = bound.form.initial.get(bound.name)
        if isinstance(stored, datetime) and not self.has_changed(stored, bound.data):
            return stored
        return super()._clean_bound_field(bound)

    def has_changed(self, initial, data):
        if self.disabled or super().has_changed(initial, data):
            return not self.disabled
        if not isinstance(initial, datetime):
            return False
        return data[-1] not in ("", self.widget.decompress(initial)[-1])

    def clean(self, value):
        *when, which = value
        try:
            return super().clean(when)
        except ValidationError as refused:
            if getattr(refused, "code", "") != "ambiguous_timezone":
                raise
            return self._of_the_two(refused.params["datetime"], which)

    def _of_the_two(self, local, which):
        if not is_struck_twice(local):
            raise ValidationError(self.error_messages["never"], code="never")
        if which not in (FIRST, SECOND):
            raise ValidationError(self.error_messages["twice"], code="twice")
        return timezone.make_aware(local.replace(fold=int(which)))


# For `formfield_overrides` of each ModelAdmin with a date and time to fill in.
MOMENTS = {models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget}}
