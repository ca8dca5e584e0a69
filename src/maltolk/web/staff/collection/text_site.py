"""The pages of the single texts, the removed ones and the reports, put together."""

from fastapi import APIRouter

from maltolk.service import Service
from maltolk.web.staff.collection import collection_pages, removed_pages, report_pages
from maltolk.web.staff.collection.forgetting import Forgetting
from maltolk.web.staff.collection.one_text import TextShelf
from maltolk.web.staff.collection.staff_door import StaffDoor
from maltolk.web.staff.collection.text_states import TextStates
from maltolk.web.staff.desk import Desk


def router(service: Service, desk: Desk) -> APIRouter:
    """All of them, for those with a session."""
    door = StaffDoor(desk.log)
    states = TextStates(desk.corpus, lambda: service.index, service.settings.index)
    shelf = TextShelf(service, desk.corpus)
    site = APIRouter()
    site.include_router(collection_pages.router(desk, door, states, shelf))
    forgetting = Forgetting(service, desk.corpus, states, shelf)
    site.include_router(removed_pages.router(service, desk.corpus, forgetting, door))
    site.include_router(report_pages.router(service, door))
    return site
