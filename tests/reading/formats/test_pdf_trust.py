"""PDF: fonts that do not tell which letters their signs are."""

import pytest
from pdf_drawing import Draw, both, drawn, lines, read, reason, typed

BODY = ("Planen gäller för alla nämnder och följs", "upp varje år av kommunens styrelse.")
UNTOLD = "do not tell which letters their signs are"


def untold(*pages: Draw, font: str) -> bytes:
    """A PDF whose ``font`` has names for å, ä and ö that nobody knows."""
    raw = drawn(*pages, pageCompression=0)
    named = f"/BaseFont /{font} /Encoding ".encode()
    assert named + b"/WinAnsiEncoding" in raw
    names = b"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [228 /q1 229 /q2 246 /q3] >>"
    return raw.replace(named + b"/WinAnsiEncoding", named + names)


@pytest.mark.parametrize("heading", ["Helvetica", "Courier"])
def test_a_text_with_unknown_letters_is_not_read(heading: str) -> None:
    page = both(typed("Mål för alla", 60, 760, 18, heading), lines(*BODY))
    found = reason(untold(page, font="Helvetica"))
    assert UNTOLD in found
    assert "OCR" in found


def test_a_page_with_unknown_letters_gives_no_text_and_counts() -> None:
    known = both(*(typed(f"Mål {n} gäller för alla.", 60, 760 - 30 * n, 10, "Courier") for n in range(8)))
    found = read(untold(known, lines(*BODY), known, font="Helvetica"))
    assert len(found.pages) == 3
    assert found.text[found.pages[1] : found.pages[2]].strip() == ""
    assert "Planen" not in found.text
    assert found.text.count("Mål 1 gäller för alla.") == 2
    (page,) = found.left_out
    assert page.page == 2
    assert "the page's " + UNTOLD.replace("do not", "fonts do not") in page.reason


def test_one_paragraph_with_unknown_letters_is_left_out() -> None:
    known = [typed(f"Mål {n} gäller alla som bor i kommunen.", 60, 740 - 30 * n, 10, "Courier") for n in range(9)]
    found = read(untold(both(*known, lines("Hemmet är ditt.", top=300)), font="Helvetica"))
    assert "Hemmet" not in found.text
    assert found.text.count("gäller alla") == 9


def test_letters_taken_for_others_are_not_read() -> None:
    words = " ".join(BODY).translate(str.maketrans("aeioåäölnrst", "bcdfghjkmpqv"))
    assert UNTOLD in reason(drawn(lines(*[words] * 6)))


def test_a_sign_that_is_no_word_hurts_nobody() -> None:
    rest = [typed("Alla bor kvar i kommunen och trivs.", 80, 700 - 13 * n, 10, "Courier") for n in range(4)]
    page = both(typed("\u00e4", 60, 700), *rest)
    assert read(untold(page, font="Helvetica")).text.startswith("Alla bor kvar")
