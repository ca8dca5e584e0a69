"""The pages of the texts: the list of all, each with what is known of it and how to correct that, and downloads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from maltolk.reading.reasons import in_swedish
from maltolk.swedish.collation import swedish_order
from maltolk.web.prefix import outward
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.staff_guard import STAFF, may
from maltolk.web.staff.collection.one_text import OneText, TextShelf
from maltolk.web.staff.collection.staff_door import StaffDoor, address_of, download, tried
from maltolk.web.staff.collection.text_form import FIELDS, Typed, typed
from maltolk.web.staff.collection.text_states import TextRow, TextState, TextStates
from maltolk.web.staff.collection.zipped_collection import MAX_BYTES, size_of, zipped
from maltolk.web.staff.desk import LANGUAGE, Desk
from maltolk.web.staff.folder.corpus import Fault
from maltolk.web.staff.frames import framed
from maltolk.web.texts import texts

COLLECTION = f"{STAFF}/samling"
A_PAGE = 50
"""Texts on a page of the list."""
COLUMNS = ("kommun", "rubrik", "datum", "fil", "lage")
_NOTES = {"sparat": "texts_saved", "uppladdat": "texts_uploaded", "tillbaka": "texts_put_back"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for: words, the column to sort by, whether from its end, and the page from 1."""

    words: str
    column: str
    is_backwards: bool
    number: int

    def address(self, **changes: object) -> str:
        """The list with another page or order."""
        wanted = {"q": self.words, "sortera": self.column, "ordning": "ned" if self.is_backwards else "", **changes}
        query = urlencode({key: value for key, value in wanted.items() if value})
        return outward(COLLECTION) + (f"?{query}" if query else "")


