"""The pages of the builds' reports: a list that can be searched, each as a page and as a file."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unicodedata import normalize

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from maltolk.indexing.storage.kept_reports import KeptReport, KeptReports
from maltolk.privacy.shown_report import shown_again
from maltolk.service import Service
from maltolk.web.prefix import outward
from maltolk.web.staff.access.staff_guard import STAFF
from maltolk.web.staff.collection.staff_door import StaffDoor, as_file, tried
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.frames import framed
from maltolk.web.texts import texts

REPORTS = f"{STAFF}/rapporter"


def router(service: Service, door: StaffDoor) -> APIRouter:
    """The pages, for those whom ``door`` lets in."""
    routes = APIRouter()
    kept = KeptReports(service.settings.index)
    nothing: tuple[KeptReport, ...] = ()

    @routes.get(REPORTS)
    def all_reports(request: Request) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        words = " ".join(request.query_params.get("q", "").split())[:200]
        rows, failed = tried(
            lambda: tuple(row for row in kept.all() if _has(shown_again(row.report, service.hiding), words)), nothing
        )
        return framed(
            request,
            "staff_reports.html",
            rows=rows,
            words=words,
            action=outward(REPORTS),
            problem=failed,
            number=len(kept.names()),
        )

    @routes.get(f"{REPORTS}/{{name}}.json")
    def one_as_file(request: Request, name: str) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        told, failed = tried(lambda: looked_up(name), None)
        return missing(request, failed) if told is None else as_file(told.report, f"maltolk-{name}.json")

    @routes.get(f"{REPORTS}/{{name}}")
    def one_report(request: Request, name: str) -> Response:
        if (response := door.refused(request)) is not None:
            return response
        told, failed = tried(lambda: looked_up(name), None)
        if told is None:
            return missing(request, failed)
        return framed(
            request,
            "staff_one_report.html",
            report=told.report,
            finished=told.finished,
            json_address=outward(f"{REPORTS}/{name}.json"),
            back=outward(REPORTS),
        )

    def looked_up(name: str) -> KeptReport | None:
        found = kept.report(name)
        return None if found is None else replace(found, report=shown_again(found.report, service.hiding))

    def missing(request: Request, failed: str) -> Response:
        said = failed or texts(LANGUAGE)["reports_unknown"]
        return framed(request, "staff_sentence.html", 500 if failed else 404, problem=said, back=outward(REPORTS))

    return routes


def _has(report: Mapping[str, Any], words: str) -> bool:
    """Whether the report has all these words, or parts of words, capitals aside."""
    if not words:
        return True
    line = json.dumps(report, ensure_ascii=False).casefold()
    return all(
        json.dumps(word, ensure_ascii=False)[1:-1] in line for word in normalize("NFC", words).casefold().split()
    )
