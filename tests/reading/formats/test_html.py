"""Web pages: what is kept, what is left out, in which encoding, and what the head says."""

import re

import pytest

from maltolk.model import Document
from maltolk.reading import read_document
from maltolk.reading.formats import Extracted, Unreadable, extract
from maltolk.reading.sandbox.worker import Worker

MASKED = bytes([7, *(sign ^ 7 for sign in b"anna@ale.se")]).hex()


def page(body: str, head: str = "") -> Extracted:
    found = extract(".html", f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode())
    assert isinstance(found, Extracted), found
    return found


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>Mål</h1><p>Vi vill\n  mer.</p>", "# Mål\n\nVi vill mer."),
        ("<h2><button aria-expanded=true>Öppet</button></h2>Alltid", "## Öppet\n\nAlltid"),
        ("<details><summary>Hur?</summary><p>Så.</p></details>", "Hur?\n\nSå."),
        ("<ul><li>Ett<li>Två<ul><li>Två a</ul></ul>Sist", "- Ett\n- Två\n    - Två a\n\nSist"),
        ("<ol start=3><li>Tre</li><li>Fyra</li></ol>", "3. Tre\n4. Fyra"),
        ("<ol type=a><li>Ett</li><li value=4>Fyra</li></ol>", "a) Ett\nd) Fyra"),
        ("<ul><li><p>Ett</p><p>Mer om ett</p></li></ul>", "- Ett\n\n    Mer om ett"),
        ("<p>Rad ett<br>rad två</p>", "Rad ett\nrad två"),
        ("<p><strong>Trygghet</strong></p><p>Vi är <b>trygga</b> här.</p>", "**Trygghet**\n\nVi är trygga här."),
        ("<p>Ring&nbsp;oss&shy;nu<wbr>.</p>", "Ring ossnu."),
        ("<p>a</p><script>x</script><!-- y --><style>z</style><noscript>å</noscript><p>b</p>", "a\n\nb"),
        ("<p>a</p><p hidden>b</p><p style='display: none'>c</p><p aria-hidden=true>d</p>", "a"),
        ("<p>Text <nav>meny</nav> mer</p>", "Text mer"),
        ('<p><a href="mailto:anna.ek@ale.se?subject=x">Skriv till Anna</a></p>', "Skriv till Anna anna.ek@ale.se"),
        ('<p><a href="mailto:anna@ale.se">anna@ale.se</a></p>', "anna@ale.se"),
        ("<table><tr><td><h1>Mål</h1><p>Text</p></td></tr></table>", "# Mål\n\nText"),
        ("<p>Se <a href='tel:+46303330000'>växeln</a></p>", "Se växeln +46303330000"),
        (f"<p><a href='/x' data-cfemail='{MASKED}'>[dold]</a></p>", "anna@ale.se"),
        (f"<p><a href='/cdn-cgi/l/email-protection#{MASKED}'>Skriv</a></p>", "Skriv anna@ale.se"),
        ("<p>Bygg <del>åtta</del> <ins>tolv</ins> hus, <s>strax</s>snart.</p>", "Bygg tolv hus, snart."),
        ("<ul><li><del>En bro</del></li><li>En väg</li></ul>", "- En väg"),
        ("<style>.x, p.y{text-decoration:line-through}</style><p class=x>a</p><p class=y>b</p><p>c</p>", "c"),
        ("<style>#x{display:none} .y{color:red}</style><p id=x>a</p><p class=y>b</p>", "b"),
        ("<style>@media print{.x{display:none}} .a .x{display:none}</style><p class=x>a</p>", "a"),
        ("<p>a</p><p class='card d-none'>b</p><p style='position:absolute;left:-9999px'>c</p>", "a"),
        ("<p>a</p><p hidden=until-found>b</p>", "a\n\nb"),
        ("<style>.a{display:none} .a{display:block}</style><p class=a>a</p>", "a"),
        ("<style>.b .a{display:none}</style><div class=b><p class=a>a</p></div><p class=a>b</p>", "b"),
        (
            "<style>@media screen{.a{display:none}} @media print{.b{color:red;display:none}}</style>"
            "<p class=a>a</p><p class=b>b</p>",
            "b",
        ),
        ("<style>.hide{color:red}</style><p class=hide>a</p><p class='d-none d-md-block'>b</p>", "a\n\nb"),
        ("<style>.fn{vertical-align:super}</style><p>År 2030<span class=fn>1</span>.</p>", "År 2030."),
        ("<p>Pris <b aria-hidden=true>1 200 kr</b><i aria-hidden=true>arrow_up</i> per år</p>", "Pris 1 200 kr per år"),
        ("<p>Klar 2027 <s>2026</s>.</p>", "Klar 2027."),
        ("<p>ida<span style='display:none'>NEJ</span>@ale.se</p>", "ida@ale.se"),
        ("<span style='display:block'>Ida Ek</span><span style='display:block'>Chef</span>", "Ida Ek\n\nChef"),
        ("<h3 class=toggle>Mål</h3><div style='display:none'><p>Vi vill.</p></div>", "### Mål\n\nVi vill."),
        ("<div><button>Mål</button></div><div style='display:none'><p>Vi vill.</p></div>", "Mål\n\nVi vill."),
        ("<p>Vi vill<span id=m style='display:none'> mycket</span></p><button>Läs mer</button>", "Vi vill mycket"),
        ("<label>Namn</label><span hidden>Fyll i fältet</span>", "Namn"),
        ("<p>Se avsnitt <a href='#notiser'>4</a> om detta.</p>", "Se avsnitt 4 om detta."),
        ("<p>År 2030<a href='#_ftn1'>[1]</a>.</p>", "År 2030."),
        ("<button aria-controls=x>Mål</button><div id=x style='display:none'><p>Vi vill.</p></div>", "Mål\n\nVi vill."),
        ("<a href='#x' role=tab>Mål</a><div id=x hidden><p>Vi vill.</p></div>", "Mål\n\nVi vill."),
        ("<style>.p{display:none}</style><button>Mål</button><div class=p><p>Vi vill.</p></div>", "Mål\n\nVi vill."),
        (
            "<p>År 2030<sup>1</sup> och 50 m<sup>2</sup>, 90<sup><a href='#n'>2</a></sup> %</p>",
            "År 2030 och 50 m², 90 %",
        ),
        ("<p>År <b>2030</b><a href='#fn1' class='footnote-ref'>1</a>.</p>", "År 2030."),
        ("<p>Den <b>3</b><sup>:e</sup> gången</p>", "Den 3:e gången"),
        ("<table><tr><th>Mål<th>År<tr><td>a<sup>1</sup><td>b<sup>2</sup></table>", "| Mål | År |\n| a | b |"),
        ("<dl><dt>Växel</dt><dd>0123-456 00</dd><dt>Tid</dt><dd>8-16</dd></dl>", "Växel\t0123-456 00\nTid\t8-16"),
        ("<dl><dt>Hur?</dt><dd>Så.</dd><dd>Och så.</dd></dl>", "Hur?\n\nSå.\n\nOch så."),
    ],
)
def test_elements(body: str, text: str) -> None:
    assert page(body).text == text


