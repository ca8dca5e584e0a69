"""The rooms of the code and the arrows between them, and the path of one question through them.

usage: rooms.py [--question TEXT [--index DIR]] [--write FILE]

Without a question: the imports between rooms as Markdown, outermost room first, and every circle (none is wanted). With
one: which rooms of answering the question enters, in order and how often. --write puts the rooms into FILE, between its
markers, so that the documentation matches the code.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import grimp

PACKAGE = "maltolk"
SPLIT = ("swedish", "reading", "indexing", "answering")
"""Rooms whose inner rooms are shown separately."""
BEGIN, END = "<!-- rooms: begin -->", "<!-- rooms: end -->"


@dataclass(frozen=True, slots=True)
class Rooms:
    """``arrows``: room -> the rooms that it imports. ``circles``: each path by which an import leads back."""

    arrows: dict[str, frozenset[str]]
    circles: tuple[tuple[str, ...], ...]


def rooms() -> Rooms:
    """The rooms as the code has them now. Imports for type checkers alone count as well."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    arrows: dict[str, set[str]] = defaultdict(set)
    circles = []
    for module in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if room_of(module) != room_of(imported):
                arrows[room_of(module)].add(room_of(imported))
            if back := graph.find_shortest_chain(imported, module):
                circles.append((module, *back))
    return Rooms({room: frozenset(to) for room, to in arrows.items()}, tuple(circles))


def room_of(module: str) -> str:
    """ "maltolk.answering.finding.request" -> "answering.finding"; "maltolk.web.staff.desk" -> "web"."""
    parts = module.split(".")[1:] or [PACKAGE]
    return ".".join(parts[: 2 if parts[0] in SPLIT else 1])


def circles_of_rooms(arrows: dict[str, frozenset[str]]) -> list[str]:
    """Rooms that can reach themselves along the arrows."""

    def reached(room: str) -> set[str]:
        found: set[str] = set()
        waiting = [room]
        while waiting:
            for to in arrows.get(waiting.pop(), frozenset()) - found:
                found.add(to)
                waiting.append(to)
        return found

    return [room for room in sorted(arrows) if room in reached(room)]


def in_order(arrows: dict[str, frozenset[str]]) -> list[str]:
    """The rooms sorted so that every arrow leads down the list, if there is no circle."""
    order: list[str] = []

    def visit(room: str, above: tuple[str, ...]) -> None:
        if room in order or room in above:
            return
        for to in sorted(arrows.get(room, frozenset())):
            visit(to, (*above, room))
        order.append(room)

    for room in sorted({*arrows, *(to for found in arrows.values() for to in found)}):
        visit(room, ())
    return order[::-1]


def table(found: Rooms) -> str:
    """The rooms as a Markdown table, and what is wrong with them."""
    rows = [
        f"| {room} | {', '.join(to for to in in_order(found.arrows) if to in found.arrows.get(room, ()))} |"
        for room in in_order(found.arrows)
    ]
    wrong = [f"- circle: {' → '.join(circle)}" for circle in found.circles]
    wrong += [f"- circle of rooms through {room}" for room in circles_of_rooms(found.arrows)]
    return "\n".join(["| room | imports |", "|---|---|", *rows, "", *(wrong or ["No circle, no arrow back."])])


def way_of(question: str, index: Path) -> Iterator[tuple[str, int]]:
    """Each room of answering that ``question`` enters, in order, and how often: a call of one of its functions by
    another room. Methods of a value do not count."""
    from maltolk.service import Service
    from maltolk.settings import Settings

    service = Service(Settings(index=index))
    service.ask(f"{question} ")  # with a space more, so that it is not known the second time
    entered: Counter[str] = Counter()

    def on_call(frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_back is None or "self" in frame.f_locals:
            return
        to, by = room_of_frame(frame), room_of_frame(frame.f_back)
        if to.startswith("answering.") and by.startswith("answering.") and to != by:
            entered[f"{by.removeprefix('answering.')} → {to.removeprefix('answering.')}.{frame.f_code.co_name}"] += 1

    sys.setprofile(on_call)
    try:
        service.ask(question)
    finally:
        sys.setprofile(None)
    yield from entered.items()


def room_of_frame(frame: FrameType) -> str:
    name = str(frame.f_globals.get("__name__", ""))
    return room_of(name) if name.startswith(PACKAGE) else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--question")
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--write", type=Path)
    parsed = parser.parse_args()
    if parsed.question is not None:
        for door, times in way_of(parsed.question, parsed.index):
            print(f"{times:4d}  {door}")
        return
    text = table(rooms())
    if parsed.write is None:
        print(text)
        return
    written = parsed.write.read_text("utf-8")
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    parsed.write.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
