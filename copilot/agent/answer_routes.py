"""Routes a question about a film to what can answer it: diagnosis, plan, voices, posts, series, dossier or search."""

from __future__ import annotations

from collections.abc import Callable

from copilot.agent.answer_facts import answer_fact, answer_series, answer_weekend, best_fact, tone_claims
from copilot.agent.answer_passages import answer_passages, answer_told
from copilot.agent.answer_posts import answer_asset, answer_best_post, answer_named_post, channel_of
from copilot.agent.answer_reading import audience_claims, cause_claims, drop_claims, ledger_claims, plan_claims
from copilot.agent.answer_reply import Reply, nothing
from copilot.agent.answer_themes import misleading_claims, rival_claims, theme_claims
from copilot.agent.answer_voices import answer_count, answer_opinion, answer_spoken
from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, answer_words, wanted_attributes
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Claim
from copilot.retrieval.search import shipped_attributes
from copilot.retrieval.text import fold

Route = Callable[[Question, AtHand], Reply | None]


def route(asked: Question, at_hand: AtHand) -> Reply:
    """Try what the question names, what its intent asks for, then series, the dossier, and what search found."""
    for one in (
        _rival,
        _why_it_fell,
        _told,
        _of_person,
        _post,
        _by_intent,
        _asset,
        _of_series,
        _of_fact,
        _of_passages,
        _spoken,
    ):
        reply = one(asked, at_hand)
        if reply is not None:
            return reply
    return nothing(asked)


def _by_intent(asked: Question, at_hand: AtHand) -> Reply | None:
    by_intent = _BY_INTENT.get(asked.intent)
    return by_intent(asked, at_hand) if by_intent else None


def _read(step: str, claims: list[Claim]) -> Reply | None:
    return Reply(claims, step) if claims else None


def _is_about_nothing_else(asked: Question, at_hand: AtHand) -> bool:
    """Say whether a general question takes nothing for granted that this film's data does not say."""
    words = [word for word in [*asked.matter, *asked.topic] if not at_hand.knows(fold(word))]
    return not words and all(number in at_hand.known for number in asked.numbers)


def _diagnosed(step: str, claims: Callable[[Question, Diagnosis, AtHand], list[Claim]]) -> Route:
    """Answer from the diagnosis, when there is one and the question adds nothing unheard of."""

    def answer(asked: Question, at_hand: AtHand) -> Reply | None:
        if at_hand.diagnosis is None or not _is_about_nothing_else(asked, at_hand):
            return None
        return _read(step, claims(asked, at_hand.diagnosis, at_hand))

    return answer


def _rival(asked: Question, at_hand: AtHand) -> Reply | None:
    causal = any(word in asked.folded for word in answer_words()["causal"])
    if not asked.rivals or not causal or at_hand.diagnosis is None or asked.numbers:
        return None
    words = answer_words()
    if any(word in asked.folded for word in words["hearsay"]):
        return None
    called = [str(word) for name in asked.rivals for word in words["rivals"][name]]
    other = [word for word in asked.rest if not any(word in one or one in word for one in called)]
    if any(not at_hand.knows(word) for word in other):
        return None
    return _read("diagnose", rival_claims(asked, at_hand.diagnosis))


def _why_it_fell(asked: Question, at_hand: AtHand) -> Reply | None:
    if not (asked.asks_why and asked.speaks_of_fall) or asked.intent not in ("", "cause", "drop", "when_drop"):
        return None
    diagnosis = at_hand.diagnosis
    if diagnosis is None or asked.numbers or asked.rest:
        return None if asked.rest and diagnosis else nothing(asked)
    standing = drop_claims(diagnosis, at_hand)
    causes = cause_claims(diagnosis, at_hand)
    if diagnosis.drop.state == "rising" or (diagnosis.drop.state == "holding" and not causes):
        return Reply(standing, "diagnose", True, say("not_dropping", asked.language, why=diagnosis.drop.why), "")
    if causes:
        return Reply([*standing, *causes], "diagnose")
    helps = "".join(cause.would_change for cause in diagnosis.causes[:1]) or say("help_general", asked.language)
    return Reply([], "diagnose", True, say("causes_unknown", asked.language), helps)


def _drop(asked: Question, at_hand: AtHand) -> Reply | None:
    if at_hand.diagnosis is None or not asked.speaks_of_fall or asked.rest:
        return None
    return _read("pulse", drop_claims(at_hand.diagnosis, at_hand))


