"""Files -> documents: formats, encodings, metadata, structure and contacts. Independent of the index."""

from maltolk.reading.document import SUFFIXES, Skipped, read_document
from maltolk.reading.lines.sentences import sentences
from maltolk.reading.sources.folder import Reading, read_folder

__all__ = ["SUFFIXES", "Reading", "Skipped", "read_document", "read_folder", "sentences"]
