"""The command line: the one room that prints. Exit status 0 done, 1 not found, 2 wrong use, 3 no usable index."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from maltolk import __version__
from maltolk.batch import read_questions
from maltolk.errors import IndexDamaged, MaltolkError, UsageError
from maltolk.presentation import (
    CONTACT_FIELDS,
    as_json,
    as_lines,
    contact_as_json,
    contacts_as_csv,
    document_as_json,
    hit_as_json,
    trace_lines,
)
from maltolk.progress import ProgressLines
from maltolk.settings import Settings

if TYPE_CHECKING:  # at run time imported only by the commands that need them, so that --help is instant
    from maltolk.model import Answer
    from maltolk.service import Service

NOT_FOUND = 1
_WHOLE = "install maltolk with all it needs, or the lock locks/page.txt for the web pages alone"


class _Parser(argparse.ArgumentParser):
    """Reports errors in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; an error is one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # set by tests
    try:
        parsed = _parser().parse_args(arguments)
        settings = Settings.from_environment()
        if parsed.index is not None:
            settings = replace(settings, index=Path(parsed.index))
        run: Callable[[argparse.Namespace, Settings], int] = parsed.run
        return run(parsed, settings)
    except MaltolkError as error:
        print(f"maltolk: {' '.join(str(error).split())}", file=sys.stderr)
        return error.exit_status
    except ModuleNotFoundError as error:  # a machine that only answers does not have them all
        package = (error.name or "").partition(".")[0]
        if package in {"", "maltolk"}:
            raise
        print(f"maltolk: this needs the package {package}, which is not installed; {_WHOLE}", file=sys.stderr)
        return UsageError.exit_status
    except KeyboardInterrupt:
        print("maltolk: interrupted; the index is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader closed the pipe; keep the interpreter from complaining when it flushes at exit.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - lives as long as the process
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="maltolk", description="Answers from municipalities' own texts, every sentence cited.")
    parser.add_argument("--version", action="version", version=f"maltolk {__version__}")
    parser.add_argument("--index", metavar="DIR", help="folder of the index (default: MALTOLK_INDEX, else index/)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace, Settings], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    def scoped(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--municipality", metavar="NAME", help="only texts of this municipality")

    sub = command("index", _index, "read a folder of texts and build a new generation of the index")
    sub.add_argument("corpus", nargs="?", metavar="CORPUS_DIR", help="default: MALTOLK_CORPUS, else corpus/")
    sub.add_argument("--full", action="store_true", help="embed everything anew")
    sub.add_argument("--model", metavar="NAME", help="sentence-transformers model, by name or folder")
    sub.add_argument("--json", action="store_true")

    sub = command("ask", _ask, "answer a question, or a file of them")
    sub.add_argument("question", nargs="?", metavar="QUESTION")
    sub.add_argument("--batch", metavar="FILE", help="JSON lines with id, q and history; - for standard input")
    sub.add_argument("--lang", choices=("sv", "en"), help="language of the fixed words")
    sub.add_argument("--json", action="store_true")
    sub.add_argument(
        "--explain", action="store_true", help="say how the answer came about (on stderr; with --json in it too)"
    )
    scoped(sub)

    command("chat", _chat, "ask questions at a prompt, each in the light of those before")

    sub = command("search", _search, "rank passages for a query")
    sub.add_argument("query", metavar="QUERY")
    sub.add_argument("-k", type=int, default=10, metavar="N")
    sub.add_argument("--json", action="store_true")
    scoped(sub)

    sub = command("contacts", _contacts, "look up contacts; all of them without a query")
    sub.add_argument("query", nargs="?", default="", metavar="QUERY")
    form = sub.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    scoped(sub)

    sub = command("documents", _documents, "what is indexed")
    sub.add_argument("--json", action="store_true")
    command("verify", _verify, "re-check every digest and offset of the current generation")
    command("rollback", _rollback, "point back at the generation before")

    sub = command("unanswered", _unanswered, "questions without an answer, where MALTOLK_UNANSWERED keeps them")
    sub.add_argument("--json", action="store_true")
    sub.add_argument("--delete", action="store_true", help="delete them all, and the judgements")

    sub = command("suppress", _suppress, "people who must not be shown: list, add, remove")
    sub.add_argument("action", choices=("list", "add", "remove"))
    sub.add_argument("key", nargs="?", metavar="KEY", help="for remove: the key that list shows")
    for name in ("name", "email", "phone"):
        sub.add_argument(f"--{name}", default="", metavar=name.upper())
    sub.add_argument("--json", action="store_true")
    scoped(sub)

    sub = command("serve", _serve, "the web pages: chat, sources, contacts, texts")
    sub.add_argument("--host", default="127.0.0.1", metavar="H", help="default: 127.0.0.1, this machine alone")
    sub.add_argument("--port", type=int, default=7860, metavar="P", help="default: 7860; 0 takes any that is free")

    sub = command("eval", _eval, "measure search on a folder of corpus.jsonl, queries.jsonl and qrels.tsv")
    sub.add_argument("dataset", metavar="DATASET_DIR")
    sub.add_argument("--json", action="store_true")
    return parser


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _index(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.renewal import renew

    settings = replace(settings, model=parsed.model or settings.model, corpus=Path(parsed.corpus or settings.corpus))
    renewal = renew(settings, full=parsed.full, note=_note, progress=ProgressLines(_note))
    if parsed.json:
        _print_json(renewal.as_json())
    else:
        _print_lines(renewal.as_lines())
    return 0


def _service(settings: Settings) -> "Service":
    from maltolk.service import Service

    return Service(settings, _note)


def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    if (parsed.question is None) == (parsed.batch is None):
        raise UsageError("ask takes either a QUESTION or --batch FILE; see maltolk ask --help")
    if parsed.batch is not None:
        return _ask_batch(parsed, settings)
    answer = _answer(_service(settings), parsed, parsed.question)
    if parsed.json:
        _print_json(as_json(answer))
    else:
        _print_lines(as_lines(answer))
    return 0 if answer.status.value == "answered" else NOT_FOUND


def _ask_batch(parsed: argparse.Namespace, settings: Settings) -> int:
    questions = read_questions(parsed.batch)
    service = _service(settings)
    for row in questions:
        answer = _answer(service, parsed, row.text, row.history, f"{row.id}: ")
        if parsed.json:
            _print_json({"id": row.id, **as_json(answer)})
        else:
            print(f"# {row.text}")
            _print_lines(as_lines(answer))
    return 0


def _answer(
    service: "Service", parsed: argparse.Namespace, question: str, history: Sequence[str] = (), label: str = ""
) -> "Answer":
    answer = service.ask(question, history, parsed.municipality, parsed.lang, trace=parsed.explain)
    if answer.trace is not None:
        for line in trace_lines(answer.trace):
            _note(f"{label}{line}")
    return answer


def _chat(parsed: argparse.Namespace, settings: Settings) -> int:
    service = _service(settings)
    service.warm_up()
    names = ", ".join(service.coverage().municipalities)
    print(f"måltolk. Texter från: {names}. Fråga på svenska eller annat språk; tom rad eller Ctrl-D avslutar.")
    history: list[str] = []
    while True:
        try:
            question = input("\n? ")
        except EOFError:
            print()
            return 0
        if not question.strip():
            return 0
        _print_lines(as_lines(service.ask(question, history)))
        history = [*history, question][-5:]


def _search(parsed: argparse.Namespace, settings: Settings) -> int:
    hits = _service(settings).search(parsed.query, parsed.k, parsed.municipality)
    if parsed.json:
        _print_json([hit_as_json(hit) for hit in hits])
    else:
        for hit in hits:
            print(f"{hit.score:7.3f}  {hit.municipality}, {hit.title}")
            print(" " * 9 + " ".join(hit.quote.text.split()))
    return 0 if hits else NOT_FOUND


def _contacts(parsed: argparse.Namespace, settings: Settings) -> int:
    rows = _service(settings).contacts(parsed.query, parsed.municipality)
    if parsed.json:
        _print_json([contact_as_json(row) for row in rows])
    elif parsed.csv:
        print(contacts_as_csv(rows), end="")
    else:
        for row in map(contact_as_json, rows):
            print(", ".join(" ".join(str(row[f]).split()) for f in CONTACT_FIELDS[:6] if row[f]))
    return 0 if rows else NOT_FOUND


def _documents(parsed: argparse.Namespace, settings: Settings) -> int:
    rows = _service(settings).documents()
    if parsed.json:
        _print_json([document_as_json(row) for row in rows])
    else:
        for row in rows:
            print(f"{row.municipality}: {row.title}{f' ({row.date})' if row.date else ''} – {row.path}")
    return 0


def _verify(parsed: argparse.Namespace, settings: Settings) -> int:
    faults = _service(settings).verify()
    for fault in faults:
        _note(fault)
    if faults:
        raise IndexDamaged(
            f"{len(faults)} faults in {settings.index}; for each of the archive do as its line says, else run "
            "`maltolk index --full` or `maltolk rollback`"
        )
    print("Every digest and every offset is right.")
    return 0


def _rollback(parsed: argparse.Namespace, settings: Settings) -> int:
    print(f"The current generation is now {_service(settings).rollback()}.")
    return 0


def _unanswered(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.privacy.kept import delete_old, kept_by
    from maltolk.privacy.unanswered import Unanswered

    if not kept_by(settings):
        raise UsageError("nothing is kept; set MALTOLK_UNANSWERED to a file, as the server has it")
    delete_old(settings)
    if parsed.delete:
        gone = sum(kept.delete() for kept in kept_by(settings))
        if parsed.json:
            _print_json({"deleted": gone})
        else:
            print(f"Deleted: {gone}.")
        return 0
    rows = [row for kept in kept_by(settings) if isinstance(kept, Unanswered) for row in kept.questions()]
    if parsed.json:
        _print_json([row.as_json() for row in rows])
    else:
        _print_lines(f"{row.times:5}  {row.last}  {row.question}" for row in rows)
    return 0 if rows else NOT_FOUND


def _suppress(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.privacy.suppressed import SuppressionList, entry

    people = SuppressionList(settings.suppressed)
    if parsed.action == "add":
        added = entry(parsed.name, parsed.email, parsed.phone, parsed.municipality or "")
        print(f"{'Hidden' if people.add(added) else 'Hidden already'}: {added.key}")
        with suppress(MaltolkError):  # there may be no index yet
            if not (found := _service(settings).texts_with(added)):
                _note("no text names this person so; check the spelling")
            else:
                _note(f"texts with this person: {found}")
        return 0
    if parsed.action == "remove":
        if not parsed.key or not people.remove(parsed.key):
            raise UsageError("there is no such key; `maltolk suppress list` shows them")
        print("Shown again.")
        return 0
    if parsed.json:
        _print_json([{"key": each.key, **asdict(each)} for each in people.current()])
    else:
        for each in people.current():
            told = (each.key, each.name, each.email, each.phone, each.municipality, each.since)
            print("  ".join(part for part in told if part))
    return 0


def _serve(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.web.application import serve

    serve(settings, parsed.host, parsed.port, _note)
    return 0


def _eval(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.evaluation import evaluate_with

    row = evaluate_with(settings, Path(parsed.dataset), _note, ProgressLines(_note)).as_json()
    if parsed.json:
        _print_json(row)
    else:
        _print_lines(f"{name}: {value}" for name, value in row.items())
    return 0
