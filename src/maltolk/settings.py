"""Everything that can be set, in one frozen value, read once from the environment."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from maltolk.errors import UsageError

BUNDLED = "bundled"
"""Name of the default encoder: multilingual-e5-small, unpacked from an installed package."""

QUESTIONS = "questions.jsonl"
"""File of saved questions in the working folder, used if it exists and no other is set."""

SUPPRESSED = "suppressed.toml"
"""File of people who must not be shown, beside the folder of the index, unless another is set."""

AUDIT = "audit.jsonl"
"""File of what the staff did, in the folder of the index, unless another is set."""

KEPT_DAYS = 30
"""Days that questions without an answer, and judgements, are kept where that is turned on, unless set otherwise."""

KEPT = 3
"""Generations on disk after a build, unless set otherwise: the current one, and those to roll back to."""


class LogForm(StrEnum):
    """How a server writes the lines of its log."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the pages and is responsible for them; unset fields are empty."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What of people is kept, and who is not shown.

    ``unanswered``: file of masked questions that had no answer (MALTOLK_UNANSWERED); None, the default, keeps none.
    ``days``: how long those and judgements are kept, from 1 (MALTOLK_UNANSWERED_DAYS).
    ``suppressed``: file of people who must not be shown (MALTOLK_SUPPRESSED); None takes SUPPRESSED beside the index.
    """

    unanswered: Path | None = None
    days: int = KEPT_DAYS
    suppressed: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenID:
    """An identity provider (OpenID Connect) that staff log in at.

    ``issuer``: its address, as it calls itself (MALTOLK_OIDC_ISSUER). ``client``: our name there
    (MALTOLK_OIDC_CLIENT_ID). ``secret_file``: the file with our secret (MALTOLK_OIDC_CLIENT_SECRET). ``claim``: of its
    tokens, that gives roles (MALTOLK_OIDC_ROLE_CLAIM, else ``roles``). ``roles``: value of the claim -> ``reader``,
    ``editor`` or ``admin`` (MALTOLK_OIDC_ROLES, "webb=editor,drift=admin"). Takes MALTOLK_PUBLIC_ADDRESS.
    """

    issuer: str
    client: str
    secret_file: Path
    claim: str
    roles: Mapping[str, str]

    def secret(self) -> str:
        """Our secret, read anew each time. Raises UsageError."""
        try:
            return self.secret_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"MALTOLK_OIDC_CLIENT_SECRET: {self.secret_file} cannot be read") from error


@dataclass(frozen=True, slots=True)
class Staff:
    """Who the staff are, and what they may start.

    ``users``: file of users with roles (MALTOLK_STAFF_USERS), made by ``maltolk users``; None: one password for all.
    ``audit``: file that what they did is added to (MALTOLK_AUDIT); None takes ``audit.jsonl`` in the index's folder.
    ``sources``: file of sources of ``maltolk sync``, which they may then start (MALTOLK_SOURCES).
    ``openid``: where they log in elsewhere; None, the default: nowhere.
    """

    users: Path | None = None
    audit: Path | None = None
    sources: Path | None = None
    openid: OpenID | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which encoder builds.

    ``index``: folder of the generations (MALTOLK_INDEX, else ``index`` in the working folder).
    ``models``: folder of unpacked encoders (MALTOLK_MODELS, else ``maltolk/models`` in the user's cache folder).
    ``model``: the encoder a build uses: ``bundled``, or a sentence-transformers name or folder (MALTOLK_MODEL).
    ``keep``: generations that a build leaves on disk, from 1, the current one included (MALTOLK_KEEP).
    ``corpus``: folder of the texts (MALTOLK_CORPUS, else ``corpus`` in the working folder).
    ``questions``: file of the questions whose answers a renewal compares (MALTOLK_QUESTIONS); None takes QUESTIONS if
    that is there.
    ``feedback``: file that judgements of answers are added to (MALTOLK_FEEDBACK); None, the default, asks for none.
    ``operator``: who answers for the pages (MALTOLK_OPERATOR, MALTOLK_OPERATOR_EMAIL, MALTOLK_OPERATOR_PHONE).
    ``hosts``: names that the pages are asked for by, separated by commas, "*.example.se" for all below it
    (MALTOLK_HOSTS); empty: any. ``proxies``: addresses or networks of the proxies whose X-Forwarded-For and
    X-Forwarded-Proto are believed, separated by commas (MALTOLK_PROXIES). ``prefix``: path below which the pages are,
    "/maltolk" (MALTOLK_PREFIX).
    ``public_address``: where the pages are reached from outside (MALTOLK_PUBLIC_ADDRESS, "https://mal.example.org"),
    without a slash at its end; links for other programs lead there.
    ``mcp``: whether ``serve`` answers assistants at /mcp (MALTOLK_MCP, "1" or "0", the default).
    ``log``: how a server writes its log, ``text`` or ``json`` (MALTOLK_LOG). ``metrics``: whether it shows measures at
    /metrics (MALTOLK_METRICS=1).
    ``privacy``: what of people is kept, and who is not shown.
    ``staff``: who the staff are, and what they may start.
    ``staff_password``: opens the staff's pages (MALTOLK_STAFF_PASSWORD) where no file of users is set; without either
    there are none.
    """

    index: Path
    models: Path
    model: str = BUNDLED
    keep: int = KEPT
    corpus: Path = Path("corpus")
    questions: Path | None = None
    feedback: Path | None = None
    operator: Operator = Operator()
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    prefix: str = ""
    public_address: str = ""
    mcp: bool = False
    log: LogForm = LogForm.TEXT
    metrics: bool = False
    privacy: Privacy = Privacy()
    staff: Staff = Staff()
    staff_password: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that ``environ`` (variable name -> value) asks for. Raises UsageError."""
        return cls(
            index=Path(environ.get("MALTOLK_INDEX") or "index"),
            models=Path(environ.get("MALTOLK_MODELS") or _cache(environ) / "models"),
            model=environ.get("MALTOLK_MODEL") or BUNDLED,
            keep=_whole("MALTOLK_KEEP", environ.get("MALTOLK_KEEP") or str(KEPT)),
            corpus=Path(environ.get("MALTOLK_CORPUS") or "corpus"),
            questions=Path(environ["MALTOLK_QUESTIONS"]) if environ.get("MALTOLK_QUESTIONS") else None,
            feedback=Path(environ["MALTOLK_FEEDBACK"]) if environ.get("MALTOLK_FEEDBACK") else None,
            operator=Operator(
                environ.get("MALTOLK_OPERATOR", ""),
                environ.get("MALTOLK_OPERATOR_EMAIL", ""),
                environ.get("MALTOLK_OPERATOR_PHONE", ""),
            ),
            hosts=_listed(environ.get("MALTOLK_HOSTS", "")),
            proxies=_addresses("MALTOLK_PROXIES", environ.get("MALTOLK_PROXIES", "")),
            prefix=_path("MALTOLK_PREFIX", environ.get("MALTOLK_PREFIX", "")),
            public_address=_address("MALTOLK_PUBLIC_ADDRESS", environ.get("MALTOLK_PUBLIC_ADDRESS", "")),
            mcp=_switch("MALTOLK_MCP", environ.get("MALTOLK_MCP") or "0"),
            log=_form("MALTOLK_LOG", environ.get("MALTOLK_LOG") or LogForm.TEXT),
            metrics=_switch("MALTOLK_METRICS", environ.get("MALTOLK_METRICS") or "0"),
            privacy=Privacy(
                Path(environ["MALTOLK_UNANSWERED"]) if environ.get("MALTOLK_UNANSWERED") else None,
                _whole("MALTOLK_UNANSWERED_DAYS", environ.get("MALTOLK_UNANSWERED_DAYS") or str(KEPT_DAYS)),
                Path(environ["MALTOLK_SUPPRESSED"]) if environ.get("MALTOLK_SUPPRESSED") else None,
            ),
            staff=Staff(
                Path(environ["MALTOLK_STAFF_USERS"]) if environ.get("MALTOLK_STAFF_USERS") else None,
                Path(environ["MALTOLK_AUDIT"]) if environ.get("MALTOLK_AUDIT") else None,
                Path(environ["MALTOLK_SOURCES"]) if environ.get("MALTOLK_SOURCES") else None,
                _openid(environ),
            ),
            staff_password=environ.get("MALTOLK_STAFF_PASSWORD") or None,
        )

    @property
    def has_staff(self) -> bool:
        """Whether there are pages for the staff."""
        return not (self.staff_password is None and self.staff.users is None and self.staff.openid is None)

    @property
    def audit(self) -> Path:
        """The file that what the staff did is added to."""
        return self.staff.audit or self.index / AUDIT

    @property
    def unanswered_days(self) -> int:
        """Days that questions without an answer are kept, 0 where they are not."""
        return 0 if self.privacy.unanswered is None else self.privacy.days

    @property
    def feedback_days(self) -> int:
        """Days that judgements are kept, 0 where none are asked for."""
        return 0 if self.feedback is None else self.privacy.days

    @property
    def suppressed(self) -> Path:
        """The file of people who must not be shown: beside the index, so that whatever opens that finds it, and no
        rebuild or deletion of the index touches it."""
        return self.privacy.suppressed or self.index.absolute().parent / SUPPRESSED


def _cache(environ: Mapping[str, str]) -> Path:
    """The folder of maltolk in the user's cache: ``~/.cache/maltolk`` or ``$XDG_CACHE_HOME/maltolk`` on Linux."""
    from platformdirs import user_cache_path

    if environ.get("XDG_CACHE_HOME"):  # on every system, if it is set
        return Path(environ["XDG_CACHE_HOME"]) / "maltolk"
    return user_cache_path("maltolk", appauthor=False)


