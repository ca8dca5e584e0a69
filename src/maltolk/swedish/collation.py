"""The order of the Swedish alphabet."""

import unicodedata

_AFTER_Z = str.maketrans("åäæöø", "{||}}")


def swedish_order(name: str) -> str:
    """A key that sorts å, ä and ö after z, and letters with other marks ("é") together with those without."""
    letters = unicodedata.normalize("NFC", name.casefold()).translate(_AFTER_Z)
    return "".join(sign for sign in unicodedata.normalize("NFD", letters) if not unicodedata.combining(sign))
