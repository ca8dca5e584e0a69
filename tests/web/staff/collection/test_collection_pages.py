"""The pages of the texts, the removed ones and the reports: closed without a session, safe with any name, and what is
saved, removed, put back and taken home there."""

import asyncio
import io
import re
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.privacy.suppressed import SuppressionList, entry
from maltolk.renewal import renew
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web import source_pages
from maltolk.web.staff.access.sessions import ABSOLUTE_SECONDS, Sessions
from maltolk.web.staff.access.staff_guard import COOKIE
from maltolk.web.staff.collection import collection_pages, zipped_collection
from maltolk.web.staff.site import StaffSite

PASSWORD = "en lång mening som lösenord"
GET = (
    "/personal/samling",
    "/personal/samling.zip",
    "/personal/samling/orsa.txt",
    "/personal/samling/orsa.txt?hamta=original",
    "/personal/borttagna",
    "/personal/rapporter",
    "/personal/rapporter/x",
    "/personal/rapporter/x.json",
)
POST = (
    ("/personal/samling/orsa.txt", {"gor": "ta-bort"}),
    ("/personal/samling/orsa.txt", {"gor": "spara", "title": "x"}),
    ("/personal/borttagna", {"gor": "for-gott", "saker": "ja", "nr": "000001"}),
)
NAMES = ("a b.txt", "50% av målen.txt", "vad? nu.txt", "nr #1.txt", "a&b=c.txt", "<b>.txt", "a'\"b.txt")


@pytest.fixture
def browser(settings: Settings, clock: Any) -> Iterator[TestClient]:
    """Logged in, on the staff's plain pages and the sources alone."""
    service = Service(settings)

    async def made() -> FastAPI:
        application = FastAPI()
        application.include_router(StaffSite(service, Sessions(PASSWORD, clock)).router)
        application.include_router(source_pages.router(service, "sv"))
        return application

    # Gradio leaves event loops open where none is running.
    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        client.post("/personal/logga-in", data={"losenord": PASSWORD})
        yield client


