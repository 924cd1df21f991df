"""How many queries a page asks, but the look for what changed, which comes twice a second at most."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.freshness import changes


def asked(client, address, *, anew=True) -> list[str]:
    """Return the queries of a page: `anew` with nothing in memory, else with the pieces that still stand there."""
    if anew:
        changes.forget()
        changes.look()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [q["sql"] for q in captured.captured_queries if "articles_change" not in q["sql"]]
