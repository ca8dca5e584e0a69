"""What is known of a document: title, sender, date, period of validity, kind; where it was found and how surely."""
