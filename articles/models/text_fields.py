"""Text fields of models: what they hold can be printed anywhere, feeds included.

They are cleaned on every way in: form, verb, wire, import, `update()`. Migrations see Django's own fields.
"""

from django.db import models

from ..rules.printable import printable


class Printable:
    """Mixin for a text field: no character in it that XML or a database refuses."""

    def to_python(self, value):
        """Return the value cleaned: Django asks for it in forms, in queries and before it writes."""
        value = super().to_python(value)
        return printable(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        """Clean the instance too, so that it says what the database says."""
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = printable(value)
            setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        """Let a form's field take its direction from what is typed: Arabic and French share the forms."""
        field = super().formfield(**kwargs)
        if field and not self.choices:
            field.widget.attrs.setdefault("dir", "auto")
        return field

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__name__}", args, kwargs


class CharField(Printable, models.CharField):
    pass


class TextField(Printable, models.TextField):
    pass


class URLField(Printable, models.URLField):
    pass
