"""What of people is kept, masked or hidden: questions without an answer, judgements, and who must not be shown."""
