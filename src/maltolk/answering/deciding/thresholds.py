"""When a proposal is good enough: every threshold of the product, in one value."""

from dataclasses import dataclass, field

from maltolk.answering.deciding.calibration import Calibration, shipped_calibration


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All of them were set by hand on the trial, dev and development questions, ``read`` on the shared collection and
    rounds k to t (docs/adr/0017); cosines hold for the bundled encoder.

    ``item_cover``: cover of a numbered item's labels, ``item_cover_placed`` where only its place has the number; not
    needed where the reader agrees.
    ``page_titled``: strength of the words that say which page is meant, in its title.
    ``contact_score``: of a contact that was not asked for in so many words.
    ``vision_form``, ``vision_cover``: how plainly a text must say that something is its vision, and how much of the
    question must ask for one; ``vision_cover_agreed`` where the reader finds it the likeliest, too;
    ``vision_asked``: probability that one is asked for, from which on neither is needed.
    ``list_cover``; ``list_score`` where a list was asked for, ``list_score_unasked`` where not; ``list_told``: share of
    its label's words that must be in the question where no list was asked for.
    ``list_cosine``, ``list_near_top``: of a list found by vectors, and how far below the nearest passage it may be.
    ``rival``: how much worse another municipality's list may score and still count as equally meant.
    ``sentence_short``, ``sentence_beyond``: to go before a list, how much less of the question a sentence may have if
    it counts what is asked for, and how much more it must have if it is worded as an answer.
    ``overview``: probability that no one matter is asked about.
    ``intent``: probability that a question is not for the texts; ``intent_doubtful`` where its wording says that it is.
    ``distress``: probability of that.
    ``read``: probability that what the reader marked is right, by ``calibration``;
    ``read_contact``: the same of a contact, ``read_nearest``: of one that is the nearest in meaning too;
    ``read_among``: the same for a municipality among all of which it is asked which ones are meant;
    ``read_side``: the same for one side of a comparison of named municipalities, each asked about the same thing,
    and ``read_beside``: where another side is answered already;
    ``list_read``: the same of a list that its words speak for too, and ``list_lead``: how much likelier something
    outside the list may be; not at all where the question says another number of items than the list has.
    """

    item_cover: float = 0.4
    item_cover_placed: float = 0.6
    page_titled: float = 0.5
    contact_score: float = 0.85
    vision_form: float = 0.6
    vision_cover: float = 0.9
    vision_cover_agreed: float = 0.3
    vision_asked: float = 0.6
    list_cover: float = 0.5
    list_score: float = 0.52
    list_score_unasked: float = 0.8
    list_told: float = 0.6
    list_cosine: float = 0.82
    list_near_top: float = 0.02
    rival: float = 0.1
    sentence_short: float = 0.1
    sentence_beyond: float = 0.2
    overview: float = 0.5
    intent: float = 0.6
    intent_doubtful: float = 0.9
    distress: float = 0.7
    calibration: Calibration = field(default_factory=shipped_calibration)
    read: float = 0.48
    read_contact: float = 0.4
    read_nearest: float = 0.25
    read_among: float = 0.4
    read_side: float = 0.28
    read_beside: float = 0.25
    list_read: float = 0.3
    list_lead: float = 0.1
