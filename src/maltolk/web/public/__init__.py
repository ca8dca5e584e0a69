"""Pages that people link to: municipalities, themes, the address of an answer, the site map."""
