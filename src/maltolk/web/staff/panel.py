"""The live part of the staff's page, in Gradio; the rest is in templates/staff.html."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maltolk.reading.document import SUFFIXES
from maltolk.web.staff.access.accounts import Person
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.sessions import identity
from maltolk.web.staff.access.staff_guard import person_of, token_of
from maltolk.web.staff.desk import LANGUAGE, Desk, outcome
from maltolk.web.staff.questions import MAX_LENGTH, MAX_QUESTIONS
from maltolk.web.staff.rebuild import Phase
from maltolk.web.templates import fragment
from maltolk.web.texts import texts

if TYPE_CHECKING:
    import gradio

_TICK_SECONDS = 1.0
_KEPT_UPLOADS = (600, 600)
"""Seconds between Gradio's clean-ups of abandoned uploads, and the age at which those are deleted."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The page, and by its number what each of its functions does: the guard in front lets those in who may."""

    page: "gradio.Blocks"
    actions: Mapping[int, Action]


def staff_page(desk: Desk) -> Panel:
    """What the staff can do, each part shown to those who may. Every event runs at once, outside Gradio's queue."""
    import gradio as gr

    t = texts(LANGUAGE)
    page: gradio.Blocks
    actions: dict[int, Action] = {}
    parts: list[tuple[Action, gradio.Column]] = []
    with gr.Blocks(analytics_enabled=False, title=t["name"], delete_cache=_KEPT_UPLOADS) as page:
        place = partial(gr.Markdown, sanitize_html=False, latex_delimiters=[])

        def heading(key: str) -> None:
            place(
                fragment("staff_heading.html", LANGUAGE, key=key, suffixes=sorted(SUFFIXES)), elem_id=f"{key}-heading"
            )

        def confirmation(name: str, yes: str, no: str) -> tuple[Any, Any, Any, Any]:
            with gr.Column(visible=False, elem_id=f"{name}-confirm", elem_classes="confirm") as column:
                asked = place("", elem_id=f"{name}-asked")
                with gr.Row(elem_classes="buttons"):
                    sure = gr.Button(t[yes], variant="primary", elem_id=f"{name}-yes", scale=0)
                    unsure = gr.Button(t[no], elem_id=f"{name}-no", scale=0)
            return column, asked, sure, unsure

        @contextmanager
        def part(action: Action) -> Iterator[None]:
            with gr.Column(visible=False, elem_classes="may") as column:
                parts.append((action, column))
                yield

        indexed = place("", elem_id="indexed")

        with part(Action.TEXT_UPLOAD):
            heading("staff_upload")
            upload = gr.UploadButton(
                t["staff_choose"], file_count="multiple", file_types=sorted(SUFFIXES), elem_id="upload", scale=0
            )
            previewed = place("", elem_id="preview")
            with gr.Row(visible=False, elem_id="staged-buttons", elem_classes="buttons") as staged:
                add = gr.Button(t["staff_add"], variant="primary", elem_id="add", scale=0)
                discard = gr.Button(t["staff_discard"], elem_id="discard", scale=0)
            uploaded = place("", elem_id="upload-outcome")

        with part(Action.TEXT_REMOVE):
            heading("staff_remove")
            with gr.Row(elem_id="remove-row"):
                doomed = gr.Dropdown([], value=None, label=t["staff_file"], elem_id="remove-file", scale=3)
                remove = gr.Button(t["staff_remove_ask"], elem_id="remove", scale=0)
            remove_confirm, remove_asked, remove_yes, remove_no = confirmation(
                "remove", "staff_remove_yes", "staff_keep"
            )
            removed = place("", elem_id="remove-outcome")
        removing = gr.State(None)

        heading("staff_rebuild")
        with part(Action.REBUILD), gr.Row(elem_classes="buttons"):
            rebuild = gr.Button(t["staff_rebuild_now"], variant="primary", elem_id="rebuild", scale=0)
            on_trial = gr.Button(t["staff_try_build"], elem_id="build-trial", scale=0)
        progress = place("", elem_id="progress")
        refused = place("", elem_id="rebuild-outcome")
        timer = gr.Timer(_TICK_SECONDS, active=False)
        report = place("", elem_id="report")

        with part(Action.ROLL_BACK):
            heading("staff_back")
            with gr.Row(elem_classes="buttons"):
                back = gr.Button(t["staff_back_ask"], elem_id="rollback", scale=0)
                verify = gr.Button(t["staff_verify"], elem_id="verify", scale=0)
            back_confirm, back_asked, back_yes, back_no = confirmation("rollback", "staff_back_yes", "staff_back_no")
            checked = place("", elem_id="generation-outcome")
        leading_to = gr.State(None)

        with part(Action.QUESTIONS_SAVE):
            heading("staff_questions")
            questions = gr.Textbox(
                label=t["staff_questions_label"],
                lines=6,
                max_lines=20,
                max_length=MAX_QUESTIONS * MAX_LENGTH,
                elem_id="saved-questions",
            )
            with gr.Row(elem_classes="buttons"):
                save = gr.Button(t["staff_questions_save"], variant="primary", elem_id="save-questions", scale=0)
            saved = place("", elem_id="questions-outcome")
        version = gr.State("")

        def staged_now(session: str) -> tuple[str, Any, Any]:
            previews = desk.staging.previews(session)
            usable = any(preview.usable for preview in previews)
            return desk.preview(session), gr.Row(visible=bool(previews)), gr.Button(interactive=usable)

        def files() -> "gradio.Dropdown":
            return gr.Dropdown(choices=list(desk.corpus.paths()), value=None)

        def loaded(request: gr.Request) -> tuple[Any, ...]:
            running = desk.rebuild.state.phase is Phase.RUNNING
            start = (desk.indexed(), *staged_now(_session(request)), files(), desk.progress(), desk.report())
            shown = (gr.Column(visible=_person(request).may(action)) for action, _ in parts)
            return (*start, gr.Timer(active=running), *desk.questions(), *shown)

        def on_upload(chosen: list[str] | None, request: gr.Request) -> tuple[Any, ...]:
            said = desk.upload(_session(request), [Path(name) for name in chosen or []])
            return said, *staged_now(_session(request))

        def on_add(request: gr.Request) -> tuple[Any, ...]:
            said = desk.add(_session(request), _person(request).name)
            return said, *staged_now(_session(request)), desk.indexed(), files()

        def on_discard(request: gr.Request) -> tuple[Any, ...]:
            return desk.discard(_session(request)), *staged_now(_session(request))

        def on_remove(path: str | None) -> tuple[Any, ...]:
            if not path:
                return outcome("staff_remove_none", wrong=True), gr.Column(visible=False), "", None
            return "", gr.Column(visible=True), outcome("staff_remove_sure", path=path), path

        def on_remove_yes(path: str | None, request: gr.Request) -> tuple[Any, ...]:
            said = desk.remove(path or "", _person(request).name)
            return said, gr.Column(visible=False), desk.indexed(), files(), None

        def on_rebuild(request: gr.Request) -> tuple[Any, ...]:
            return desk.start_rebuild(_person(request).name), desk.progress(), gr.Timer(active=True)

        def on_build_trial(request: gr.Request) -> tuple[Any, ...]:
            return desk.start_rebuild(_person(request).name, trial=True), desk.progress(), gr.Timer(active=True)

        def on_tick() -> tuple[Any, ...]:
            if desk.rebuild.state.phase is Phase.RUNNING:
                return desk.progress(), *(gr.skip() for _ in range(6))
            return desk.progress(), gr.Timer(active=False), desk.indexed(), desk.report(), "", "", ""

        def on_back() -> tuple[Any, ...]:
            name = desk.before()
            if name is None:
                return outcome("staff_back_none", wrong=True), gr.Column(visible=False), "", None
            return "", gr.Column(visible=True), outcome("staff_back_sure", name=name), name

        def on_back_yes(name: str | None, request: gr.Request) -> tuple[Any, ...]:
            said = desk.roll_back(name or "", _person(request).name)
            return said, gr.Column(visible=False), desk.indexed(), None

        def on_verify(request: gr.Request) -> str:
            return desk.verify(_person(request).name)

        def on_save(written: str, known: str, request: gr.Request) -> tuple[str, str]:
            return desk.save_questions(written, known, _person(request).name)

        def on(action: Action, triggers: Sequence[Any], does: Any, takes: Any, gives: Any) -> None:  # noqa: ANN401
            before = set(page.fns)
            gr.on(triggers, does, takes, gives, queue=False, show_progress="hidden", api_visibility="private")
            actions.update(dict.fromkeys(set(page.fns) - before, action))

        waiting = [previewed, staged, add]
        hide = lambda: gr.Column(visible=False)  # noqa: E731  the smallest of the handlers
        first = [indexed, *waiting, doomed, progress, report, timer, questions, version, saved]
        on(Action.READ, [page.load], loaded, None, [*first, *(column for _, column in parts)])
        on(Action.TEXT_UPLOAD, [upload.upload], on_upload, [upload], [uploaded, *waiting])
        on(Action.TEXT_ADD, [add.click], on_add, None, [uploaded, *waiting, indexed, doomed])
        on(Action.TEXT_UPLOAD, [discard.click], on_discard, None, [uploaded, *waiting])
        on(Action.TEXT_REMOVE, [remove.click], on_remove, [doomed], [removed, remove_confirm, remove_asked, removing])
        gone = [removed, remove_confirm, indexed, doomed, removing]
        on(Action.TEXT_REMOVE, [remove_yes.click], on_remove_yes, [removing], gone)
        on(Action.READ, [remove_no.click], hide, None, [remove_confirm])
        on(Action.REBUILD, [rebuild.click], on_rebuild, None, [refused, progress, timer])
        on(Action.TRIAL_BUILD, [on_trial.click], on_build_trial, None, [refused, progress, timer])
        on(Action.READ, [timer.tick], on_tick, None, [progress, timer, indexed, report, refused, uploaded, removed])
        on(Action.ROLL_BACK, [back.click], on_back, None, [checked, back_confirm, back_asked, leading_to])
        went = [checked, back_confirm, indexed, leading_to]
        on(Action.ROLL_BACK, [back_yes.click], on_back_yes, [leading_to], went)
        on(Action.READ, [back_no.click], hide, None, [back_confirm])
        on(Action.VERIFY, [verify.click], on_verify, None, [checked])
        on(Action.QUESTIONS_SAVE, [save.click], on_save, [questions, version], [saved, version])
    return Panel(page, actions)


def _session(request: "gradio.Request") -> str:
    """Whose request it is; the guard has checked that there is a session."""
    assert request.request is not None
    return identity(token_of(request.request))


def _person(request: "gradio.Request") -> Person:
    """Whoever it is; the guard has found out."""
    assert request.request is not None
    person = person_of(request.request)
    assert person is not None
    return person
