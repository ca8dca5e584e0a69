"""A site's pages arrive in the corpus, change with it, and outlive its failures."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import yaml
from servers import Reply, Website

from maltolk.reading import read_folder
from maltolk.syncing import placing, remembered, visiting
from maltolk.syncing.fetching.robots import Robots
from maltolk.syncing.outcome import Fault, SourceOutcome
from maltolk.syncing.placing import Shelf
from maltolk.syncing.remembered import STATE_FILE, Memory
from maltolk.syncing.sources_file import Site
from maltolk.syncing.visiting import Visit


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def visit(website: Website, corpus: Path, site: Site | None = None) -> SourceOutcome:
    """One visit, as a process of its own would make it: with what was saved by the one before."""
    memory = Memory.load(corpus)
    fetcher = website.fetcher()
    source = site or website.source()
    outcome = Visit(source, Shelf(corpus, source.name), memory, fetcher, Robots(fetcher)).run()
    memory.save()
    return outcome


def files(corpus: Path) -> list[str]:
    return sorted(path.name for path in (corpus / "lund").iterdir() if path.suffix != ".yaml")


def faults(outcome: SourceOutcome) -> list[Fault]:
    return [failure.fault for failure in outcome.failures]


def test_pages_arrive_with_what_is_known_of_them(website: Website, corpus: Path):
    website.page("/vision", "Vision 2030")
    website.replies["/plan"] = Reply(200, b"Lund ska bli fossilfritt.", {"Content-Type": "text/plain"})
    website.sitemap("/vision", "/plan")
    outcome = visit(website, corpus, website.source(municipality="Lund", licence="CC0-1.0"))
    assert outcome.created == ("lund/vision.html", "lund/plan.txt")
    assert (outcome.failures, outcome.missing, outcome.removed) == ((), (), ())
    said = yaml.safe_load((corpus / "lund" / "plan.txt.yaml").read_text("utf-8"))
    assert said == {"url": f"{website.root}/plan", "municipality": "Lund", "licence": "CC0-1.0"}
    documents = {document.path: document for document in read_folder(corpus).documents}
    assert documents["lund/vision.html"].title == "Vision 2030"
    assert {document.municipality for document in documents.values()} == {"Lund"}
    assert documents["lund/plan.txt"].url == f"{website.root}/plan"


def test_what_is_as_it_was_is_not_sent_again(website: Website, corpus: Path):
    website.page("/vision", ETag='"1"')
    website.page("/mal")
    website.sitemap("/vision", "/mal")
    visit(website, corpus)
    before = {name: (corpus / "lund" / name).stat().st_mtime_ns for name in files(corpus)}
    website.requests.clear()
    outcome = visit(website, corpus)
    assert (outcome.created, outcome.changed, outcome.unchanged) == ((), (), 2)
    assert not outcome.is_news
    asked = {request.path: request.headers.get("if-none-match") for request in website.requests}
    assert asked["/vision"] == '"1"'
    assert {name: (corpus / "lund" / name).stat().st_mtime_ns for name in files(corpus)} == before


def test_a_changed_page_replaces_the_old_one(website: Website, corpus: Path):
    website.page("/vision", text="Gammalt", ETag='"1"')
    website.sitemap("/vision")
    visit(website, corpus)
    website.page("/vision", text="Nytt", ETag='"2"')
    assert visit(website, corpus).changed == ("lund/vision.html",)
    assert "Nytt" in (corpus / "lund" / "vision.html").read_text("utf-8")


def test_a_file_that_somebody_changed_or_lost_is_fetched_anew(website: Website, corpus: Path):
    website.page("/vision", text="Rätt", ETag='"1"')
    website.sitemap("/vision")
    visit(website, corpus)
    file = corpus / "lund" / "vision.html"
    file.write_text("fel", "utf-8")
    assert visit(website, corpus).changed == ("lund/vision.html",)
    assert "Rätt" in file.read_text("utf-8")
    file.unlink()
    visit(website, corpus)
    assert "Rätt" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(500), Fault.STATUS),
        (Reply(200, b"half", {"Content-Length": "100", "Content-Type": "text/html"}), Fault.NETWORK),
        (Reply(200, b"\x89PNG", {"Content-Type": "image/png"}), Fault.TYPE),
        (Reply(302, headers={"Location": "http://169.254.169.254/"}), Fault.HOST),
    ],
)
def test_a_failure_keeps_the_old_text(website: Website, corpus: Path, reply: Reply, fault: Fault):
    website.page("/vision", text="Gammalt")
    website.sitemap("/vision")
    visit(website, corpus)
    website.replies["/vision"] = reply
    for _ in range(3):
        assert faults(visit(website, corpus)) == [fault]
    assert "Gammalt" in (corpus / "lund" / "vision.html").read_text("utf-8")


def test_an_answer_that_nothing_changed_is_no_page(website: Website, corpus: Path):
    website.replies["/vision"] = Reply(304)
    website.sitemap("/vision")
    assert faults(visit(website, corpus)) == [Fault.STATUS]


def ten_pages(website: Website, corpus: Path) -> list[str]:
    paths = [f"/{number}" for number in range(10)]
    for path in paths:
        website.page(path, text=f"Mål {path}")
    website.sitemap(*paths)
    visit(website, corpus)
    return paths


def test_a_page_goes_when_it_was_gone_twice(website: Website, corpus: Path):
    ten_pages(website, corpus)
    del website.replies["/3"]
    first = visit(website, corpus)
    assert (first.missing, first.removed) == (("lund/3.html",), ())
    assert not first.is_news
    assert "3.html" in files(corpus)
    second = visit(website, corpus)
    assert (second.missing, second.removed) == ((), ("lund/3.html",))
    assert "3.html" not in files(corpus)
    assert not (corpus / "lund" / "3.html.yaml").exists()
    assert visit(website, corpus).removed == ()


def test_a_page_that_comes_back_is_not_counted_on(website: Website, corpus: Path):
    ten_pages(website, corpus)
    reply = website.replies.pop("/3")
    visit(website, corpus)
    website.replies["/3"] = reply
    visit(website, corpus)
    del website.replies["/3"]
    assert visit(website, corpus).removed == ()
    assert "3.html" in files(corpus)


def test_many_pages_never_go_at_once(website: Website, corpus: Path):
    paths = ten_pages(website, corpus)
    for path in paths[:3]:
        del website.replies[path]
    visit(website, corpus)
    for _ in range(3):
        outcome = visit(website, corpus)
        assert faults(outcome) == [Fault.SHARE]
        assert outcome.failures[0].detail == "3/10"
        assert len(files(corpus)) == 10
    accepted = visit(website, corpus, website.source(share=0.3))
    assert accepted.removed == ("lund/0.html", "lund/1.html", "lund/2.html")


def test_a_page_that_is_no_longer_listed_goes_like_one_that_is_gone(website: Website, corpus: Path):
    paths = ten_pages(website, corpus)
    website.sitemap(*paths[1:])
    assert visit(website, corpus).missing == ("lund/0.html",)
    assert visit(website, corpus).removed == ("lund/0.html",)


def test_a_map_that_cannot_be_read_takes_nothing_away(website: Website, corpus: Path):
    paths = ten_pages(website, corpus)
    maps = f"<sitemap><loc>{website.root}/a.xml</loc></sitemap><sitemap><loc>{website.root}/b.xml</loc></sitemap>"
    website.replies["/sitemap.xml"] = Reply(200, f"<sitemapindex>{maps}</sitemapindex>".encode())
    website.sitemap(*paths[1:], at="/a.xml")
    for _ in range(3):
        outcome = visit(website, corpus)
        assert (faults(outcome), outcome.missing) == ([Fault.STATUS], ())
    assert len(files(corpus)) == 10


def test_robots_keep_us_from_a_page_and_what_we_have_stays(website: Website, corpus: Path):
    ten_pages(website, corpus)
    website.replies["/robots.txt"] = Reply(200, b"User-agent: *\nDisallow: /3", {"Content-Type": "text/plain"})
    website.requests.clear()
    for _ in range(2):
        assert faults(visit(website, corpus)) == [Fault.ROBOTS]
    assert "/3" not in website.asked()
    assert "3.html" in files(corpus)


def test_pages_of_other_hosts_are_not_fetched(website: Website, corpus: Path):
    website.page("/vision")
    foreign = "<url><loc>https://www.example.org/x</loc></url>"
    website.sitemap("/vision")
    raw = website.replies["/sitemap.xml"].raw.replace(b"</urlset>", foreign.encode() + b"</urlset>")
    website.replies["/sitemap.xml"] = Reply(200, raw)
    outcome = visit(website, corpus)
    assert outcome.created == ("lund/vision.html",)
    assert [(failure.what, failure.fault) for failure in outcome.failures] == [
        ("https://www.example.org/x", Fault.HOST)
    ]


def test_only_the_paths_that_are_wanted(website: Website, corpus: Path):
    for path in ("/kommun/a", "/kommun/arkiv/b", "/nyheter/c"):
        website.page(path)
    website.sitemap("/kommun/a", "/kommun/arkiv/b", "/nyheter/c")
    visit(website, corpus, website.source(include=("/kommun/",), exclude=("/kommun/arkiv",)))
    assert files(corpus) == ["kommun--a.html"]


def test_a_list_of_addresses_does_without_a_map(website: Website, corpus: Path):
    website.page("/mal")
    visit(website, corpus, website.source(urls=(f"{website.root}/mal",)))
    assert files(corpus) == ["mal.html"]
    assert website.asked() == ["/robots.txt", "/mal"]


def test_addresses_that_would_share_a_file_have_one_each(website: Website, corpus: Path):
    paths = ["/plan", "/Plan", "/plan/", "/plan?sida=1", "/plan?sida=2", "/pl%C3%A5n", "/pla%CC%8An"]
    for path in paths:
        website.page(path, text=f"Adress {path}")
    website.sitemap(*paths)
    assert len(visit(website, corpus).created) == 7
    assert len({name.casefold() for name in files(corpus)}) == 7
    texts = {(corpus / "lund" / name).read_text("utf-8") for name in files(corpus)}
    assert len(texts) == 7
    assert visit(website, corpus).unchanged == 7


def test_names_that_lead_elsewhere_stay_in_the_folder(website: Website, corpus: Path):
    paths = ["/..%2F..%2Fetc%2Fpasswd", "/%2e%2e%2fx", "/a%00b", "/.ssh%2Fid"]
    for path in paths:
        website.page(path)
        website.page(httpx.URL(website.root + path).raw_path.decode())
    website.sitemap(*paths)
    outcome = visit(website, corpus)
    assert len(outcome.created) == 4
    assert sorted(path.name for path in corpus.iterdir()) == [STATE_FILE, "lund"]
    assert sorted(path.name for path in corpus.parent.iterdir()) == ["corpus"]
    assert not [name for name in files(corpus) if name.startswith(".")]


def test_one_page_under_two_addresses_is_one_text(website: Website, corpus: Path):
    website.page("/vision")
    website.moved("/a-gammal", "/vision")
    website.moved("/b-gammal", "/mal")
    website.moved("/c-gammal", "/mal")
    website.page("/mal")
    website.sitemap("/a-gammal", "/b-gammal", "/c-gammal", "/vision")
    for _ in range(4):
        outcome = visit(website, corpus)
        assert (outcome.missing, outcome.removed, outcome.failures) == ((), (), ())
        assert files(corpus) == ["b-gammal.html", "vision.html"]
    said = yaml.safe_load((corpus / "lund" / "b-gammal.html.yaml").read_text("utf-8"))
    assert said["url"] == f"{website.root}/mal"


def test_a_page_that_becomes_another_format_is_not_there_twice(website: Website, corpus: Path):
    website.page("/plan")
    website.sitemap("/plan")
    visit(website, corpus)
    website.replies["/plan"] = Reply(200, b"Lund", {"Content-Type": "text/plain"})
    visit(website, corpus)
    assert files(corpus) == ["plan.txt"]
    assert not (corpus / "lund" / "plan.html.yaml").exists()


def test_beyond_the_limit_the_others_come_first_next_time(
    website: Website, corpus: Path, monkeypatch: pytest.MonkeyPatch
):
    moments = iter(f"2026-01-01T00:00:{second:02}" for second in range(60))
    monkeypatch.setattr(visiting, "_now", lambda: next(moments))
    paths = [f"/{number}" for number in range(5)]
    for path in paths:
        website.page(path)
    website.sitemap(*paths)
    site = website.source(pages=2)
    outcome = visit(website, corpus, site)
    assert (faults(outcome), outcome.failures[0].detail) == ([Fault.LIMIT], "3")
    visit(website, corpus, site)
    assert visit(website, corpus, site).missing == ()
    assert files(corpus) == [f"{number}.html" for number in range(5)]


def test_no_more_bytes_than_allowed_in_one_run(website: Website, corpus: Path):
    for path in ("/a", "/b", "/c"):
        website.replies[path] = Reply(200, b"x" * 700_000, {"Content-Type": "text/plain"})
    website.sitemap("/a", "/b", "/c")
    outcome = visit(website, corpus, website.source(megabytes=1))
    assert outcome.created == ("lund/a.txt",)
    assert Fault.LARGE in faults(outcome)


def test_a_server_that_is_down_is_left_alone_after_a_few_tries(website: Website, corpus: Path):
    paths = ten_pages(website, corpus)
    for path in paths:
        website.replies[path] = Reply(503)
    website.requests.clear()
    assert faults(visit(website, corpus)) == [Fault.BUSY] * 5
    assert len([path for path in website.asked() if path in paths]) == 5
    assert len(files(corpus)) == 10


def test_a_file_that_cannot_be_written_is_told_and_the_next_one_comes(
    website: Website, corpus: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(path: Path, content: bytes) -> None:
        if path.name == "a.html":
            raise OSError(28, "No space left on device")
        real(path, content)

    real = placing.replace_file
    monkeypatch.setattr(placing, "replace_file", full)
    website.page("/a")
    website.page("/b")
    website.sitemap("/a", "/b")
    outcome = visit(website, corpus)
    assert [(failure.what, failure.fault) for failure in outcome.failures] == [("lund/a.html", Fault.DISK)]
    assert files(corpus) == ["b.html"]


def test_a_folder_that_leads_elsewhere_is_not_written_into(website: Website, corpus: Path, tmp_path: Path):
    (tmp_path / "annan").mkdir()
    (corpus / "lund").symlink_to(tmp_path / "annan")
    website.page("/a")
    website.sitemap("/a")
    assert faults(visit(website, corpus)) == [Fault.DISK]
    assert list((tmp_path / "annan").iterdir()) == []


def test_a_run_that_is_killed_loses_nothing(website: Website, corpus: Path, monkeypatch: pytest.MonkeyPatch):
    """Killed after the page, before the state: the next run takes what lies there for what it is."""
    paths = [f"/{number}" for number in range(4)]
    for path in paths:
        website.page(path)
    website.sitemap(*paths)
    fetcher, memory, site = website.fetcher(), Memory.load(corpus), website.source()
    real = Shelf.put

    def killed(self: Shelf, name: str, raw: bytes, said: object = None) -> None:
        real(self, name, raw, said)  # type: ignore[arg-type]
        if name == "2.html":
            raise KeyboardInterrupt

    monkeypatch.setattr(remembered, "EVERY", 1e9)
    first = Visit(site, Shelf(corpus, "lund"), memory, fetcher, Robots(fetcher))
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "put", killed)
        with pytest.raises(KeyboardInterrupt):
            first.run()
    (corpus / "lund" / ".3.html.new").write_bytes(b"half")
    Shelf(corpus, "lund").sweep()
    outcome = visit(website, corpus)
    assert outcome.created == ("lund/3.html",)
    assert outcome.unchanged == 3
    assert files(corpus) == [f"{number}.html" for number in range(4)]


def test_the_address_in_a_sidecar_follows_the_page(website: Website, corpus: Path):
    website.page("/a")
    website.sitemap("/a")
    visit(website, corpus)
    website.moved("/a", "/b")
    website.page("/b")
    assert visit(website, corpus, replace(website.source(), municipality="Lund")).unchanged == 1
    said = yaml.safe_load((corpus / "lund" / "a.html.yaml").read_text("utf-8"))
    assert said == {"url": f"{website.root}/b", "municipality": "Lund"}
