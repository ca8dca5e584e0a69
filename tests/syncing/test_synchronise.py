"""The whole path, from a site to a renewed index and a letter about it."""

import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from servers import MailServer, Reply, Website, answering

from maltolk.cli import main
from maltolk.errors import UsageError
from maltolk.machine import locked
from maltolk.settings import Settings
from maltolk.syncing.delivering import SIGNATURE, TIME, signature_of
from maltolk.syncing.outcome import Fault
from maltolk.syncing.remembered import STATE_FILE
from maltolk.syncing.sources_file import Folder, Mail, Plan, Webhook
from maltolk.syncing.synchronise import LOCK_FILE, deliver, preview, synchronise


class Receiver:
    """Takes posts, and answers with ``status``."""

    def __init__(self) -> None:
        self.status = 204
        self.posts: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.posts.append((dict(self.headers.items()), body))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/krok?x=1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    with answering(made.server):
        yield made


def mail(server: MailServer) -> Mail:
    return Mail("127.0.0.1", "Måltolk <maltolk@lund.se>", ("webb@lund.se",), server.port, starttls=False)


def test_a_site_becomes_an_index_and_a_letter(website: Website, settings: Settings, mail_server: MailServer):
    website.page("/vision", "Vision 2030", "Lunds kommun ska vara fossilfri.")
    website.sitemap("/vision", "/borta")
    plan = Plan((website.source(),), mail=mail(mail_server))
    outcome = synchronise(plan, settings)
    assert outcome.renewal is not None
    assert outcome.renewal.report.documents.created == 1
    assert not outcome.failed
    assert list(deliver(plan, outcome)) == []
    (raw,) = mail_server.letters
    letter = message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"] == "måltolk: 1 nya, 0 ändrade, 0 borttagna texter"
    assert letter["From"] == "Måltolk <maltolk@lund.se>"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert "ny: lund/vision.html" in body
    assert "Indexet: 1 nya" in body

    assert not synchronise(plan, settings).is_news
    assert list(deliver(plan, synchronise(plan, settings))) == []
    assert len(mail_server.letters) == 1, "nothing to tell, no letter"

    website.page("/vision", "Vision 2030", "Lunds kommun ska vara fossilfri 2030.")
    website.replies["/borta"] = Reply(500)
    changed = synchronise(plan, settings)
    assert changed.failed
    list(deliver(plan, changed))
    letter = message_from_bytes(mail_server.letters[1], policy=policy.default)
    assert letter["Subject"] == "måltolk: 1 fel vid hämtning; 0 nya, 1 ändrade, 0 borttagna texter"
    assert f"{website.root}/borta: servern svarade 500" in letter.get_content()


def test_the_report_is_posted_signed(website: Website, settings: Settings, receiver: Receiver):
    website.page("/vision")
    website.sitemap("/vision")
    plan = Plan((website.source(),), webhook=Webhook(receiver.url, "nyckel"))
    outcome = synchronise(plan, settings)
    assert list(deliver(plan, outcome)) == []
    ((headers, body),) = receiver.posts
    assert headers[SIGNATURE] == signature_of("nyckel", headers[TIME], body)
    assert headers[SIGNATURE] != signature_of("annan", headers[TIME], body)
    assert abs(time.time() - int(headers[TIME])) < 60
    told = json.loads(body)
    assert told["sources"][0]["created"] == ["lund/vision.html"]
    assert told["renewal"]["documents"]["created"] == 1


def test_a_letter_or_a_post_that_is_not_taken_is_told(
    website: Website, settings: Settings, receiver: Receiver, mail_server: MailServer
):
    website.page("/vision")
    website.sitemap("/vision")
    receiver.status = 302
    mail_server.refused.add("webb@lund.se")
    plan = Plan((website.source(),), (), mail(mail_server), Webhook(receiver.url, "nyckel"))
    outcome = synchronise(plan, settings)
    first, second = deliver(plan, outcome)
    assert first.startswith("the mail to 127.0.0.1 was not sent")
    assert second == "127.0.0.1 answered the report with 302"
    two = replace(mail(mail_server), to=("webb@lund.se", "kansli@lund.se"))
    assert list(deliver(replace(plan, mail=two, webhook=None), outcome)) == [
        "127.0.0.1 did not take the mail for webb@lund.se"
    ]
    gone = replace(plan, mail=replace(two, port=1), webhook=Webhook("http://127.0.0.1:1/x", "nyckel"))
    assert len(list(deliver(gone, outcome))) == 2


def test_what_is_refused_for_good_is_told_once(website: Website, settings: Settings, mail_server: MailServer):
    website.page("/vision")
    website.sitemap("/vision", "/intern", "/bild")
    website.replies["/robots.txt"] = Reply(200, b"User-agent: *\nDisallow: /intern")
    website.replies["/bild"] = Reply(200, b"x", {"Content-Type": "image/png"})
    plan = Plan((website.source(),), mail=mail(mail_server))
    for expected in (1, 1, 1):
        outcome = synchronise(plan, settings)
        assert {failure.fault for failure in outcome.sources[0].refused} == {Fault.ROBOTS, Fault.TYPE}
        assert not outcome.failed
        list(deliver(plan, outcome))
        assert len(mail_server.letters) == expected
    website.sitemap("/vision", "/intern", "/bild", "/intern/annat")
    list(deliver(plan, synchronise(plan, settings)))
    assert len(mail_server.letters) == 2


