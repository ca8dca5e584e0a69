"""The tree of errors. Every message names the cure, in one line.

MaltolkError                what a caller may catch; ``exit_status`` is what the command line returns
├── UsageError              2  wrong use or bad input: an option, a question file, a corpus folder
├── IndexMissing            3  there is no index where one was looked for
├── IndexStale              3  the index was made by another format, encoder or passage rule
├── IndexDamaged            3  a file of the index is gone or does not match its digest
├── BuildRunning            2  another process is building the same index
└── ModelError              3  the encoder's files are missing, damaged or of an unknown kind
"""


class MaltolkError(Exception):
    """Base of all errors that maltolk raises on purpose; its text is for people."""

    exit_status = 2

    @property
    def fault(self) -> str:
        """What is wrong, without the cure after the last semicolon: for code that is applying it."""
        return str(self).rpartition("; ")[0] or str(self)


class UsageError(MaltolkError):
    """The command or its input is wrong."""


class IndexMissing(MaltolkError):
    """There is no index where one was looked for."""

    exit_status = 3


class IndexStale(MaltolkError):
    """The index was made by another format version, encoder or passage rule."""

    exit_status = 3


class IndexDamaged(MaltolkError):
    """A file of the index is missing or differs from its digest."""

    exit_status = 3


class BuildRunning(MaltolkError):
    """Another process holds the build lock of the same index."""


class ModelError(MaltolkError):
    """The encoder's files cannot be found, read or trusted."""

    exit_status = 3
