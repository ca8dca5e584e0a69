"""Whether one proposal is good enough: its signs against the thresholds."""

from dataclasses import dataclass

from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.finding.proposals import (
    ContactSigns,
    DistressSigns,
    IntentSigns,
    ItemSigns,
    Kind,
    ListSigns,
    NearContactSigns,
    NearSigns,
    OverviewSigns,
    PageDateSigns,
    Proposal,
    Route,
    SentenceSigns,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``against``: why it is refused, in English; "" when it is accepted. ``ends_kind``: whether nothing else of its
    kind may answer either. ``between``: municipalities of which several are meant equally, to ask back about."""

    against: str = ""
    ends_kind: bool = False
    between: tuple[str, ...] = ()


ACCEPTED = Verdict()


def verdict_on(proposal: Proposal, limits: Thresholds) -> Verdict:
    """The verdict on a proposal."""
    match proposal.signs:
        case ItemSigns(cover=cover):
            return _unless(cover < limits.item_cover, f"cover {cover:.2f}")
        case PageDateSigns(titled=titled):
            return _unless(titled < limits.page_titled, "another page")
        case ContactSigns() as signs:
            weak = not signs.asked_for and (signs.score < limits.contact_score or not signs.fits)
            return _unless(weak, "fits no contact well enough")
        case NearContactSigns(cosine=cosine, lead=lead):
            return _unless(
                cosine < limits.contact_cosine or lead < limits.contact_lead, "no contact is clearly nearest"
            )
        case ListSigns() as signs:
            return _on_list(signs, limits)
        case SentenceSigns() as signs:
            return _on_sentence(signs, limits)
        case NearSigns() as signs:
            return _on_near(signs, limits)
        case OverviewSigns() as signs:
            far = signs.vision is not None and signs.vision < limits.overview_cosine
            far |= signs.goals is not None and not _is_near(signs.goals, signs.top, limits)
            return _unless(far, "nothing near enough")
        case IntentSigns(lead=lead, doubtful=doubtful):
            needed = limits.coverage_lead if proposal.kind is Kind.COVERAGE else limits.chat_lead
            return _unless(lead < needed * (2 if doubtful else 1), f"{lead:.3f} nearer")
        case DistressSigns(cosine=cosine, lead=lead):
            return _unless(cosine <= limits.distress_cosine or lead <= limits.distress_lead, "nobody in distress")
        case _:
            return ACCEPTED


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


def _on_sentence(signs: SentenceSigns, limits: Thresholds) -> Verdict:
    if signs.unfit:
        return Verdict(signs.unfit, ends_kind=True)
    score = limits.sentence_score_translated if signs.translated else limits.sentence_score
    cover = limits.sentence_cover_compared if signs.compared else limits.sentence_cover
    return _unless(signs.score < score or signs.cover < cover, f"score {signs.score:.2f}, cover {signs.cover:.2f}")


def _on_near(signs: NearSigns, limits: Thresholds) -> Verdict:
    if signs.cosine < limits.near_cosine[signs.want]:
        return Verdict(f"cosine {signs.cosine:.2f}")
    return Verdict(signs.lacks) if signs.lacks else _unless(signs.service > limits.service_lead, "asks for a service")
