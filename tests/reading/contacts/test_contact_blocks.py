"""Contact blocks in all their shapes, tables, and people named in running text."""

import pytest
from outline import of_kind, people, read

from maltolk.model import BlockKind
from maltolk.reading.contacts.fields import line_fields

FULL = {
    "name": "Elsa Brandt",
    "role": "Kommunalråd",
    "party": "Centerpartiet",
    "phone": "0411-57 70 01",
    "email": "elsa.brandt@ystad.se",
}


@pytest.mark.parametrize(
    "lines",
    [
        ["Kommunalråd", "Elsa Brandt (Centerpartiet)", "0411-57 70 01", "elsa.brandt@ystad.se"],
        ["Elsa Brandt (Centerpartiet)", "Kommunalråd", "elsa.brandt@ystad.se", "0411-57 70 01"],
        [
            "Namn: Elsa Brandt",
            "Roll: Kommunalråd",
            "Parti: Centerpartiet",
            "Tel: 0411-57 70 01",
            "E-post: elsa.brandt@ystad.se",
        ],
        ["Elsa Brandt (Centerpartiet), Kommunalråd, 0411-57 70 01, elsa.brandt@ystad.se"],
        ["Kommunalråd Elsa Brandt (Centerpartiet)", "Telefon 0411-57 70 01", "E-post elsa.brandt@ystad.se"],
        ["- Elsa Brandt (Centerpartiet) – Kommunalråd – 0411-57 70 01 – elsa.brandt@ystad.se"],
        ["Elsa Brandt | Centerpartiet | Kommunalråd | 0411-57 70 01 | elsa.brandt@ystad.se"],
        ["Kommunalråd: Elsa Brandt (Centerpartiet), tfn 0411-57 70 01, [elsa.brandt@ystad.se](mailto:x)"],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_every_field_in_any_order(lines: list[str], between: str) -> None:
    document = read("Kommunens ledning är vald för fyra år i taget.\n\n" + between.join(lines) + "\n")
    assert people(document) == [FULL]
    assert document.contacts[0].phone_e164 == "+46411577001"
    assert len(of_kind(document, BlockKind.CONTACT)) == 1


def test_neighbours_keep_their_own_fields() -> None:
    document = read(
        "Ledning\n\nKommunchef\nAnders Rosén\n0410-73 30 01\nanders.rosen@trelleborg.se\nSkolchef\nBirgit Ohlin\n"
        "0410-73 30 02\nbirgit.ohlin@trelleborg.se\n\nMiljöstrateg\nCleo Palm\ncleo.palm@trelleborg.se\n"
    )
    assert [(p["name"], p["role"], p.get("phone")) for p in people(document)] == [
        ("Anders Rosén", "Kommunchef", "0410-73 30 01"),
        ("Birgit Ohlin", "Skolchef", "0410-73 30 02"),
        ("Cleo Palm", "Miljöstrateg", None),
    ]


def test_one_role_over_several_people() -> None:
    document = read(
        "Kommunalråd\nElsa Brandt (C) 0411-57 70 01 elsa@ystad.se\nOla Vik (M) 0411-57 70 02 ola@ystad.se\n"
    )
    assert [(p["name"], p["role"]) for p in people(document)] == [
        ("Elsa Brandt", "Kommunalråd"),
        ("Ola Vik", "Kommunalråd"),
    ]


def test_a_party_before_a_colon_is_the_persons() -> None:
    lines = [
        "Vänsterpartiet: Ronja Malmhed, ronja@ed.example",
        "Moderaterna:",
        "Ada Ek, 031-390 06 12",
        "Ove Ek, gruppledare, 031-390 06 13",
        "Kristdemokraterna: uppdraget är vakant",
    ]
    document = read("Gruppledare\n\n" + "\n".join(lines) + "\n")
    assert [(one["name"], one["party"]) for one in people(document)] == [
        ("Ronja Malmhed", "Vänsterpartiet"),
        ("Ada Ek", "Moderaterna"),
        ("Ove Ek", "Moderaterna"),
    ]
    assert document.contacts[-1].span.of(document.text).endswith("031-390 06 13")


@pytest.mark.parametrize("letter", ["V", "S", "M", "C"])
def test_a_letter_before_a_number_is_no_party(letter: str) -> None:
    document = read(f"Kontakt\n\nAnna Ek, ekonomichef, {letter}: 0411-57 70 00, anna.ek@ed.example\n")
    assert [one.get("party") for one in people(document)] == [None]


def test_labels_within_labels_are_read_once_each() -> None:
    line = "V: " * 60 + "Anna Ek"
    assert [field.kind.value for field in line_fields(line, 0, len(line))] == ["party"] * 60 + ["name"]


def test_functions_have_a_role_and_no_name() -> None:
    document = read(
        "Hit vänder du dig med frågor om allt.\n\nKontaktcenter\n0411-57 70 00\nkommunen@ystad.se\n\n"
        "Växel: 0411-57 70 09\n"
    )
    assert people(document) == [
        {"role": "Kontaktcenter", "phone": "0411-57 70 00", "email": "kommunen@ystad.se"},
        {"role": "Växel", "phone": "0411-57 70 09"},
    ]


def test_a_name_with_only_a_number() -> None:
    document = read("Ring gärna oss om du undrar över något.\n\nTor Berglund\n070-174 06 05\n")
    assert people(document) == [{"name": "Tor Berglund", "phone": "070-174 06 05"}]


def test_tables_tell_by_their_head_row() -> None:
    document = read(
        "# Kontakt\n\n| Namn | Uppdrag | Telefon |\n|---|---|---|\n| Elsa Brandt | Skogsfé | 0411-57 70 01 |\n"
        "| Ola Vik | Trollvakt | 0411-57 70 02 |\n",
        "x.md",
    )
    assert people(document) == [
        {"name": "Elsa Brandt", "role": "Skogsfé", "phone": "0411-57 70 01"},
        {"name": "Ola Vik", "role": "Trollvakt", "phone": "0411-57 70 02"},
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Det är bra, säger Elsa Brandt (C), kommunstyrelsens ordförande, i ett uttalande.",
            {"name": "Elsa Brandt", "role": "kommunstyrelsens ordförande", "party": "C"},
        ),
        ("Kommunalrådet Ola Vik (M) höll med.", {"name": "Ola Vik", "role": "Kommunalrådet", "party": "M"}),
        ("Arbetet leds av miljöstrateg Cleo Palm.", {"name": "Cleo Palm", "role": "miljöstrateg"}),
        (
            "Kontakta planarkitekt Cleo Palm på 0411-57 70 03 eller cleo.palm@ystad.se.",
            {"name": "Cleo Palm", "role": "planarkitekt", "phone": "0411-57 70 03", "email": "cleo.palm@ystad.se"},
        ),
        (
            "Ring kommunens kontaktcenter på 0411-57 70 00.",
            {"role": "kommunens kontaktcenter", "phone": "0411-57 70 00"},
        ),
    ],
)
def test_people_in_running_text(sentence: str, expected: dict[str, str]) -> None:
    document = read(f"Nyheter\n\nKommunen har en ny plan för skogen. {sentence} Mer kommer senare.\n")
    assert people(document) == [expected]