def router(desk: Desk, door: StaffDoor, states: TextStates, shelf: TextShelf) -> APIRouter:
    """The pages, for those whom ``door`` lets in."""
    routes = APIRouter()
    corpus = desk.corpus
    nothing: tuple[TextRow, ...] = ()

    @routes.get(COLLECTION)
    def all_texts(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        asked = _asked(request)
        rows, failed = tried(states.rows, nothing)
        if corpus.folder.is_file():
            failed = texts(LANGUAGE)[Fault.NO_FOLDER.value]
        found = _sorted([row for row in rows if _has(row, asked.words)], asked)
        pages = max(1, -(-len(found) // A_PAGE))
        number = min(asked.number, pages)
        return framed(
            request,
            "staff_collection.html",
            rows=found[(number - 1) * A_PAGE : number * A_PAGE],
            asked=asked,
            found=len(found),
            all=len(rows),
            number=number,
            pages=pages,
            columns=COLUMNS,
            address_of=address_of,
            zip=outward(f"{COLLECTION}.zip"),
            action=outward(COLLECTION),
            problem=failed,
        )

    @routes.get(f"{COLLECTION}.zip")
    def whole_collection(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        size, failed = tried(lambda: size_of(corpus), 0)
        if failed or size > MAX_BYTES:
            said = failed or texts(LANGUAGE)["texts_zip_large"].format(most=MAX_BYTES // 1024**3)
            return framed(request, "staff_sentence.html", 413, problem=said, back=outward(COLLECTION))
        return StreamingResponse(zipped(corpus), headers=download("samling.zip", "application/zip"))

    def looked_up(path: str) -> tuple[OneText | None, str]:
        def look() -> OneText | None:
            row = states.row(path)
            return None if row is None else shelf.text(row)

        return tried(look, None)

    def text_page(
        request: Request, path: str, status: int = 200, problem: str = "", note: str = "", **more: object
    ) -> Response:
        text, failed = looked_up(path)
        if text is None:
            said, status = (failed, 500) if failed else (texts(LANGUAGE)["texts_unknown"], 404)
            return framed(request, "staff_sentence.html", status, problem=said, back=outward(COLLECTION))
        values = {"typed": {}, "problems": {}, "confirmed": frozenset(), **more}
        return framed(
            request,
            "staff_one_text.html",
            status,
            text=text,
            action=address_of(path),
            name=PurePosixPath(path).name,
            may_edit=may(request, Action.TEXT_EDIT),
            may_remove=may(request, Action.TEXT_REMOVE),
            sidecar_name=PurePosixPath(text.sidecar).name,
            back=outward(COLLECTION),
            removed=outward(f"{STAFF}/borttagna"),
            problem=problem,
            note=note,
            rebuild=note and text.row.state is not TextState.INDEXED,
            **values,
        )

    @routes.get(COLLECTION + "/{path:path}")
    def one_text(request: Request, path: str) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        wanted = request.query_params.get("hamta")
        if wanted is None:
            key = _NOTES.get(next(iter(request.query_params), ""))
            if key == "texts_put_back" and (row := states.row(path)) is not None and row.state is TextState.INDEXED:
                key = "texts_still_answered"  # removed and put back between two builds
            return text_page(request, path, note=texts(LANGUAGE)[key] if key else "")
        raw = corpus.read(path)
        if raw is not None and wanted == "original":
            return Response(raw, headers=download(PurePosixPath(path).name, "application/octet-stream"))
        text, failed = looked_up(path) if raw is not None else (None, "")
        if text is not None and wanted == "foljefil" and text.said is not None:
            return Response(text.said, headers=download(PurePosixPath(text.sidecar).name, "application/yaml"))
        return text_page(request, path, 404, failed or texts(LANGUAGE)["texts_no_file"])

    @routes.post(COLLECTION + "/{path:path}")
    async def change(request: Request, path: str) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        async with request.form() as form:
            uploaded = form.get("foljefil")
            raw = await uploaded.read() if isinstance(uploaded, UploadFile) else b""
        does: Mapping[str, tuple[Action, Callable[[], Response]]] = {
            "spara": (Action.TEXT_EDIT, lambda: save(request, path, form)),
            "ladda-upp": (Action.TEXT_EDIT, lambda: upload(request, path, form, raw)),
            "ta-bort": (Action.TEXT_REMOVE, lambda: remove(request, path)),
        }
        wanted = does.get(str(form.get("gor")))
        if wanted is None:
            return await run_in_threadpool(lambda: text_page(request, path, 400, texts(LANGUAGE)["texts_nothing"]))
        action, act = wanted
        if (response := door.refused(request, action)) is not None:
            return response
        return await run_in_threadpool(lambda: door.note(request, action, path, act()))

    def save(request: Request, path: str, form: FormData) -> Response:
        text, _ = looked_up(path)
        if text is None or not text.version:
            return text_page(request, path, 404, texts(LANGUAGE)["texts_no_file"])
        fields = {field: str(form[field]) for field in FIELDS if field in form}
        confirmed = frozenset(str(each) for each in form.getlist("stammer"))
        kept: dict[str, Any] = {"typed": fields, "confirmed": confirmed}
        if form.get("version") != text.version:
            return text_page(request, path, 409, texts(LANGUAGE)["texts_moved"], **kept)
        asked: Typed = typed(fields, confirmed, text.known)
        if asked.problems:
            return text_page(request, path, 400, texts(LANGUAGE)["texts_wrong"], problems=asked.problems, **kept)
        if not asked.changes:
            return text_page(request, path, note=texts(LANGUAGE)["texts_same"])
        fault, failed = tried(lambda: shelf.correct(text, asked.changes), None)
        return done(request, path, "sparat", fault, failed, **kept)

    def upload(request: Request, path: str, form: FormData, raw: bytes) -> Response:
        text, _ = looked_up(path)
        if text is None or not text.version:
            return text_page(request, path, 404, texts(LANGUAGE)["texts_no_file"])
        if form.get("version") != text.version:
            return text_page(request, path, 409, texts(LANGUAGE)["texts_moved"])
        if not raw.strip():
            return text_page(request, path, 400, texts(LANGUAGE)["texts_upload_none"])
        fault, failed = tried(lambda: shelf.replace(text, raw), None)
        return done(request, path, "uppladdat", fault, failed)

    def done(
        request: Request,
        path: str,
        told: str,
        fault: Fault | str | None,
        failed: str,
        **kept: Any,  # noqa: ANN401  whatever the template takes
    ) -> Response:
        if not fault and not failed:
            return RedirectResponse(f"{address_of(path)}?{told}", 303)
        t = texts(LANGUAGE)
        if fault is Fault.CHANGED:
            return text_page(request, path, 409, t["texts_moved"], **kept)
        said = t[fault.value] if isinstance(fault, Fault) else t["texts_sidecar"].format(why=in_swedish(fault or ""))
        return text_page(request, path, 500 if failed else 400, failed or said, **kept)

    def remove(request: Request, path: str) -> Response:
        fault, failed = tried(lambda: desk.take_out(path, door.who(request)), None)
        if failed or fault is None:
            return text_page(request, path, 500, failed)
        if isinstance(fault, Fault):
            return text_page(request, path, 404, texts(LANGUAGE)[fault.value])
        return RedirectResponse(outward(f"{STAFF}/borttagna?ny={fault.number}"), 303)

    return routes


def _asked(request: Request) -> Asked:
    given = request.query_params
    column = given.get("sortera", "")
    number = given.get("sida", "1")
    return Asked(
        " ".join(given.get("q", "").split())[:200],
        column if column in COLUMNS else COLUMNS[0],
        given.get("ordning") == "ned",
        max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )


def _has(row: TextRow, words: str) -> bool:
    """Whether the row has all these words, or parts of words, capitals aside."""
    told = (row.path, row.municipality, row.title, row.date, texts(LANGUAGE)[row.state.value], in_swedish(row.reason))
    line = " ".join(told).casefold()
    return all(word in line for word in normalize("NFC", words).casefold().split())


def _sorted(rows: list[TextRow], asked: Asked) -> list[TextRow]:
    """By the column, empty cells last, then by path."""
    cells: Mapping[str, Callable[[TextRow], str]] = {
        "kommun": lambda row: row.municipality,
        "rubrik": lambda row: row.title,
        "datum": lambda row: row.date,
        "fil": lambda row: row.path,
        "lage": lambda row: texts(LANGUAGE)[row.state.value],
    }
    cell = cells[asked.column]
    rows = sorted(rows, key=lambda row: swedish_order(row.path))
    rows.sort(key=lambda row: swedish_order(cell(row)), reverse=asked.is_backwards)
    return sorted(rows, key=lambda row: not cell(row))
