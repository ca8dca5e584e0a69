"""Tables to be opened in a spreadsheet program."""

import csv
import io
from collections.abc import Iterable, Sequence

from maltolk.presentation import harmless

MEDIA_TYPE = "text/csv; charset=utf-8"


def spreadsheet(head: Sequence[str], rows: Iterable[Iterable[str | None]]) -> bytes:
    """A table with semicolons, which Excel splits into columns in locales with a decimal comma, such as Swedish,
    whatever the page's language. No cell is taken for a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
