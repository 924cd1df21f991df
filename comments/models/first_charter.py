"""The first charter of a new portal; the newsroom writes the later versions."""

import tomllib
from pathlib import Path

FIRST_CHARTER = Path(__file__).parents[1] / "data" / "charter-1.toml"


def install(charter_model, clause_model):
    """Publish the first charter; do nothing if the portal has one.

    The models are arguments: a migration has its own.
    """
    if charter_model.objects.exists():
        return
    columns = tomllib.loads(FIRST_CHARTER.read_text(encoding="utf-8"))
    clauses, published_at = columns.pop("clauses"), columns.pop("published_at")
    columns = {
        name: value.strip() if isinstance(value, str) else value for name, value in columns.items()
    }
    charter = charter_model.objects.create(**columns)
    clause_model.objects.bulk_create(clause_model(charter=charter, **clause) for clause in clauses)
    charter.published_at = published_at
    charter.save()
