"""The chat: a Gradio page in one language that sends questions to the service."""

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

MAX_NAME = 200
"""Characters of a municipality's name as the page sends it."""


class Chat:
    """Asks and shows, in one language; keeps no conversation between calls. ``history``: as the page sends it."""

    def __init__(self, service: Service, language: str) -> None:
        self._service = service
        self._language = language
        self._answer_language = None if language == "sv" else language  # a Swedish page answers in the question's own

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
        if not offered:
            return ""
        return fragment("questions.html", self._language, questions=offered, heading="follow_ups_heading")

    def _limit(self, municipality: str | None) -> str | None:
        return municipality if municipality in self._service.coverage().municipalities else None


def chat_page(service: Service, language: str) -> "gradio.Blocks":
    """The conversation and what asks for it; the rest of the page, the field too, is in templates/chat.html, so that
    it is there at once, and what happens in the browser in static/chat.js and the scripts before it."""
    import gradio as gr

    chat = Chat(service, language)
    page: gradio.Blocks
    with gr.Blocks(analytics_enabled=False, title=texts(language)["name"]) as page:
        _html("conversation", fragment("conversation.html", language))
        newest = _html("newest")
        further = _html("further")
        _html("conversation-buttons", fragment("conversation_buttons.html", language))
        question = _sent("asked", MAX_QUESTION)
        municipality = _sent("limit", MAX_NAME)
        history = _sent("history", MAX_WRITTEN)
        send = gr.Button("", elem_id="ask", visible="hidden")
        go_on = gr.Button("", elem_id="go-on", visible="hidden")

        on = partial(gr.on, queue=False, show_progress="hidden", api_visibility="private")
        on([send.click], chat.ask, [question, municipality, history], [newest])
        on([go_on.click], chat.further, [history], [further])
    return page


def _sent(name: str, most: int) -> "gradio.Textbox":
    """A place for what the page's script sends, of at most so many characters."""
    import gradio as gr

    return gr.Textbox(label="", max_length=most, elem_id=name, visible="hidden")


def _html(name: str, shown: str = "") -> "gradio.Markdown":
    """A place for HTML of ours. Gradio's HTML component needs a policy that lets pages evaluate text as code;
    its Markdown component does not, and leaves single-line HTML unchanged. Every template escapes its input."""
    import gradio as gr

    return gr.Markdown(shown, sanitize_html=False, latex_delimiters=[], elem_id=name)
