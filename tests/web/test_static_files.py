"""The files in static/: all of them used, none grown into several subjects, cached by what is in them."""

import re
from hashlib import sha256
from importlib.resources import files

from starlette.testclient import TestClient

WEB = files("maltolk.web")
STATIC = {each.name: each.read_bytes() for each in (WEB / "static").iterdir()}
LONGEST = 200
"""Lines of a script."""


def test_each_is_named_by_a_template():
    folders = (WEB / "templates", WEB / "templates" / "public")
    written = "".join(each.read_text("utf-8") for folder in folders for each in folder.iterdir() if each.is_file())
    left_out = {name for name in STATIC if name not in written}
    assert {name for name in left_out if f'"{name.removesuffix(".js")}"' not in written} == set()


def test_the_scripts_of_the_conversation_come_in_order_and_with_the_print_of_their_content(site: TestClient):
    named = re.findall(r'<script src="/resurser/([\w]+\.js)\?v=(\w+)" defer>', site.get("/").text)
    assert named[0][0] == "kept.js"
    assert named[-1][0] == "chat.js"
    assert all(sha256(STATIC[name]).hexdigest().startswith(version) for name, version in named)
    assert all(site.get(f"/resurser/{name}?v={version}").status_code == 200 for name, version in named)


def test_no_script_is_several():
    scripts = {name: content.count(b"\n") for name, content in STATIC.items() if name.endswith(".js")}
    assert {name: lines for name, lines in scripts.items() if lines > LONGEST} == {}
