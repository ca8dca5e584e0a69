"""The web application: all its pages, in order, and the middleware around them."""

import os
import re
import socket
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from maltolk.errors import UsageError
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web import contact_pages, feedback, keeping, pages, source_pages
from maltolk.web.chat import chat_page
from maltolk.web.guards import CHAT_PATHS, BodyLimit, Bucket, HeadAsGet, Headers, OnlyThese, Pace
from maltolk.web.problems import on_http_exception
from maltolk.web.staff.sessions import Sessions
from maltolk.web.staff.site import MAX_FILE, PATHS, StaffSite
from maltolk.web.staff.staff_guard import PAGE
from maltolk.web.texts import LANGUAGES, address

if TYPE_CHECKING:
    import gradio

COSTLY = re.compile(r"(/\w+)?/(enkel|omdome|kalla/.*|kontakter.*|gradio_api/(run/predict|queue/join))")
"""The expensive paths: questions, texts, searches."""
MAX_BYTES = 64 * 1024
"""Of a body on the public pages."""
MAX_STAFF_BYTES = 64 * 1024 * 1024
"""Of a body on the staff's page: an upload."""


def create_application(settings: Settings, bucket: Bucket | None = None) -> FastAPI:
    """The application for uvicorn. Raises IndexMissing, IndexStale, IndexDamaged or ModelError when
    there is no usable index."""
    _quieten_gradio()
    service = Service(settings)
    service.warm_up()
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    application.include_router(keeping.router(settings))
    application.mount("/resurser", StaticFiles(directory=str(files("maltolk.web") / "static")))
    if settings.staff_password is not None:
        staff = StaffSite(service, Sessions(settings.staff_password))
        application.include_router(staff.router)
        _mount(application, staff.page(), PAGE.rstrip("/"), PATHS, staff)
    for language in reversed(LANGUAGES):  # the one without a prefix last, since it takes all remaining paths
        application.include_router(pages.router(service, language))
        application.include_router(contact_pages.router(service, language))
        application.include_router(source_pages.router(service, language))
        application.include_router(feedback.router(settings, language))
        _mount(application, chat_page(service, language), address("/", language).rstrip("/") or "/", CHAT_PATHS)
    application.add_exception_handler(HTTPException, on_http_exception)
    application.add_middleware(Pace, bucket=bucket or Bucket(), asking=COSTLY)
    application.add_middleware(BodyLimit, limit=MAX_BYTES, staff=PAGE, staff_limit=MAX_STAFF_BYTES)
    application.add_middleware(HeadAsGet)
    application.add_middleware(Headers)
    return application


def serve(settings: Settings, host: str, port: int, note: Callable[[str], None]) -> None:
    """Serve on ``host`` and ``port`` (0: any free one) until interrupted; ``note`` is called with the address.

    Raises UsageError when the address is not available, and what ``create_application`` raises.
    """
    import uvicorn

    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"cannot listen on {host} port {port} ({error}); choose others with --host and --port"
        ) from error
    with listening:
        application = create_application(settings)
        shown = f"[{host}]" if ":" in host else host
        note(f"måltolk: http://{shown}:{listening.getsockname()[1]}/")
        # No access log: addresses contain questions.
        config = uvicorn.Config(application, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
        uvicorn.Server(config).run([listening])


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
