"""What pandoc makes of a file, as every other format gives it."""

from maltolk.reading.formats.extracted import Extracted, Unreadable, finished
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.packed import Refused
from maltolk.reading.formats.office.pandoc import tree_of
from maltolk.reading.formats.office.pandoc_tree import said_of, write_tree
from maltolk.swedish.dates import iso_date

_MAX_ABOUT = 1000


def extracted(raw: bytes, kind: str, saved: str | None = None) -> Extracted | Unreadable:
    """The words of a file, or why there are none. ``kind``: as pandoc names it. ``saved``: if the file is known to say
    one that pandoc does not."""
    markup = Markup()
    try:
        tree = tree_of(raw, kind)
        write_tree(markup, tree)
    except Refused as refusal:
        return Unreadable(str(refusal))
    except RecursionError:
        return Unreadable("the file is nested too deeply to be read; save its text as .txt")
    text, _ = finished(markup.text)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    language = (said_of(tree, "lang") or said_of(tree, "language"))[:2].casefold()
    return Extracted(
        text,
        title=said_of(tree, "title") or None,
        date=iso_date(said_of(tree, "date")),
        saved=saved,
        language=language if len(language) == 2 and language.isalpha() else None,
        about=(said_of(tree, "author") or said_of(tree, "creator"))[:_MAX_ABOUT],
    )
