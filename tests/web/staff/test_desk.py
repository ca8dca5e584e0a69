"""The staff's actions: what the page shows of them, and that whatever a file says is shown as words."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from markupsafe import escape

from maltolk.indexing.changes import ChangeKind
from maltolk.indexing.report import Stage
from maltolk.indexing.storage.store import STORE_FILE
from maltolk.model import Document, Status
from maltolk.settings import Settings
from maltolk.web.staff.desk import Desk
from maltolk.web.staff.folder.corpus import Fault
from maltolk.web.staff.rebuild import Phase, State
from maltolk.web.texts import texts

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>&\"'"


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rebuilt(desk: Desk) -> str:
    assert desk.start_rebuild() == ""
    assert desk.rebuild.wait(120).phase is Phase.DONE
    return desk._generations.current().name


def test_what_is_indexed_is_told_row_by_row(desk: Desk):
    html = desk.indexed()
    assert "generation 000001-" in html
    assert html.index("Göteborg") < html.index("Orsa") < html.index("Älmhult")
    row = html[html.index("<tr><td>Ale</td>") :]
    assert re.match(r'<tr><td>Ale</td> <td><a href="/kalla/[0-9a-f]{64}/\d+-\d+" target="_blank">', row)
    assert words(row[: row.index("</tr>")]).endswith("2024-05-06 ale.md sv 18 4")


def test_files_that_wait_for_a_rebuild_are_told(desk: Desk, settings: Settings):
    assert "caution" not in desk.indexed()
    (settings.corpus / "ny <b>.txt").write_text("Mål för Lund", "utf-8")
    (settings.corpus / "orsa.txt").unlink()
    html = desk.indexed()
    assert "kan inte läsas: ny &lt;b&gt;.txt<" in html
    assert "försvinner när du bygger om: orsa.txt<" in html


def test_a_link_leads_to_the_source_page(desk: Desk, staff):
    link = re.search(r'href="(/kalla/[^"]+)"', desk.indexed())
    assert link is not None
    assert staff.get(link.group(1)).status_code == 200


def test_upload_preview_add_rebuild_and_back(desk: Desk, uploads: Path, settings: Settings):
    old = desk._generations.current().name
    assert desk.before() is None
    (uploads / "lund.txt").write_text("Mål för Lunds kommun\n\nLund ska bli en fossilfri stad år 2030.\n", "utf-8")
    assert desk.preview("a") == ""
    assert desk.upload("a", [uploads / "lund.txt"]) == ""
    assert "lund.txt" in desk.preview("a")
    assert "Tillagt i samlingen: lund.txt." in desk.add("a")
    assert desk.preview("a") == ""
    new = rebuilt(desk)
    assert new != old
    assert f"generation {new}" in desk.indexed()
    report = words(desk.report())
    assert "Nya texter: 1. Ändrade: 0. Borttagna: 0. Oförändrade: 4." in report
    assert "Ny : Lund, Mål för Lunds kommun (lund.txt)" in report
    assert desk.before() == old
    assert "Inget har gjorts" in desk.roll_back(new)
    assert desk._generations.current().name == new
    assert f"generation {old}" in desk.roll_back(old)
    assert f"generation {old}" in desk.indexed()
    assert "lund.txt" in desk.indexed(), "it is in the collection, and not in the index"


def test_removing_a_text(desk: Desk, settings: Settings):
    assert "orsa.txt är borttagen" in desk.remove("orsa.txt")
    assert not (settings.corpus / "orsa.txt").exists()
    assert "finns inte i samlingen" in desk.remove("orsa.txt")
    assert "finns inte i samlingen" in desk.remove("../index/current")
    assert (settings.index / "current").exists()
    rebuilt(desk)
    assert "Borttagen : Orsa" in words(desk.report())


def test_whatever_a_file_says_is_shown_as_words(desk: Desk, uploads: Path):
    name = "<img src=x onerror=alert(3)>.md"
    head = f"---\nkommun: '{NASTY.replace(chr(39), chr(39) * 2)}'\ntitel: |\n  {NASTY}\nurl: javascript:alert(4)\n"
    text = f"{head}licens: '<b>x</b>'\nplatser: ['<i>y</i>']\n---\n# {NASTY}\n\nDet här är målet {NASTY}.\n"
    (uploads / name).write_text(text, "utf-8")
    desk.upload("a", [uploads / name])
    shown = [desk.preview("a"), desk.add("a")]
    rebuilt(desk)
    shown += [desk.indexed(), desk.report(), desk.remove(name)]
    for html in shown:
        assert str(escape("<img src=x onerror=alert(3)>")) in html
        assert not re.search(r"<(script|img|b|i)\b", html)
        assert 'href="javascript' not in html
        assert "\n" not in html
    assert str(escape(NASTY)) in shown[0]


def test_answers_that_changed_are_told_before_and_after(desk: Desk, settings: Settings):
    text, version, wrong = desk.questions()
    assert (text, wrong) == ("", "")
    said, version = desk.save_questions("När antogs handlingsplanen i Orsa?\n", version)
    assert "Antal frågor: 1" in said
    assert "av någon annan" in desk.save_questions("Annat?", "0")[0]
    file = settings.corpus / "orsa.txt"
    file.write_text(file.read_text("utf-8").replace("3 juni 2019", "4 juli 2020"), "utf-8")
    rebuilt(desk)
    report = words(desk.report())
    assert "1 av 1 sparade frågor besvaras annorlunda" in report
    assert re.search(r"Förut \(besvarad\) .*3 juni 2019.* Nu \(besvarad\) .*4 juli 2020", report)
    assert "Texten: 1 nya stycken och 1 som har försvunnit" in report


def test_progress_has_a_name_a_value_and_words(desk: Desk):
    assert desk.progress() == ""
    assert desk.start_rebuild() == ""
    assert "redan om" in desk.start_rebuild()
    assert '<label for="rebuild-progress">' in desk.progress() or "Klart" in desk.progress()
    desk.rebuild.wait(120)
    assert "Klart. Generation 000001-" in desk.progress()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State(Phase.RUNNING), '<progress id="rebuild-progress" max="100">Läser texterna.</progress>'),
        (State(Phase.FAILED, error="a <b> line; cure"), '<code lang="en">a &lt;b&gt; line; cure</code>'),
    ],
)
def test_how_a_rebuild_is_shown(desk: Desk, state: State, said: str):
    desk.rebuild._state = state
    assert said in desk.progress()


def test_verify_names_what_is_wrong(desk: Desk):
    assert "Allt stämmer" in desk.verify()
    store = desk._generations.current() / STORE_FILE
    store.write_bytes(store.read_bytes()[:-1] + b"x")
    assert "skadat på 1 ställen" in desk.verify()
    assert STORE_FILE in desk.verify()


def test_no_trouble_is_let_through(desk: Desk, monkeypatch: pytest.MonkeyPatch, settings: Settings):
    assert settings.questions is not None
    settings.questions.write_text("{trasig", "utf-8")
    text, _, wrong = desk.questions()
    assert text == ""
    assert "Det gick inte" in wrong
    assert "line 1: expected" in wrong

    def broken(*_: object) -> None:
        raise ValueError("secret detail")

    monkeypatch.setattr(desk.corpus, "remove", broken)
    html = desk.remove("orsa.txt")
    assert "ValueError; see the server" in words(html)
    assert "secret" not in html

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "texter/orsa.txt")

    monkeypatch.setattr(desk.corpus, "remove", denied)
    assert "Permission denied" in desk.remove("orsa.txt")


def test_a_long_text_is_shown_in_part(desk: Desk, uploads: Path):
    parts = "\n\n".join(f"## Rubrik {n}\n\nLund ska nå mål nummer {n} före år 2030." for n in range(70))
    (uploads / "lund.md").write_text(f"# Mål för Lunds kommun\n\n{parts}\n", "utf-8")
    desk.upload("a", [uploads / "lund.md"])
    html = words(desk.preview("a"))
    assert "Rubriker: 71" in html
    assert "… och 21 till" in html
    assert "Rubrik 48 " in html
    assert "Rubrik 49 " not in html.split("Stycken")[0]


def test_every_sentence_of_the_pages_has_both_languages():
    swedish, english = texts("sv"), texts("en")
    staff = [key for key in swedish if key.startswith("staff_")]
    assert len(staff) > 100
    for key in staff:
        names = [set(re.findall(r"\{(\w*)\}", forms[key])) for forms in (swedish, english)]
        assert names[0] == names[1], key
    for enumeration, prefix in ((Stage, "staff_stage_"), (ChangeKind, "staff_kind_"), (Status, "staff_status_")):
        assert {prefix + member.value for member in enumeration} <= set(staff)
    assert {fault.value for fault in Fault} <= set(staff)
    structure = {"text", "digest", "blocks", "contacts", "pages", "facts", "hidden"}
    structure |= {"page_names", "left_out", "from_image"}
    told = {"path", *(f.name for f in fields(Document))} - structure
    told |= {"period", "kind"}  # what of the facts no other field has
    assert {f"staff_field_{name}" for name in told} <= set(staff)
