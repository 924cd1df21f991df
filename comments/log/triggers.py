"""Make the database refuse to rewrite history, on SQLite and PostgreSQL.

Python keeps the same promises; these hold against a slip in a shell, a stray migration, another program.
"""

import re
from contextlib import contextmanager

# table → the condition (over OLD and NEW rows) under which an UPDATE is refused; DELETE likewise.
ALWAYS = "1 = 1"
ERASURE = (
    "NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id"
    " AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number"
    " AND NEW.created_at = OLD.created_at"
    " AND COALESCE(NEW.language, '') = COALESCE(OLD.language, '')"
)
PUBLISHED = (
    "EXISTS (SELECT 1 FROM comments_charter c"
    " WHERE c.id = {row}.charter_id AND c.published_at IS NOT NULL)"
)
FORGETTING = (
    # It goes, or what an older program stored in clear is encrypted.
    "(NEW.email IN ('', OLD.email) OR (OLD.email <> '' AND OLD.email NOT LIKE ':1:%' AND NEW.email LIKE ':1:%'))"
    " AND NEW.sender IN ('', OLD.sender) AND NEW.id = OLD.id AND NEW.kind = OLD.kind"
    " AND NEW.scope = OLD.scope AND NEW.comment_id = OLD.comment_id AND NEW.reasons = OLD.reasons"
    " AND NEW.language = OLD.language AND NEW.by_id = OLD.by_id AND NEW.at = OLD.at"
    + "".join(
        f" AND COALESCE(CAST(NEW.{name} AS TEXT), '') = COALESCE(CAST(OLD.{name} AS TEXT), '')"
        for name in ("notice_id", "clause_id", "until", "supersedes_id", "contested_by_id")
    )
)
TELLING = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = OLD.kind AND NEW.user_id = OLD.user_id"
    " AND NEW.detail = OLD.detail AND COALESCE(NEW.by_id, 0) = COALESCE(OLD.by_id, 0)"
)
PUBLISHING = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in ("day", "first", "last", "head", "root", "public_key", "signature")
)
GUARDS = [
    # (table, act, condition of the refusal, reason)
    ("comments_decision", "UPDATE", ALWAYS, "decisions are append-only"),
    ("comments_decision", "DELETE", ALWAYS, "decisions are append-only"),
    ("comments_event", "UPDATE", ALWAYS, "events are append-only"),
    ("comments_event", "DELETE", ALWAYS, "events are append-only"),
    ("comments_revision", "UPDATE", f"NOT ({ERASURE})", "a revision can only be erased"),
    ("comments_revision", "DELETE", ALWAYS, "a revision can only be erased"),
    (
        "comments_suspension",
        "UPDATE",
        f"NOT ({FORGETTING})",
        "of a sanction only whom it was about is forgotten",
    ),
    ("comments_suspension", "DELETE", ALWAYS, "sanctions are append-only"),
    ("comments_charter", "UPDATE", "OLD.published_at IS NOT NULL", "a charter is superseded"),
    ("comments_charter", "DELETE", "OLD.published_at IS NOT NULL", "a charter is superseded"),
    ("comments_clause", "INSERT", PUBLISHED.format(row="NEW"), "a charter is superseded"),
    (
        "comments_clause",
        "UPDATE",
        f"{PUBLISHED.format(row='OLD')} OR {PUBLISHED.format(row='NEW')}",
        "a charter is superseded",
    ),
    ("comments_clause", "DELETE", PUBLISHED.format(row="OLD"), "a charter is superseded"),
    (
        "portal_staffevent",
        "UPDATE",
        f"NOT ({TELLING})",
        "of an event only that its mail has left is noted",
    ),
    ("comments_filing", "UPDATE", ALWAYS, "what was filed stays so"),
    ("comments_filing", "DELETE", ALWAYS, "what was filed stays so"),
    (
        "comments_logday",
        "UPDATE",
        f"NOT ({PUBLISHING})",
        "the head of a day stays as it was published",
    ),
    ("comments_logday", "DELETE", ALWAYS, "the head of a day stays as it was published"),
    ("portal_staffevent", "DELETE", ALWAYS, "events of accounts are append-only"),
]

# SQLite's INSERT OR REPLACE deletes a row in its way without firing a DELETE trigger. So no row with
# one of the same unique keys may be there yet: one condition for each key.
KEYS = {
    "comments_decision": ["id = NEW.id"],
    "comments_event": [
        "rowid = NEW.rowid",
        "sequence = NEW.sequence",
        "decision_id = NEW.decision_id",
        "notice_id = NEW.notice_id",
        "appeal_id = NEW.appeal_id",
        "suspension_id = NEW.suspension_id",
        "filing_id = NEW.filing_id",
    ],
    "comments_filing": ["id = NEW.id"],
    "comments_logday": ["day = NEW.day"],
    "comments_suspension": ["id = NEW.id"],
    "portal_staffevent": ["id = NEW.id"],
    "comments_revision": ["id = NEW.id", "comment_id = NEW.comment_id AND number = NEW.number"],
    "comments_charter": ["id = NEW.id", "version = NEW.version"],
    "comments_clause": [
        "id = NEW.id",
        "charter_id = NEW.charter_id AND (number = NEW.number OR key = NEW.key)",
    ],
}


def create(schema_editor):
    """Set each guard whose table and columns exist; a later migration sets the others."""
    for sql in _statements(schema_editor.connection)[0]:
        schema_editor.execute(sql, params=None)


def drop(schema_editor):
    """Lift each guard, for migrations that change these tables and tests that empty them."""
    for sql in _statements(schema_editor.connection)[1]:
        schema_editor.execute(sql, params=None)


@contextmanager
def lifted(connection, name):
    """Lift one guard for a moment, in the caller's transaction; on PostgreSQL only the owner of its table may."""
    pairs = zip(*_statements(connection), strict=True)
    make, drop = next(pair for pair in pairs if f" {name}" in pair[1])
    with connection.cursor() as cursor:
        cursor.execute(drop)
        yield
        cursor.execute(make)


def _statements(connection):
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    columns = _columns(connection)
    guards = [guard for guard in GUARDS if guard[0] in columns]
    pairs = [
        make(f"{table}_{act.lower()}_guard", table, act, when, why)
        for table, act, when, why in guards
    ]
    if connection.vendor == "sqlite":
        for table in columns:
            there = [k for k in KEYS[table] if set(re.findall(r"NEW\.(\w+)", k)) <= columns[table]]
            pairs.append(_no_replacement(table, there))
    if connection.vendor == "postgresql":
        pairs += [_no_truncate(table) for table in sorted(columns)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _columns(connection):
    """Return {guarded table: its columns} of the tables that exist."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return {table: _names(cursor, table) | {"rowid"} for table in KEYS if table in there}


def _names(cursor, table):
    """Return the names of a table's columns: asked of the database, which need not parse the table's SQL for that."""
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608, a name of this file
    return {column[0] for column in cursor.description}


def _sqlite(name, table, act, when, why):
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END",
        f"DROP TRIGGER IF EXISTS {name}",
    )


def _no_replacement(table, keys):
    there = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {key})"  # noqa: S608, names of this file
        for key in keys
    )
    return _sqlite(f"{table}_replace_guard", table, "INSERT", there, "append-only, never replaced")


def _postgresql(name, table, act, when, why):
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{table}: {why}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {'OLD' if act == 'DELETE' else 'NEW'}; END $$;"
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}()",
    )


def _no_truncate(table):
    name = f"{table}_truncate_guard"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table}: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END $$; CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}()",
    )
