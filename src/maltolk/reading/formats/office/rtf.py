"""Rich Text Format, by pandoc."""

import re

from maltolk.reading.formats.extracted import Extracted, Unreadable
from maltolk.reading.formats.office.converted import extracted
from maltolk.reading.formats.office.rtf_seen import keep_seen
from maltolk.swedish.dates import iso_date

_TIMES = (rb"revtim", rb"creatim")
_DAY = rb"\{\\%s\s*\\yr(\d{4})\s*\\mo(\d{1,2})\s*\\dy(\d{1,2})\b"


def read(raw: bytes) -> Extracted | Unreadable:
    """The document's words, or why there are none."""
    if not raw.lstrip().startswith(b"{\\rtf"):
        return Unreadable("the file is no .rtf file in spite of its name; save it anew as .rtf")
    found = (re.search(_DAY % name, raw) for name in _TIMES)
    when = next(
        (iso_date("{:0>4}-{:0>2}-{:0>2}".format(*map(bytes.decode, day.groups()))) for day in found if day), None
    )
    return extracted(keep_seen(raw), "rtf", when)
