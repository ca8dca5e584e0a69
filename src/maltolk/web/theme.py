"""Gradio's colours and fonts, taken from the variables of static/maltolk.css so that both kinds of pages match."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio


def theme() -> "gradio.themes.Base":
    """A theme without fonts to fetch; the colours are CSS variables, which handle light and dark."""
    import gradio as gr

    letters = ["system-ui", "sans-serif"]
    base = gr.themes.Base(font=letters, font_mono=["ui-monospace", "monospace"], radius_size="sm", text_size="lg")
    colours = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--text)",
        "body_text_color_subdued": "var(--muted)",
        "background_fill_primary": "var(--paper)",
        "background_fill_secondary": "var(--surface)",
        "block_background_fill": "transparent",
        "block_label_text_color": "var(--text)",
        "block_title_text_color": "var(--text)",
        "border_color_primary": "var(--line)",
        "block_border_color": "var(--line)",
        "input_background_fill": "var(--surface)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--muted)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-strong)",
        "button_primary_text_color": "var(--on-accent)",
        "button_secondary_background_fill": "var(--surface)",
        "button_secondary_background_fill_hover": "var(--line)",
        "button_secondary_text_color": "var(--text)",
        "button_secondary_border_color": "var(--edge)",
        "link_text_color": "var(--link)",
        "link_text_color_hover": "var(--link)",
        "link_text_color_visited": "var(--link)",
        "link_text_color_active": "var(--link)",
        "color_accent": "var(--accent)",
        "loader_color": "var(--accent)",
    }
    same = {f"{name}_dark": value for name, value in colours.items() if name != "color_accent"}  # it has no dark twin
    return base.set(**colours, **same, block_border_width="0px", input_border_width="1px", block_shadow="none")
