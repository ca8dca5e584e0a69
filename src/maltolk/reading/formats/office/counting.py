"""Numbers of items as lists write them: letters and Roman numerals of any size."""

_ALPHABET = 26
_MOST_LETTERS = 30
"""Of one number; a larger one is written in digits."""
_ROMANS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 3999


def counted(form: str, number: int) -> str:
    """The number in a form: "a" or "A" ("z", "aa", "bb"), "i" or "I"; digits for any other, and outside their range."""
    said = ""
    if form in ("a", "A") and 1 <= number <= _ALPHABET * _MOST_LETTERS:
        said = chr(ord("a") + (number - 1) % _ALPHABET) * ((number - 1) // _ALPHABET + 1)
    elif form in ("i", "I") and 1 <= number <= _LARGEST_ROMAN:
        left = number
        for value, letters in _ROMANS:
            said += letters * (left // value)
            left %= value
    return (said if form.islower() else said.upper()) or str(number)
