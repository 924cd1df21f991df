"""Writes the charter a new portal starts with; later versions are written by the newsroom."""

import tomllib
from pathlib import Path

FIRST_CHARTER = Path(__file__).parents[1] / "data" / "charter-1.toml"


def install(charter_model, clause_model):
    """Publish the first charter; a portal that has one is left alone.

    The models are handed in: a migration has its own.
    """
    if charter_model.objects.exists():
        return
    words = tomllib.loads(FIRST_CHARTER.read_text(encoding="utf-8"))
    clauses, published_at = words.pop("clauses"), words.pop("published_at")
    words = {
        name: value.strip() if isinstance(value, str) else value for name, value in words.items()
    }
    charter = charter_model.objects.create(**words)
    clause_model.objects.bulk_create(clause_model(charter=charter, **clause) for clause in clauses)
    charter.published_at = published_at
    charter.save()
