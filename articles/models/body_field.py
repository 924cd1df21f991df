from django.db import models

from ..rules.body import clean_body


class BodyField(models.TextField):
    """HTML in our few printed tags, cleaned on every way in: form, wire, import or update()."""

    def pre_save(self, instance, add):
        cleaned = clean_body(getattr(instance, self.attname))
        setattr(instance, self.attname, cleaned)
        return cleaned

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = clean_body(value)
        return super().get_db_prep_save(value, connection)