@pytest.mark.parametrize(
    "line",
    ["Senast uppdaterad av Matilda Holm", "Av Jonas Skog", "Foto: Anna Ek", "Text: Bo Gran", "Sidansvarig: Eva Lind"],
)
def test_those_who_made_the_page_are_no_contacts(line: str) -> None:
    document = read(f"Vision\n\nVi vill mycket och vi vill det nu genast.\n\n{line}\n")
    assert people(document) == []


@pytest.mark.parametrize("number", ["2019-2021", "212000-1140", "2020-03-04", "35 000", "1.2.3", "0,5"])
def test_other_numbers_are_no_phones(number: str) -> None:
    document = read(f"Uppgifter\n\n{number}\n\nAnna Ek\n")
    assert all("phone" not in person for person in people(document))


def test_phones_from_abroad_and_in_international_form() -> None:
    document = read(
        "Kontakt ges av dem som står här nedan.\n\nAnna Ek\n+46 (0)411-57 70 01\n\nBo Ek\n+45 33 66 33 66\n"
    )
    assert [contact.phone_e164 for contact in document.contacts] == ["+46411577001", "+4533663366"]


@pytest.mark.parametrize(
    "name",
    [
        "Mirjana Kovačić",
        "Đorđe Šimić",
        "Siobhán O'Brien",
        "Łukasz Wójcik",
        "Ann-Mari Ek-Vik",
        "Ola McKay",
        "Aşkın Yıldız",
    ],
)
def test_names_in_any_latin_letters(name: str) -> None:
    document = read(
        f"Ledning\n\nDe leder kommunen.\n\nKommunalråd\n{name} (M)\nE-post: a.b@ystad.se\nTelefon: 0411-57 70 11\n"
    )
    assert people(document) == [
        {"name": name, "role": "Kommunalråd", "party": "M", "phone": "0411-57 70 11", "email": "a.b@ystad.se"}
    ]


