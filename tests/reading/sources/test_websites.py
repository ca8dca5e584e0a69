"""A saved web site: its pages are read, and what only shows them gets one line a folder."""

from pathlib import Path

from maltolk.reading import read_folder
from maltolk.reading.sources.files import Found
from maltolk.reading.sources.websites import without_looks

PAGE = (
    "<html><head><title>{0}</title></head><body><main><h1>{0}</h1><p>Lunds kommun vill plantera tusen träd om året och "
    "sköta dem väl.</p><p>Målet gäller till 2030 och följs upp varje år.</p></main></body></html>"
)


def write(root: Path, name: str, content: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(content, "utf-8")


def test_a_mirrored_site_with_one_index_page_in_each_folder(tmp_path: Path) -> None:
    for folder in (".", "mal", "mal/klimat"):
        write(tmp_path, f"{folder}/index.html", PAGE.format(f"Sidan {folder}"))
    for i in range(50):
        write(tmp_path, f"css/{i}.css", "a {}")
        write(tmp_path, f"img/sub/{i}.PNG", "x")
    reading = read_folder(tmp_path)
    assert [d.path for d in reading.documents] == ["index.html", "mal/index.html", "mal/klimat/index.html"]
    assert [(s.path, s.reason) for s in reading.skipped] == [
        ("css", "50 files (50 .css) for the looks of pages are not read"),
        ("img/sub", "50 files (50 .png) for the looks of pages are not read"),
    ]


def test_the_folder_that_a_browser_saves_beside_a_page(tmp_path: Path) -> None:
    write(tmp_path, "Vår vision.html", PAGE.format("Vår vision"))
    for name in ("a.css", "b.js.download", "saved_resource.html", "djup/c.svg", "text.txt"):
        write(tmp_path, f"Vår vision_files/{name}", PAGE.format("ram"))
    write(tmp_path, "Annat_files/text.txt", "Här finns ingen sida bredvid.")
    reading = read_folder(tmp_path)
    assert [d.path for d in reading.documents] == ["Annat_files/text.txt", "Vår vision.html"]
    assert [(s.path, s.reason) for s in reading.skipped] == [
        (
            "Vår vision_files",
            "5 files (1 .css, 1 .download, 1 .html, 1 .svg, …) that only show the page beside this folder are not read",
        )
    ]


def test_a_few_pictures_among_texts_are_told_one_by_one() -> None:
    names = ["a.txt", "b.png", "c.jpg", "d.xlsx"]
    kept, skipped = without_looks([Found(name, lambda: b"") for name in names])
    assert sorted(found.path for found in kept) == names
    assert skipped == []
