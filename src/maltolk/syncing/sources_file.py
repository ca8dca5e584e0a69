"""The file of sources: which sites and folders are read, and who is told. TOML; docs/sync.md explains each key."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

from maltolk.errors import UsageError
from maltolk.syncing.fetching.fetch import host_of, parsed
from maltolk.syncing.fetching.reachable import Network

MAIL_PASSWORD = "MALTOLK_MAIL_PASSWORD"  # noqa: S105  the name of a variable
WEBHOOK_SECRET = "MALTOLK_WEBHOOK_SECRET"  # noqa: S105  likewise
_NAME = re.compile(r"\w[\w.-]{0,79}")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Site:
    """Pages of a site. ``sitemaps`` and ``urls``: addresses as written; at least one. ``name``: folder in the corpus.

    ``hosts``: all that may be contacted, those of ``sitemaps`` and ``urls`` among them. ``include``, ``exclude``:
    beginnings of paths; no ``include`` means all. ``pages``, ``megabytes``: at most, in one run. ``share``: of its
    texts that may be removed in one run. ``pace``: seconds between requests. ``seconds``: for one request.
    ``networks``: of addresses that are not public and yet allowed.
    """

    name: str
    sitemaps: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    municipality: str = ""
    licence: str = ""
    pace: float = 1.0
    pages: int = 5_000
    megabytes: int = 2_000
    share: float = 0.2
    seconds: float = 60.0
    plain_http: bool = False
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on this machine or mounted. ``in_place``: it lies in the corpus and is only checked, not copied."""

    name: str
    path: Path
    in_place: bool = False
    share: float = 0.2


@dataclass(frozen=True, slots=True)
class Mail:
    """Who is written to, through which server."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    starttls: bool = True
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the report is posted. ``secret``: signs it."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole file. ``language``: of the letter."""

    sites: tuple[Site, ...] = ()
    folders: tuple[Folder, ...] = ()
    mail: Mail | None = None
    webhook: Webhook | None = None
    language: str = "sv"


def read_plan(file: Path, environ: Mapping[str, str] = os.environ) -> Plan:
    """The plan in ``file``. ``environ``: where secrets may be. Raises UsageError naming the key."""
    try:
        written = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(
            f"there is no file of sources {file}; write one as docs/sync.md shows, or name yours"
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file} cannot be read ({' '.join(str(error).split())}); write TOML in UTF-8") from error
    top = _Table(written, str(file))
    sites = tuple(_site(table, file.parent) for table in top.tables("site"))
    folders = tuple(_folder(table, file.parent) for table in top.tables("folder"))
    mail, webhook = top.table("mail"), top.table("webhook")
    plan = Plan(
        sites,
        folders,
        None if mail is None else _mail(mail, file.parent, environ),
        None if webhook is None else _webhook(webhook, file.parent, environ),
        top.take("language", str, "sv"),
    )
    top.end()
    names = [name.casefold() for name in (*(site.name for site in sites), *(folder.name for folder in folders))]
    if not names:
        raise UsageError(f"{file} names no source; add a [[site]] or a [[folder]]")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{file} names {twice[0]} twice; give one of them another name")
    return plan


