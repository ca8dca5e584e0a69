"""Who is on the list is in nothing that the service gives, from the next call on, in every version of a text."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk import Service
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.model import HIDDEN, Answer, Document
from maltolk.presentation import as_json, contact_as_json, document_as_json, hit_as_json
from maltolk.privacy.suppressed import SuppressionList, entry
from maltolk.reading import read_document, read_folder
from maltolk.renewal import renew
from maltolk.settings import Settings

TEXT = """---
municipality: Ale
title: Nytt från Ale
---

# Nytt från Ale

Kommunen bygger en simhall i Nödinge. Den ska stå klar 2031.

## Mål för simhallen

Fullmäktige har beslutat om tre mål:

- Alla barn ska lära sig simma
- Åsa Hemlin ska leda arbetet
- Entrén ska vara gratis

– Vi bygger för alla, säger Åsa Hemlin (S), kommunalråd.

## Kontakt

Åsa Hemlin
Kommunalråd
0303-33 00 01
asa.hemlin@ale.example

Bo Lax
Fritidschef
0303-33 00 02
bo.lax@ale.example
"""
TRACES = re.compile(r"hemlin|0303.?33.?00.?01|\+46303330001", re.IGNORECASE)
QUESTIONS = (
    *("Vem är Åsa Hemlin?", "Vad har Åsa Hemlin för telefonnummer?", "vad säger åsa hemlin", "Hemlins e-post"),
    *("Vilka mål har Ale för simhallen?", "Vem är kommunalråd i Ale?", "vem har 0303-33 00 01", "Berätta om Ale"),
    *("asa.hemlin@ale.example", "Vem leder arbetet?", "Jämför Ale och Orsa om simhallen", "Vad täcker du?"),
)


def texts(small: Path) -> list[Document]:
    read = read_document("nytt.md", TEXT.encode())
    assert isinstance(read, Document)
    return [*read_folder(small).documents, read]


@pytest.fixture
def settings(tmp_path: Path, small: Path) -> Settings:
    build(tmp_path / "index", texts(small), [], HashEncoder(), probes=probes())
    return Settings(tmp_path / "index", tmp_path / "models", HASHING)


@pytest.fixture
def service(settings: Settings) -> Service:
    return Service(settings)


@pytest.fixture
def suppress(settings: Settings):
    return lambda *fields, **more: SuppressionList(settings.suppressed).add(entry(*fields, **more))


def everything(service: Service) -> str:
    """All that the service gives, as one text."""
    told: list[object] = []
    for question in QUESTIONS:
        answer = service.ask(question, trace=True)
        told += [as_json(replace(answer, trace=None)), service.follow_ups(question, (), answer)]
        told += [hit_as_json(hit) for hit in service.search(question, 50)]
        told += [contact_as_json(row) for row in service.contacts(question)]
        told += [each.document.text for c in answer.citations if (each := service.version(c.quote.digest))]
    told += [contact_as_json(row) for row in service.contacts()]
    told += [document_as_json(row) for row in service.documents()]
    told += [service.examples("sv"), service.examples("en")]
    for row in service.documents():
        version = service.version(row.digest)
        assert version is not None
        told += [version.document.text, version.document.title, [p.context for p in service.passages(row.digest)]]
    return json.dumps(told, ensure_ascii=False)


def test_without_a_list_she_is_everywhere(service: Service):
    assert len(TRACES.findall(everything(service))) > 10


def test_on_the_list_she_is_nowhere_at_once(service: Service, suppress):
    assert TRACES.search(everything(service))
    suppress("Åsa Hemlin")
    assert TRACES.findall(everything(service)) == []


def test_others_are_still_there(service: Service, suppress):
    suppress("Åsa Hemlin")
    assert [row.name for row in service.contacts("Bo Lax")] == ["Bo Lax"]
    assert "bygger en simhall" in service.ask("Vad bygger kommunen i Nödinge?").text
    assert "Bo Lax" in [row.name for row in service.contacts("fritidschef")]


@pytest.mark.parametrize("by", [{"name": "Åsa Hemlin"}, {"email": "asa.hemlin@ale.example"}, {"phone": "0303330001"}])
def test_any_of_name_address_and_number_removes_the_contact(service: Service, suppress, by: dict[str, str]):
    suppress(**by)
    reached = [
        row for row in service.contacts() if row.email == "asa.hemlin@ale.example" or row.phone == "0303-33 00 01"
    ]
    assert reached == []
    assert "Bo Lax" in [row.name for row in service.contacts()]


def test_asked_for_she_is_answered_like_somebody_who_never_was(service: Service, suppress):
    suppress("Åsa Hemlin")
    for question in ("Vem är {}?", "Vad har {} för telefonnummer?", "Vad säger {}?"):
        hidden, nobody = (service.ask(question.format(name)) for name in ("Åsa Hemlin", "Ylva Nemond"))
        assert (hidden.status, hidden.text, hidden.citations) == (nobody.status, nobody.text, nobody.citations)
    assert service.contacts("Hemlin") == ()


def test_taken_off_the_list_she_is_back(service: Service, settings: Settings, suppress):
    before = everything(service)
    suppress("Åsa Hemlin")
    SuppressionList(settings.suppressed).remove(entry("Åsa Hemlin").key)
    assert TRACES.findall(everything(service)) == TRACES.findall(before)


def test_the_text_keeps_every_other_letter_in_its_place(service: Service, suppress):
    digest = next(row.digest for row in service.documents() if row.path == "nytt.md")
    whole = service.version(digest)
    suppress("Åsa Hemlin")
    shown = service.version(digest)
    assert whole is not None
    assert shown is not None
    assert shown.document.digest == digest
    assert len(shown.document.text) == len(whole.document.text)
    for place, (a, b) in enumerate(zip(whole.document.text, shown.document.text, strict=True)):
        inside = any(span.start <= place < span.end for span in shown.document.hidden)
        assert b == (HIDDEN if inside and not a.isspace() else a)


def test_every_quote_is_still_verbatim(service: Service, suppress):
    suppress("Åsa Hemlin")
    for question in QUESTIONS:
        answer: Answer = service.ask(question)
        for citation in answer.citations:
            version = service.version(citation.quote.digest)
            assert version is not None
            assert citation.quote.span.of(version.document.text) == citation.quote.text
            assert HIDDEN not in citation.quote.text


def test_older_versions_and_rebuilds_do_not_bring_her_back(service: Service, settings: Settings, small: Path, suppress):
    old = next(row.digest for row in service.documents() if row.path == "nytt.md")
    suppress("Åsa Hemlin")
    fresh = read_document("nytt.md", TEXT.replace("2031", "2032").encode())
    assert isinstance(fresh, Document)
    build(settings.index, [*texts(small)[:-1], fresh], [], HashEncoder(), probes=probes())
    assert TRACES.findall(everything(service)) == []
    archived = service.version(old)
    assert archived is not None
    assert not archived.is_current
    assert not TRACES.search(archived.document.text)
    assert all(c.name is None or "Hemlin" not in c.name.of(archived.document.text) for c in archived.document.contacts)


def test_a_report_of_a_renewal_leaves_her_out(settings: Settings, tmp_path: Path, small: Path, suppress):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for file in small.iterdir():
        (corpus / file.name).write_bytes(file.read_bytes())
    (corpus / "nytt.md").write_text(TEXT.replace("0303-33 00 01", "0303-33 00 01").replace("ska leda", "leder"))
    (tmp_path / "q.jsonl").write_text('{"id": 1, "q": "Vem är kommunalråd i Ale?"}\n{"id": 2, "q": "Åsa Hemlin"}\n')
    set_up = replace(settings, corpus=corpus, questions=tmp_path / "q.jsonl")
    suppress("Åsa Hemlin")
    (corpus / "nytt.md").write_text(TEXT.replace("0303-33 00 01", "0303-33 00 09").replace("ska leda", "leder"))
    renewal = renew(set_up, encoder=HashEncoder())
    told = json.dumps(renewal.as_json()["changes"], ensure_ascii=False) + "\n".join(renewal.as_lines())
    assert renewal.report.documents.changed == 1
    assert not TRACES.search(told.replace('"q": "Åsa Hemlin"', ""))


def test_a_text_named_after_her_is_not_listed(settings: Settings, small: Path, suppress):
    read = read_document("asa-hemlin.md", TEXT.replace("# Nytt från Ale", "# Åsa Hemlin har ordet").encode())
    assert isinstance(read, Document)
    build(settings.index, [*read_folder(small).documents, read], [], HashEncoder(), probes=probes())
    service = Service(settings)
    suppress("Åsa Hemlin")
    assert "asa-hemlin.md" not in [row.path for row in service.documents()]
    assert TRACES.findall(everything(service)) == []


def test_in_another_municipality_the_same_name_stays(service: Service, suppress):
    suppress("Åsa Hemlin", municipality="Orsa")
    assert "Åsa Hemlin" in [row.name for row in service.contacts()]


def test_with_a_list_that_cannot_be_read_nothing_is_answered(settings: Settings):
    settings.suppressed.write_text("[[person")
    with pytest.raises(Exception, match="cannot be read"):
        Service(settings).ask("Vilka mål har Ale?")
