"""A question and an open index -> an answer made of quotes. Knows nothing of the command line or the web page.

Starts at ``answer.Answerer``; docs/architecture.md lists the steps in order.
"""
