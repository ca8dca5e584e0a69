"""Looking contacts up by name, role, party, number and address."""

import pytest

from maltolk.answering.people.people_lookup import Person, asks_backwards, look_up, with_role_asked_for


@pytest.fixture
def found(people, understand):
    """The names (else roles) of those a question means, best first."""

    def of(text: str) -> list[str]:
        matches = look_up(people, understand(text).words, text).matches
        return [m.person.field("name") or m.person.field("role") or "" for m in matches]

    return of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ingalill Tranbäck", "Ingalill Tranbäck"),
        ("Tranbäck Ingalill", "Ingalill Tranbäck"),
        ("ingalill", "Ingalill Tranbäck"),
        ("tranback", "Ingalill Tranbäck"),
        ("Tranbeck", "Ingalill Tranbäck"),
        ("Trannbäck", "Ingalill Tranbäck"),
        ("Tranbäcks", "Ingalill Tranbäck"),
        ("roger alvsjo", "Roger Älvsjö"),
        ("MAJA EK", "Maja Ek"),
        ("Ek", "Maja Ek"),
        ("kommunikationschef", "Maja Ek"),
        ("kommunikationschefen", "Maja Ek"),
        ("registratorn", "Registrator"),
        ("fritidschefen", "Sixten Hedbäck"),
    ],
)
def test_by_name_or_role(found, text: str, name: str):
    assert found(text) == [name]


def test_a_plain_role_does_not_mean_the_deputy(found):
    assert found("kommunstyrelsens ordförande") == ["Ingalill Tranbäck"]
    assert found("ordföranden i kommunstyrelsen") == ["Ingalill Tranbäck"]


def test_the_deputy_is_found_by_the_whole_role(found):
    assert found("kommunstyrelsens vice ordförande") == ["Roger Älvsjö"]


def test_a_deputy_alone_is_nobody_when_the_plain_role_is_asked_for(read_text, understand):
    document = read_text("# Kontakt\n\nVice ordförande\nGerd Ask\n08-465 004 60\n")
    alone = [Person(0, document, c) for c in document.contacts]
    assert [p.field("name") for p in alone] == ["Gerd Ask"]
    text = "ordförande"
    assert look_up(alone, understand(text).words, text).matches == ()


@pytest.mark.parametrize("text", ["socialdemokraterna", "socialdemokrat", "sossarna", "S"])
def test_by_party_in_words_or_letters(found, text: str):
    assert found(text) == ["Ingalill Tranbäck"]


def test_nobody_of_another_party(found):
    assert found("miljöpartist") == []


@pytest.mark.parametrize(
    "number",
    [
        "08-465 004 52",
        "0846500452",
        "+46 8 465 004 52",
        "+46846500452",
        "0046 8 465 004 52",
        "08 465 00452",
        "(08) 465 004 52",
        "+46 (0)8 465 004 52",
    ],
)
def test_by_phone_in_any_writing(found, number: str):
    assert found(f"Vem har numret {number}?") == ["Roger Älvsjö"]


def test_by_e_mail_in_any_case(found):
    assert found("vems mejl är Maja.Ek@ale.example") == ["Maja Ek"]


def test_a_number_of_nobody_is_nobodys(found):
    assert found("Vem har numret 08-465 004 99?") == []


def test_a_word_that_nobody_has_means_nobody(found):
    assert found("Vem är borgmästare Ingalill Tranbäck?") == []
    assert found("Maja Furusund") == []


def test_all_words_must_be_of_one_person(people, understand):
    text = "Maja Furusund"
    lookup = look_up(people, understand(text).words, text)
    assert lookup.matches == ()


@pytest.mark.parametrize(
    ("text", "backwards"),
    [("08-465 004 52", True), ("a.b@c.se", True), ("år 2030", False), ("mål 5", False), ("", False)],
)
def test_a_number_or_address_in_the_question(text: str, backwards: bool):
    assert asks_backwards(text) is backwards


def test_a_compound_is_of_the_kind_that_its_last_part_names(read_text, understand):
    document = read_text(
        "# Ordförande\n\nServicenämnden: Solveig Äng (S), 070-174 06 17\n"
        "Miljö- och samhällsbyggnadsnämnden: Janne Kvist (M), 070-174 06 16\n"
    )
    both = [Person(0, document, c) for c in document.contacts]
    text = "vilka leder nämnderna"
    assert len(look_up(both, understand(text).words, text).matches) == 2


