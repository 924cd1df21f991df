"""Room for encrypted addresses and keys of private pages; `manage.py reencrypt` then encrypts what is there.

The guard of sanctions lets an address be encrypted anew; its text is as it was released (comments/log/triggers.py).
"""

import secrets
from importlib import import_module

from django.db import migrations

from articles.models.encrypted import EncryptedCharField, EncryptedEmailField

MakeRoom = import_module("articles.migrations.0012_encrypted_addresses").MakeRoom
NAME = "comments_suspension_update_guard"
WHY = "comments_suspension: of a sanction only whom it was about is forgotten"
BEFORE = "NEW.email IN ('', OLD.email)"
SINCE = "(NEW.email IN ('', OLD.email) OR (OLD.email <> '' AND OLD.email NOT LIKE ':1:%' AND NEW.email LIKE ':1:%'))"
REST = (
    " AND NEW.sender IN ('', OLD.sender) AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.scope = OLD.scope"
    " AND NEW.comment_id = OLD.comment_id AND NEW.reasons = OLD.reasons AND NEW.language = OLD.language"
    " AND NEW.by_id = OLD.by_id AND NEW.at = OLD.at"
    " AND COALESCE(CAST(NEW.notice_id AS TEXT), '') = COALESCE(CAST(OLD.notice_id AS TEXT), '')"
    " AND COALESCE(CAST(NEW.clause_id AS TEXT), '') = COALESCE(CAST(OLD.clause_id AS TEXT), '')"
    " AND COALESCE(CAST(NEW.until AS TEXT), '') = COALESCE(CAST(OLD.until AS TEXT), '')"
    " AND COALESCE(CAST(NEW.supersedes_id AS TEXT), '') = COALESCE(CAST(OLD.supersedes_id AS TEXT), '')"
    " AND COALESCE(CAST(NEW.contested_by_id AS TEXT), '') = COALESCE(CAST(OLD.contested_by_id AS TEXT), '')"
)


def guard(address):
    """Return {vendor: [(what makes the guard, what drops it)]}."""
    table, condition = "comments_suspension", f"NOT ({address}{REST})"
    return {
        "sqlite": [
            (
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
                f"DROP TRIGGER IF EXISTS {NAME}",
            )
        ],
        "postgresql": [
            (
                f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition}"
                f" THEN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;"
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {NAME}()",
                f"DROP TRIGGER IF EXISTS {NAME} ON {table}; DROP FUNCTION IF EXISTS {NAME}()",
            )
        ],
    }


STATEMENTS = guard(SINCE)


def set_guard(guards):
    def run(apps, schema_editor):
        for make, drop in guards[schema_editor.connection.vendor]:
            schema_editor.execute(drop, params=None)
            schema_editor.execute(make, params=None)

    return run


def address(**more):
    return EncryptedEmailField(max_length=254, **more)


def key():
    return EncryptedCharField(default=secrets.token_urlsafe, editable=False, max_length=43, unique=True)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0019_withdrawn_words_have_a_term"),
        ("articles", "0012_encrypted_addresses"),
    ]

    operations = [
        MakeRoom("comment", "email", address(blank=True, verbose_name="adresse électronique")),
        MakeRoom("comment", "follow_key", key()),
        MakeRoom("letter", "to", address(blank=True, verbose_name="à")),
        MakeRoom("notice", "email", address(blank=True, verbose_name="adresse électronique")),
        MakeRoom("notice", "follow_key", key()),
        MakeRoom("subscription", "key", key()),
        MakeRoom("suspension", "email", address(blank=True, editable=False)),
        MakeRoom("trustedflagger", "email", address(help_text="Les réponses y partent.", verbose_name="adresse électronique")),
        MakeRoom("trustedflagger", "key", key()),
        migrations.RunPython(set_guard(STATEMENTS), set_guard(guard(BEFORE))),
    ]
