"""Files -> documents: formats, encodings, metadata, structure and contacts. Knows nothing of the index."""

from maltolk.reading.folder import Reading, Skipped, read_document, read_folder
from maltolk.reading.gazetteer import Gazetteer, Mention
from maltolk.reading.sentences import sentences

__all__ = ["Gazetteer", "Mention", "Reading", "Skipped", "read_document", "read_folder", "sentences"]
