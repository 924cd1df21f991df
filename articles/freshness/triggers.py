"""Make the database note each change that readers can see, on SQLite and PostgreSQL.

The row is written in the change's own transaction, so both are seen at once or never. A trigger forgets no
writer: verbs, the admin, imports and bulk updates all pass here. What readers do not see (a draft, a comment
that waits) notes nothing, so a flood of comments makes no page anew.

What takes away what readers saw (a comment removed or withdrawn, an article pulled back, a picture deleted) notes a second
row, whose tag begins with «gone-»: no old copy may show it any more, even while the database is away (portal/pagecache/).

`set_all()` runs after each `migrate`: SQLite drops a table's triggers whenever a migration remakes it.
"""

TABLE = "articles_change"
FIRST_ROW = f"INSERT INTO {TABLE} (tag) SELECT 'start' WHERE NOT EXISTS (SELECT 1 FROM {TABLE})"  # noqa: S608

HOUSE_TABLES = (  # any page may show them
    "articles_section",
    "articles_source",
    "articles_topic",
    "articles_author",
    "articles_image",
    "articles_breaking",
    "articles_pick",
    "articles_housepage",
    "comments_charter",
    "comments_clause",
    "comments_logday",
    "comments_commentpick",
)
ARTICLES_PARTS = {  # table → the column that names its article
    "articles_article_topics": "article_id",
    "articles_article_related": "from_article_id",
    "articles_credit": "article_id",
    "articles_illustration": "article_id",
    "articles_correction": "article_id",
    "comments_slowmode": "article_id",
}
PERSONAL_TABLES = (
    "articles_author",
    "articles_image",
    "articles_housepage",
)  # what one may ask to be taken away
HIDING_COLUMNS = ("status", "embargo_until", "published_at")
REGISTER_TABLE = "comments_registermonth"  # counted each hour, and often the same as before
STAFF_TABLE = "auth_user"  # who signs in is written there too: that changes no name
STAFF_COLUMNS = ("first_name", "last_name", "is_staff", "is_active")
SEEN_ARTICLE = "{row}.status IN ('published', 'withdrawn')"
SEEN_COMMENT = "{row}.published_at IS NOT NULL"
COMMENT_COLUMNS = (
    "state",
    "html",
    "name",
    "hidden_at",
    "published_at",
    "published_revision_id",
    "parent_id",
    "root_id",
    "language",
    "created_at",
)


def set_all(connection):
    """Set each trigger whose table exists, anew if it stood already."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if TABLE not in there:
            return
        make = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
        differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[connection.vendor]
        for table, act, condition, tag in _watched(differs):
            if table in there:
                name = "gone" if tag.startswith("'gone-") else "noted"
                for statement in make(f"{table}_{act.lower()}_{name}", table, act, condition, tag):
                    cursor.execute(statement)
        # A first row, so that what came since is known: see changes.py.
        cursor.execute(FIRST_ROW)


def _watched(differs):
    """Yield (table, act, condition, tag): condition and tag are SQL over the rows OLD and NEW."""
    for act in ("INSERT", "UPDATE", "DELETE"):
        for table in HOUSE_TABLES:
            yield table, act, "1 = 1", "'house'"
        row = "OLD" if act == "DELETE" else "NEW"
        for table, column in ARTICLES_PARTS.items():
            yield table, act, "1 = 1", f"'article-' || {row}.{column}"
    renamed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in STAFF_COLUMNS)
    yield STAFF_TABLE, "INSERT", "NEW.is_staff", "'staff'"
    yield REGISTER_TABLE, "INSERT", "1 = 1", "'register'"
    yield REGISTER_TABLE, "UPDATE", f"NEW.figures {differs} OLD.figures", "'register'"
    yield REGISTER_TABLE, "DELETE", "1 = 1", "'register'"
    yield STAFF_TABLE, "UPDATE", renamed, "'staff'"
    yield STAFF_TABLE, "DELETE", "OLD.is_staff", "'staff'"
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in COMMENT_COLUMNS)
    # The note in a removed comment's place names the decision, which comes with a new version.
    changed += " OR NEW.state = 'removed' AND NEW.version <> OLD.version"
    for table, seen, tag, only_if in (
        ("articles_article", SEEN_ARTICLE, "'article-' || {row}.id", "1 = 1"),
        ("comments_comment", SEEN_COMMENT, "'thread-' || {row}.article_id", changed),
    ):
        old, new = seen.format(row="OLD"), seen.format(row="NEW")
        yield table, "INSERT", new, tag.format(row="NEW")
        yield table, "UPDATE", f"({old} OR {new}) AND ({only_if})", tag.format(row="NEW")
        yield table, "DELETE", old, tag.format(row="OLD")
    yield from _taken_away(differs, changed)


def _taken_away(differs, comment_changed):
    """Yield what takes away what readers saw."""
    article, comment = SEEN_ARTICLE.format(row="OLD"), SEEN_COMMENT.format(row="OLD")
    hidden = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in HIDING_COLUMNS)
    yield "articles_article", "UPDATE", f"({article}) AND ({hidden})", "'gone-article-' || OLD.id"
    yield "articles_article", "DELETE", article, "'gone-article-' || OLD.id"
    thread = "'gone-thread-' || OLD.article_id"
    yield "comments_comment", "UPDATE", f"({comment}) AND ({comment_changed})", thread
    yield "comments_comment", "DELETE", comment, thread
    for table in PERSONAL_TABLES:
        yield table, "DELETE", "1 = 1", "'gone-house'"


def _note(tag):
    return f"INSERT INTO {TABLE} (tag) VALUES ({tag})"  # noqa: S608, expressions of this file


def _sqlite(name, table, act, condition, tag):
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN {_note(tag)}; END"
    )


def _postgresql(name, table, act, condition, tag):
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_note(tag)}; RETURN NULL; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {name} AFTER {act} ON {table} "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()"
    )
