"""The chat: a Gradio page in one language, whose questions go to the library's answerer."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from maltolk.answering.catalogue import swedish_order
from maltolk.web.answers import show
from maltolk.web.library import Library
from maltolk.web.templates import fragment
from maltolk.web.texts import texts

if TYPE_CHECKING:
    import gradio

MOST_TURNS = 20
"""Turns of a conversation that stay on the page."""
REMEMBERED = 5
"""Earlier questions that a question is understood in the light of."""
LONGEST = 500
"""Characters that the field takes; the answerer itself reads more."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer as HTML."""

    question: str
    html: str


def chat_page(library: Library, language: str) -> "gradio.Blocks":
    """The page's live part; the rest of the page stands in templates/chat.html."""
    import gradio as gr

    t = texts(language)
    everywhere = (t["every_municipality"], "")

    def municipalities() -> list[tuple[str, str]]:
        names = sorted({card.municipality for card in library.index.documents}, key=swedish_order)
        return [everywhere, *((name, name) for name in names)]

    def ask(question: str, municipality: str, turns: list[Turn]) -> tuple[object, ...]:
        turn = answer(library, language, question, [turn.question for turn in turns], municipality, len(turns) + 1)
        turns = [*turns, turn][-MOST_TURNS:]
        return _together(turns), "", turns

    def again(municipality: str, turns: list[Turn]) -> tuple[object, ...]:
        if not turns:
            return _together(turns), turns
        earlier = [turn.question for turn in turns[:-1]]
        turns = [*turns[:-1], answer(library, language, turns[-1].question, earlier, municipality, len(turns))]
        return _together(turns), turns

    page: gradio.Blocks
    with gr.Blocks(analytics_enabled=False, title=t["name"]) as page:
        turns = gr.State([], time_to_live=4 * 60 * 60)
        conversation = _html("conversation")
        with gr.Row(elem_id="ask-row"):
            municipality = gr.Dropdown(
                municipalities(), value="", label=t["municipality"], elem_id="municipality", scale=1, min_width=180
            )
            question = gr.Textbox(
                label=t["your_question"], lines=1, max_lines=5, max_length=LONGEST, elem_id="question", scale=4
            )
            send = gr.Button(t["ask"], variant="primary", elem_id="send", scale=0, min_width=110)
        with gr.Row(elem_id="conversation-buttons"):
            retry = gr.Button(t["ask_again"], size="sm", elem_id="retry", scale=0)
            clear = gr.Button(t["start_over"], size="sm", elem_id="clear", scale=0)
        on = partial(gr.on, queue=False, show_progress="hidden", api_visibility="private")
        shown = [conversation, question, turns]
        on([question.submit, send.click], ask, [question, municipality, turns], shown)
        on([retry.click], again, [municipality, turns], [conversation, turns])
        on([clear.click], lambda: ("", "", []), None, shown)
        on([page.load], lambda: gr.Dropdown(choices=municipalities()), None, [municipality])
    return page


def answer(library: Library, language: str, question: str, earlier: list[str], municipality: str, number: int) -> Turn:
    """The answer to ``question``, the ``number``-th of a conversation, as HTML."""
    answerer = library.answerer
    question = question.strip()[:LONGEST]
    known = {card.municipality for card in answerer.index.documents}
    given = answerer.ask(
        question,
        earlier[-REMEMBERED:],
        municipality if municipality in known else None,
        "en" if language == "en" else None,
    )
    shown = show(question, given, answerer.index)
    return Turn(question, fragment("turn.html", language, shown=shown, number=number))


def _together(turns: list[Turn]) -> str:
    return "".join(turn.html for turn in turns)


def _html(name: str) -> "gradio.Markdown":
    """A place for HTML of ours. Gradio's HTML component needs a policy that lets pages make code out of text; its
    Markdown component does not, and leaves HTML on one line as it is. Every template has escaped what it was given."""
    import gradio as gr

    return gr.Markdown("", sanitize_html=False, latex_delimiters=[], elem_id=name)
