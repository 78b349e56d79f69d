"""Answers a question about a film without a model: routes it to what can answer it, cites, or abstains and says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copilot.agent.answer_facts import answer_best_post, answer_fact, answer_series, best_fact
from copilot.agent.answer_reading import audience_claims, cause_claims, drop_claims, ledger_claims, plan_claims
from copilot.agent.answer_voices import answer_count, answer_opinion
from copilot.agent.at_hand import AtHand, say
from copilot.agent.question import Question, read_question, wanted_attributes
from copilot.domain.answer import Answer
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Claim
from copilot.domain.evidence import passage, quote
from copilot.domain.film import Dossier
from copilot.domain.passage import Hit, Query
from copilot.evaluation.said_numbers import said_numbers
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.retrieval.sentences import sentences
from copilot.retrieval.text import fold

_COVERED = 0.7
"""Share of what is left of a question that a found passage must hold to answer it."""
_PASSAGES = 2
_GENERAL = ("framework", "playbook")
"""Shared knowledge, which says nothing about this film's own facts."""
_DAY = re.compile(r"\d{4}|\d+\s*月\s*\d+|\d+[-/]\d+")


@dataclass(frozen=True)
class Reply:
    """What a route came to."""

    claims: list[Claim]
    step: str
    abstained: bool = False
    reason: str = ""
    """Why it abstained."""
    would_help: str = ""


def answer_offline(
    question: Query,
    hits: Sequence[Hit],
    case: Case,
    diagnosis: Diagnosis | None,
    figures: Figures,
    dossier: Dossier,
) -> Answer:
    """Answer from evidence, or abstain.

    Args:
        question: The question, with earlier turns oldest first.
        hits: What search found for it, best first, this film's and shared passages only.
        case: The film's data.
        diagnosis: What reading it gave; None when it was not read.
        figures: Computes every number.
        dossier: The film's dossier.

    Returns:
        Claims with citations; `abstained` with `would_help` when the data does not hold the answer or contradicts what
        the question takes for granted.
    """
    at_hand = AtHand(case, hits, diagnosis, figures)
    asked = read_question(_in_context(question, dossier), dossier)
    reply = _refuse(asked, at_hand) or _route(asked, at_hand)
    kept, cut = at_hand.keep(reply.claims)
    if not kept and not reply.abstained:
        reply = _nothing(asked)
    return _compose(asked, reply, kept, cut)


def _in_context(query: Query, dossier: Dossier) -> str:
    """Let a question that names nobody take over the name that the turn before spoke of."""
    text = query.text
    speaks = any(name in text for name in dossier.names())
    if speaks or not query.history or not any(word in text for word in ("他", "她", "它", "这个角色", " he ", " she ")):
        return text
    last = [name for turn in reversed(query.history) for name in dossier.names() if name in turn]
    return f"{last[0]} {text}" if last else text


def _compose(asked: Question, reply: Reply, kept: list[Claim], cut: list[str]) -> Answer:
    glue = "" if asked.language == "zh" else " "
    told = glue.join(claim.text for claim in kept)
    if reply.abstained and kept:
        told = f"{reply.reason}{glue}{say('instead', asked.language, what=told)}"
    elif reply.abstained:
        told = f"{reply.reason}{glue}{reply.would_help}"
    citations = {one.id: one for claim in kept for one in claim.evidence}
    return Answer(
        answer=told.strip(),
        claims=kept,
        citations=list(citations.values()),
        abstained=reply.abstained,
        would_help=reply.would_help,
        cut=cut,
        steps=[reply.step],
    )


def _refuse(asked: Question, at_hand: AtHand) -> Reply | None:
    """Abstain where the question speaks of another film, or of someone or something this film's data never names."""
    strangers = [name for name in asked.strange if not at_hand.knows(fold(name))]
    if not strangers or asked.verifies:
        return None
    title = at_hand.case.dossier.title
    if f"《{strangers[0]}》" in asked.text:
        reason = say("other_film", asked.language, name=strangers[0], title=title)
    else:
        reason = say("unknown_name", asked.language, name=strangers[0])
    return Reply([], "look for names", True, reason, say("help_general", asked.language))


def _nothing(asked: Question) -> Reply:
    return Reply([], "nothing found", True, say("nothing", asked.language), _what_helps(asked))


def _what_helps(asked: Question) -> str:
    if asked.series:
        return say("help_series", asked.language, name=say(f"series_names.{asked.series}", asked.language))
    if asked.intent == "best_post":
        return say("help_posts", asked.language)
    if asked.about_reviews and (asked.topic or asked.rest):
        return say("help_reviews", asked.language, name=(asked.topic or asked.rest)[0])
    return say("help_general", asked.language)


def _route(asked: Question, at_hand: AtHand) -> Reply:
    """Try what the intent asks for, then the dossier, then what search found."""
    if asked.asks_why and asked.speaks_of_fall and asked.intent not in ("plan", "ledger"):
        return _why_it_fell(asked, at_hand)
    by_intent = _BY_INTENT.get(asked.intent)
    if by_intent is not None:
        reply = by_intent(asked, at_hand)
        if reply is not None:
            return reply
    if asked.series and not asked.verifies:
        return _of_series(asked, at_hand)
    return _of_fact(asked, at_hand) or _of_passages(asked, at_hand) or _nothing(asked)