def _whole(name: str, written: str) -> int:
    """A number from 1."""
    if not re.fullmatch("[1-9][0-9]{0,5}", written):
        raise UsageError(f"{name} is {written[:40]!r}; set it to a whole number from 1, or leave it out")
    return int(written)


def _listed(written: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in written.split(",") if each.strip())


def _addresses(name: str, written: str) -> tuple[str, ...]:
    """Addresses or networks."""
    for each in _listed(written):
        try:
            ipaddress.ip_network(each)
        except ValueError as error:
            raise UsageError(
                f"{name} holds {each[:40]!r} ({error}); set it to addresses or networks such as 127.0.0.1,10.0.0.0/8"
            ) from error
    return _listed(written)


def _path(name: str, written: str) -> str:
    """The path of a prefix, without a slash at its end; "/" alone is none."""
    path = written.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+", path):
        raise UsageError(f"{name} is {written[:40]!r}; set it to a path such as /maltolk, or leave it out")
    return path


def _switch(name: str, written: str) -> bool:
    """1 or 0."""
    if written not in ("0", "1"):
        raise UsageError(f"{name} is {written[:40]!r}; set it to 1 or 0, or leave it out")
    return written == "1"


def _address(name: str, written: str) -> str:
    """The address of a site, perhaps below a path, without a slash at its end; "" for none."""
    if written and not re.fullmatch(r"https?://([\w.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]+)?(/[\w./~-]*)?", written, re.ASCII):
        raise UsageError(f"{name} is {written[:80]!r}; set it to an address such as https://mal.example.org")
    return written.rstrip("/")