def _themes(kind: str) -> Route:
    """Answer from the theme board; a question about one person or aspect is answered by what viewers say of it."""

    def answer(asked: Question, at_hand: AtHand) -> Reply | None:
        if at_hand.diagnosis is None or not _is_about_nothing_else(asked, at_hand):
            return None
        if asked.topic or asked.matter or (asked.aspect and kind != "asks"):
            return _opinion(asked, at_hand)
        return _read("themes", theme_claims(asked, at_hand.diagnosis, kind)) or _opinion(asked, at_hand)

    return answer


def _counted(kind: str) -> Route:
    def answer(asked: Question, at_hand: AtHand) -> Reply | None:
        if not asked.about_reviews or asked.series:
            return None
        return _read("figures", answer_count(asked, at_hand, kind))

    return answer


def _opinion(asked: Question, at_hand: AtHand) -> Reply | None:
    others = any(word in asked.folded for word in answer_words()["needs"]["press"])
    if asked.series or others or not _is_about_nothing_else(asked, at_hand):
        return None
    if not (asked.about_reviews or asked.aspect or asked.overall or asked.topic or asked.rest or channel_of(asked)):
        return None
    return _read("voices", answer_opinion(asked, at_hand))


def _asset(asked: Question, at_hand: AtHand) -> Reply | None:
    return None if asked.intent in ("count", "share") else _read("assets", answer_asset(asked, at_hand))


def _post(asked: Question, at_hand: AtHand) -> Reply | None:
    return None if asked.about_reviews else _read("posts", answer_named_post(asked, at_hand))


def _told(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("search", answer_told(asked, at_hand))


def _best_post(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("posts", answer_best_post(asked, at_hand)) or nothing(asked)


def _of_series(asked: Question, at_hand: AtHand) -> Reply | None:
    if not asked.series or asked.verifies:
        return None
    claims = answer_series(asked, at_hand)
    if claims:
        return Reply(claims, "series")
    return _read("voices", answer_spoken(asked, at_hand)) or nothing(asked)


def _weekend(asked: Question, at_hand: AtHand) -> Reply | None:
    return None if asked.asks_why else _read("series", answer_weekend(asked, at_hand))


def _tone(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("dossier", tone_claims(asked, at_hand))


def _of_fact(asked: Question, at_hand: AtHand) -> Reply | None:
    found = best_fact(asked, at_hand)
    if found is None:
        return None
    claims, false_premise = answer_fact(asked, at_hand, *found)
    if false_premise:
        helps = say("help_premise", asked.language, words=asked.text.rstrip("？?"))
        return Reply(claims, "dossier", True, say("premise", asked.language), helps)
    return Reply(claims, "dossier")


def _of_person(asked: Question, at_hand: AtHand) -> Reply | None:
    """Let the dossier answer what it states of a person or character, before viewers' opinions do."""
    specific = wanted_attributes(asked) - shipped_attributes().broad
    spoken_of = any(word in asked.folded for word in answer_words()["viewers"])
    return _of_fact(asked, at_hand) if asked.topic and specific and not spoken_of and not asked.asks_why else None


def _audience(asked: Question, at_hand: AtHand) -> Reply | None:
    if any(word in asked.folded for word in answer_words()["aims"]):
        return None
    return _diagnosed("audience", lambda one, diagnosis, _: audience_claims(one, diagnosis))(asked, at_hand)


def _of_passages(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("search", answer_passages(asked, at_hand))


def _spoken(asked: Question, at_hand: AtHand) -> Reply | None:
    if not asked.about_reviews or not (asked.rest or asked.aspect):
        return None
    return _read("voices", answer_spoken(asked, at_hand)) or (_opinion(asked, at_hand) if asked.aspect else None)


_BY_INTENT: dict[str, Route] = {
    "tone": _tone,
    "line": _diagnosed("ledger", lambda asked, diagnosis, _: misleading_claims(asked, diagnosis)),
    "plan": _diagnosed("plan", plan_claims),
    "ledger": _diagnosed("ledger", lambda asked, diagnosis, _: ledger_claims(asked, diagnosis)),
    "weekend": _weekend,
    "when_drop": _drop,
    "drop": _drop,
    "argues": _themes("argues"),
    "moves": _themes("moves"),
    "asks": _themes("asks"),
    "shares": _themes("shares"),
    "complains": _themes("complains"),
    "audience": _audience,
    "best_post": _best_post,
    "share": _counted("share"),
    "count": _counted("count"),
    "opinion": _opinion,
}