@pytest.mark.parametrize(
    "role",
    [
        "Kommunstyrelsens ordförande, kommunalråd",
        "Kommunalråd i opposition",
        "Förste vice ordförande",
        "Ordförande i plan- och byggnämnden",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_role_is_told_whole(role: str, above: bool) -> None:
    person = "Ola Vik (M)"
    lines = [role, person] if above else [person, role]
    document = read(
        "POLITIKER\n\nHär är de som leder kommunen.\n\nPRESIDIET\n\n"
        + "\n".join([*lines, "0411-57 70 02", "ola@ystad.se"])
        + "\n\nEva Ek (S)\nAndre vice ordförande\n0411-57 70 03\neva@ystad.se\n"
    )
    assert [(p["name"], p["role"], p["party"]) for p in people(document)] == [
        ("Ola Vik", role, "M"),
        ("Eva Ek", "Andre vice ordförande", "S"),
    ]
    assert "PRESIDIET" in of_kind(document, BlockKind.HEADING)


def test_boards_with_their_chair_on_one_line_each() -> None:
    document = read(
        "Politiker\n\nHär är de som leder kommunen.\n\nNÄMNDERNAS ORDFÖRANDE\n\n"
        "Skolnämnden – Tove Hall (L), 070-555 21 48, tove.hall@ystad.se\n"
        "Socialnämnden – Amir Dar (KD), 070-555 21 63, amir.dar@ystad.se\n"
        "Kulturnämnden – vakant, val sker i september\nBadnämnden: vakant, 0411-57 70 00\n"
    )
    assert [(p["role"], p["name"], p["party"], p["email"]) for p in people(document)] == [
        ("Skolnämnden", "Tove Hall", "L", "tove.hall@ystad.se"),
        ("Socialnämnden", "Amir Dar", "KD", "amir.dar@ystad.se"),
    ]
    assert len(of_kind(document, BlockKind.CONTACT)) == 2


def test_a_bold_line_right_above_a_name_is_its_role_whatever_it_says() -> None:
    document = read(
        "# Bad\n\n## Kontakt\n\n**Badsamordnare**\nElsa Brandt\nelsa@ystad.se\n\n**Tångolog**\nOla Vik\nola@y.se\n",
        "x.md",
    )
    assert [(p["name"], p["role"]) for p in people(document)] == [
        ("Elsa Brandt", "Badsamordnare"),
        ("Ola Vik", "Tångolog"),
    ]


def test_the_place_to_turn_to_is_told_rather_than_the_whole_municipality() -> None:
    document = read(
        "Plan\n\nVi vill mer.\n\nYstads kommun\n271 80 Ystad\nKontaktcenter 0411-57 70 00\nkommun@ystad.se\n"
    )
    assert people(document) == [{"role": "Kontaktcenter", "phone": "0411-57 70 00", "email": "kommun@ystad.se"}]


def test_a_clause_before_a_person_is_not_the_role_and_is_kept_in_the_block() -> None:
    document = read(
        "Budget\n\nVi har en plan.\n\nFrågor om planen besvaras av ekonomichef Eva Ek, 0411-57 70 00, eva@ystad.se.\n"
    )
    assert [(p["name"], p["role"]) for p in people(document)] == [("Eva Ek", "ekonomichef")]
    assert of_kind(document, BlockKind.CONTACT)[0].startswith("Frågor om planen")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Det är bra, säger Yasmin Bergh (MP), ordförande i plan- och miljönämnden.",
            {"name": "Yasmin Bergh", "role": "ordförande i plan- och miljönämnden", "party": "MP"},
        ),
        ("Undrar du? Ring Kundtjänst 0411-57 70 00 så får du svar.", {"role": "Kundtjänst", "phone": "0411-57 70 00"}),
    ],
)
def test_more_people_in_running_text(sentence: str, expected: dict[str, str]) -> None:
    assert people(read(f"Nyheter\n\nKommunen har en ny plan för skogen. {sentence}\n")) == [expected]


def test_long_lines_of_contacts_are_not_run_together() -> None:
    document = read(
        "Kontakt\n\nHär är de som leder kommunen.\n\nPRESIDIET\n\n"
        "Ordförande i styrelsen: Åsa Öst (C), asa.ost@ystad.se, 0411-57 70 01\n"
        "2:e vice ordförande: José Núñez (V), jose.nunez@ystad.se, 0411-57 70 02\n"
    )
    assert [(p["name"], p["role"], p["email"]) for p in people(document)] == [
        ("Åsa Öst", "Ordförande i styrelsen", "asa.ost@ystad.se"),
        ("José Núñez", "2:e vice ordförande", "jose.nunez@ystad.se"),
    ]


