"""A decision -> an answer: fixed words, verbatim quotes, numbered markers. Ends in the gate."""
