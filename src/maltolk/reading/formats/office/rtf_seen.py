"""Leaves in an RTF file what people see, and writes what pandoc misreads in words that it reads rightly: characters by
number, numbers of lists, merged cells; white words and tables of contents go."""

import re
from dataclasses import dataclass, field, replace

SIGN = "\ufdd2"
"""Stands on both sides of an item's number: a noncharacter, so no text contains it."""
DOWN, RIGHT = "\ufdd3", "\ufdd4"
"""Alone in a cell that is a part of the one above it, or of the one before it."""
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>.)"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}]+)|(?P<end>\\)",
    re.DOTALL,
)
_CONTENTS = re.compile(rb"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_MOST_GROUPS = 10_000
"""Groups within each other; more is an attack, and what is deeper stays as it is."""
_GROUND = (b"highlight", b"cb", b"chcbpat", b"chshdng")
_LOOKS = (b"v", b"strike", b"striked", b"deleted", b"b", b"i", b"ul", b"super", b"sub", b"up", b"dn", b"caps", b"scaps")
_WHITE = 250
"""Of 255, of each colour."""
_SAID = (b"~", b"_", b"-", b"\\", b"{", b"}")
"""What stands after a backslash for a character."""


@dataclass(slots=True)
class _Field:
    code: bytes = b""


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group. ``skipped``: characters that stand for one by number. ``kind``: the group's own word.
    ``ground``: whether the words have a ground of their own, on which white ones are seen."""

    skipped: int = 1
    kind: bytes = b""
    white: bool = False
    ground: bool = False
    field: _Field | None = None


@dataclass(slots=True)
class _Row:
    """How the cells of a row are merged: the sign of each, and which of them is next."""

    signs: list[str] = field(default_factory=list)
    coming: str = ""
    place: int = 0
    shaded: bool = False


def keep_seen(raw: bytes) -> bytes:
    """The file as pandoc reads it rightly."""
    return _Pass(raw).run()


class _Pass:
    """One pass over a file."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._out: list[bytes] = []
        self._states = [_State()]
        self._row = _Row()
        self._shaded = False  # the paragraph
        self._left = 0  # characters to skip after one by number
        self._colours: list[list[int]] = [[]]
        self._number: list[bytes] = []
        self._sign = b""  # of an item whose words have not begun

    def run(self) -> bytes:
        at = 0
        while found := _TOKEN.match(self._raw, at):
            at = found.end()
            if found["word"] == b"bin":
                at += max(0, int(found["number"] or 0))
            self._take(found)
        return b"".join(self._out)

    def _take(self, found: re.Match[bytes]) -> None:
        if (brace := found["brace"]) is not None:
            self._left = 0
            if brace == b"{":
                self._begin()
            else:
                self._end()
        elif found["word"] is not None:
            self._word(found["word"], int(found["number"]) if found["number"] else None, found[0])
        elif found["text"] is not None:
            self._text(found["text"])
        elif self._left and found["symbol"] != b"*":
            self._left -= 1
        elif found["byte"] is not None or found["symbol"] in _SAID:
            self._say(found[0])
        elif self._states[-1].kind != b"contents":
            self._out.append(found[0])

    def _begin(self) -> None:
        if self._states[-1].kind != b"contents":
            self._out.append(b"{")
        if len(self._states) < _MOST_GROUPS:
            kind = self._states[-1].kind if self._states[-1].kind in _INHERITED else b""
            self._states.append(replace(self._states[-1], kind=kind))

    def _end(self) -> None:
        ended = self._states.pop() if len(self._states) > 1 else self._states[-1]
        above = self._states[-1]
        if above.kind == b"contents":
            return
        self._out.append(b"}")
        if ended.kind == b"listtext" and above.kind != b"listtext":
            # Words before the paragraph's looks are lost, so the number waits for the first word.
            self._sign = _character(SIGN) + b"".join(self._number).strip() + _character(SIGN)
            self._number = []

    def _word(self, word: bytes, number: int | None, written: bytes) -> None:
        state = self._states[-1]
        if word == b"u" and number is not None:
            self._say(b"\\uc0\\u%d " % number)
            self._left = state.skipped
            return
        if self._left:
            self._left -= 1
            return
        if word == b"uc":
            self._states[-1] = replace(state, skipped=max(0, min(number or 0, 10)))
            return
        self._note(state, word, number)
        if self._states[-1].kind == b"stylesheet" and word in _LOOKS:
            # Pandoc takes the last style's looks for those of the text; runs repeat those of their styles.
            return
        if self._states[-1].kind != b"contents" or word == b"fldrslt":
            self._out.append(written)

    def _note(self, state: _State, word: bytes, number: int | None) -> None:
        """What a word changes."""
        on = number != 0
        if word in _KINDS:
            kind = word
            if word == b"fldrslt" and state.field is not None and _CONTENTS.match(state.field.code):
                kind = b"contents"
            inner = _Field() if word == b"field" else state.field
            self._states[-1] = replace(state, kind=kind, field=inner)
        elif state.kind == b"colortbl" and word in (b"red", b"green", b"blue"):
            self._colours[-1].append(number or 0)
        elif word == b"plain":
            self._states[-1] = replace(state, white=False, ground=False)
        elif word == b"cf":
            self._states[-1] = replace(state, white=self._is_white(number or 0))
        elif word in _GROUND:
            self._states[-1] = replace(state, ground=on)
        elif word == b"pard":
            self._shaded = False
        elif word == b"par":
            self._sign = b""
        elif word in (b"cbpat", b"shading"):
            self._shaded = on
        else:
            self._table(word, on)

    def _table(self, word: bytes, on: bool) -> None:
        row = self._row
        if word == b"trowd":
            self._row = _Row()
        elif word in (b"clcbpat", b"clshdng", b"trcbpat"):
            row.shaded = row.shaded or on
        elif word == b"clvmrg":
            row.coming = DOWN
        elif word == b"clmrg":
            row.coming = RIGHT
        elif word == b"cellx":
            row.signs.append(row.coming)
            row.coming = ""
        elif word == b"row":
            row.place = 0
        elif word == b"cell":
            sign = row.signs[row.place] if row.place < len(row.signs) else ""
            row.place += 1
            if sign:
                self._out.append(_character(sign))

    def _text(self, text: bytes) -> None:
        state = self._states[-1]
        if self._left:
            text = text.lstrip(b"\r\n")
        if state.kind == b"colortbl":
            self._colours += [[] for _ in range(text.count(b";"))]
        if state.kind == b"fldinst" and state.field is not None:
            state.field.code += text
        skipped = min(self._left, len(text))
        self._left -= skipped
        self._say(text[skipped:])

    def _say(self, text: bytes) -> None:
        """Write words, unless nobody sees them."""
        state = self._states[-1]
        if state.kind == b"listtext":
            self._number.append(text)
        unseen = state.white and not (state.ground or self._shaded or self._row.shaded or state.kind == b"shptxt")
        if state.kind == b"contents" or unseen:
            return
        if self._sign and state.kind in (b"", b"field", b"fldrslt") and text.strip():
            self._out.append(self._sign)
            self._sign = b""
        self._out.append(text)

    def _is_white(self, number: int) -> bool:
        colour = self._colours[number] if 0 < number < len(self._colours) else []
        return len(colour) == 3 and min(colour) >= _WHITE


_KINDS = (b"stylesheet", b"colortbl", b"field", b"fldinst", b"fldrslt", b"listtext", b"shptxt")
_INHERITED = (b"stylesheet", b"colortbl", b"fldinst", b"contents", b"listtext", b"shptxt")


def _character(sign: str) -> bytes:
    return b"\\uc0\\u%d " % ord(sign)
