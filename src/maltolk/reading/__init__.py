"""Files -> documents: formats, encodings, metadata, structure and contacts. Knows nothing of the index."""

from maltolk.reading.document import SUFFIXES, Skipped, read_document
from maltolk.reading.folder import Reading, read_folder
from maltolk.reading.gazetteer import Gazetteer, Mention
from maltolk.reading.sentences import sentences

__all__ = ["SUFFIXES", "Gazetteer", "Mention", "Reading", "Skipped", "read_document", "read_folder", "sentences"]
