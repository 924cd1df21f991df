"""What a backup says of its database: its migrations, its size, the head of its log."""

from django.db.migrations.loader import MigrationLoader

from .errors import Refused

COUNTS = {
    "articles": "SELECT COUNT(*) FROM articles_article",
    "comments": "SELECT COUNT(*) FROM comments_comment",
    "events": "SELECT COUNT(*) FROM comments_event",
}
LOG_HEAD = "SELECT digest FROM comments_loghead WHERE id = 1"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


def facts(rows):
    """Return the facts by `rows(sql)`, which asks the copy or the moment that is copied."""
    head = rows(LOG_HEAD)
    return {
        **{name: rows(sql)[0][0] for name, sql in COUNTS.items()},
        "log_head": head[0][0] if head else "",
        "migrations": [list(row) for row in rows(MIGRATIONS)],
    }


def refuse_newer(told):
    """Raise Refused if a database has migrations that this version does not know."""
    known = set(MigrationLoader(None).disk_migrations)
    unknown = [(app, name) for app, name in told["migrations"] if (app, name) not in known]
    if unknown:
        app, name = unknown[0]
        raise Refused(
            f"a newer version of the portal made it ({app}.{name} is not known here): update the portal first"
        )
