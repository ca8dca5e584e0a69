"""Text that was encoded twice ("vÃ¥r" for "vår") -> the text that was meant, line by line.

Somebody's program took UTF-8 for an older encoding and saved what it saw. Texts are pasted together from many places,
so each line is judged by itself.
"""

import functools
import re
from collections.abc import Callable

_SEEN_AS = ("windows-1252", "mac-roman", "cp850", "cp437")
"""What the UTF-8 was taken for, the most usual first."""
_MAX_TIMES = 3
_LETTERS = frozenset("åäöÅÄÖ")
_SIGNS = frozenset("‐‑‒―\u2009\u200b\u202f\u2028\ufeff−≤≥→")


def mend(text: str) -> str:
    """The text with its doubly encoded lines put right; every other line as it was.

    A line with as many proper Swedish letters as garbled ones was meant that way: it may be about such characters.
    """
    if text.isascii() or not any(_sequence(codec).search(text) for codec in _SEEN_AS):
        return text
    return "\n".join(_mend_line(line) for line in text.split("\n"))


def _mend_line(line: str) -> str:
    for _ in range(_MAX_TIMES):
        covered, mended = max((_undo(line, codec) for codec in _SEEN_AS), key=lambda found: found[0])
        if not covered:
            break
        line = mended
    return line


def _undo(line: str, codec: str) -> tuple[int, str]:
    """How many characters of the line ``codec`` explains, and the line that was meant; 0 when it is right as is."""
    sequence, meant = _sequence(codec), _meant(codec)
    wrong = [match.group() for match in sequence.finditer(line) if meant(match) != match.group()]
    # "VAD VI TROR PÅ…" ends with a letter and a separate character; read otherwise only if the line has surer evidence.
    sure = sum(found[0] not in _LETTERS for found in wrong)
    right = sum(sign in _LETTERS for sign in sequence.sub("", line))
    return (sum(map(len, wrong)), sequence.sub(meant, line)) if sure > right else (0, line)


@functools.cache
def _bytes_of(codec: str) -> dict[str, int]:
    """Character -> byte, from 0x80 on; bytes without a character map to themselves."""
    signs = {chr(byte): byte for byte in range(0x80, 0xA0)}
    return signs | {bytes([b]).decode(codec): b for b in range(0x80, 0x100) if bytes([b]).decode(codec, "ignore")}


@functools.cache
def _sequence(codec: str) -> re.Pattern[str]:
    """One UTF-8 character, each of its bytes read as a character of ``codec``."""
    signs = _bytes_of(codec)

    def between(first: int, last: int) -> str:
        return "[" + "".join(re.escape(sign) for sign, byte in signs.items() if first <= byte <= last) + "]"

    more = between(0x80, 0xBF)
    return re.compile(f"{between(0xC2, 0xDF)}{more}|{between(0xE0, 0xEF)}{more}{{2}}")


@functools.cache
def _meant(codec: str) -> Callable[[re.Match[str]], str]:
    signs = _bytes_of(codec)

    def meant(match: re.Match[str]) -> str:
        try:
            sign = bytes(signs[seen] for seen in match.group()).decode("utf-8")
        except UnicodeDecodeError:
            return match.group()
        return sign if _belongs(sign, codec) else match.group()

    return meant


def _belongs(sign: str, codec: str) -> bool:
    """Whether the character may occur in a Swedish text, or in one that was encoded once more.

    That is a character of Windows-1252 or ISO 8859-1, an accent, or another letter of Europe's Latin alphabets.
    """
    # Macintosh's bytes for an accent are letters: "Ãå" might be meant.
    accent = "\u0300" <= sign <= "\u0330" and codec == _SEEN_AS[0]
    # Only Windows-1252 has bytes without a character, which are control characters until they are mended once more.
    control = "\x80" <= sign < "\xa0" and codec != _SEEN_AS[0]
    return not control and (sign <= "\u017f" or accent or sign in _SIGNS or sign in _bytes_of("windows-1252"))
