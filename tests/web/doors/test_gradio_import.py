"""What Gradio's import leaves out, and that nothing is missing afterwards."""

import subprocess
import sys

PROGRAM = """
import sys
from maltolk.web.doors.gradio_door import quieten
from maltolk.web.doors.gradio_import import import_gradio
quieten()
import_gradio()
before = [name for name in ("mcp", "mcp_types", "gradio.cli.cli", "pandas.core") if name in sys.modules]
import gradio
import mcp
import pandas
import gradio.caching
assert gradio.caching.pd is pandas
print(before, gradio.Blocks.__name__, mcp.ClientSession.__name__, len(pandas.DataFrame({"a": [1, 2]})))
import_gradio()
"""


def test_what_the_pages_do_not_need_is_left_out_and_there_for_others() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.stdout == "[] Blocks ClientSession 2\n", done.stderr


def test_no_stubs_are_written() -> None:
    imported = PROGRAM.partition("before =")[0]
    program = f"{imported}from gradio.component_meta import create_or_modify_pyi as write; print(write(1, 2, 3))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "None\n", done.stderr


def test_a_page_is_made_into_an_application_once_and_when_it_is_mounted() -> None:
    program = """
import asyncio
from fastapi import FastAPI
from maltolk.web.doors.gradio_door import CHAT_PATHS, mount, quieten
from maltolk.web.doors.gradio_import import import_gradio
quieten()
import_gradio()
import gradio
from gradio.routes import App
made = []
create, App.create_app = App.create_app, staticmethod(lambda *given, **named: made.append(1) or create(*given, **named))
async def pages():
    with gradio.Blocks() as page:
        gradio.Textbox()
    before = len(made)
    mount(FastAPI(), page, "/", CHAT_PATHS, "sv")
    return before, len(made)
print(asyncio.run(pages()))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "(0, 1)\n", done.stderr
