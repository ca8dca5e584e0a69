"""Pages that were not read, or read from a picture, are told wherever a document is."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from maltolk.indexing.encoders.hash_encoder import HASHING
from maltolk.model import Citation, Document, LeftOut, Quote, Span
from maltolk.presentation import document_as_json
from maltolk.reading import read_document
from maltolk.renewal import renew
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.staff.folder.corpus import Corpus
from maltolk.web.staff.folder.removed_texts import RemovedTexts
from maltolk.web.staff.generation import current
from maltolk.web.templates import fragment

UNTOLD = "the page's fonts do not tell which letters their signs are"
SV = "sidans typsnitt anger inte vilka bokstäver tecknen är"


def plan() -> bytes:
    """A plan of Ale of which nobody knows the letters of the second page."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1, pageCompression=0)
    for font, words in (("Courier", "Simhallen i Ale kommun ska byggas ut år 2031."), ("Helvetica", "Hålla små öar.")):
        for n in range(9):
            canvas.setFont(font, 10)
            canvas.drawString(60, 700 - 40 * n, f"{words} Det är mål nummer {n}." * (2 if font == "Courier" else 1))
        canvas.showPage()
    canvas.showPage()
    canvas.save()
    raw, named = target.getvalue(), b"/BaseFont /Helvetica /Encoding "
    names = b"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [228 /q1 229 /q2 246 /q3] >>"
    assert named + b"/WinAnsiEncoding" in raw
    return raw.replace(named + b"/WinAnsiEncoding", named + names)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texter").mkdir()
    (tmp_path / "texter" / "plan.pdf").write_bytes(plan())
    return Settings(tmp_path / "index", tmp_path / "models", HASHING, corpus=tmp_path / "texter")


def test_a_renewal_tells_the_pages_it_left_out(settings: Settings) -> None:
    done = renew(settings)
    (line,) = [line for line in done.as_lines() if line.startswith("Read ")]
    assert line.startswith(f"Read plan.pdf, but page 2 left out: {UNTOLD}")
    (told,) = done.as_json()["left_out"]
    assert (told["path"], told["pages"]) == ("plan.pdf", (2,))
    assert told["reason"].startswith(UNTOLD)
    assert told["reason_sv"].startswith(SV)


def test_documents_and_the_staff_tell_them(settings: Settings) -> None:
    renew(settings)
    service = Service(settings)
    (row,) = service.documents()
    (told,) = document_as_json(row)["left_out"]
    assert told["page"] == 2
    assert told["reason_sv"].startswith(SV)
    html = fragment(
        "staff_indexed.html",
        "sv",
        now=current(service.index, Corpus(settings.corpus, RemovedTexts(settings.index / "removed"))),
    )
    assert f'läst, men sida 2 är utelämnad: <span lang="sv">{SV}' in html


def test_words_of_a_page_read_from_a_picture_are_told_apart() -> None:
    document = read_document("plan.pdf", plan())
    assert isinstance(document, Document)
    document = replace(document, from_image=(1,))
    assert document.is_from_image(Span(0, 9))
    assert not document.is_from_image(Span(document.pages[2], document.pages[2]))
    assert not replace(document, from_image=()).is_from_image(Span(0, 9))


def test_the_answer_says_so() -> None:
    from maltolk.answering.composing.notices import notices_of

    quote = Quote("0" * 64, Span(0, 3), "mål")
    cited = Citation(1, quote, "a.pdf", "Plan", "Ale", None, None, page=1, page_name="1", read_from_image=True)
    assert any(notice.startswith("inläst från bild") for notice in notices_of([cited], "sv"))
    assert not any("bild" in notice for notice in notices_of([replace(cited, read_from_image=False)], "sv"))


def test_a_document_of_pages_left_out_keeps_its_reasons_through_the_archive(settings: Settings) -> None:
    renew(settings)
    digest = Service(settings).documents()[0].digest
    (settings.corpus / "ny.txt").write_text("Ale kommun\n\nVi bygger en skola.\n", "utf-8")
    (settings.corpus / "plan.pdf").unlink()
    renew(settings)
    version = Service(settings).version(digest)
    assert version is not None
    assert not version.is_current
    assert [each.page for each in version.document.left_out] == [2]
    assert isinstance(version.document.left_out[0], LeftOut)
