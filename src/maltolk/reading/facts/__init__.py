"""What is known of a document: title, sender, date, period of validity, kind; where found and how surely."""