def test_two_do_not_run_at_once(settings: Settings, website: Website):
    settings.corpus.mkdir()
    with locked(settings.corpus / LOCK_FILE, wait=False), pytest.raises(UsageError, match="another `maltolk sync`"):
        synchronise(Plan((website.source(),)), settings)
    assert website.asked() == []


def test_a_folder_in_place_that_vanished_leaves_the_index_as_it_was(settings: Settings, small: Path):
    shutil.copytree(small, settings.corpus / "delat")
    plan = Plan(folders=(Folder("delat", settings.corpus / "delat", in_place=True),))
    first = synchronise(plan, settings)
    assert first.renewal is not None
    before = (settings.index / "current").read_text("utf-8")
    shutil.rmtree(settings.corpus / "delat")
    second = synchronise(plan, settings)
    assert (second.renewal, second.failed) == (None, True)
    assert second.not_renewed == "delat is not as it should be"
    assert (settings.index / "current").read_text("utf-8") == before


def test_a_renewal_that_fails_is_told(settings: Settings, website: Website, mail_server: MailServer):
    website.sitemap()
    plan = Plan((website.source(),), mail=mail(mail_server))
    outcome = synchronise(plan, settings)
    assert outcome.not_renewed.startswith("no text can be read in ")
    list(deliver(plan, outcome))
    assert "Indexet är som det var" in message_from_bytes(mail_server.letters[0], policy=policy.default).get_content()


def test_a_full_disk_is_told_and_what_was_fetched_stays(
    settings: Settings, website: Website, monkeypatch: pytest.MonkeyPatch
):
    from maltolk.syncing import remembered

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(remembered, "replace_file", full)
    website.page("/vision")
    website.sitemap("/vision")
    outcome = synchronise(Plan((website.source(),)), settings)
    assert outcome.failed
    assert "No space left on device" in outcome.not_renewed
    assert (settings.corpus / "lund" / "vision.html").exists()


def test_a_state_that_cannot_be_read_is_told(settings: Settings, website: Website):
    settings.corpus.mkdir()
    for raw in ("", "[]", '{"version": 1, "sources": {"lund": {"x": {"colour": 1}}}, "refused": {}}', '{"version": 9}'):
        (settings.corpus / STATE_FILE).write_text(raw, "utf-8")
        with pytest.raises(UsageError, match="delete it"):
            synchronise(Plan((website.source(),)), settings)


def test_a_preview_asks_for_no_page_and_writes_nothing(settings: Settings, website: Website, tmp_path: Path):
    website.page("/vision")
    website.sitemap("/vision", "/intern")
    website.replies["/robots.txt"] = Reply(200, b"User-agent: *\nDisallow: /intern")
    lines = list(preview(Plan((website.source(),), (Folder("delat", tmp_path),)), settings))
    assert lines[0] == "lund: 2 listed, 2 of them new, 1 refused; 0 here"
    assert lines[1] == f"  {website.root}/intern: the site's robots.txt does not allow this page to be fetched"
    assert lines[2] == f"delat: {tmp_path} is there; 0 files here"
    assert sorted(website.asked()) == ["/robots.txt", "/sitemap.xml"]
    assert not settings.corpus.exists()


def sources(website: Website, tmp_path: Path) -> Path:
    file = tmp_path / "sources.toml"
    file.write_text(
        f'[[site]]\nname = "lund"\nsitemap = "{website.root}/sitemap.xml"\n'
        'pace = 0.05\nplain_http = true\nnetworks = "127.0.0.0/8"\n',
        "utf-8",
    )
    return file


def test_the_command(
    website: Website,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("MALTOLK_MODEL", "hash")
    website.page("/vision", "Vision", "Lund ska vara grönt.")
    website.sitemap("/vision")
    file = sources(website, tmp_path)
    assert main(["sync"]) == 0
    told = capsys.readouterr()
    assert "lund: 1 new, 0 changed, 0 as before, 0 missing, 0 removed, 0 left out, 0 failed" in told.out
    assert "Documents: 1 created" in told.out
    assert main(["sync", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["unchanged"] == 1
    assert main(["sync", str(file), "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"preview": ["lund: 1 listed, 0 of them new, 0 refused; 1 here"]}
    website.replies["/vision"] = Reply(500)
    assert main(["sync", str(file)]) == 1
    assert "the server answered 500" in capsys.readouterr().out
    assert main(["sync", "annan.toml"]) == 2


def test_a_kill_at_any_moment_loses_nothing(website: Website, settings: Settings, tmp_path: Path):
    """The lock goes with the process, and the next run fetches what is left."""
    paths = [f"/{number}" for number in range(12)]
    for path in paths:
        website.page(path, f"Mål {path}", f"Lunds kommun har mål nummer {path[1:]}.")
    website.sitemap(*paths)
    file = sources(website, tmp_path)
    command = [sys.executable, "-c", "import sys; from maltolk.cli import main; sys.exit(main())", "sync", str(file)]
    environment = {**os.environ, "MALTOLK_MODEL": "hash"}
    # Its own working folder, so that corpus and index are those of the settings.
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
    while process.poll() is None and len([one for one in website.requests if one.path in paths]) < 5:
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -signal.SIGKILL, "it had not ended yet"
    plan = Plan((website.source(),))
    outcome = synchronise(plan, settings)
    assert not outcome.failed
    folder = settings.corpus / "lund"
    assert sorted(path.name for path in folder.glob("*.html")) == sorted(f"{number}.html" for number in range(12))
    assert outcome.renewal is not None
    assert outcome.renewal.report.documents.created == 12
    assert list(folder.glob(".*.new")) == []
