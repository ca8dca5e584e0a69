"""The command line: the one room that prints. Exit status 0 done, 1 not found, 2 wrong use, 3 no usable index."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from maltolk.arguments import Command, parser
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
NOT_WELL = 1
_WHOLE = "install maltolk with all it needs, or the lock locks/page.txt for the web pages alone"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; an error is one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # set by tests
    try:
        parsed = parser(_COMMANDS).parse_args(arguments)
        settings = Settings.from_environment()
        if parsed.index is not None:
            settings = replace(settings, index=Path(parsed.index))
        run: Command = parsed.run
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
    renewal = renew(settings, full=parsed.full, trial=parsed.trial, note=_note, progress=ProgressLines(_note))
    if parsed.json:
        _print_json(renewal.as_json())
    else:
        _print_lines(renewal.as_lines())
    if parsed.trial:
        _note("nobody is answered from it until staff publish it at /personal/prova")
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


def _users(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.web.staff.access.command import changed, listed

    if parsed.action != "list":
        user = changed(settings, parsed.action, parsed.name, parsed.role)
        print(f"{user.name}: {'removed' if parsed.action == 'remove' else user.role.value}")
        return 0
    users = listed(settings)
    if parsed.json:
        _print_json([{"name": user.name, "role": user.role.value} for user in users])
    else:
        _print_lines(f"{user.role.value:7} {user.name}" for user in users)
    return 0


def _serve(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.web.serving.serve import serve

    if parsed.workers < 1:
        raise UsageError(f"{parsed.workers} workers cannot serve; --workers takes a number from 1")
    return serve(settings, parsed.host, parsed.port, _note, parsed.workers)


def _doctor(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.doctor import examine

    found = []
    for finding in examine(settings, parsed.port):
        found.append(finding)
        if not parsed.json:
            print(finding.as_line(), flush=True)
    if parsed.json:
        _print_json([finding.as_json() for finding in found])
    if any(finding.unusable for finding in found):
        return IndexDamaged.exit_status
    return NOT_WELL if any(finding.verdict == "fault" for finding in found) else 0


def _mcp(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.mcp.protocol import over_stdio

    if sys.stdin.isatty():
        _note("This is started by an assistant, not by hand; docs/mcp.md says how to add it to one. Ctrl-D ends it.")
    over_stdio(_service(settings), settings.public_address)
    return 0


def _sync(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.syncing.sources_file import read_plan
    from maltolk.syncing.synchronise import deliver, preview, remember, synchronise

    plan = read_plan(Path(parsed.sources or settings.staff.sources or "sources.toml"))
    if parsed.dry_run:
        lines = preview(plan, settings)
        _print_json({"preview": list(lines)}) if parsed.json else _print_lines(lines)
        return 0
    outcome = synchronise(plan, settings, _note, ProgressLines(_note))
    undelivered = list(deliver(plan, outcome))
    remember(settings, outcome, undelivered)
    if parsed.json:
        _print_json({**outcome.as_json(), "undelivered": undelivered})
    else:
        _print_lines(outcome.as_lines("en", most=10))
        if outcome.renewal is not None:
            _print_lines(outcome.renewal.as_lines())
    for why in undelivered:
        _note(why)
    return NOT_FOUND if outcome.failed or undelivered else 0


def _eval(parsed: argparse.Namespace, settings: Settings) -> int:
    from maltolk.evaluation import evaluate_with

    row = evaluate_with(settings, Path(parsed.dataset), _note, ProgressLines(_note)).as_json()
    if parsed.json:
        _print_json(row)
    else:
        _print_lines(f"{name}: {value}" for name, value in row.items())
    return 0


_COMMANDS: Mapping[str, Command] = {
    "index": _index,
    "ask": _ask,
    "chat": _chat,
    "search": _search,
    "contacts": _contacts,
    "documents": _documents,
    "verify": _verify,
    "rollback": _rollback,
    "unanswered": _unanswered,
    "suppress": _suppress,
    "users": _users,
    "serve": _serve,
    "doctor": _doctor,
    "mcp": _mcp,
    "sync": _sync,
    "eval": _eval,
}
