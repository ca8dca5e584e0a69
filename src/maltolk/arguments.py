"""What the command line takes: the commands, their arguments, and what is said of them."""

import argparse
from collections.abc import Callable, Mapping
from typing import NoReturn

from maltolk import __version__
from maltolk.errors import UsageError
from maltolk.settings import Settings

Command = Callable[[argparse.Namespace, Settings], int]
"""What runs a command, and gives its exit status."""


class _Parser(argparse.ArgumentParser):
    """Reports errors in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser of all commands, each of which runs what ``commands`` has under its name. Errors are UsageError."""
    whole = _Parser(prog="maltolk", description="Answers from municipalities' own texts, every sentence cited.")
    whole.add_argument("--version", action="version", version=f"maltolk {__version__}")
    whole.add_argument("--index", metavar="DIR", help="folder of the index (default: MALTOLK_INDEX, else index/)")
    subs = whole.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = subs.add_parser(name, help=text, description=text)
        sub.set_defaults(run=commands[name])
        return sub

    def scoped(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--municipality", metavar="NAME", help="only texts of this municipality")

    sub = command("index", "read a folder of texts and build a new generation of the index")
    sub.add_argument("corpus", nargs="?", metavar="CORPUS_DIR", help="default: MALTOLK_CORPUS, else corpus/")
    sub.add_argument("--full", action="store_true", help="embed everything anew")
    sub.add_argument("--trial", action="store_true", help="do not answer from it until staff publish it")
    sub.add_argument("--model", metavar="NAME", help="sentence-transformers model, by name or folder")
    sub.add_argument("--json", action="store_true")

    sub = command("ask", "answer a question, or a file of them")
    sub.add_argument("question", nargs="?", metavar="QUESTION")
    sub.add_argument("--batch", metavar="FILE", help="JSON lines with id, q and history; - for standard input")
    sub.add_argument("--lang", choices=("sv", "en"), help="language of the fixed words")
    sub.add_argument("--json", action="store_true")
    sub.add_argument(
        "--explain", action="store_true", help="say how the answer came about (on stderr; with --json in it too)"
    )
    scoped(sub)

    command("chat", "ask questions at a prompt, each in the light of those before")

    sub = command("search", "rank passages for a query")
    sub.add_argument("query", metavar="QUERY")
    sub.add_argument("-k", type=int, default=10, metavar="N")
    sub.add_argument("--json", action="store_true")
    scoped(sub)

    sub = command("contacts", "look up contacts; all of them without a query")
    sub.add_argument("query", nargs="?", default="", metavar="QUERY")
    form = sub.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    scoped(sub)

    sub = command("documents", "what is indexed")
    sub.add_argument("--json", action="store_true")
    command("verify", "re-check every digest and offset of the current generation")
    command("rollback", "point back at the generation before")

    sub = command("unanswered", "questions without an answer, where MALTOLK_UNANSWERED keeps them")
    sub.add_argument("--json", action="store_true")
    sub.add_argument("--delete", action="store_true", help="delete them all, and the judgements")

    sub = command("suppress", "people who must not be shown: list, add, remove")
    sub.add_argument("action", choices=("list", "add", "remove"))
    sub.add_argument("key", nargs="?", metavar="KEY", help="for remove: the key that list shows")
    for name in ("name", "email", "phone"):
        sub.add_argument(f"--{name}", default="", metavar=name.upper())
    sub.add_argument("--json", action="store_true")
    scoped(sub)

    sub = command("users", "who may use the staff pages (MALTOLK_STAFF_USERS): list, add, remove, role")
    sub.add_argument("action", choices=("list", "add", "remove", "role"))
    sub.add_argument("name", nargs="?", metavar="NAME", help="for add, remove, role")
    sub.add_argument("--role", choices=("reader", "editor", "admin"), help="for add (default: reader) and role")
    sub.add_argument("--json", action="store_true")

    sub = command("serve", "the web pages: chat, sources, contacts, texts")
    sub.add_argument("--host", default="127.0.0.1", metavar="H", help="default: 127.0.0.1, this machine alone")
    sub.add_argument("--port", type=int, default=7860, metavar="P", help="default: 7860; 0 takes any that is free")
    sub.add_argument("--workers", type=int, default=1, metavar="N", help="processes that answer; default: 1")

    sub = command("doctor", "check this installation, and say what is wrong and the cure")
    sub.add_argument("--port", type=int, default=7860, metavar="P", help="where the pages are to answer; default: 7860")
    sub.add_argument("--json", action="store_true")

    command("mcp", "answer an assistant that speaks the Model Context Protocol, on standard input and output")

    sub = command("sync", "fetch what changed at the sources of the texts, and renew the index")
    sub.add_argument("sources", nargs="?", metavar="SOURCES", help="default: MALTOLK_SOURCES, else sources.toml")
    sub.add_argument("--dry-run", action="store_true", help="only say which pages would be asked for")
    sub.add_argument("--json", action="store_true")

    sub = command("eval", "measure search on a folder of corpus.jsonl, queries.jsonl and qrels.tsv")
    sub.add_argument("dataset", metavar="DATASET_DIR")
    sub.add_argument("--json", action="store_true")
    return whole