def test_a_table_is_a_row_a_line_with_its_head_first() -> None:
    rows = "<tr><th>Namn</th><th>Parti</th></tr><tr><td>Anna <br>Ek</td><td>S | V</td></tr><tr><td></td><td>M</td></tr>"
    found = page(f"<p>Före</p><table><caption>Ledamöter</caption><tbody>{rows}</tbody></table><p>Efter</p>")
    assert found.text == "Före\n\nLedamöter\n\n| Namn | Parti |\n| Anna Ek | S / V |\n|  | M |\n\nEfter"


def test_a_cell_over_several_rows_or_columns_holds_for_each() -> None:
    rows = """<thead><tr><td rowspan=2>Mått</td><td colspan=2>2026</td></tr><tr><td>Mål</td><td>Utfall</td></tr></thead>
    <tr><td rowspan=0>Skola</td><td>80</td><td>81</td></tr><tr><td colspan=2>90</td></tr>"""
    assert page(f"<table>{rows}</table>").text.split("\n") == [
        "| Mått | 2026 Mål | 2026 Utfall |",
        "| Skola | 80 | 81 |",
        "| Skola | 90 | 90 |",
    ]


@pytest.mark.parametrize("start", ["<main>", "<article>", "<section>", "<div>", "<header>Ale</header><main>", "<p>"])
def test_head_and_body_may_be_left_out(start: str) -> None:
    found = extract(".html", f"<!DOCTYPE html><title>Mål</title>{start}<h1>Mål</h1><p>Vi vill mer.</p>".encode())
    assert isinstance(found, Extracted), found
    assert found.text == "# Mål\n\nVi vill mer."


def test_people_are_found_in_tables_with_and_without_a_head_and_on_cards() -> None:
    people = [
        ("Anna Ek", "S", "Kommunalråd", "0303-33 00 01", "anna.ek@ale.se"),
        ("Bo Alm", "M", "Gruppledare", "0303-33 00 02", "bo.alm@ale.se"),
    ]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in person) + "</tr>" for person in people)
    head = "<tr>" + "".join(f"<th>{cell}</th>" for cell in ("Namn", "Parti", "Uppdrag", "Telefon", "E-post")) + "</tr>"
    cards = "".join(
        f"<p><b>{name} ({party})</b></p><dl><dt>Uppdrag</dt><dd>{role}</dd><dt>Telefon</dt><dd>{phone}</dd>"
        f'<dt>E-post</dt><dd><a href="mailto:{email}">{email}</a></dd></dl>'
        for name, party, role, phone, email in people
    )
    for shown in (f"<table>{rows}</table>", f"<table>{head}{rows}</table>", cards):
        document = read_document("a.html", f"<main><h1>Ledamöter</h1><p>Här är de.</p>{shown}</main>".encode())
        assert isinstance(document, Document)
        fields = [(c.name, c.party, c.role, c.phone, c.email) for c in document.contacts]
        assert [tuple(f.of(document.text) for f in each if f) for each in fields] == people


