"""Triggers: what was decided, logged or published cannot be rewritten, on SQLite and PostgreSQL.

Their text as it was released; comments/log/triggers.py makes the same, for tests that empty the tables.
"""

from django.db import migrations

SQLITE = [
    (
        "CREATE TRIGGER comments_decision_update_guard BEFORE UPDATE ON comments_decision FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_decision: decisions are append-only'); END",
        'DROP TRIGGER IF EXISTS comments_decision_update_guard',
    ),
    (
        "CREATE TRIGGER comments_decision_delete_guard BEFORE DELETE ON comments_decision FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_decision: decisions are append-only'); END",
        'DROP TRIGGER IF EXISTS comments_decision_delete_guard',
    ),
    (
        "CREATE TRIGGER comments_event_update_guard BEFORE UPDATE ON comments_event FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_event: events are append-only'); END",
        'DROP TRIGGER IF EXISTS comments_event_update_guard',
    ),
    (
        "CREATE TRIGGER comments_event_delete_guard BEFORE DELETE ON comments_event FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_event: events are append-only'); END",
        'DROP TRIGGER IF EXISTS comments_event_delete_guard',
    ),
    (
        "CREATE TRIGGER comments_revision_update_guard BEFORE UPDATE ON comments_revision FOR EACH ROW WHEN NOT (NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number AND NEW.created_at = OLD.created_at) BEGIN SELECT RAISE(ABORT, 'comments_revision: a revision can only be erased'); END",
        'DROP TRIGGER IF EXISTS comments_revision_update_guard',
    ),
    (
        "CREATE TRIGGER comments_revision_delete_guard BEFORE DELETE ON comments_revision FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_revision: a revision can only be erased'); END",
        'DROP TRIGGER IF EXISTS comments_revision_delete_guard',
    ),
    (
        "CREATE TRIGGER comments_suspension_update_guard BEFORE UPDATE ON comments_suspension FOR EACH ROW WHEN NOT (NEW.email IN ('', OLD.email) AND NEW.sender IN ('', OLD.sender) AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.scope = OLD.scope AND NEW.comment_id = OLD.comment_id AND NEW.reasons = OLD.reasons AND NEW.language = OLD.language AND NEW.by_id = OLD.by_id AND NEW.at = OLD.at AND COALESCE(CAST(NEW.notice_id AS TEXT), '') = COALESCE(CAST(OLD.notice_id AS TEXT), '') AND COALESCE(CAST(NEW.clause_id AS TEXT), '') = COALESCE(CAST(OLD.clause_id AS TEXT), '') AND COALESCE(CAST(NEW.until AS TEXT), '') = COALESCE(CAST(OLD.until AS TEXT), '') AND COALESCE(CAST(NEW.supersedes_id AS TEXT), '') = COALESCE(CAST(OLD.supersedes_id AS TEXT), '') AND COALESCE(CAST(NEW.contested_by_id AS TEXT), '') = COALESCE(CAST(OLD.contested_by_id AS TEXT), '')) BEGIN SELECT RAISE(ABORT, 'comments_suspension: of a sanction only whom it was about is forgotten'); END",
        'DROP TRIGGER IF EXISTS comments_suspension_update_guard',
    ),
    (
        "CREATE TRIGGER comments_suspension_delete_guard BEFORE DELETE ON comments_suspension FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_suspension: sanctions are append-only'); END",
        'DROP TRIGGER IF EXISTS comments_suspension_delete_guard',
    ),
    (
        "CREATE TRIGGER comments_charter_update_guard BEFORE UPDATE ON comments_charter FOR EACH ROW WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'comments_charter: a charter is superseded'); END",
        'DROP TRIGGER IF EXISTS comments_charter_update_guard',
    ),
    (
        "CREATE TRIGGER comments_charter_delete_guard BEFORE DELETE ON comments_charter FOR EACH ROW WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'comments_charter: a charter is superseded'); END",
        'DROP TRIGGER IF EXISTS comments_charter_delete_guard',
    ),
    (
        "CREATE TRIGGER comments_clause_insert_guard BEFORE INSERT ON comments_clause FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = NEW.charter_id AND c.published_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'comments_clause: a charter is superseded'); END",
        'DROP TRIGGER IF EXISTS comments_clause_insert_guard',
    ),
    (
        "CREATE TRIGGER comments_clause_update_guard BEFORE UPDATE ON comments_clause FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = OLD.charter_id AND c.published_at IS NOT NULL) OR EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = NEW.charter_id AND c.published_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'comments_clause: a charter is superseded'); END",
        'DROP TRIGGER IF EXISTS comments_clause_update_guard',
    ),
    (
        "CREATE TRIGGER comments_clause_delete_guard BEFORE DELETE ON comments_clause FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = OLD.charter_id AND c.published_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'comments_clause: a charter is superseded'); END",
        'DROP TRIGGER IF EXISTS comments_clause_delete_guard',
    ),
    (
        "CREATE TRIGGER comments_decision_replace_guard BEFORE INSERT ON comments_decision FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_decision WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'comments_decision: append-only, never replaced'); END",
        'DROP TRIGGER IF EXISTS comments_decision_replace_guard',
    ),
    (
        "CREATE TRIGGER comments_event_replace_guard BEFORE INSERT ON comments_event FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_event WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM comments_event WHERE sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM comments_event WHERE decision_id = NEW.decision_id) OR EXISTS (SELECT 1 FROM comments_event WHERE notice_id = NEW.notice_id) OR EXISTS (SELECT 1 FROM comments_event WHERE appeal_id = NEW.appeal_id) OR EXISTS (SELECT 1 FROM comments_event WHERE suspension_id = NEW.suspension_id) BEGIN SELECT RAISE(ABORT, 'comments_event: append-only, never replaced'); END",
        'DROP TRIGGER IF EXISTS comments_event_replace_guard',
    ),
    (
        "CREATE TRIGGER comments_suspension_replace_guard BEFORE INSERT ON comments_suspension FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_suspension WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'comments_suspension: append-only, never replaced'); END",
        'DROP TRIGGER IF EXISTS comments_suspension_replace_guard',
    ),
    (
        "CREATE TRIGGER comments_revision_replace_guard BEFORE INSERT ON comments_revision FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_revision WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM comments_revision WHERE comment_id = NEW.comment_id AND number = NEW.number) BEGIN SELECT RAISE(ABORT, 'comments_revision: append-only, never replaced'); END",
        'DROP TRIGGER IF EXISTS comments_revision_replace_guard',
    ),
    (
        "CREATE TRIGGER comments_charter_replace_guard BEFORE INSERT ON comments_charter FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_charter WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM comments_charter WHERE version = NEW.version) BEGIN SELECT RAISE(ABORT, 'comments_charter: append-only, never replaced'); END",
        'DROP TRIGGER IF EXISTS comments_charter_replace_guard',
    ),
    (
        "CREATE TRIGGER comments_clause_replace_guard BEFORE INSERT ON comments_clause FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_clause WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM comments_clause WHERE charter_id = NEW.charter_id AND (number = NEW.number OR key = NEW.key)) BEGIN SELECT RAISE(ABORT, 'comments_clause: append-only, never replaced'); END",
        'DROP TRIGGER IF EXISTS comments_clause_replace_guard',
    ),
]
POSTGRESQL = [
    (
        "CREATE FUNCTION comments_decision_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_decision: decisions are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_decision_update_guard BEFORE UPDATE ON comments_decision FOR EACH ROW EXECUTE FUNCTION comments_decision_update_guard()",
        'DROP TRIGGER IF EXISTS comments_decision_update_guard ON comments_decision; DROP FUNCTION IF EXISTS comments_decision_update_guard()',
    ),
    (
        "CREATE FUNCTION comments_decision_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_decision: decisions are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_decision_delete_guard BEFORE DELETE ON comments_decision FOR EACH ROW EXECUTE FUNCTION comments_decision_delete_guard()",
        'DROP TRIGGER IF EXISTS comments_decision_delete_guard ON comments_decision; DROP FUNCTION IF EXISTS comments_decision_delete_guard()',
    ),
    (
        "CREATE FUNCTION comments_event_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_event: events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_event_update_guard BEFORE UPDATE ON comments_event FOR EACH ROW EXECUTE FUNCTION comments_event_update_guard()",
        'DROP TRIGGER IF EXISTS comments_event_update_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_update_guard()',
    ),
    (
        "CREATE FUNCTION comments_event_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_event: events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_event_delete_guard BEFORE DELETE ON comments_event FOR EACH ROW EXECUTE FUNCTION comments_event_delete_guard()",
        'DROP TRIGGER IF EXISTS comments_event_delete_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_delete_guard()',
    ),
    (
        "CREATE FUNCTION comments_revision_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number AND NEW.created_at = OLD.created_at) THEN RAISE EXCEPTION 'comments_revision: a revision can only be erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_revision_update_guard BEFORE UPDATE ON comments_revision FOR EACH ROW EXECUTE FUNCTION comments_revision_update_guard()",
        'DROP TRIGGER IF EXISTS comments_revision_update_guard ON comments_revision; DROP FUNCTION IF EXISTS comments_revision_update_guard()',
    ),
    (
        "CREATE FUNCTION comments_revision_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_revision: a revision can only be erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_revision_delete_guard BEFORE DELETE ON comments_revision FOR EACH ROW EXECUTE FUNCTION comments_revision_delete_guard()",
        'DROP TRIGGER IF EXISTS comments_revision_delete_guard ON comments_revision; DROP FUNCTION IF EXISTS comments_revision_delete_guard()',
    ),
    (
        "CREATE FUNCTION comments_suspension_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.email IN ('', OLD.email) AND NEW.sender IN ('', OLD.sender) AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.scope = OLD.scope AND NEW.comment_id = OLD.comment_id AND NEW.reasons = OLD.reasons AND NEW.language = OLD.language AND NEW.by_id = OLD.by_id AND NEW.at = OLD.at AND COALESCE(CAST(NEW.notice_id AS TEXT), '') = COALESCE(CAST(OLD.notice_id AS TEXT), '') AND COALESCE(CAST(NEW.clause_id AS TEXT), '') = COALESCE(CAST(OLD.clause_id AS TEXT), '') AND COALESCE(CAST(NEW.until AS TEXT), '') = COALESCE(CAST(OLD.until AS TEXT), '') AND COALESCE(CAST(NEW.supersedes_id AS TEXT), '') = COALESCE(CAST(OLD.supersedes_id AS TEXT), '') AND COALESCE(CAST(NEW.contested_by_id AS TEXT), '') = COALESCE(CAST(OLD.contested_by_id AS TEXT), '')) THEN RAISE EXCEPTION 'comments_suspension: of a sanction only whom it was about is forgotten' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_suspension_update_guard BEFORE UPDATE ON comments_suspension FOR EACH ROW EXECUTE FUNCTION comments_suspension_update_guard()",
        'DROP TRIGGER IF EXISTS comments_suspension_update_guard ON comments_suspension; DROP FUNCTION IF EXISTS comments_suspension_update_guard()',
    ),
    (
        "CREATE FUNCTION comments_suspension_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_suspension: sanctions are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_suspension_delete_guard BEFORE DELETE ON comments_suspension FOR EACH ROW EXECUTE FUNCTION comments_suspension_delete_guard()",
        'DROP TRIGGER IF EXISTS comments_suspension_delete_guard ON comments_suspension; DROP FUNCTION IF EXISTS comments_suspension_delete_guard()',
    ),
    (
        "CREATE FUNCTION comments_charter_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION 'comments_charter: a charter is superseded' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_charter_update_guard BEFORE UPDATE ON comments_charter FOR EACH ROW EXECUTE FUNCTION comments_charter_update_guard()",
        'DROP TRIGGER IF EXISTS comments_charter_update_guard ON comments_charter; DROP FUNCTION IF EXISTS comments_charter_update_guard()',
    ),
    (
        "CREATE FUNCTION comments_charter_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION 'comments_charter: a charter is superseded' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_charter_delete_guard BEFORE DELETE ON comments_charter FOR EACH ROW EXECUTE FUNCTION comments_charter_delete_guard()",
        'DROP TRIGGER IF EXISTS comments_charter_delete_guard ON comments_charter; DROP FUNCTION IF EXISTS comments_charter_delete_guard()',
    ),
    (
        "CREATE FUNCTION comments_clause_insert_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = NEW.charter_id AND c.published_at IS NOT NULL) THEN RAISE EXCEPTION 'comments_clause: a charter is superseded' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_clause_insert_guard BEFORE INSERT ON comments_clause FOR EACH ROW EXECUTE FUNCTION comments_clause_insert_guard()",
        'DROP TRIGGER IF EXISTS comments_clause_insert_guard ON comments_clause; DROP FUNCTION IF EXISTS comments_clause_insert_guard()',
    ),
    (
        "CREATE FUNCTION comments_clause_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = OLD.charter_id AND c.published_at IS NOT NULL) OR EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = NEW.charter_id AND c.published_at IS NOT NULL) THEN RAISE EXCEPTION 'comments_clause: a charter is superseded' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_clause_update_guard BEFORE UPDATE ON comments_clause FOR EACH ROW EXECUTE FUNCTION comments_clause_update_guard()",
        'DROP TRIGGER IF EXISTS comments_clause_update_guard ON comments_clause; DROP FUNCTION IF EXISTS comments_clause_update_guard()',
    ),
    (
        "CREATE FUNCTION comments_clause_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM comments_charter c WHERE c.id = OLD.charter_id AND c.published_at IS NOT NULL) THEN RAISE EXCEPTION 'comments_clause: a charter is superseded' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_clause_delete_guard BEFORE DELETE ON comments_clause FOR EACH ROW EXECUTE FUNCTION comments_clause_delete_guard()",
        'DROP TRIGGER IF EXISTS comments_clause_delete_guard ON comments_clause; DROP FUNCTION IF EXISTS comments_clause_delete_guard()',
    ),
    (
        "CREATE FUNCTION comments_charter_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_charter: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_charter_truncate_guard BEFORE TRUNCATE ON comments_charter FOR EACH STATEMENT EXECUTE FUNCTION comments_charter_truncate_guard()",
        'DROP TRIGGER IF EXISTS comments_charter_truncate_guard ON comments_charter; DROP FUNCTION IF EXISTS comments_charter_truncate_guard()',
    ),
    (
        "CREATE FUNCTION comments_clause_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_clause: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_clause_truncate_guard BEFORE TRUNCATE ON comments_clause FOR EACH STATEMENT EXECUTE FUNCTION comments_clause_truncate_guard()",
        'DROP TRIGGER IF EXISTS comments_clause_truncate_guard ON comments_clause; DROP FUNCTION IF EXISTS comments_clause_truncate_guard()',
    ),
    (
        "CREATE FUNCTION comments_decision_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_decision: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_decision_truncate_guard BEFORE TRUNCATE ON comments_decision FOR EACH STATEMENT EXECUTE FUNCTION comments_decision_truncate_guard()",
        'DROP TRIGGER IF EXISTS comments_decision_truncate_guard ON comments_decision; DROP FUNCTION IF EXISTS comments_decision_truncate_guard()',
    ),
    (
        "CREATE FUNCTION comments_event_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_event: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_event_truncate_guard BEFORE TRUNCATE ON comments_event FOR EACH STATEMENT EXECUTE FUNCTION comments_event_truncate_guard()",
        'DROP TRIGGER IF EXISTS comments_event_truncate_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_truncate_guard()',
    ),
    (
        "CREATE FUNCTION comments_revision_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_revision: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_revision_truncate_guard BEFORE TRUNCATE ON comments_revision FOR EACH STATEMENT EXECUTE FUNCTION comments_revision_truncate_guard()",
        'DROP TRIGGER IF EXISTS comments_revision_truncate_guard ON comments_revision; DROP FUNCTION IF EXISTS comments_revision_truncate_guard()',
    ),
    (
        "CREATE FUNCTION comments_suspension_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_suspension: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_suspension_truncate_guard BEFORE TRUNCATE ON comments_suspension FOR EACH STATEMENT EXECUTE FUNCTION comments_suspension_truncate_guard()",
        'DROP TRIGGER IF EXISTS comments_suspension_truncate_guard ON comments_suspension; DROP FUNCTION IF EXISTS comments_suspension_truncate_guard()',
    ),
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def create(apps, schema_editor):
    for statement, _undo in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for _statement, undo in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(undo, params=None)


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_start")]

    operations = [migrations.RunPython(create, drop)]