def _openid(environ: Mapping[str, str]) -> OpenID | None:
    """The identity provider, None where none is named. Raises UsageError when anything that it takes is missing."""
    issuer = environ.get("MALTOLK_OIDC_ISSUER", "")
    if not issuer:
        return None
    if not re.match(r"https://|http://(127\.0\.0\.1|\[::1\]|localhost)[:/]", issuer):
        raise UsageError("MALTOLK_OIDC_ISSUER is not https; set it to an address such as https://login.example.org")
    for name in (
        "MALTOLK_OIDC_CLIENT_ID",
        "MALTOLK_OIDC_CLIENT_SECRET",
        "MALTOLK_OIDC_ROLES",
        "MALTOLK_PUBLIC_ADDRESS",
    ):
        if not environ.get(name):
            raise UsageError(f"MALTOLK_OIDC_ISSUER takes {name} too; see docs/staff-users.md")
    roles = dict(each.rpartition("=")[::2] for each in _listed(environ["MALTOLK_OIDC_ROLES"]))
    if "" in roles or not set(roles.values()) <= {"reader", "editor", "admin"}:
        raise UsageError("MALTOLK_OIDC_ROLES is written as webb=editor,drift=admin; roles: reader, editor, admin")
    claim = environ.get("MALTOLK_OIDC_ROLE_CLAIM") or "roles"
    secret = Path(environ["MALTOLK_OIDC_CLIENT_SECRET"])
    return OpenID(issuer, environ["MALTOLK_OIDC_CLIENT_ID"], secret, claim, roles)


def _form(name: str, written: str) -> LogForm:
    try:
        return LogForm(written)
    except ValueError:
        raise UsageError(f"{name} is {written[:40]!r}; set it to {' or '.join(LogForm)}, or leave it out") from None