def test_furniture_is_left_out_and_the_text_kept() -> None:
    body = """<div class="cookie-banner">Vi använder kakor</div><nav>Meny</nav><div id="main-nav">Meny igen</div>
    <main class="has-sidebar menu-open"><header><h1>Vision</h1></header><p>Vi vill mycket, och vi vill det genast.</p>
    <aside><p>Kontakt: Anna Ek, anna.ek@ale.se</p></aside><footer><p>Senast ändrad 3 maj 2023</p></footer>
    <div class="related"><a href=x>Mer</a></div></main>
    <aside><a href=a>Länk ett</a> <a href=b>Länk två</a></aside><footer>Ale kommun</footer>"""
    found = page(body)
    assert found.text.split("\n\n") == [
        "# Vision",
        "Vi vill mycket, och vi vill det genast.",
        "Kontakt: Anna Ek, anna.ek@ale.se",
        "Senast ändrad 3 maj 2023",
    ]
    assert "Ale kommun" in found.about


def test_how_to_reach_somebody_is_kept_of_the_foot() -> None:
    body = """<main><h1>Vision</h1><p>Vi vill mycket, och vi vill det genast.</p><p>Växel: 0303-70 30 00</p></main>
    <footer><p>Ale kommun</p><p>Kontaktcenter: 0303-70 30 01</p><p>Växel: 0303-70 30 00</p>
    <p><a href=x>Om webbplatsen</a></p></footer>"""
    assert page(body).text.split("\n\n") == [
        "# Vision",
        "Vi vill mycket, och vi vill det genast.",
        "Växel: 0303-70 30 00",
        "Kontaktcenter: 0303-70 30 01",
    ]


@pytest.mark.parametrize(
    "part",
    [
        '<h2 id="social-hallbarhet">Social hållbarhet</h2>',
        '<section id="social-hallbarhet"><h2>Social hållbarhet</h2><p>Alla ska med.</p></section>',
        '<div class="social-omsorg"><p>Socialtjänsten hjälper den som behöver det.</p></div>',
        '<div class="tab-content" id="nav-tabContent"><p>Panelens ord.</p></div>',
        '<ul class="menu"><li>Måndag: fisk</li><li>Tisdag: soppa</li></ul>',
        '<table><tr><td class="menu">Måndag</td><td>Fisk</td></tr></table>',
        '<p class="related">Ett stycke.</p>',
    ],
)
def test_a_name_alone_makes_no_furniture(part: str) -> None:
    words = [word for word in re.sub(r"<[^>]+>", " ", part).split() if word]
    assert [word for word in words if word not in page(f"<main><h1>Mål</h1>{part}</main>").text] == []


def test_what_stands_outside_the_main_part_and_is_wanted() -> None:
    main = "<main><p>Avgiften är 300 kronor om året för alla.</p></main>"
    aside = "<aside><h2>Kontakt</h2><p>Ida Ek, planarkitekt<br>0303-33 00 01</p></aside>"
    found = page(f"<header><h1>Taxa för bygglov</h1><a href=/>Start</a></header>{main}{aside}<p>Nyheter</p>")
    assert found.text.startswith("# Taxa för bygglov\n\nAvgiften är 300 kronor")
    assert found.text.endswith("## Kontakt\n\nIda Ek, planarkitekt\n0303-33 00 01")


def test_words_after_the_end_are_words() -> None:
    found = extract(".html", b"<html><body><p>Ett.</p></body></html><p>Tv\xc3\xa5.</p>")
    assert isinstance(found, Extracted)
    assert found.text == "Ett.\n\nTvå."


