"""docs/log.md says of every column whether the log vouches for it."""

from django.conf import settings

from comments.models.log_format import CLOSED, CLOSED_OF_A_DECISION, CURRENT, OUTSIDE, VOUCHED


def listed(columns):
    return ", ".join(f"`{column}`" for column in columns)


def the_row_of(name):
    inside = listed(VOUCHED[CURRENT][name])
    if name == "event":
        inside += f"; closed: {listed(CLOSED[CURRENT])}"
    if name == "decision":
        inside += f"; closed, in its event: {listed(CLOSED_OF_A_DECISION[CURRENT])}"
    outside = "; ".join(
        f"`{column}`: {why}" for column, why in OUTSIDE[name].items() if "closed part" not in why
    )
    return f"| {name} | {inside} | {outside or '—'} |"


def test_the_table_of_the_docs_is_the_one_of_the_code():
    words = (settings.BASE_DIR / "docs" / "log.md").read_text(encoding="utf-8")
    table = words[words.index("| row | columns vouched for") :].strip().splitlines()[2:]
    assert table == [the_row_of(name) for name in sorted(OUTSIDE)]
