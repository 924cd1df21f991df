"""The database's own refusal to rewrite history, on SQLite and PostgreSQL.

Python keeps the same promises; these hold against a slip in a shell, a stray migration, another program.
"""

# table → the condition (over OLD and NEW rows) under which an UPDATE is refused; DELETE likewise.
ALWAYS = "1 = 1"
ERASURE = (
    "NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id"
    " AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number"
    " AND NEW.created_at = OLD.created_at"
)
PUBLISHED = (
    "EXISTS (SELECT 1 FROM comments_charter c"
    " WHERE c.id = {row}.charter_id AND c.published_at IS NOT NULL)"
)
GUARDS = [
    # (table, act, refused when, why)
    ("comments_decision", "UPDATE", ALWAYS, "decisions are append-only"),
    ("comments_decision", "DELETE", ALWAYS, "decisions are append-only"),
    ("comments_event", "UPDATE", ALWAYS, "events are append-only"),
    ("comments_event", "DELETE", ALWAYS, "events are append-only"),
    ("comments_revision", "UPDATE", f"NOT ({ERASURE})", "a revision can only be erased"),
    ("comments_revision", "DELETE", ALWAYS, "a revision can only be erased"),
    ("comments_charter", "UPDATE", "OLD.published_at IS NOT NULL", "a charter is superseded"),
    ("comments_charter", "DELETE", "OLD.published_at IS NOT NULL", "a charter is superseded"),
    ("comments_clause", "INSERT", PUBLISHED.format(row="NEW"), "a charter is superseded"),
    ("comments_clause", "UPDATE", PUBLISHED.format(row="OLD"), "a charter is superseded"),
    ("comments_clause", "DELETE", PUBLISHED.format(row="OLD"), "a charter is superseded"),
]


def create(schema_editor):
    """Set every guard."""
    for sql in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(sql, params=None)


def drop(schema_editor):
    """Lift every guard: for migrations that change these tables, and for tests that empty them."""
    for sql in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(sql, params=None)


def _statements(vendor):
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    pairs = [
        make(f"{table}_{act.lower()}_guard", table, act, when, why)
        for table, act, when, why in GUARDS
    ]
    if vendor == "postgresql":
        pairs += [_no_truncate(table) for table in sorted({guard[0] for guard in GUARDS})]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _sqlite(name, table, act, when, why):
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: {why}'); END",
        f"DROP TRIGGER IF EXISTS {name}",
    )


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
