"""The command line: the one room that prints. Exit status 0 done, 1 not found, 2 wrong use, 3 no usable index."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from maltolk import __version__
from maltolk.batch import read_questions
from maltolk.errors import MaltolkError, UsageError
from maltolk.presentation import as_json, as_lines
from maltolk.progress import ProgressLines
from maltolk.settings import Settings

if TYPE_CHECKING:  # at run time only by the commands that need them, so that --help is instant
    from maltolk.answering.answer import Answerer
    from maltolk.indexing.index import Index

NOT_FOUND = 1
_WHOLE = "install maltolk with all it needs, or the lock locks/page.txt for the web pages alone"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

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
    except ModuleNotFoundError as error:  # a machine that only answers has not got them all
        package = (error.name or "").partition(".")[0]
        if package in {"", "maltolk"}:
            raise
        print(f"maltolk: this needs the package {package}, which is not installed; {_WHOLE}", file=sys.stderr)
        return UsageError.exit_status
    except KeyboardInterrupt:
        print("maltolk: interrupted; the index is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has had enough; keep the interpreter from complaining when it flushes at exit.
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
    sub.add_argument("--explain", action="store_true", help="say on stderr which step answered, or why none did")
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


def _answerer(settings: Settings) -> "Answerer":
    from maltolk.answering.answer import Answerer
    from maltolk.indexing.encoders.onnx_encoder import open_encoder
    from maltolk.indexing.index import Index
    from maltolk.indexing.storage.generations import Generations
    from maltolk.indexing.storage.manifest import read_manifest

    made_by = read_manifest(Generations(settings.index).current()).encoder
    encoder = open_encoder(replace(settings, model=made_by.name), _note)
    return Answerer(Index.open(settings.index, encoder), encoder)


def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    if (parsed.question is None) == (parsed.batch is None):
        raise UsageError("ask takes either a QUESTION or --batch FILE; see maltolk ask --help")
    if parsed.batch is not None:
        return _ask_batch(parsed, settings)
    answerer = _answerer(settings)
    _check_municipality(answerer.index, parsed.municipality)
    answer = answerer.ask(parsed.question, (), parsed.municipality, parsed.lang)
    if parsed.explain:
        _note(answerer.explain(parsed.question, (), parsed.municipality, parsed.lang))
    if parsed.json:
        _print_json(as_json(answer))
    else:
        _print_lines(as_lines(answer))
    return 0 if answer.status.value == "answered" else NOT_FOUND


def _ask_batch(parsed: argparse.Namespace, settings: Settings) -> int:
    questions = read_questions(parsed.batch)
    answerer = _answerer(settings)
    _check_municipality(answerer.index, parsed.municipality)
    for row in questions:
        answer = answerer.ask(row.text, row.history, parsed.municipality, parsed.lang)
        if parsed.explain:
            _note(f"{row.id}: {answerer.explain(row.text, row.history, parsed.municipality, parsed.lang)}")
        if parsed.json:
            _print_json({"id": row.id, **as_json(answer)})
        else:
            print(f"# {row.text}")
            _print_lines(as_lines(answer))
    return 0


def _check_municipality(index: "Index", name: str | None) -> None:
    if name is None:
        return
    known = sorted({card.municipality for card in index.documents})
    if name.casefold() not in (k.casefold() for k in known):
        raise UsageError(f"no texts from {name}; indexed are {', '.join(known) or 'none'}")


def _chat(parsed: argparse.Namespace, settings: Settings) -> int:
    answerer = _answerer(settings)
    names = ", ".join(sorted({card.municipality for card in answerer.index.documents}))
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
        _print_lines(as_lines(answerer.ask(question, history)))
        history = [*history, question][-5:]


def _search(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.answering.retrieval.hybrid import retrieve

    if parsed.k < 1:
        raise UsageError("-k takes a number from 1")
    answerer = _answerer(settings)
    index = answerer.index
    _check_municipality(index, parsed.municipality)
    name = (parsed.municipality or "").casefold()
    scope = frozenset(c.number for c in index.documents if c.municipality.casefold() == name) if name else None
    vector = answerer.encoder.embed_queries([parsed.query])[0]
    rows = []
    for found in retrieve(index, parsed.query, vector, parsed.k, scope):
        document = index.document(found.passage.document)
        span = found.passage.span
        rows.append(
            {
                "document": document.path,
                "title": document.title,
                "municipality": document.municipality,
                "start": span.start,
                "end": span.end,
                "text": span.of(document.text),
                "score": round(found.score, 4),
            }
        )
    if parsed.json:
        _print_json(rows)
    else:
        for row in rows:
            print(f"{row['score']:7.3f}  {row['municipality']}, {row['title']}")
            print(" " * 9 + " ".join(str(row["text"]).split()))
    return 0 if rows else NOT_FOUND


def _contacts(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.answering.people.contact_rows import CONTACT_FIELDS, contact_row, harmless
    from maltolk.answering.people.directory import search_people
    from maltolk.indexing.index import Index

    index = Index.open(settings.index, None)
    _check_municipality(index, parsed.municipality)
    rows = [contact_row(person) for person in search_people(index, parsed.query, parsed.municipality)]
    if parsed.json:
        _print_json(rows)
    elif parsed.csv:
        writer = csv.DictWriter(sys.stdout, CONTACT_FIELDS)
        writer.writeheader()
        writer.writerows({k: harmless(v) for k, v in row.items()} for row in rows)
    else:
        for row in rows:
            print(", ".join(" ".join(str(row[f]).split()) for f in CONTACT_FIELDS[:6] if row[f]))
    return 0 if rows else NOT_FOUND


def _documents(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.indexing.index import Index
    from maltolk.indexing.storage.records import fact_row

    index = Index.open(settings.index, None)
    if parsed.json:
        _print_json(
            [
                {
                    "document": c.path,
                    "municipality": c.municipality,
                    "title": c.title,
                    "date": c.date,
                    "url": c.url,
                    "digest": c.digest,
                    "facts": {fact.subject.value: fact_row(fact) for fact in facts},
                }
                for c, facts in zip(index.documents, index.facts(), strict=True)
            ]
        )
    else:
        for c in index.documents:
            print(f"{c.municipality}: {c.title}{f' ({c.date})' if c.date else ''} – {c.path}")
    return 0


def _verify(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.errors import IndexDamaged
    from maltolk.indexing.encoders.model_folder import model_folder, verify_folder
    from maltolk.indexing.index import verify
    from maltolk.indexing.storage.generations import Generations
    from maltolk.indexing.storage.manifest import read_manifest

    faults = verify(settings.index)
    for fault in faults:
        _note(fault)
    if faults:
        raise IndexDamaged(
            f"{len(faults)} faults in {settings.index}; for each of the archive do as its line says, else run "
            "`maltolk index --full` or `maltolk rollback`"
        )
    encoder = model_folder(read_manifest(Generations(settings.index).current()).encoder.name, settings.models)
    if encoder.is_dir():
        verify_folder(encoder)
    print("Every digest and every offset is right.")
    return 0


def _rollback(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.indexing.storage.generations import Generations

    print(f"The current generation is now {Generations(settings.index).rollback()}.")
    return 0


def _serve(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.web.application import serve

    serve(settings, parsed.host, parsed.port, _note)
    return 0


def _eval(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.evaluation import evaluate
    from maltolk.indexing.encoders.onnx_encoder import open_encoder

    scores = evaluate(Path(parsed.dataset), open_encoder(settings, _note), ProgressLines(_note))
    row = {
        "ndcg@10": round(scores.ndcg_at_10, 4),
        "recall@1": round(scores.recall_at_1, 4),
        "recall@10": round(scores.recall_at_10, 4),
        "queries_per_second": round(scores.queries_per_second, 1),
    }
    if parsed.json:
        _print_json(row)
    else:
        print("\n".join(f"{name}: {value}" for name, value in row.items()))
    return 0
