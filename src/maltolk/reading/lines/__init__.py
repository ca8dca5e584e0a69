"""Text -> lines, sentences and what each line is: heading, item, quotation, note, furniture."""