def test_letters_after_a_name_in_a_table_are_a_local_party() -> None:
    document = read(
        "Kontakt\n\nNamn               Parti   Uppdrag                     Telefon\n"
        "Carl-Filip Överby   M     Kommunstyrelsens ordförande     08-465 004 21\n"
        "Anna-Stina Karlsudd WAX   Byggnadsnämndens ordförande     08-465 004 25\n"
    )
    without = read("Kontakt\n\nNamn         Uppdrag          Telefon\nAnna Ek VD   Leder bolaget    08-465 004 21\n")
    assert "party" not in people(without)[0]
    assert [(p["name"], p["party"]) for p in people(document)] == [
        ("Carl-Filip Överby", "M"),
        ("Anna-Stina Karlsudd", "WAX"),
    ]


@pytest.mark.parametrize("invitation", ["E-posta ida@orsa.example", "Du når mig på ida@orsa.example"])
def test_an_invitation_names_nobody_else(invitation: str) -> None:
    document = read(f"Orsa\n\nKontakt\n\nIda Exempel\nplanarkitekt\n0250-55 20 01\n{invitation}\n")
    [contact] = document.contacts
    told = [field.of(document.text) for field in (contact.name, contact.phone, contact.email) if field]
    assert told == ["Ida Exempel", "0250-55 20 01", "ida@orsa.example"]


def test_what_a_number_is_called_may_stand_behind_it() -> None:
    assert people(read("# Kontakt\n\nTelefon: 0480-45 00 00 (växel)")) == [{"role": "växel", "phone": "0480-45 00 00"}]
    assert people(read("# Kontakt\n\nTelefon: 0480-45 00 00 (vardagar)")) == [{"phone": "0480-45 00 00"}]


def test_a_number_below_somebody_told_of_whole_is_another_one() -> None:
    text = "# Kontakt\n\nFrågor: kansliet, kansli@ale.example\n\nTelefon: 0303-70 30 00"
    assert [person.get("phone") for person in people(read(text))] == [None, "0303-70 30 00"]
    (whole,) = people(read("# Kontakt\n\nKansliet\n\nkansli@ale.example\n\n0303-70 30 00"))
    assert (whole["email"], whole["phone"]) == ("kansli@ale.example", "0303-70 30 00")


@pytest.mark.parametrize(
    ("prose", "who"),
    [
        ("Skolchef är **Elsa Brandt**, elsa@ystad.se.", ("Elsa Brandt", "Skolchef")),
        ("Vård- och omsorgschef är Elsa Brandt, 0411-57 70 01.", ("Elsa Brandt", "Vård- och omsorgschef")),
        ("Biträdande skolchef med ansvar för elevhälsan är Elsa Brandt.", ("Elsa Brandt", "Biträdande skolchef")),
        ("Enhetschefen för hemtjänsten, Elsa Brandt, har tid på onsdagar.", ("Elsa Brandt", "Enhetschefen")),
        ("I gruppen ingår teknisk chef Elsa Brandt.", ("Elsa Brandt", "teknisk chef")),
        ("Kommunekologen Elsa Brandt svarar för våtmarker.", ("Elsa Brandt", "Kommunekologen")),
    ],
)
def test_the_role_stands_before_the_name(prose: str, who: tuple[str, str]) -> None:
    document = read(f"Så styrs kommunen\n\nVi har en plan för allt.\n\n{prose}\n")
    assert [(p["name"], p["role"]) for p in people(document)] == [who]


def test_two_after_one_another_each_have_their_own_role() -> None:
    document = read(
        "Styrgrupp\n\nI gruppen ingår ekonomichef Elsa Brandt, teknisk chef Ivar Ros och socialchef Bo Ek.\n"
    )
    told = [(p["name"], p["role"]) for p in people(document)]
    assert told == [("Elsa Brandt", "ekonomichef"), ("Ivar Ros", "teknisk chef"), ("Bo Ek", "socialchef")]


