"""The chat: a Gradio page in one language that sends questions to the service."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from maltolk.answering.answer import MAX_QUESTION
from maltolk.service import Service
from maltolk.web.answer_view import show
from maltolk.web.history import MAX_WRITTEN, asked, read_history
from maltolk.web.links import permanent_link
from maltolk.web.templates import fragment
from maltolk.web.texts import texts

if TYPE_CHECKING:
    import gradio


class Chat:
    """Asks and shows, in one language; keeps no conversation between calls. ``history``: as the page sends it."""

    def __init__(self, service: Service, language: str) -> None:
        self._service = service
        self._language = language
        self._answer_language = None if language == "sv" else language  # a Swedish page answers in the question's own

    def intro(self) -> str:
        """The top of the page."""
        return fragment("intro.html", self._language, coverage=self._service.coverage())

    def examples(self) -> str:
        """Questions to begin with."""
        return self._links(self._service.examples(self._language), "examples_heading")

    def municipalities(self) -> list[tuple[str, str]]:
        """Choices of the filter, (label, value); the first means no limit."""
        everywhere = (texts(self._language)["every_municipality"], "")
        return [everywhere, *((name, name) for name in self._service.coverage().municipalities)]

    def ask(self, question: str | None, municipality: str | None, history: str | None) -> str:
        """The next turn: ``question`` with its answer, in a template that the page's script takes it from."""
        earlier, question = read_history(history), asked(question or "")
        limit = self._limit(municipality)
        answer = self._service.ask(
            question, earlier.questions, limit, self._answer_language, trace=True, visitor=self._language
        )
        return fragment(
            "new_turn.html",
            self._language,
            shown=show(question, answer, self._service, limit, earlier.questions),
            number=earlier.number,
            limit=limit,
            in_chat=True,
            permanent=permanent_link(question, limit, answer, answer.generation, self._language),
            feedback=self._service.settings.feedback_days,
        )

    def further(self, history: str | None) -> str:
        """Questions to go on with after the last one."""
        earlier = read_history(history)
        if not earlier.turns:
            return ""
        last = earlier.turns[-1]
        limit = self._limit(last.municipality)
        answer = self._service.ask(last.question, earlier.before_last, limit, self._answer_language)
        offered = self._service.follow_ups(last.question, earlier.questions[:-1], answer, limit, self._answer_language)
        return self._links(offered, "follow_ups_heading")

    def _limit(self, municipality: str | None) -> str | None:
        return municipality if municipality in self._service.coverage().municipalities else None

    def _links(self, questions: Sequence[str], heading: str) -> str:
        return fragment("questions.html", self._language, questions=questions, heading=heading) if questions else ""


def chat_page(service: Service, language: str) -> "gradio.Blocks":
    """The page's live part; the rest is in templates/chat.html, and what happens in the browser in static/chat.js."""
    import gradio as gr

    chat = Chat(service, language)
    t = texts(language)
    page: gradio.Blocks
    with gr.Blocks(analytics_enabled=False, title=t["name"]) as page:
        intro = _html("intro")
        _html("conversation", fragment("conversation.html", language))
        newest = _html("newest")
        further = _html("further")
        if service.settings.unanswered_days:
            _html("kept", fragment("kept_note.html", language, unanswered=service.settings.unanswered_days))
        _html("conversation-buttons", fragment("conversation_buttons.html", language))
        offered = _html("examples")
        with gr.Row(elem_id="ask-row"):
            municipality = gr.Dropdown(
                chat.municipalities(), value="", label=t["municipality"], elem_id="municipality", scale=1, min_width=120
            )
            question = gr.Textbox(
                label=t["your_question"],
                placeholder=t["your_question"],
                lines=1,
                max_lines=5,
                max_length=MAX_QUESTION,
                elem_id="question",
                scale=5,
                min_width=160,
            )
            send = gr.Button(t["ask"], variant="primary", elem_id="send", scale=0, min_width=80)
            _html("about-answers", fragment("about_answers.html", language))
        history = gr.Textbox(label="", max_length=MAX_WRITTEN, elem_id="history", visible="hidden")
        go_on = gr.Button("", elem_id="go-on", visible="hidden")

        on = partial(gr.on, queue=False, show_progress="hidden", api_visibility="private")
        on([question.submit, send.click], chat.ask, [question, municipality, history], [newest])
        on([go_on.click], chat.further, [history], [further])
        on([page.load], lambda: (chat.intro(), chat.examples()), None, [intro, offered])
        on([page.load], lambda: gr.Dropdown(choices=chat.municipalities()), None, [municipality])
    return page


def _html(name: str, shown: str = "") -> "gradio.Markdown":
    """A place for HTML of ours. Gradio's HTML component needs a policy that lets pages evaluate text as code;
    its Markdown component does not, and leaves single-line HTML unchanged. Every template escapes its input."""
    import gradio as gr

    return gr.Markdown(shown, sanitize_html=False, latex_delimiters=[], elem_id=name)