def shown(client: TestClient, path: str, status: int = 200) -> str:
    """The words of a page."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return words(answer.text)


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def address(path: str) -> str:
    return f"/personal/samling/{quote(path)}"


def version(client: TestClient, path: str) -> str:
    found = re.search('name="version" value="([0-9a-f]*)"', client.get(address(path)).text)
    assert found is not None
    return found[1]


def save(client: TestClient, path: str, seen: str | None = None, **fields: object):
    sent = {"gor": "spara", "version": seen or version(client, path), **fields}
    return client.post(address(path), data=sent)


def remove(client: TestClient, path: str) -> str:
    """Remove the text; returns the number of the removal."""
    answer = client.post(address(path), data={"gor": "ta-bort"})
    assert answer.status_code == 303, answer.text
    number: str = answer.headers["location"].partition("ny=")[2]
    return number


def rebuild(settings: Settings) -> None:
    renew(settings)


@pytest.mark.parametrize("cookie", [None, "forged", "expired"])
def test_without_a_session_nothing_is_shown_or_changed(
    browser: TestClient, settings: Settings, clock: Any, cookie: str | None
):
    if cookie == "expired":
        clock.now += ABSOLUTE_SECONDS + 1
    else:
        browser.cookies.clear()
    if cookie == "forged":
        browser.cookies.set(COOKIE, cookie, path="/personal")
    before = sorted(settings.corpus.iterdir())
    for path in GET:
        assert browser.get(path).headers.get("location") == "/personal/logga-in", path
    for path, data in POST:
        assert browser.post(path, data=data).headers.get("location") == "/personal/logga-in", path
    assert sorted(settings.corpus.iterdir()) == before
    assert not (settings.index / "removed").exists()


def test_from_another_origin_nothing_is_changed(browser: TestClient, settings: Settings):
    for path, data in POST:
        assert browser.post(path, data=data, headers={"Origin": "http://evil.example"}).status_code == 403
    assert (settings.corpus / "orsa.txt").exists()


def test_the_list_tells_the_state_of_every_file(browser: TestClient, settings: Settings):
    rebuild(settings)
    assert shown(browser, "/personal/samling").count(" indexerad") == 4
    (settings.corpus / "orsa.txt").write_text("Orsa kommun\n\nNya mål för Orsa.\n", "utf-8")
    (settings.corpus / "torslanda.txt").unlink()
    (settings.corpus / "ny.txt").write_text("Mål för Lunds kommun.", "utf-8")
    (settings.corpus / "bild.gif").write_bytes(b"png")
    page = shown(browser, "/personal/samling")
    assert "orsa.txt ändrad sedan senaste bygget" in page
    assert "torslanda.txt borttagen sedan senaste bygget" in page
    assert "ny.txt ny sedan senaste bygget" in page
    assert "bild.gif kan inte läsas filer .gif läses inte" in page
    (settings.corpus / "tom.txt").write_bytes(b"")
    time.sleep(1.1)  # a report tells its time in whole seconds, and a file touched in the same one may be newer
    rebuild(settings)
    page = shown(browser, "/personal/samling")
    assert "tom.txt kan inte läsas filen är tom" in page
    assert "ny.txt indexerad" in page
    assert "torslanda" not in page


def test_the_list_is_searched_sorted_and_paged(browser: TestClient, settings: Settings):
    for number in range(60):
        (settings.corpus / f"text {number:02}.txt").write_text(f"Mål {number} för Lunds kommun.", "utf-8")
    page = shown(browser, "/personal/samling?sortera=fil&q=text+ny")
    assert "60 av 64 texter. sida 1 av 2" in page
    assert "text 49.txt" in page
    assert "text 50.txt" not in page
    assert "text 59.txt" in shown(browser, "/personal/samling?sortera=fil&q=text+ny&sida=2")
    assert "text 59.txt" in shown(browser, "/personal/samling?sortera=fil&q=text+ny&ordning=ned")
    for strange in ("sida=0", "sida=99", "sida=x", "sida=²", "sortera=x", "q=%00", "q=" + "x" * 900, "q=%3Cb%3E"):
        answer = browser.get(f"/personal/samling?{strange}")
        assert answer.status_code == 200, strange
        assert "<b>" not in answer.text
    found = browser.get("/personal/samling?q=orsa.txt").text
    assert 'aria-sort="ascending"' in found
    assert words(found).count("orsa.txt") >= 1


@pytest.mark.parametrize("name", NAMES)
def test_any_name_has_a_page_of_its_own(browser: TestClient, settings: Settings, name: str):
    (settings.corpus / "a").mkdir()
    file = settings.corpus / "a" / name
    file.write_text("Mål för Lunds kommun.", "utf-8")
    path = f"a/{name}"
    listed = browser.get("/personal/samling?sortera=fil").text
    link = next(found for found in re.findall('href="([^"]*)"', listed) if unescape(found) == address(path))
    assert f"Fil: {path} ." in shown(browser, unescape(link))
    assert "<b>" not in browser.get(address(path)).text
    taken = browser.get(address(path) + "?hamta=original")
    assert taken.content == file.read_bytes()
    assert taken.headers["content-disposition"].endswith(f"filename*=UTF-8''{quote(name, safe='')}")
    assert taken.headers["content-disposition"].isascii()
    assert save(browser, path, title="Ny titel").status_code == 303
    assert (settings.corpus / "a" / f"{name}.yaml").read_text("utf-8") == "title: Ny titel\n"
    remove(browser, path)
    assert not file.exists()
    assert path in shown(browser, "/personal/borttagna")


def test_a_name_that_a_mac_wrote(browser: TestClient, settings: Settings):
    written = unicodedata.normalize("NFD", "översikt.txt")
    (settings.corpus / written).write_text("Mål för Lunds kommun.", "utf-8")
    (settings.corpus / f"{written}.yaml").write_text("diarienr: 4\n", "utf-8")
    assert save(browser, "översikt.txt", title="Ny").status_code == 303
    assert sorted(file.name for file in settings.corpus.iterdir() if "versikt" in file.name) == [
        written,
        f"{written}.yaml",
    ]
    assert (settings.corpus / f"{written}.yaml").read_text("utf-8") == "diarienr: 4\ntitle: Ny\n"
    remove(browser, "översikt.txt")
    assert not [file for file in settings.corpus.iterdir() if "versikt" in file.name]


@pytest.mark.parametrize(
    "path",
    ["../index/current", "/etc/passwd", "%2e%2e/index/current", "a/../../index/current", "x%00.txt", "länk.txt/..", ""],
)
def test_no_path_leads_out_of_the_collection(browser: TestClient, settings: Settings, path: str):
    (settings.corpus / "länk.txt").symlink_to(settings.index / "current")
    (settings.corpus / "mapp").symlink_to(settings.index)
    generation = (settings.index / "current").read_text()
    for tried in (path, "mapp/current", "länk.txt"):
        at = f"/personal/samling/{tried}"
        for answer in (browser.get(at), browser.get(at + "?hamta=original"), browser.get(at + "?hamta=foljefil")):
            assert answer.status_code in (200, 303, 307, 404), tried
            assert generation.strip() not in answer.text
        for data in ({"gor": "spara", "title": "x", "version": ""}, {"gor": "ladda-upp", "version": ""}):
            assert browser.post(at, data=data).status_code in (303, 307, 400, 404, 405, 409), tried
    assert (settings.index / "current").read_text() == generation
    assert sorted(path.name for path in settings.corpus.iterdir() if "yaml" in path.name) == []


def test_a_correction_shows_at_once_on_the_page_and_in_the_answers_after_a_rebuild(
    browser: TestClient, settings: Settings
):
    rebuild(settings)
    answer = save(browser, "orsa.txt", title="Orsas <mål>: nu", date="3 maj 2024", places="Skattungbyn, Torsmo")
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"]).text
    assert "sparade" in page
    assert "<h1>Orsas &lt;mål&gt;: nu</h1>" in page
    assert 'value="2024-05-03"' in page
    assert "ändrad sedan senaste bygget" in page
    rebuild(settings)
    listed = shown(browser, "/personal/samling")
    assert "Orsas <mål>: nu 2024-05-03 orsa.txt indexerad" in listed
    cleared = save(browser, "orsa.txt", title="")
    assert cleared.status_code == 303
    assert "title" not in (settings.corpus / "orsa.txt.yaml").read_text("utf-8")


def test_what_was_typed_stays_beside_the_reason(browser: TestClient, settings: Settings):
    answer = save(browser, "orsa.txt", date="30 februari 2020", title="Behåll mig")
    assert answer.status_code == 400
    assert 'value="30 februari 2020"' in answer.text
    assert 'value="Behåll mig"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert "det är inget datum som finns" in answer.text
    assert not (settings.corpus / "orsa.txt.yaml").exists()


def test_of_two_who_edit_the_second_is_told_and_keeps_what_was_typed(browser: TestClient, settings: Settings):
    seen = version(browser, "orsa.txt")
    assert save(browser, "orsa.txt", seen, title="Den första").status_code == 303
    second = save(browser, "orsa.txt", seen, title="Den andra")
    assert second.status_code == 409
    assert 'value="Den andra"' in second.text
    assert "Nu: Den första" in words(second.text)
    assert "Den första" in (settings.corpus / "orsa.txt.yaml").read_text("utf-8")
    (settings.corpus / "orsa.txt").write_text("Orsa kommun\n\nAnnat.\n", "utf-8")
    assert save(browser, "orsa.txt", seen, title="Den tredje").status_code == 409


def test_a_full_disk_is_told_in_a_sentence(browser: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "hemlig/plats")

    monkeypatch.setattr("maltolk.web.staff.folder.corpus.replace_file", full)
    monkeypatch.setattr("maltolk.web.staff.folder.removed_texts.copy_file", full)
    answer = save(browser, "orsa.txt", title="Ny")
    assert answer.status_code == 500
    assert "disken är full" in answer.text
    assert 'value="Ny"' in answer.text
    assert "hemlig" not in answer.text
    gone = browser.post(address("orsa.txt"), data={"gor": "ta-bort"})
    assert gone.status_code == 500
    assert "disken är full" in gone.text
    assert (settings.corpus / "orsa.txt").exists()


def test_the_file_beside_is_taken_home_and_put_back(browser: TestClient, settings: Settings):
    (settings.corpus / "orsa.txt.yml").write_text("# vår\ntitle: Ett\nnämnd: KS\n", "utf-8")
    taken = browser.get(address("orsa.txt") + "?hamta=foljefil")
    assert taken.content == (settings.corpus / "orsa.txt.yml").read_bytes()

    def upload(raw: bytes, seen: str):
        sent = {"gor": "ladda-upp", "version": seen}
        return browser.post(address("orsa.txt"), data=sent, files={"foljefil": ("x.yaml", raw, "text/plain")})

    seen = version(browser, "orsa.txt")
    assert "inte giltig YAML" in words(upload(b"title: 'x", seen).text)
    assert upload(b"", seen).status_code == 400
    assert upload(b"title: Fyra\n", "gammal").status_code == 409
    assert upload(b"title: Tre\n", seen).status_code == 303
    assert (settings.corpus / "orsa.txt.yml").read_bytes() == b"title: Tre\n"
    assert save(browser, "orsa.txt", licence="CC0-1.0").status_code == 303
    assert (settings.corpus / "orsa.txt.yml").read_text("utf-8") == "title: Tre\nlicence: CC0-1.0\n"


def test_a_broken_file_beside_is_shown_with_its_reason_and_not_written_over(browser: TestClient, settings: Settings):
    (settings.corpus / "orsa.txt.yaml").write_text("title: 'x", "utf-8")
    assert "inte giltig YAML" in shown(browser, address("orsa.txt"))
    assert save(browser, "orsa.txt", title="Ny").status_code == 400
    assert (settings.corpus / "orsa.txt.yaml").read_text("utf-8") == "title: 'x"


def test_the_whole_collection_is_one_zip(browser: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    (settings.corpus / "mål").mkdir()
    (settings.corpus / "mål" / "å.txt").write_text("Lund", "utf-8")
    (settings.corpus / "mål" / "å.txt.yaml").write_text("kommun: Lund", "utf-8")
    (settings.corpus / "länk.txt").symlink_to(settings.index / "current")
    answer = browser.get("/personal/samling.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert archive.read("mål/å.txt.yaml") == b"kommun: Lund"
    assert archive.read("orsa.txt") == (settings.corpus / "orsa.txt").read_bytes()
    assert "länk.txt: länken leder ut" in archive.read(zipped_collection.LEFT_OUT).decode()
    monkeypatch.setattr(collection_pages, "MAX_BYTES", 10)
    assert browser.get("/personal/samling.zip").status_code == 413


def test_a_removed_text_is_put_back(browser: TestClient, settings: Settings):
    content = (settings.corpus / "orsa.txt").read_bytes()
    (settings.corpus / "orsa.txt.yaml").write_text("title: Vår\n", "utf-8")
    number = remove(browser, "orsa.txt")
    page = shown(browser, f"/personal/borttagna?ny={number}")
    assert "orsa.txt är borttagen ur samlingen" in page
    assert "med orsa.txt.yaml" in page
    assert "Orsa:" in page
    assert "borttagen sedan senaste bygget" in shown(browser, "/personal/samling")
    (settings.corpus / "orsa.txt").write_text("ny", "utf-8")
    back = {"gor": "lagg-tillbaka", "nr": number}
    refused = browser.post("/personal/borttagna", data=back)
    assert refused.status_code == 409
    assert "Det finns redan en annan fil" in refused.text
    (settings.corpus / "orsa.txt").unlink()
    answer = browser.post("/personal/borttagna", data=back)
    assert answer.headers["location"] == "/personal/samling/orsa.txt?tillbaka"
    assert (settings.corpus / "orsa.txt").read_bytes() == content
    assert "Inga texter är borttagna" in shown(browser, "/personal/borttagna")
    assert browser.post("/personal/borttagna", data=back).status_code == 404


def test_a_text_that_never_left_the_answers_is_not_said_to_need_a_build(browser: TestClient, settings: Settings):
    rebuild(settings)
    number = remove(browser, "orsa.txt")
    removed = shown(browser, "/personal/borttagna")
    assert "Texten är ännu med i svaren" in removed
    assert "Ja, ta bort för gott" not in removed
    browser.post("/personal/borttagna", data={"gor": "lagg-tillbaka", "nr": number})
    back = shown(browser, "/personal/samling/orsa.txt?tillbaka")
    assert "hela tiden varit med i svaren" in back
    assert "Till Bygg om indexet" not in back


def for_good(client: TestClient, number: str):
    return client.post("/personal/borttagna", data={"gor": "for-gott", "saker": "ja", "nr": number})


def test_removed_for_good_is_gone_from_archive_generations_and_reports(browser: TestClient, settings: Settings):
    rebuild(settings)
    (settings.corpus / "orsa.txt").write_text("Orsa kommun\n\nOrsa ska bli rikt på xylofoner.\n", "utf-8")
    rebuild(settings)
    digests = {entry.digest for entry in _documents(settings) if entry.path == "orsa.txt"}
    number = remove(browser, "orsa.txt")
    early = for_good(browser, number)
    assert early.status_code == 409
    assert "Bygg om indexet först" in early.text
    rebuild(settings)
    archive = Archive(settings.index)
    assert len(archive.versions("orsa.txt")) == 2
    (digest,) = digests
    assert browser.get(f"/kalla/{digest}").status_code == 200
    assert "xylofoner" in str([each.report for each in KeptReports(settings.index).all()])
    unsure = browser.post("/personal/borttagna", data={"gor": "for-gott", "nr": number})
    assert unsure.status_code == 400
    answer = for_good(browser, number)
    assert "Raderade versioner: 2." in words(answer.text)
    assert browser.get(f"/kalla/{digest}").status_code == 404
    assert archive.versions("orsa.txt") == ()
    assert len(Generations(settings.index).all()) == 1
    assert "xylofoner" not in str([each.report for each in KeptReports(settings.index).all()])
    assert not any(b"xylofoner" in file.read_bytes() for file in settings.index.rglob("*") if file.is_file())
    assert for_good(browser, number).status_code == 404


def test_a_text_that_is_still_in_the_collection_stays_in_the_archive(browser: TestClient, settings: Settings):
    content = (settings.corpus / "orsa.txt").read_text("utf-8")
    number = remove(browser, "orsa.txt")
    rebuild(settings)
    (kept,) = Archive(settings.index).versions("orsa.txt")
    (settings.corpus / "kopia.txt").write_text(content, "utf-8")
    answer = for_good(browser, number)
    assert "som finns kvar, eftersom samma text ännu är med i samlingen: 1" in words(answer.text)
    assert Archive(settings.index).document(kept.document.digest) == kept


def test_a_new_file_of_that_name_keeps_its_own_versions(browser: TestClient, settings: Settings):
    number = remove(browser, "orsa.txt")
    rebuild(settings)
    (old,) = Archive(settings.index).versions("orsa.txt")
    for said in ("Orsa kommun\n\nEtt nytt mål.\n", "Orsa kommun\n\nEtt ännu nyare mål.\n"):
        (settings.corpus / "orsa.txt").write_text(said, "utf-8")
        rebuild(settings)
    assert len(Archive(settings.index).versions("orsa.txt")) == 2
    assert "Raderade versioner: 1." in words(for_good(browser, number).text)
    (left,) = Archive(settings.index).versions("orsa.txt")
    assert left.document.digest != old.document.digest


def _documents(settings: Settings):
    from maltolk.indexing.storage.manifest import read_manifest

    return read_manifest(Generations(settings.index).current()).documents


def test_reports_are_listed_searched_opened_and_taken_home(browser: TestClient, settings: Settings):
    assert "Ingen rapport är sparad än" in shown(browser, "/personal/rapporter")
    rebuild(settings)
    (settings.corpus / "orsa.txt").write_text("Orsa kommun\n\nOrsa ska bli rikt på xylofoner.\n", "utf-8")
    (settings.corpus / "tom.txt").write_bytes(b"")
    rebuild(settings)
    listed = browser.get("/personal/rapporter?q=XYLOFONER").text
    assert "1 av 2 rapporter" in words(listed)
    (link,) = re.findall(r'href="(/personal/rapporter/[^".]+)"', listed)
    page = shown(browser, link)
    assert "Ändrade: 1." in page
    assert "xylofoner" in page
    assert "filen är tom" in page
    taken = browser.get(link + ".json")
    assert taken.json()["documents"]["changed"] == 1
    assert taken.headers["content-disposition"].startswith('attachment; filename="maltolk-00000')
    assert "0 av 2" in shown(browser, "/personal/rapporter?q=trombon")
    for strange in ("../current", "x", "%2e%2e%2fcurrent", "000001"):
        assert browser.get(f"/personal/rapporter/{strange}").status_code in (404, 200)


def test_reports_hide_those_who_are_hidden_later(browser: TestClient, settings: Settings):
    rebuild(settings)
    (settings.corpus / "ny.txt").write_text(
        "Kontakt i Orsa kommun\n\nAnna Xylander, ordförande\nTelefon: 0250-55 21 00\nanna.xylander@orsa.se\n", "utf-8"
    )
    rebuild(settings)
    name = KeptReports(settings.index).names()[0]
    assert "Xylander" in browser.get(f"/personal/rapporter/{name}.json").text
    SuppressionList(settings.suppressed).add(entry("Anna Xylander", "", "", ""))
    for path in (f"/personal/rapporter/{name}.json", f"/personal/rapporter/{name}"):
        assert "Xylander" not in browser.get(path).text
    assert "0 av 2" in shown(browser, "/personal/rapporter?q=xylander")


def test_a_collection_in_a_zip_is_shown_and_left_alone(browser: TestClient, settings: Settings):
    for file in settings.corpus.iterdir():
        file.unlink()
    settings.corpus.rmdir()
    settings.corpus.write_bytes(b"PK")
    page = shown(browser, "/personal/samling")
    assert "Samlingen är inte en mapp utan en fil" in page
    assert "orsa.txt indexerad" in page
    assert browser.post(address("orsa.txt"), data={"gor": "ta-bort"}).status_code == 404
    assert settings.corpus.read_bytes() == b"PK"


def test_after_an_upgrade_no_text_counts_as_changed(
    browser: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    with (settings.corpus / "orsa.txt").open("a") as orsa:
        orsa.write("\nOrsa har också skogar.\n")  # so that there is something to build after the files were put there
    rebuild(settings)
    monkeypatch.setattr(
        "maltolk.web.staff.collection.text_states.source_digest", lambda *_: "another version reads otherwise"
    )
    assert shown(browser, "/personal/samling").count(" indexerad") == 4


def test_after_a_restart_the_latest_report_is_still_there(browser: TestClient, settings: Settings):
    assert browser.get("/personal/rapport.json").status_code == 303
    rebuild(settings)
    assert browser.get("/personal/rapport.json").json()["documents"]["unchanged"] == 4
