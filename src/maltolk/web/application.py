"""The web application: all its pages, in order, and the middleware around them."""

import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from maltolk.api.interface import PREFIX, interface
from maltolk.machine import undisturbed
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web import contact_pages, feedback, health, keeping, pages, source_pages
from maltolk.web.chat import chat_page
from maltolk.web.doors.crowd import Crowd
from maltolk.web.doors.faults import Faults
from maltolk.web.doors.forwarding import Forwarding
from maltolk.web.doors.gradio_door import CHAT_PATHS, mount, quieten
from maltolk.web.doors.gradio_import import import_gradio
from maltolk.web.doors.guards import BodyLimit, Bucket, HeadAsGet, Headers, Pace
from maltolk.web.doors.proxies import Proxies
from maltolk.web.metrics import Measured, Measures
from maltolk.web.preferred import Preferred
from maltolk.web.prefix import Prefix
from maltolk.web.problems import on_http_exception
from maltolk.web.public import linkable
from maltolk.web.shared_state import Common, alone
from maltolk.web.staff.access.accounts import accounts_of
from maltolk.web.staff.access.sessions import Sessions
from maltolk.web.staff.access.staff_guard import PAGE, STAFF
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.staff.site import MAX_FILE, PATHS, StaffSite
from maltolk.web.texts import LANGUAGES, address

COSTLY = re.compile(
    r"(/\w+)?/(enkel|omdome|kalla/.*|kontakter.*|gradio_api/(run/predict|queue/join))"
    rf"|{linkable.COSTLY.pattern}|{PREFIX}/(fraga|sok|kontakter|dokument|kalla/.*)|/mcp"
)
"""The expensive paths: questions, texts, searches."""
MAX_BYTES = 64 * 1024
"""Of a body on the public pages."""
MAX_STAFF_BYTES = 64 * 1024 * 1024
"""Of a body on the staff's page: an upload."""


@undisturbed()
def create_application(
    settings: Settings, bucket: Bucket | None = None, common: Common | None = None, staff_at: Path | None = None
) -> FastAPI:
    """The application for uvicorn. ``bucket``: how much an address may ask, where ``common``, what it shares with other
    processes, does not say so. ``staff_at``: socket of the process that has the staff's pages; None: this one.

    Raises IndexMissing, IndexStale, IndexDamaged or ModelError when there is no usable index.
    """
    quieten()
    common = common or alone(bucket)
    measures = Measures() if settings.metrics else None
    service = Service(settings, observe=None if measures is None else measures.answered)
    with ThreadPoolExecutor(1) as beside:  # both take seconds, mostly outside of Python
        warming = beside.submit(service.warm_up)
        import_gradio()
        warming.result()
    application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    application.include_router(keeping.router(settings))
    application.mount("/resurser", StaticFiles(directory=str(files("maltolk.web") / "static")))
    application.include_router(health.router(service, measures))
    application.mount(PREFIX, interface(service))
    if settings.mcp:
        _answer_assistants(application, service)
    if settings.has_staff and staff_at is None:
        staff = StaffSite(service, Sessions(accounts_of(settings)))
        application.include_router(staff.router)
        page = mount(
            application, staff.page(), PAGE.rstrip("/"), PATHS, LANGUAGE, max_file_size=MAX_FILE, person=staff.person
        )
        page.app = staff.guard(page.app)
    application.include_router(linkable.router(service))
    for language in reversed(LANGUAGES):  # the one without a prefix last, since it takes all remaining paths
        application.include_router(pages.router(service, language))
        application.include_router(contact_pages.router(service, language))
        application.include_router(source_pages.router(service, language))
        application.include_router(feedback.router(settings, language))
        chat = chat_page(service, language)
        chat.app_id = common.page_number
        mount(application, chat, address("/", language).rstrip("/") or "/", CHAT_PATHS, language)
    application.add_exception_handler(HTTPException, on_http_exception)
    # The last one is the first that a request meets.
    if staff_at is not None:
        application.add_middleware(Forwarding, path=STAFF, to=staff_at)
    application.add_middleware(Crowd, asking=COSTLY)
    application.add_middleware(Pace, bucket=common.bucket, asking=COSTLY)
    application.add_middleware(BodyLimit, limit=MAX_BYTES, staff=PAGE, staff_limit=MAX_STAFF_BYTES)
    if settings.hosts:
        application.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False)
    application.add_middleware(Faults)
    application.add_middleware(Preferred)
    application.add_middleware(HeadAsGet)
    application.add_middleware(Headers)
    if measures is not None:
        application.add_middleware(Measured, measures=measures)
    application.add_middleware(Prefix, prefix=settings.prefix)
    application.add_middleware(Proxies, trusted=settings.proxies)
    return application


def _answer_assistants(application: FastAPI, service: Service) -> None:
    """Add the server of the Model Context Protocol, which runs as long as the application does."""
    from maltolk.mcp.protocol import OverHttp

    assistants = OverHttp(service, service.settings.public_address, MAX_BYTES)
    application.router.routes.append(assistants.route)
    before = application.router.lifespan_context

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with assistants.running(), before(app):
            yield

    application.router.lifespan_context = running
