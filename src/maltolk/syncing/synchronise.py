"""The whole path: a plan -> texts in the corpus -> a renewed index -> those who look after it are told."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from maltolk import __version__, last_sync
from maltolk.errors import MaltolkError, UsageError
from maltolk.indexing.report import Progress
from maltolk.machine import locked
from maltolk.renewal import Renewal, renew
from maltolk.settings import Settings
from maltolk.syncing.copying import check_in_place, copy_folder
from maltolk.syncing.delivering import NotDelivered, post, send_mail
from maltolk.syncing.fetching.fetch import Fetcher, Rules
from maltolk.syncing.fetching.robots import NAME, Robots
from maltolk.syncing.letter import letter_of
from maltolk.syncing.outcome import SourceOutcome, SyncOutcome
from maltolk.syncing.placing import Shelf
from maltolk.syncing.remembered import Memory
from maltolk.syncing.sources_file import Folder, Plan, Site
from maltolk.syncing.visiting import Visit, list_site

LOCK_FILE = ".maltolk-sync.lock"

_log = logging.getLogger(__name__)


def synchronise(
    plan: Plan,
    settings: Settings,
    note: Callable[[str], None] = lambda _text: None,
    progress: Progress = lambda _stage, _done, _all: None,
) -> SyncOutcome:
    """Bring the corpus up to date with its sources, and the index with the corpus.

    What cannot be fetched stays as it was and stands in the outcome. Raises UsageError when another synchronisation
    runs, or what is known of the texts cannot be read.
    """
    with _alone(settings.corpus):
        memory = Memory.load(settings.corpus)
        done: list[SourceOutcome] = []
        sources: tuple[Folder | Site, ...] = (*plan.folders, *plan.sites)
        try:
            for source in sources:
                note(f"sync: {source.name}")
                outcome = _bring(source, settings, memory)
                newly = memory.note_refused(source.name, [failure.what for failure in outcome.refused])
                done.append(replace(outcome, newly_refused=newly))
                memory.save()
        except OSError as error:
            why = f"{memory.file} cannot be written ({error.strerror or error}); make room, or let us write there"
            return SyncOutcome(tuple(done), None, why)
        held = [source.name for source in done if source.held]
        if held:
            return SyncOutcome(tuple(done), None, f"{', '.join(held)} is not as it should be")
        renewal = _renewed(settings, note, progress)
    if isinstance(renewal, str):
        return SyncOutcome(tuple(done), None, renewal)
    return SyncOutcome(tuple(done), renewal)


def deliver(plan: Plan, outcome: SyncOutcome) -> Iterator[str]:
    """Tell those whom the plan names, if there is anything to tell; yields what was not delivered, and why."""
    if not outcome.is_news:
        return
    for send in _ways(plan, outcome):
        try:
            send()
        except NotDelivered as error:
            yield str(error)


def remember(settings: Settings, outcome: SyncOutcome, undelivered: Sequence[str] = ()) -> None:
    """Keep what came of it for the staff's pages; a line in the log where that cannot be written."""
    told = "\n".join([letter_of(outcome, "sv").body, *undelivered])
    ended = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        last_sync.keep(settings.corpus, last_sync.LastSync(ended, outcome.failed or bool(undelivered), told))
    except OSError as error:
        _log.warning("what came of it is not kept (%s)", error.strerror or error)


def preview(plan: Plan, settings: Settings) -> Iterator[str]:
    """What a synchronisation would ask for, in lines: robots.txt and site maps are read, no page is, nothing is
    written."""
    memory = Memory.load(settings.corpus)
    for site in plan.sites:
        fetcher, robots = _fetching(site, settings)
        listed = list_site(site, fetcher, robots)
        refused = [failure for url in listed.urls if (failure := fetcher.refusal(url) or robots.refusal(url))]
        known = memory.of(site.name)
        new = sum(str(url) not in known for url in listed.urls)
        yield f"{site.name}: {len(listed.urls)} listed, {new} of them new, {len(refused)} refused; {len(known)} here"
        yield from (f"  {failure.told('en')}" for failure in (*listed.failures, *refused))
    for folder in plan.folders:
        there = "is there" if folder.path.is_dir() else "is not there"
        yield f"{folder.name}: {folder.path} {there}; {len(memory.of(folder.name))} files here"


def _bring(source: Site | Folder, settings: Settings, memory: Memory) -> SourceOutcome:
    shelf = Shelf(settings.corpus, source.name)
    if isinstance(source, Folder):
        if source.in_place:
            return check_in_place(source, settings.corpus, memory)
        shelf.sweep()
        return copy_folder(source, shelf, memory)
    shelf.sweep()
    fetcher, robots = _fetching(source, settings)
    return Visit(source, shelf, memory, fetcher, robots).run()


def _fetching(site: Site, settings: Settings) -> tuple[Fetcher, Robots]:
    rules = Rules(frozenset(site.hosts), site.plain_http, site.networks, site.pace, site.seconds)
    reachable = f" (+mailto:{settings.operator.email})" if settings.operator.email else ""
    fetcher = Fetcher(rules, f"{NAME}/{__version__}{reachable}")
    return fetcher, Robots(fetcher)


def _renewed(settings: Settings, note: Callable[[str], None], progress: Progress) -> Renewal | str:
    """The renewal, or why there is none."""
    try:
        return renew(settings, note=note, progress=progress)
    except MaltolkError as error:
        return " ".join(str(error).split())


def _ways(plan: Plan, outcome: SyncOutcome) -> Iterable[Callable[[], None]]:
    if plan.mail is not None:
        mail, letter = plan.mail, letter_of(outcome, plan.language)
        yield lambda: send_mail(mail, letter)
    if plan.webhook is not None:
        webhook = plan.webhook
        yield lambda: post(webhook, outcome)


@contextmanager
def _alone(corpus: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            corpus.mkdir(parents=True, exist_ok=True)
            held = stack.enter_context(locked(corpus / LOCK_FILE, wait=False))
        except OSError as error:
            raise UsageError(f"{corpus} cannot be written ({error.strerror or error}); let us write there") from error
        if not held:
            raise UsageError("another `maltolk sync` is running; wait until it has ended")
        yield
