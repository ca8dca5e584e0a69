"""The structure of documents, derived once: outlines, enumerations, labels; and how a question fits them."""