class _Table:
    """A table whose keys are taken one by one; what is left at the end is a mistake."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        self._left, self.place = dict(values), place

    def take(self, key: str, kind: type[_Value], default: _Value | None = None) -> _Value:
        """The value of ``key``, of this ``kind``; without a ``default`` it must be there."""
        value = self._left.pop(key, default)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise UsageError(f"{self.place}: {key} is missing or not of the kind {kind.__name__}; see docs/sync.md")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A text, or a list of them; empty where there is none."""
        value = self._left.pop(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise UsageError(f"{self.place}: {key} is neither a text nor a list of texts; see docs/sync.md")
        return tuple(found)

    def bounded(self, key: str, kind: type[_Value], default: _Value, least: float, most: float) -> _Value:
        """A number from ``least`` to ``most``."""
        value = self.take(key, kind, default)
        if not least <= value <= most:  # type: ignore[operator]  # kind is a number
            raise UsageError(f"{self.place}: {key} is {value}; choose {least:g} to {most:g}")
        return value

    def table(self, key: str) -> "_Table | None":
        """The table ``key``, or None."""
        value = self._left.pop(key, None)
        if value is not None and not isinstance(value, dict):
            raise UsageError(f"{self.place}: {key} is no table; write [{key}]")
        return None if value is None else _Table(value, f"{self.place}, [{key}]")

    def tables(self, key: str) -> list["_Table"]:
        """The tables ``key``, in order."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise UsageError(f"{self.place}: {key} is no list of tables; write [[{key}]]")
        return [_Table(one, f"{self.place}, [[{key}]] {number}") for number, one in enumerate(values, 1)]

    def end(self) -> None:
        """Raise UsageError for a key that nothing took."""
        for key in self._left:
            raise UsageError(f"{self.place}: there is no key {key}; see docs/sync.md")


def _named(table: _Table, default: str) -> str:
    name = table.take("name", str, default)
    if not _NAME.fullmatch(name):
        raise UsageError(f"{table.place}: name is {name[:80]!r}; set it to letters, digits, - and .")
    return name


def _site(table: _Table, folder: Path) -> Site:
    sitemaps, urls = table.texts("sitemap"), table.texts("urls")
    if len(urls) == 1 and "://" not in urls[0]:
        urls = _listed(folder / urls[0], table.place)
    if not sitemaps and not urls:
        raise UsageError(f"{table.place}: neither sitemap nor urls; set one of them")
    hosts: dict[str, None] = {}
    for written in (*sitemaps, *urls, *(f"https://{host}" for host in table.texts("hosts"))):
        url = parsed(written)
        if url is None:
            raise UsageError(f"{table.place}: {written[:200]!r} is no address; write https://…")
        hosts[host_of(url)] = None
    site = Site(
        name=_named(table, next(iter(hosts)).replace(":", "-")),
        sitemaps=sitemaps,
        urls=urls,
        hosts=tuple(hosts),
        include=table.texts("include"),
        exclude=table.texts("exclude"),
        municipality=table.take("municipality", str, ""),
        licence=table.take("licence", str, ""),
        pace=table.bounded("pace", float, 1.0, 0, 600),
        pages=table.bounded("pages", int, 5_000, 1, 200_000),
        megabytes=table.bounded("megabytes", int, 2_000, 1, 1_000_000),
        share=table.bounded("share", float, 0.2, 0, 1),
        seconds=table.bounded("seconds", float, 60.0, 1, 3600),
        plain_http=table.take("plain_http", bool, False),
        networks=tuple(_network(written, table.place) for written in table.texts("networks")),
    )
    table.end()
    return site


def _listed(file: Path, place: str) -> tuple[str, ...]:
    """Addresses from a text file, one a line; what begins with # is a remark."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{place}: {file} cannot be read ({error}); write an address a line in UTF-8") from error
    return tuple(line.strip() for line in lines if line.strip() and not line.strip().startswith("#"))


def _network(written: str, place: str) -> Network:
    try:
        return ip_network(written)
    except ValueError as error:
        raise UsageError(f"{place}: {written[:60]!r} is no network; write it like 10.1.0.0/16") from error


def _folder(table: _Table, beside: Path) -> Folder:
    path = beside / Path(table.take("path", str)).expanduser()
    found = Folder(
        _named(table, path.name),
        path,
        table.take("in_place", bool, False),
        table.bounded("share", float, 0.2, 0, 1),
    )
    table.end()
    return found


def _mail(table: _Table, beside: Path, environ: Mapping[str, str]) -> Mail:
    user = table.take("user", str, "")
    mail = Mail(
        host=table.take("host", str),
        sender=table.take("from", str),
        to=table.texts("to"),
        port=table.bounded("port", int, 587, 1, 65_535),
        starttls=table.take("starttls", bool, True),
        user=user,
        password=_secret(table, "password_file", MAIL_PASSWORD, beside, environ) if user else "",
    )
    table.end()
    if mail.user and not mail.starttls:
        raise UsageError(f"{table.place}: user without starttls would send the password in the clear; set starttls")
    if not mail.to or any("\n" in one or "\r" in one for one in (mail.sender, *mail.to)):
        raise UsageError(f"{table.place}: to names nobody, or an address holds a line break; correct it")
    return mail


def _webhook(table: _Table, beside: Path, environ: Mapping[str, str]) -> Webhook:
    url = table.take("url", str)
    if not url.startswith("https://") and not re.match(r"http://(localhost|127\.0\.0\.1)(:\d+)?/", url):
        raise UsageError(f"{table.place}: url does not begin with https://; use https")
    found = Webhook(url, _secret(table, "secret_file", WEBHOOK_SECRET, beside, environ))
    table.end()
    return found


def _secret(table: _Table, key: str, variable: str, beside: Path, environ: Mapping[str, str]) -> str:
    """From the file that ``key`` names, else from the environment."""
    named = table.take(key, str, "")
    try:
        found = (beside / named).read_text("utf-8").strip() if named else environ.get(variable, "")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{table.place}: {key} cannot be read ({error}); name a file that we may read") from error
    if not found:
        raise UsageError(f"{table.place}: the secret is empty; set {key} to a file, or the variable {variable}")
    return found
