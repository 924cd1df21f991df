"""The desk's tables as CSV: streamed, and harmless if a spreadsheet opens them."""

import csv
from collections.abc import Iterable

from django.http import StreamingHttpResponse

FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
)  # a spreadsheet would run a cell that begins so (OWASP, CSV injection)


class _Line:
    """A file whose write() returns the line."""

    def write(self, line):
        return line


def cell(value) -> str:
    """Return a value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    is_number = isinstance(value, (int, float))
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text


def csv_response(
    name: str, heads: Iterable[str], rows: Iterable[Iterable]
) -> StreamingHttpResponse:
    """Return a table as a file in UTF-8 with a byte order mark, which spreadsheets want."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)

    def lines():
        yield "\ufeff" + writer.writerow([cell(head) for head in heads])
        for row in rows:
            yield writer.writerow([cell(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
