"""Who the staff are, what each of them may do, and what they did."""
