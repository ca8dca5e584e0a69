"""Contacts as vCards, read back by the library that reads them."""

import pytest
import vobject

from maltolk.model import Contact, Document, Span
from maltolk.web.vcards import Origin, vcard, vcards

ORIGIN = Origin("https://mal.example/kalla/abc/0-10", "Ur ”Kontakter”, Lund. Texten är från 2019-10-18.")


def contact_of(phone_e164: str | None = None, **fields: str) -> tuple[Document, Contact]:
    """A text that has nothing but the fields, and the contact in it."""
    text, spans = "", {}
    for name, words in fields.items():
        spans[name] = Span(len(text), len(text) + len(words))
        text += words + "\n"
    document = Document("lund.md", "Lund", "Kontakter", text, "0" * 64)
    return document, Contact(Span(0, max(len(text) - 1, 0)), phone_e164=phone_e164, **spans)


def read(document: Document, contact: Contact) -> vobject.base.Component:
    return vobject.readOne(vcard(document, contact, ORIGIN))


def test_every_field_is_there_and_nothing_else():
    card = read(
        *contact_of(
            name="Åsa Öberg",
            role="Kommunalråd, ordförande; vice",
            party="Liberalerna",
            phone="046-465 00 21",
            email="asa@lund.example",
            phone_e164="+46464650021",
        )
    )
    assert {line.name: line.value for line in card.lines() if line.name not in {"N", "ORG"}} == {
        "VERSION": "3.0",
        "FN": "Åsa Öberg",
        "TITLE": "Kommunalråd, ordförande; vice",
        "TEL": "+46464650021",
        "EMAIL": "asa@lund.example",
        "URL": ORIGIN.link,
        "NOTE": ORIGIN.note,
    }
    assert (card.n.value.family, card.n.value.given) == ("Öberg", "Åsa")
    assert card.org.value == ["Lund", "Liberalerna"]


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Anna Maria Ek", "Ek", "Anna Maria"),
        ("Carl von Essen", "von Essen", "Carl"),
        ("Eva de la Gardie", "de la Gardie", "Eva"),
        ("Von Essen", "Essen", "Von"),
        ("Madonna", "", "Madonna"),
        ("Ulla  \n Berg-Öst", "Berg-Öst", "Ulla"),
    ],
)
def test_surnames(name: str, family: str, given: str):
    card = read(*contact_of(name=name))
    assert (card.n.value.family, card.n.value.given) == (family, given)
    assert card.fn.value == " ".join(name.split())


def test_a_function_is_called_by_its_role():
    card = read(*contact_of(role="Registrator", email="registrator@lund.example"))
    assert card.fn.value == "Registrator"
    assert (card.n.value.family, card.n.value.given) == ("", "")
    assert card.org.value == ["Lund"]
    assert "tel" not in card.contents


def test_a_number_that_could_not_be_read_is_as_written():
    assert read(*contact_of(name="Ek", phone="046-465 00 21")).tel.value == "046-465 00 21"


def test_a_text_cannot_add_lines_of_its_own():
    written = vcard(*contact_of(name="Eva Ek\r\nTEL:+4690510", role="Chef\nEND:VCARD"), ORIGIN)
    lines = written.splitlines()
    assert not any(line.startswith("TEL") for line in lines)
    assert lines.count("END:VCARD") == 1
    assert len(written.encode().split(b"\r\n")) == len(lines) + 1


def test_several_in_one_file():
    documents = [contact_of(name="Eva Ek"), contact_of(name="Åke Al")]
    cards = list(vobject.readComponents(vcards((*each, ORIGIN) for each in documents)))
    assert [card.fn.value for card in cards] == ["Eva Ek", "Åke Al"]


def test_lines_are_folded_between_letters():
    written = vcard(*contact_of(name="Å" * 60 + " " + "Ö" * 60), ORIGIN)
    assert max(len(line.encode()) for line in written.splitlines()) <= 75
    assert vobject.readOne(written).fn.value == "Å" * 60 + " " + "Ö" * 60
