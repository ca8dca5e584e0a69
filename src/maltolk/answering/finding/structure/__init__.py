"""The structure of documents, read off once: outlines, enumerations, labels; and how a question fits them."""
