"""What is known of the language and the country; each list stands here once. Knows nothing of the other rooms."""