def _why_it_fell(asked: Question, at_hand: AtHand) -> Reply:
    diagnosis = at_hand.diagnosis
    if diagnosis is None or asked.numbers:
        return _nothing(asked)
    standing = drop_claims(diagnosis, at_hand)
    causes = cause_claims(diagnosis)
    if diagnosis.drop.state == "rising" or (diagnosis.drop.state == "holding" and not causes):
        reason = say("not_dropping", asked.language, why=diagnosis.drop.why)
        return Reply(standing, "diagnose", True, reason, "")
    if causes:
        return Reply([*standing, *causes], "diagnose")
    helps = "".join(cause.would_change for cause in diagnosis.causes[:1]) or say("help_general", asked.language)
    return Reply([], "diagnose", True, say("causes_unknown", asked.language), helps)


def _of_series(asked: Question, at_hand: AtHand) -> Reply:
    claims = answer_series(asked, at_hand)
    return Reply(claims, "series") if claims else _nothing(asked)


def _of_fact(asked: Question, at_hand: AtHand) -> Reply | None:
    found = best_fact(asked, at_hand)
    if found is None:
        return None
    claims, false_premise = answer_fact(asked, at_hand, *found)
    if false_premise:
        return Reply(claims, "dossier", True, say("premise", asked.language), "")
    return Reply(claims, "dossier")


def _of_passages(asked: Question, at_hand: AtHand) -> Reply | None:
    """Quote the found passages that hold what is left of the question; None when none does."""
    wanted = [fold(word) for word in [*asked.rest, *asked.topic, *asked.numbers]]
    exact = bool(wanted_attributes(asked) or asked.wants) and not asked.about_reviews
    if not wanted or asked.asks_why:
        return None
    claims: list[Claim] = []
    for hit in at_hand.hits:
        sentence = _telling(hit, wanted)
        if sentence is None or (exact and (hit.kind in _GENERAL or not _is_of_kind(asked, sentence, at_hand))):
            continue
        if len(claims) < _PASSAGES:
            claims.append(_cited(asked, hit, sentence, at_hand))
    return Reply(claims, "search") if claims else None


def _is_of_kind(asked: Question, sentence: str, at_hand: AtHand) -> bool:
    """Say whether a sentence holds a person, a day or a number, where the question asks for one."""
    if asked.wants == "who":
        return any(name in sentence and name not in asked.text for name in at_hand.people)
    if asked.wants == "when":
        return bool(_DAY.search(sentence))
    if asked.wants == "how_many":
        return bool(said_numbers(sentence))
    return False


def _telling(hit: Hit, wanted: Sequence[str]) -> str | None:
    """Return the sentence of a hit that says most of what is wanted; None when the hit as a whole does not."""
    whole = fold(hit.text)
    if sum(word in whole for word in wanted) / len(wanted) < _COVERED:
        return None
    ranked = sorted(sentences(hit.text), key=lambda one: -sum(word in fold(one) for word in wanted))
    return ranked[0] if ranked else None


def _cited(asked: Question, hit: Hit, sentence: str, at_hand: AtHand) -> Claim:
    stored = at_hand.source_text(hit.source) or ""
    start = stored.find(sentence)
    if hit.kind == "review" and start >= 0:
        return Claim(
            text=say("quote", asked.language, words=sentence),
            evidence=[quote(hit.source, stored, start, start + len(sentence))],
        )
    return Claim(text=say("passage", asked.language, words=sentence), evidence=[passage(hit.source, sentence)])


Route = Callable[[Question, AtHand], Reply | None]


def _read(step: str, claims: list[Claim]) -> Reply | None:
    return Reply(claims, step) if claims else None


def _plan(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("plan", plan_claims(asked, at_hand.diagnosis, at_hand)) if at_hand.diagnosis else None


def _ledger(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("ledger", ledger_claims(asked, at_hand.diagnosis)) if at_hand.diagnosis else None


def _drop(asked: Question, at_hand: AtHand) -> Reply | None:
    if at_hand.diagnosis is None or not asked.speaks_of_fall or asked.rest:
        return None
    return _read("pulse", drop_claims(at_hand.diagnosis, at_hand))


def _audience(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("audience", audience_claims(asked, at_hand.diagnosis)) if at_hand.diagnosis else None


def _best_post(asked: Question, at_hand: AtHand) -> Reply | None:
    return _read("posts", answer_best_post(asked, at_hand))


def _counted(kind: str) -> Route:
    def route(asked: Question, at_hand: AtHand) -> Reply | None:
        return (
            _read("figures", answer_count(asked, at_hand, kind)) if asked.about_reviews and not asked.series else None
        )

    return route


def _opinion(asked: Question, at_hand: AtHand) -> Reply | None:
    unknown = [word for word in [*asked.topic, *asked.rest] if not at_hand.knows(fold(word))]
    if unknown or asked.numbers or not (asked.about_reviews or asked.aspect or asked.overall):
        return None
    return _read("voices", answer_opinion(asked, at_hand))


_BY_INTENT: dict[str, Route] = {
    "plan": _plan,
    "ledger": _ledger,
    "when_drop": _drop,
    "drop": _drop,
    "audience": _audience,
    "best_post": _best_post,
    "share": _counted("share"),
    "count": _counted("count"),
    "opinion": _opinion,
}
