"""The staff's pages put together: what the application mounts when a password is set."""

import os
import re
import shutil
import tempfile
import weakref
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.types import ASGIApp

from maltolk.web.library import Library
from maltolk.web.staff import pages
from maltolk.web.staff.desk import Desk
from maltolk.web.staff.guard import PAGE, SignedIn, token_of
from maltolk.web.staff.panel import staff_page
from maltolk.web.staff.sessions import Sessions, identity

if TYPE_CHECKING:
    import gradio

MOST_FILE = "20mb"
"""Of one uploaded file: what reading takes."""
PATHS = re.compile(
    rf"{PAGE}(config|theme\.css|assets/.*|static/(fonts|img)/.*|"
    r"gradio_api/(info|run/predict|heartbeat/\w+|upload|upload_progress|startup-events))"
)
"""What Gradio's frontend asks for on the staff's page. No file is read back: ``file=`` is left out."""


class StaffSite:
    """The staff's pages of one application."""

    def __init__(self, library: Library, sessions: Sessions) -> None:
        self.sessions = sessions
        self.desk = Desk(library, sessions)
        # What is uploaded lies in Gradio's folder for a moment: in one that only this process's user can open.
        uploads = tempfile.mkdtemp(prefix="maltolk-uploads-")
        os.environ["GRADIO_TEMP_DIR"] = uploads
        weakref.finalize(self, shutil.rmtree, uploads, True)

    @property
    def router(self) -> APIRouter:
        """The plain pages."""
        return pages.router(self.desk, self.sessions)

    def page(self) -> "gradio.Blocks":
        """The Gradio page."""
        return staff_page(self.desk)

    def guard(self, application: ASGIApp) -> ASGIApp:
        """The mounted Gradio page, for those with a session alone."""
        return SignedIn(application, self.sessions)

    def person(self, request: Request) -> str | None:
        """Who asks, for Gradio, which refuses None: a second lock behind ``guard``."""
        token = token_of(request)
        return identity(token) if self.sessions.use(token) else None
