"""The web application: all its pages, in order, and the middleware around them."""

import importlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web import contact_pages, feedback, health, pages, source_pages
from maltolk.web.chat import chat_page
from maltolk.web.forwarding import Forwarding
from maltolk.web.gradio_import import quicken_gradio
from maltolk.web.guards import CHAT_PATHS, BodyLimit, Bucket, HeadAsGet, Headers, OnlyThese, Pace
from maltolk.web.metrics import Measured, Measures
from maltolk.web.problems import on_http_exception
from maltolk.web.shared_state import Common, alone
from maltolk.web.staff.sessions import Sessions
from maltolk.web.staff.site import MAX_FILE, PATHS, StaffSite
from maltolk.web.staff.staff_guard import PAGE, STAFF
from maltolk.web.texts import LANGUAGES, address

if TYPE_CHECKING:
    import gradio

COSTLY = re.compile(r"(/\w+)?/(enkel|omdome|kalla/.*|kontakter.*|gradio_api/(run/predict|queue/join))")
"""The expensive paths: questions, texts, searches."""
MAX_BYTES = 64 * 1024
"""Of a body on the public pages."""
MAX_STAFF_BYTES = 64 * 1024 * 1024
"""Of a body on the staff's page: an upload."""


def create_application(
    settings: Settings, bucket: Bucket | None = None, common: Common | None = None, staff_at: Path | None = None
) -> FastAPI:
    """The application for uvicorn. ``bucket``: how much an address may ask, where ``common``, what it shares with other
    processes, does not say so. ``staff_at``: socket of the process that has the staff's pages; None: this one.

    Raises IndexMissing, IndexStale, IndexDamaged or ModelError when there is no usable index.
    """
    _quieten_gradio()
    quicken_gradio()
    common = common or alone(bucket)
    measures = Measures() if settings.metrics else None
    service = Service(settings, observe=None if measures is None else measures.answered)
    with ThreadPoolExecutor(1) as beside:  # both take seconds, mostly outside of Python
        warming = beside.submit(service.warm_up)
        importlib.import_module("gradio")
        warming.result()
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    application.mount("/resurser", StaticFiles(directory=str(files("maltolk.web") / "static")))
    application.include_router(health.router(service, measures))
    if settings.staff_password is not None and staff_at is None:
        staff = StaffSite(service, Sessions(settings.staff_password))
        application.include_router(staff.router)
        _mount(application, staff.page(), PAGE.rstrip("/"), PATHS, staff)
    for language in reversed(LANGUAGES):  # the one without a prefix last, since it takes all remaining paths
        application.include_router(pages.router(service, language))
        application.include_router(contact_pages.router(service, language))
        application.include_router(source_pages.router(service, language))
        application.include_router(feedback.router(settings, language))
        chat = chat_page(service, common.conversations, language)
        chat.app_id = common.page_number
        _mount(application, chat, address("/", language).rstrip("/") or "/", CHAT_PATHS)
    application.add_exception_handler(HTTPException, on_http_exception)
    if staff_at is not None:
        application.add_middleware(Forwarding, path=STAFF, to=staff_at)
    application.add_middleware(Pace, bucket=common.bucket, asking=COSTLY)
    application.add_middleware(BodyLimit, limit=MAX_BYTES, staff=PAGE, staff_limit=MAX_STAFF_BYTES)
    application.add_middleware(HeadAsGet)
    application.add_middleware(Headers)
    if measures is not None:
        application.add_middleware(Measured, measures=measures)
    return application


def _quieten_gradio() -> None:
    """Settings that Gradio reads at import: no analytics, nothing sent, no record of events."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "100000000"
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"


def _mount(
    application: FastAPI, page: "gradio.Blocks", path: str, paths: re.Pattern[str], staff: StaffSite | None = None
) -> None:
    """Mount a Gradio page at ``path``, only ``paths`` of which can be reached; with ``staff`` only by the staff."""
    import gradio as gr

    from maltolk.web.theme import theme

    page.state_session_capacity = 2000
    gr.mount_gradio_app(
        application,
        page,
        path,
        show_error=False,
        ssr_mode=False,
        footer_links=[],
        run_history=False,
        max_file_size="1kb" if staff is None else MAX_FILE,
        auth_dependency=None if staff is None else staff.person,
        theme=theme(),
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )
    mounted = application.routes[-1]
    assert isinstance(mounted, Mount)
    mounted.app = OnlyThese(mounted.app, paths)
    if staff is not None:
        mounted.app = staff.guard(mounted.app)
