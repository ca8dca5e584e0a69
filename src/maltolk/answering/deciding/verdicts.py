"""Whether one proposal is good enough: its signs against the thresholds."""

from dataclasses import dataclass, replace

from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.finding.proposals import (
    ContactSigns,
    IntentSigns,
    ItemSigns,
    Kind,
    ListSigns,
    PageDateSigns,
    Proposal,
    ReadSigns,
    Route,
    VisionSigns,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``against``: why it is refused, in English; "" when it is accepted. ``ends_kind``: whether nothing else of its
    kind may answer either. ``between``: municipalities of which several are meant equally, to ask back about.
    ``probability``: that the proposal is right, None where that is not estimated."""

    against: str = ""
    ends_kind: bool = False
    between: tuple[str, ...] = ()
    probability: float | None = None


ACCEPTED = Verdict()


def verdict_on(proposal: Proposal, limits: Thresholds) -> Verdict:
    """The verdict on a proposal."""
    match proposal.signs:
        case ItemSigns() as signs:
            least = limits.item_cover if signs.counted else limits.item_cover_placed
            refused = signs.elsewhere or (signs.cover < least and not signs.agreed)
            return _unless(refused, "told elsewhere" if signs.elsewhere else f"cover {signs.cover:.2f}")
        case PageDateSigns(titled=titled):
            return _unless(titled < limits.page_titled, "another page")
        case ContactSigns() as signs:
            weak = not signs.asked_for and (signs.score < limits.contact_score or not signs.fits)
            return _unless(weak, "fits no contact well enough")
        case VisionSigns() as signs:
            return _on_vision(signs, limits)
        case ListSigns() as signs:
            likely = 0.0 if signs.read is None else limits.calibration.probability(signs.read)
            other = 0.0 if signs.read_elsewhere is None else limits.calibration.probability(signs.read_elsewhere)
            if likely < limits.list_read:
                verdict = Verdict("not likely enough")
            elif other > likely + (0.0 if signs.miscounted else limits.list_lead):
                verdict = Verdict(f"something else is likelier: {other:.2f}")
            else:
                verdict = _on_list(signs, limits)
            return replace(verdict, probability=likely)
        case ReadSigns() as signs:
            likely = limits.calibration.probability(signs)
            usual = limits.read_contact if proposal.kind is Kind.CONTACT_READ else limits.read
            needed = min(limits.read, limits.read_nearest if signs.nearest else usual)
            return replace(_unless(likely < needed, "not likely enough"), probability=likely)
        case IntentSigns(probability=probability, doubtful=doubtful):
            needed = {Kind.DISTRESS: limits.distress, Kind.WHOLE_TEXT: limits.overview}.get(
                proposal.kind, limits.intent
            )
            return _unless(probability < (limits.intent_doubtful if doubtful else needed), f"{probability:.2f} likely")
        case _:
            return ACCEPTED


def _on_vision(signs: VisionSigns, limits: Thresholds) -> Verdict:
    least = limits.vision_cover_agreed if signs.agreed else limits.vision_cover
    worded = signs.cover >= least and (signs.agreed or not signs.about)
    if signs.form < limits.vision_form or not (worded or signs.asked >= limits.vision_asked):
        return Verdict(f"form {signs.form:.2f}, cover {signs.cover:.2f}, {signs.asked:.2f} likely to be asked for")
    return Verdict("several municipalities have one", between=signs.rivals) if len(signs.rivals) > 1 else ACCEPTED


def _unless(refused: bool, reason: str) -> Verdict:
    return Verdict(reason) if refused else ACCEPTED


def _is_near(cosine: float, top: float, limits: Thresholds) -> bool:
    return cosine >= max(top - limits.list_near_top, limits.list_cosine)


def _on_list(signs: ListSigns, limits: Thresholds) -> Verdict:
    if signs.route is Route.VECTORS:
        return _unless(not _is_near(signs.cosine, signs.top, limits), "not near enough")
    if signs.route is Route.LABELS:
        score = limits.list_score if signs.asked else limits.list_score_unasked
        fits = signs.cover >= limits.list_cover and signs.score >= score
        if not fits or not (signs.asked or signs.told >= limits.list_told):
            return Verdict(f"best list: cover {signs.cover:.2f}, score {signs.score:.2f}")
    if signs.counts_else:
        return Verdict("its label counts something else", ends_kind=True)
    if signs.picked:
        return ACCEPTED
    if signs.beyond:
        return Verdict("about something that neither labels nor items have", ends_kind=True)
    rivals = [r for r in signs.rivals if r.score >= signs.score - limits.rival and r.cover >= limits.list_cover]
    between = tuple(dict.fromkeys(r.municipality for r in rivals))
    if len(between) > 1:
        return Verdict("several municipalities fit equally well", between=between)
    if _sentence_goes_before(signs, limits):
        score = 0.0 if signs.sentence is None else signs.sentence.score
        return Verdict(f"a sentence fits better: {score:.2f} against {signs.score:.2f}", ends_kind=True)
    return ACCEPTED


def _sentence_goes_before(signs: ListSigns, limits: Thresholds) -> bool:
    """Whether a sentence has clearly more of the question's words than the list's labels have."""
    sentence = signs.sentence
    if sentence is None:
        return False
    counts = sentence.counts and sentence.cover >= signs.cover - limits.sentence_short
    if sentence.goals:
        return sentence.worded and counts
    more = sentence.cover > signs.cover + limits.sentence_beyond
    return (sentence.worded and counts) or ((sentence.worded or sentence.says_more) and more)
