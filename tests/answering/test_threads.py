"""One answerer may be asked from several threads at once, as a web server does."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from maltolk.answering.answer import Answerer
from maltolk.answering.reader.word_reader import WordReader
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index

QUESTIONS = [
    "Vilka mål har Ale?",
    "Vilka fokusområden har Älmhult?",
    "Vem är kommunikationschef i Ale?",
    "När antogs handlingsplanen i Orsa?",
    "Jämför vad Ale och Orsa säger om hyresrätter",
    "Vad är mål 5 i Ale?",
    "",
]


def test_the_answers_are_those_of_one_thread(corpus_index: Index, hashing: HashEncoder, quick_answerer: Answerer):
    alone = {question: replace(quick_answerer.ask(question), latency_ms=0) for question in QUESTIONS}
    fresh = Answerer(corpus_index, hashing, WordReader())  # nothing read yet: the threads meet while it is
    with ThreadPoolExecutor(8) as workers:
        answers = list(workers.map(lambda q: (q, replace(fresh.ask(q), latency_ms=0)), QUESTIONS * 8))
    assert all(answer == alone[question] for question, answer in answers)
