"""The chat: a Gradio page in one language that sends questions to the service."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from maltolk.answering.answer import MAX_QUESTION
from maltolk.service import Service
from maltolk.web.answer_view import show
from maltolk.web.conversations import Conversation, Conversations, ShownTurn
from maltolk.web.templates import fragment
from maltolk.web.texts import texts

if TYPE_CHECKING:
    import gradio

MAX_TURNS = 20
"""Turns of a conversation that stay on the page."""


class Chat:
    """Asks and shows, in one language; keeps nothing between calls."""

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

    def ask(self, question: str, municipality: str, conversation: Conversation) -> tuple[str, str, Conversation]:
        """The page's conversation after ``question``, an empty field, and the conversation to keep."""
        turn = self._turn(
            conversation.next_number, question, municipality, conversation.before(len(conversation.turns))
        )
        conversation = Conversation((*conversation.turns, turn)[-MAX_TURNS:])
        return conversation.html, "", conversation

    def ask_again(self, municipality: str, conversation: Conversation) -> tuple[str, Conversation]:
        """The same with the last question asked again, in the municipality chosen now."""
        *earlier, last = conversation.turns or [None]
        if last is not None:
            # Under a new number, so that an identical answer is seen, and announced, as a new one.
            turn = self._turn(conversation.next_number, last.question, municipality, conversation.before(len(earlier)))
            conversation = Conversation((*conversation.turns[:-1], turn))
        return conversation.html, conversation

    def further(self, conversation: Conversation) -> str:
        """Follow-up questions for the last answer."""
        if not conversation.turns:
            return ""
        last = conversation.turns[-1]
        offered = self._service.follow_ups(
            last.question,
            conversation.before(len(conversation.turns) - 1),
            last.answer,
            last.municipality,
            self._language,
        )
        return self._links(offered, "follow_ups_heading")

    def _turn(self, number: int, question: str, municipality: str, earlier: Sequence[str]) -> ShownTurn:
        # Lone surrogates cannot be sent back.
        question = question.encode(errors="replace").decode().strip()[:MAX_QUESTION]
        limit = municipality if municipality in self._service.coverage().municipalities else None
        answer = self._service.ask(question, earlier, limit, self._answer_language, visitor=self._language)
        shown = show(question, answer, self._service)
        html = fragment(
            "turn.html",
            self._language,
            shown=shown,
            number=number,
            limit=limit,
            new_tab=True,
            feedback=self._service.settings.feedback_days,
        )
        return ShownTurn(number, question, limit, answer, html)

    def _links(self, questions: Sequence[str], heading: str) -> str:
        return fragment("questions.html", self._language, questions=questions, heading=heading) if questions else ""


def chat_page(service: Service, conversations: Conversations, language: str) -> "gradio.Blocks":
    """The page's live part; the rest is in templates/chat.html. Gradio itself keeps nothing of a conversation."""
    import gradio as gr

    chat = Chat(service, language)
    t = texts(language)

    def ask(question: str, municipality: str, request: gr.Request) -> tuple[str, str]:
        shown, field, kept = chat.ask(question, municipality, conversations.of(request.session_hash))
        conversations.keep(request.session_hash, kept)
        return shown, field

    def ask_again(municipality: str, request: gr.Request) -> str:
        shown, kept = chat.ask_again(municipality, conversations.of(request.session_hash))
        conversations.keep(request.session_hash, kept)
        return shown

    def go_on(request: gr.Request) -> str:
        return chat.further(conversations.of(request.session_hash))

    def start_over(request: gr.Request) -> tuple[str, str, str]:
        conversations.drop(request.session_hash)
        return "", "", ""

    page: gradio.Blocks
    with gr.Blocks(analytics_enabled=False, title=t["name"]) as page:
        intro = _html("intro")
        conversation = _html("conversation")
        further = _html("further")
        with gr.Row(elem_id="ask-row"):
            question = gr.Textbox(
                label=t["your_question"], lines=1, max_lines=5, max_length=MAX_QUESTION, elem_id="question", scale=5
            )
            municipality = gr.Dropdown(
                chat.municipalities(), value="", label=t["municipality"], elem_id="municipality", scale=1, min_width=220
            )
            send = gr.Button(t["ask"], variant="primary", elem_id="send", scale=0, min_width=110)
        if service.settings.unanswered_days:
            _html("kept", fragment("kept_note.html", language, unanswered=service.settings.unanswered_days))
        with gr.Row(elem_id="conversation-buttons"):
            retry = gr.Button(t["ask_again"], size="sm", elem_id="retry", scale=0)
            clear = gr.Button(t["start_over"], size="sm", elem_id="clear", scale=0)
        offered = _html("examples")

        on = partial(gr.on, queue=False, show_progress="hidden", api_visibility="private")
        asked = on([question.submit, send.click], ask, [question, municipality], [conversation, question])
        repeated = on([retry.click], ask_again, [municipality], [conversation])
        for done in (asked, repeated):
            done.success(go_on, None, [further], queue=False, show_progress="hidden", api_visibility="private")
        on([clear.click], start_over, None, [conversation, question, further])
        on([page.load], lambda: (chat.intro(), chat.examples()), None, [intro, offered])
        on([page.load], lambda: gr.Dropdown(choices=chat.municipalities()), None, [municipality])
    return page


def _html(name: str, shown: str = "") -> "gradio.Markdown":
    """A place for HTML of ours. Gradio's HTML component needs a policy that lets pages evaluate text as code;
    its Markdown component does not, and leaves single-line HTML unchanged. Every template escapes its input."""
    import gradio as gr

    return gr.Markdown(shown, sanitize_html=False, latex_delimiters=[], elem_id=name)
