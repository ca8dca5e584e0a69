"""PDF: layers that are switched off are no text, as they are not shown."""

from pdf_drawing import read

from maltolk.reading.formats.pdf import pdf_layers


def layered(
    content: str, *, off: tuple[int, ...] = (), names: tuple[str, ...] = ("Utkast", "Text"), form: str = ""
) -> bytes:
    """A page with two layers, L0 and L1. ``off``: which of them are not shown. ``form``: drawn by "/X Do", in L0."""
    listed = " ".join(f"{6 + number} 0 R" for number in range(2))
    hidden = " ".join(f"{6 + number} 0 R" for number in off)
    fonts = "/Font << /F1 5 0 R >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [{listed}] /D << /OFF [{hidden}] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        f"{fonts} /Properties << /L0 6 0 R /L1 7 0 R >> /XObject << /X 8 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(f"<< /Type /OCG /Name ({name}) >>" for name in names),
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] {'/OC 6 0 R' if form else ''} /Resources << {fonts} >> "
        f"/Length {len(form)} >>\nstream\n{form}\nendstream",
    ]
    written, places = "%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer << /Size {size} /Root 1 0 R >>\n"
    return f"{written}{table}startxref\n{len(written)}\n%%EOF".encode("ascii")


def words(said: str, y: int, x: int = 60) -> str:
    return f"BT /F1 12 Tf {x} {y} Td ({said}) Tj ET "


def within(layer: int, content: str) -> str:
    return f"/OC /L{layer} BDC {content} EMC "


SEEN = words("Kommunen bygger en skola i byn.", 700)


def test_words_of_a_layer_that_is_off_are_no_text() -> None:
    page = SEEN + within(0, words("Detta var ett utkast.", 660)) + within(1, words("Skolan blir klar i maj.", 600))
    assert read(layered(page, off=(0,))).text == "Kommunen bygger en skola i byn.\n\nSkolan blir klar i maj."
    assert "utkast" in read(layered(page)).text


def test_a_form_in_a_layer_that_is_off_is_no_text() -> None:
    form = words("Stryks efter samråd.", 500).replace("å", "a")
    assert "Stryks" not in read(layered(SEEN + "/X Do", off=(0,), form=form)).text
    assert "Stryks" in read(layered(SEEN + "/X Do", form=form)).text


def test_of_two_languages_in_one_place_the_one_that_is_shown_is_read() -> None:
    page = within(0, words("The school opens in May.", 700)) + within(1, words("Skolan blir klar i maj.", 700))
    assert read(layered(page, off=(0,))).text == "Skolan blir klar i maj."
    assert read(layered(page, off=(1,))).text == "The school opens in May."


def test_layers_of_one_name_are_told_apart() -> None:
    page = within(0, words("Detta var ett utkast.", 660)) + SEEN + within(1, words("Skolan blir klar.", 600))
    found = read(layered(page, off=(0,), names=("Text", "Text")))
    assert found.text == "Kommunen bygger en skola i byn.\n\nSkolan blir klar."


def test_a_cover_that_is_not_shown_covers_nothing() -> None:
    cover = within(0, "1 g 40 640 500 100 re f 0 g " + words("Dold.", 500))
    assert read(layered(SEEN + cover, off=(0,))).text == "Kommunen bygger en skola i byn."


def test_a_page_of_very_many_layers_is_taken_as_shown(monkeypatch) -> None:
    monkeypatch.setattr(pdf_layers, "_MOST", 0)
    assert "utkast" in read(layered(SEEN + within(0, words("Detta var ett utkast.", 660)), off=(0,))).text