@pytest.mark.parametrize(
    "part",
    ["<b></b><sup>1</sup>", "<x></x>", '<div class="menu">', '<div class="foot">', "<dl><dt>a</dt><dd>", "<ul><li>a"],
)
def test_sixty_kilobytes_of_anything_are_read_within_the_limits(part: str) -> None:
    with Worker() as worker:
        found = worker.read("a.html", ("<h1>Orsa ska ha tolv lekplatser</h1>" + part * (60_000 // len(part))).encode())
    assert isinstance(found, Document) or "nests its parts deeper" in found.reason


def test_a_name_does_not_take_the_whole_page_away() -> None:
    assert page('<div class="menu"><h1>Skolmat</h1><p>Veckans meny är lagad från grunden.</p></div>').text.endswith(
        "grunden."
    )


def test_a_menu_outside_main_goes_and_a_list_of_links_within_stays() -> None:
    links = "<ul><li><a href=1>Mål ett</a><li><a href=2>Mål två</a><li><a href=3>Mål tre</a></ul>"
    assert page(f"<main><h1>Mål</h1>{links}</main>").text == "# Mål\n\n- Mål ett\n- Mål två\n- Mål tre"
    assert page(f"{links}<h1>Mål</h1><p>Vi vill mer än så här.</p>").text == "# Mål\n\nVi vill mer än så här."


HEADS = [
    ('<title>Mål - Ale kommun</title><meta property="og:site_name" content="Ale kommun">', "title", "Mål"),
    ("<title>Ale kommun | Mål och budget</title>", "title", "Mål och budget"),
    ("<title>Orsa kommun - Kulturplan</title>", "title", "Kulturplan"),
    ("<title>Kulturplan – mål och insatser</title>", "title", "Kulturplan – mål och insatser"),
    ("<title>Kulturplan – mål och insatser | Orsa kommun</title>", "title", "Kulturplan – mål och insatser"),
    ("<title>Kulturplan 2024 - 2027 - Orsa kommun</title>", "title", "Kulturplan 2024 - 2027"),
    ("<title>Bygglov - Bygga, bo och miljö - Orsa kommun</title>", "title", "Bygglov"),
    ("<title>Bygglov | Välkommen till Orsa</title>", "title", "Bygglov"),
    ("<title>Mål för Orsa kommun - kortversion</title>", "title", "Mål för Orsa kommun - kortversion"),
    ('<title>x</title><meta property="og:title" content="Vår vision">', "title", "Vår vision"),
    ('<meta property="article:modified_time" content="2024-03-05T10:00:00Z">', "date", "2024-03-05"),
    (
        '<meta name="DC.Date.Issued" content="2019-11-29"><meta name="dcterms.modified" content="2020-01-02">',
        "date",
        "2020-01-02",
    ),
    (
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2018-02-03"}</script>',
        "date",
        "2018-02-03",
    ),
    ('<script type="application/ld+json">{"datePublished": 3</script>', "date", None),
    ('<link rel="canonical" href="https://ale.se/mal">', "url", "https://ale.se/mal"),
    (
        '<link rel="canonical" href="/mal"><meta property="og:url" content="https://ale.se/b">',
        "url",
        "https://ale.se/b",
    ),
    ('<meta property="og:locale" content="sv_SE">', "language", "sv"),
]


@pytest.mark.parametrize(("head", "field", "value"), HEADS)
def test_what_the_head_says(head: str, field: str, value: str | None) -> None:
    assert getattr(page("<p>Text</p>", head), field) == value


WORDS = "<html><head>{}</head><body><p>Räksmörgås på Åsgården – för alla.</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "mac-roman", "cp850"])
@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252", "utf-16", "no-such", "hex"])
def test_the_swedish_letters_decide(encoding: str, declared: str) -> None:
    said = f'<meta charset="{declared}">' if declared else ""
    page_text = WORDS.format(said)
    if encoding in ("latin-1", "cp850"):
        page_text = page_text.replace("–", "-")
    found = extract(".html", page_text.encode(encoding))
    assert isinstance(found, Extracted), found
    assert found.text.replace("–", "-") == "Räksmörgås på Åsgården - för alla."


def test_a_declared_encoding_of_another_language_is_believed() -> None:
    raw = '<meta charset="iso-8859-2"><p>Zażółć gęślą jaźń i jeszcze trochę.</p>'.encode("iso-8859-2")
    found = extract(".html", raw)
    assert isinstance(found, Extracted)
    assert found.text == "Zażółć gęślą jaźń i jeszcze trochę."


def test_utf8_with_a_broken_sign_is_still_utf8() -> None:
    raw = ("<p>" + "Vi är här för dig. " * 20).encode() + b"\xc3</p>"
    found = extract(".html", raw)
    assert isinstance(found, Extracted)
    assert found.text.startswith("Vi är här")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"<html><body><div id=root></div><script>app()</script></body></html>", "no text of its own"),
        (b"<div>" * 5000 + b"text" + b"</div>" * 5000, "nests"),
        (b"%PDF-1.7 ...", "no web page"),
        (b"<!-- -->", "no text"),
    ],
)
def test_reasons(raw: bytes, reason: str) -> None:
    found = extract(".html", raw)
    assert isinstance(found, Unreadable)
    assert reason in found.reason
