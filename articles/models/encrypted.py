"""Fields whose values are encrypted in the database: addresses of people, keys of private pages.

Python sees the plain text. A query may ask for equality, in one column or between two; nothing else. The key is made of
SECRET_KEY; what an older key encrypted (SECRET_KEY_FALLBACKS), or nobody yet, is read and found too, until `manage.py
reencrypt` has written it anew.
"""

import logging

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.lookups import Exact

from ..encryption import MARK, Unreadable, decrypt, encrypt, stored_length

BATCH = 1000  # rows of one transaction
LOOKUPS = {"exact", "iexact", "in", "isnull"}
logger = logging.getLogger(__name__)


class Locked(str):
    """The empty text, of a value whose secret is not here; saved, it stays as it is stored."""

    def __new__(cls, stored):
        locked = super().__new__(cls)
        locked.stored = stored
        return locked


def _secrets():
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


class Encrypted:
    """Mixin of a text field. `max_length` counts the characters of the plain text."""

    def db_type(self, connection):
        return f"varchar({stored_length(self.max_length)})"

    def from_db_value(self, value, expression, connection):
        try:
            return value and decrypt(value, _secrets())
        except Unreadable:
            logger.error("%s: encrypted with another SECRET_KEY", self)
            return Locked(value)

    def get_prep_value(self, value):
        if isinstance(value, Locked):
            return value.stored
        value = super().get_prep_value(value)
        return value and encrypt(value, settings.SECRET_KEY)

    def all_stored(self, value) -> list[str]:
        """Return each form in which a text may be stored."""
        if not value or isinstance(value, Locked):
            return [self.get_prep_value(value)]
        plain = super().get_prep_value(value)
        found = [encrypt(plain, secret) for secret in _secrets()]
        in_clear = {plain, str(value)}  # an older program kept capitals
        return [*found, *sorted(text for text in in_clear if not text.startswith(MARK))]

    def get_lookup(self, name):
        """Return the lookup; None, which Django refuses in words, for one that the stored text cannot answer."""
        return super().get_lookup(name) if name in LOOKUPS else None


class EncryptedCharField(Encrypted, models.CharField):
    pass


class EncryptedEmailField(Encrypted, models.EmailField):
    """An address, in small letters: whoever types theirs with a capital is the same person."""

    def to_python(self, value):
        value = super().to_python(value)
        return value.lower() if isinstance(value, str) and not isinstance(value, Locked) else value

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):  # not an expression
            value = self.to_python(value)
            setattr(instance, self.attname, value)
        return value


@EncryptedCharField.register_lookup
@EncryptedEmailField.register_lookup
class IsStored(Exact):
    """Equality with a text, in any form in which it may be stored."""

    stored = ()

    def get_prep_lookup(self):
        if not hasattr(self.rhs, "resolve_expression") and self.rhs is not None:
            self.stored = self.lhs.output_field.all_stored(self.rhs)
        return super().get_prep_lookup()

    def as_sql(self, compiler, connection):
        if len(self.stored) < 2:
            return super().as_sql(compiler, connection)
        column, values = compiler.compile(self.lhs)  # as it is stored: no change of case
        places = ", ".join(["%s"] * len(self.stored))
        return f"{column} IN ({places})", (*values, *self.stored)


@EncryptedEmailField.register_lookup
class IsStoredInAnyCase(IsStored):
    lookup_name = "iexact"


def fields_of(model) -> list:
    return [field for field in model._meta.concrete_fields if isinstance(field, Encrypted)]


def is_locked(model) -> bool:
    """Return whether the newest row was encrypted with a secret that is not here."""
    names = [field.attname for field in fields_of(model)]
    newest = model.objects.order_by("-pk").values_list(*names).first() or ()
    return any(isinstance(value, Locked) for value in newest)


def reencrypt(model, progress=lambda rows: None) -> int:
    """Write anew what SECRET_KEY itself did not encrypt; return how many values. Others may write meanwhile.

    Raise Unreadable if a value was encrypted with a secret that is not here: rows before it stay written.
    """
    table, fields = model._meta.db_table, fields_of(model)
    names = ", ".join(f'"{field.column}"' for field in fields)
    last, seen, done = 0, 0, 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT id, {names} FROM {table} WHERE id > %s ORDER BY id LIMIT {BATCH}", [last]  # noqa: S608, ours
            )  # fmt: skip
            if not (rows := cursor.fetchall()):
                return done
            with transaction.atomic():
                for place, field in enumerate(fields, 1):
                    done += _write_anew(
                        cursor, table, field, [(row[0], row[place]) for row in rows]
                    )
            last, seen = rows[-1][0], seen + len(rows)
            progress(seen)


def _write_anew(cursor, table, field, rows):
    """Return how many of these rows, (id, value), needed it; one that changed since is left to whoever changed it."""
    there = [(pk, value) for pk, value in rows if value]
    read = [(field.get_prep_value(decrypt(value, _secrets())), pk, value) for pk, value in there]
    due = [(new, pk, value) for new, pk, value in read if new != value]
    column = f'"{field.column}"'
    if due:
        update = f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s"  # noqa: S608, ours
        cursor.executemany(update, due)
    return len(due)