def test_a_word_that_ends_like_another_is_not_of_its_kind(read_text, understand):
    document = read_text("# Chefer\n\nChef sport\nAda Lind\n08-465 004 60\n\nChef transport\nBo Ek\n08-465 004 61\n")
    both = [Person(0, document, c) for c in document.contacts]
    text = "Vem är chef för sport?"
    assert [m.person.field("name") for m in look_up(both, understand(text).words, text).matches] == ["Ada Lind"]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("Därefter frågar ordföranden om fullmäktige bifaller Ada Bergs (S) yrkande.\n", []),
        ("Ordförande i fullmäktige:\n\nAda Berg (S)\n08-465 004 60\n", ["Ada Berg"]),
    ],
)
def test_a_role_in_the_sentence_before_a_name_is_not_theirs(read_text, understand, page: str, names: list[str]):
    document = read_text(f"# Beslut\n\n{page}")
    assert len(document.contacts) == 1
    text = "Vem är ordförande i fullmäktige?"
    matches = look_up([Person(0, document, document.contacts[0])], understand(text).words, text).matches
    assert [match.person.field("name") for match in matches] == names


def test_what_stands_before_a_colon_is_no_role(read_text, understand):
    document = read_text("# Kontakt\n\nFrågor om visionen: utvecklare Ada Berg, 0303-70 30 00\n")
    person = Person(0, document, document.contacts[0])
    assert person.field("role") == "Frågor om visionen: utvecklare"
    (match,) = look_up([person], understand("utvecklare").words, "utvecklare").matches
    assert match.by_role
    assert not any(m.by_role for m in look_up([person], understand("Vilken vision?").words, "Vilken vision?").matches)


def test_several_named_in_one_question_are_all_meant(people, understand):
    text = "Nummer till både Ingalill Tranbäck och Maja Ek"
    matches = look_up(people, understand(text).words, text, told=True).matches
    assert {m.person.field("name") for m in matches} == {"Ingalill Tranbäck", "Maja Ek"}


BOARD = """# Kulturnämnden i Ale

## Ledamöter

| Namn | Parti | Uppdrag |
|---|---|---|
| Elsa Brandt | S | Ledamot |
| Ivar Ros | M | Ledamot |

## Stöd

Kulturnämndens sekreterare är Bo Lind, 08-465 004 71.
"""


@pytest.mark.parametrize(
    ("text", "several", "found"),
    [
        ("Vilka sossar sitter i kulturnämnden?", True, ["Elsa Brandt"]),
        ("Vilka sitter i kulturnämnden?", True, ["Bo Lind", "Elsa Brandt", "Ivar Ros"]),
        ("Vem är kulturnämndens sekreterare?", False, ["Bo Lind"]),
    ],
)
def test_a_board_may_be_named_by_the_heading_of_the_page(
    understand, read_text, text: str, several: bool, found: list[str]
):
    document = read_text(BOARD)
    directory = [Person(0, document, contact) for contact in document.contacts]
    matches = look_up(directory, understand(text).words, text, several=several).matches
    assert sorted(m.person.field("name") or "" for m in matches) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vem är kommundirektör?", []),
        ("Vem är kommunikationschef?", ["Maja Ek"]),
        ("Vem är ansvarig för simhallen?", None),
        ("Vem är intendent för simhallen?", None),  # a word by itself, that nobody is called by
        ("Vem är ordförande?", ["Ingalill Tranbäck", "Roger Älvsjö"]),
        ("Vem kan ge råd om bygglov?", None),
        ("Vem svarar på frågor om samrådet?", None),
        ("Vem ringer jag om bostadsområdet?", None),
    ],
)
def test_who_has_the_role_that_is_asked_for(people, understand, text: str, names: list[str] | None):
    meant = with_role_asked_for(people, understand(text).words)
    if names is None:
        assert meant == tuple(people)
    else:
        assert {person.field("name") for person in meant} == set(names)


@pytest.mark.parametrize(
    ("text", "names"), [("har ni alls något att säga", []), ("Alls Ulla", ["Ulla Tall"]), ("tallh", ["Ulla Tall"])]
)
def test_a_swedish_word_is_no_name_misspelt(read_text, understand, text: str, names: list[str]):
    document = read_text("# Kontakt\n\nSekreterare\nUlla Tall\n08-465 004 60\n")
    directory = [Person(0, document, each) for each in document.contacts]
    matches = look_up(directory, understand(text).words, text, told=True).matches
    assert [match.person.field("name") for match in matches] == names