@pytest.mark.parametrize(
    "further",
    [
        " Hon nås på 0411-57 70 01 och elsa@ystad.se.",
        " Henne når man säkrast på förmiddagen, 0411-57 70 01, eller elsa@ystad.se.",
        " Telefon 0411-57 70 01. E-post elsa@ystad.se.",
        " Hennes telefonnummer är 0411-57 70 01. Mejla elsa@ystad.se.",
        "\n\nTelefon: 0411-57 70 01\n\nE-post: elsa@ystad.se",
    ],
)
def test_how_to_reach_somebody_may_be_told_in_the_next_sentence(further: str) -> None:
    document = read(f"Så styrs kommunen\n\nKommundirektör är Elsa Brandt, som leder förvaltningen.{further}\n")
    found = people(document)
    assert [(p["name"], p["role"], p["phone"], p["email"]) for p in found] == [
        ("Elsa Brandt", "Kommundirektör", "0411-57 70 01", "elsa@ystad.se")
    ]


@pytest.mark.parametrize(
    "further",
    [
        " Frågor om it ställs till servicedesk, 0411-57 70 01.",
        " Hon nås via kommunens växel, 0411-57 70 01.",
        " Hennes ställföreträdare har 0411-57 70 01.",
        "\n\nYstads kommun, kontaktcenter\n0411-57 70 01",
        "\n\nKontakt: 0411-57 70 01",
    ],
)
def test_the_number_of_others_is_not_theirs(further: str) -> None:
    document = read(f"Så styrs kommunen\n\nKommundirektör är Elsa Brandt, som leder förvaltningen.{further}\n")
    assert [p.get("phone") for p in people(document) if p.get("name") == "Elsa Brandt"] == [None]


def test_two_people_in_hard_wrapped_prose_are_not_one() -> None:
    document = read(
        "Frågor\n\nKommunekologen Nils Ros svarar för naturvård, våtmarker och\ninvasiva arter. Honom når man "
        "säkrast på förmiddagarna, 0411-57 70 24.\nUppföljning och statistik samordnas av controller Wilma Berg\n"
        "(wilma.berg@ystad.se).\n"
    )
    assert [(p["name"], p.get("phone"), p.get("email")) for p in people(document)] == [
        ("Nils Ros", "0411-57 70 24", None),
        ("Wilma Berg", None, "wilma.berg@ystad.se"),
    ]


def test_who_has_left_is_no_contact() -> None:
    document = read("Så styrs kommunen\n\nKommunens it-chef, Arvid Ros, slutade den 30 september 2026.\n")
    assert people(document) == []


def test_a_clause_with_a_name_at_its_end_is_no_contact_without_one() -> None:
    document = read(
        "Trafik\n\n- Parkeringstillstånd för rörelsehindrade söks hos Elsa Brandt, elsa@ystad.se.\n- Annat.\n"
    )
    assert [(p["name"], p["email"]) for p in people(document)] == [("Elsa Brandt", "elsa@ystad.se")]


def test_one_column_may_have_both_parts_of_a_name() -> None:
    document = read(
        "# Nämnden\n\n| Efternamn, Förnamn | Parti | Telefon |\n|---|---|---|\n| Brandt, Elsa | S | 0411-57 70 01 |\n"
        "| Ros Ek, Ivar | M | 0411-57 70 02 |\n"
    )
    assert [p["name"] for p in people(document)] == ["Brandt, Elsa", "Ros Ek, Ivar"]


def test_an_area_is_no_council() -> None:
    document = read("Bygglov\n\nBoka ett samtal med Elsa Brandt, som ansvarar för fjällområdet.\n")
    assert people(document) == []


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Team Norr: Anna Ek, 0411-57 70 01", {"role": "Team Norr", "name": "Anna Ek", "phone": "0411-57 70 01"}),
        ("Team Söder (Rya, Viken): Anna Ek, 0411-57 70 01", {"role": "Team Söder (Rya, Viken)", "name": "Anna Ek"}),
        ("Telefon: 0411-57 70 01. Öppet dygnet runt.", {"phone": "0411-57 70 01"}),
        ("Telefon: 0411-57 70 01, måndag och tisdag 9–11.30", {"phone": "0411-57 70 01"}),
        ("E-post: info@ystad.se (skriv inget om din hälsa)", {"email": "info@ystad.se"}),
    ],
)
def test_what_for_and_what_follows_a_number(line: str, fields: dict[str, str]) -> None:
    found = {field.kind.value: field.span.of(line) for field in line_fields(line, 0, len(line))}
    assert fields.items() <= found.items()
    assert "other" not in found


def test_a_switchboard_with_its_hours() -> None:
    document = read("Kontakta oss\n\nVäxeln\nTelefon: 0411-57 70 00. Öppet dygnet runt.\nE-post: info@ystad.se\n")
    assert [(p["role"], p["phone"], p["email"]) for p in people(document)] == [
        ("Växeln", "0411-57 70 00", "info@ystad.se")
    ]
