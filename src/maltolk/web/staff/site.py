"""The staff's pages put together: what the application mounts when a password is set."""

import os
import re
import shutil
import tempfile
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.types import ASGIApp

from maltolk.service import Service
from maltolk.web.staff import audit_pages, kept_pages, openid_pages, routes, sync_pages, trial_pages
from maltolk.web.staff.access.audit import AuditLog
from maltolk.web.staff.access.openid import Issuer
from maltolk.web.staff.access.sessions import Sessions, identity
from maltolk.web.staff.access.staff_guard import PAGE, SignedIn, identify, token_of
from maltolk.web.staff.collection import text_site
from maltolk.web.staff.desk import Desk
from maltolk.web.staff.panel import staff_page
from maltolk.web.staff.rebuild import Rebuild

if TYPE_CHECKING:
    import gradio

MAX_FILE = "20mb"
"""Of one uploaded file: the limit of reading."""
PATHS = re.compile(
    rf"{PAGE}(config|theme\.css|assets/.*|static/(fonts|img)/.*|"
    r"gradio_api/(info|run/predict|heartbeat/\w+|upload|upload_progress|startup-events))"
)
"""What Gradio's frontend requests on the staff's page. Files are never served back: ``file=`` is left out."""


class StaffSite:
    """The staff's pages of one application."""

    def __init__(self, service: Service, sessions: Sessions) -> None:
        self.sessions = sessions
        self._service = service
        self.log = AuditLog(service.settings.audit)
        self.desk = Desk(service, sessions, self.log)
        # Uploads are briefly in Gradio's folder: in one that only this process's user can open.
        self._uploads = tempfile.mkdtemp(prefix="maltolk-uploads-")
        os.environ["GRADIO_TEMP_DIR"] = self._uploads
        weakref.finalize(self, shutil.rmtree, self._uploads, True)
        self._panel = staff_page(self.desk)

    @property
    def router(self) -> APIRouter:
        """The plain pages. When the application that includes them ends, uploads that were not added are deleted."""
        site = APIRouter(lifespan=self._lifespan, dependencies=[Depends(self._identify)])
        settings = self._service.settings
        elsewhere = None if settings.staff.openid is None else openid_pages.OUT
        site.include_router(routes.router(self.desk, self.sessions, self.log, elsewhere))
        if settings.staff.openid is not None:
            issuer = Issuer(settings.staff.openid, settings.public_address + openid_pages.BACK)
            site.include_router(openid_pages.router(issuer, self.sessions, self.log))
        site.include_router(kept_pages.router(self._service, self.desk.saved, self.log))
        site.include_router(audit_pages.router(self.log))
        site.include_router(trial_pages.router(self._service, self.desk.saved, self.log))
        syncing = Rebuild(settings, lambda: self._service.index, well=(0, 1))
        site.include_router(sync_pages.router(settings, syncing, self.log))
        site.include_router(text_site.router(self._service, self.desk))
        return site

    @asynccontextmanager
    async def _lifespan(self, _application: object) -> AsyncIterator[None]:
        # A server that is ended by a signal runs no finalizers.
        yield
        for folder in (self._uploads, self.desk.staging.folder):
            shutil.rmtree(folder, ignore_errors=True)

    def page(self) -> "gradio.Blocks":
        """The Gradio page."""
        return self._panel.page

    def guard(self, application: ASGIApp) -> ASGIApp:
        """The mounted Gradio page, only for those with a session, and each function only for those who may."""
        return SignedIn(application, self.sessions, self._panel.actions, self.log)

    def _identify(self, request: Request) -> None:
        identify(request, self.sessions)

    def person(self, request: Request) -> str | None:
        """Who asks, for Gradio, which refuses None: a second lock behind ``guard``."""
        token = token_of(request)
        return identity(token) if self.sessions.use(token) else None
