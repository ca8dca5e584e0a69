"""Whether a sentence speaks of the text that it stands in: "planen", "programmet", "den här sidan"."""

import re

_KINDS = "plan|program|strategi|vision|policy|policies|riktlinje|budget|reglemente|styrkort|överenskommelse|taxa|mål"
_NAMED = re.compile(
    rf"""\b(?:(?:[\w-]*?(?P<kind>{_KINDS}|avtal)(?:en|et|met|n|yn|er|r|rna|erna)?)
    |(?:\w*dokument(?:et)?|sidan|texten|(?:den|det)\s+här\s+\w+|denna\s+\w+|this\s+\w+))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHERS = (
    r"(?:regeringen|riksdagen|staten|fn|förenta\s+nationerna|eu|länsstyrelsen|regionen|världens\s+länder"
    r"|generalförsamlingen|europeiska\s+\w+)"
)
_ANOTHER = re.compile(
    r"\b(?:en|ett|ny|nytt|nationell\w*|regional\w*|statlig\w*|global\w*|regeringens|riksdagens|statens|länets"
    r"|länsstyrelsens|eu:s|eu-kommissionens|fn:s|tidigare|förra|gamla|föregående)\s+(?:\w+\s+)?\Z",
    re.IGNORECASE,
)
"""Before the name of a text that is not this one, or of any such text."""
_POINTING = re.compile(r"\W*(?:(?:den|det|denna|detta|it)|(?P<many>de|dessa|they))\b", re.IGNORECASE)
_PLURAL = re.compile(r"\w(?:er|or|ar|mål|ften)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:som|vilken|vilket|which|that)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:]\s|[·|•]|\n\s*\n|\n(?=[#|*>-])")


def about_itself(before: str, after: str, title: str) -> bool:
    """Whether what a sentence says between ``before`` and ``after`` is about the text of that ``title``: the text that
    it names first, or right before a "som", is this one."""
    named = list(_NAMED.finditer(before))
    if named:
        return _is_this(named[-1] if _RELATIVE.search(before) else named[0], title)
    first = _NAMED.search(after)
    return first is not None and _is_this(first, title)


def by_another(before: str, after: str) -> bool:
    """Whether an authority of its own, other than the sender, does what the verb between the two says."""
    return bool(
        re.search(rf"\b{_OTHERS}\s+(?:\w+\s+){{0,2}}\Z", before, re.IGNORECASE)
        or re.match(rf"\s+(?:av\s+)?(?:\w+\s+)?{_OTHERS}\b", after, re.IGNORECASE)
    )


def is_subject(text: str, place: int, title: str) -> bool:
    """Whether what the sentence says at ``place`` is about the text: nothing stands before it, as in a label, or the
    words before it name the text or begin by pointing back at it."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    if text[place : place + 1].isupper() and not any(map(str.isalnum, line)):
        return True
    begun = max((end.end() for end in _ENDED.finditer(text, max(0, place - 300), place)), default=max(0, place - 300))
    before = text[begun:place]
    if not any(map(str.isalnum, before)):
        return True
    if _NAMED.search(before):
        return about_itself(before, "", title)
    pointing = _POINTING.match(before)
    return pointing is not None and (pointing["many"] is None or _PLURAL.search(title) is not None)


def _is_this(named: re.Match[str], title: str) -> bool:
    """By its kind and what stands before it in a compound, which the title says too; a title without a kind is that of
    any text but a contract."""
    if _ANOTHER.search(named.string, 0, named.start()):
        return False
    if named["kind"] is None:
        return True
    known = title.casefold()
    kind = named["kind"].casefold()
    if re.search(_KINDS, known) is None:
        return kind != "avtal" and "protokoll" not in known
    of_what = named.string[named.start() : named.start("kind")].casefold().strip("-")
    return kind in known and of_what.removesuffix("s") in known
