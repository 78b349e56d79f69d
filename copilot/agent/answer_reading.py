"""Answers from the diagnosis: the drop, its causes, the promises, the audiences, and where to begin."""

from __future__ import annotations

from copilot.agent.at_hand import AtHand, inner, say, text_of_action
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question
from copilot.agent.question_terms import terms_of
from copilot.domain.diagnosis import Cause, Diagnosis, LedgerEntry
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence, passage
from copilot.domain.plan import RepairPlan
from copilot.domain.series import Drop
from copilot.domain.value import Language, language_of
from copilot.retrieval.text import fold

_BROKEN, _KEPT = ".broken", ".kept"
_NAMED = 4
"""Characters of a promise that a question must speak to mean it."""
_CAUSES, _EVIDENCE, _PROMISES, _AUDIENCES, _ACTIONS = 3, 4, 6, 3, 3


def cause_claims(diagnosis: Diagnosis, at_hand: AtHand, language: Language | None = None) -> list[Claim]:
    """State each supported cause with its evidence, in the film's language unless told; empty when none holds."""
    return [_cause(cause, diagnosis, at_hand, language) for cause in diagnosis.supported()[:_CAUSES] if cause.evidence]


def told_cause(cause: Cause, language: Language | None) -> str:
    """Say a cause in a language: in an English sentence that quotes the diagnosis where that is Chinese."""
    if language != "en" or language_of(cause.why) == "en":
        return cause.why
    name, verdict = say(f"cause_names.{cause.cause}", "en"), say(f"verdicts.{cause.verdict}", "en")
    return say("cause_en", "en", cause=name, verdict=verdict, why=inner(cause.why))


def _cause(cause: Cause, diagnosis: Diagnosis, at_hand: AtHand, language: Language | None) -> Claim:
    """Let a cause rest also on the promises it quotes and on how many found them kept."""
    promises = [entry.promise for entry in diagnosis.ledger if entry.promise.text in cause.why]
    quoted = [passage(one.asset, one.text) for one in promises[:1]]
    return Claim(text=told_cause(cause, language), evidence=[*cause.evidence, *quoted, *_other_side(cause, at_hand)])


def _other_side(cause: Cause, at_hand: AtHand) -> list[Evidence]:
    """Count those who report a promise kept beside those who report it broken."""
    found = []
    for query in (one.query or "" for one in cause.evidence if one.kind == "figure"):
        if _BROKEN in query:
            kept = at_hand.figures.evidence(query.replace(_BROKEN, _KEPT), cause.why)
            found += [kept] if kept else []
    return found


def drop_claims(diagnosis: Diagnosis, at_hand: AtHand, language: Language | None = None) -> list[Claim]:
    """State where the drop stands, resting on its series since then, in the film's language unless told."""
    drop = diagnosis.drop
    last = at_hand.case.as_of
    if drop.since is None or not drop.series:
        return []
    for kind in ("gap", "change", "mean"):
        query, value = at_hand.figures.ask(kind, "series", name=drop.series, from_=drop.since, to=last)
        evidence = at_hand.figures.evidence(query, drop.why) if value is not None else None
        if evidence is not None:
            return [Claim(text=_told_drop(drop, language), evidence=[evidence])]
    return []


def _told_drop(drop: Drop, language: Language | None) -> str:
    if language != "en" or language_of(drop.why) == "en":
        return drop.why
    return say("drop_en", "en", state=say(f"states.{drop.state}", "en"), why=inner(drop.why))


def ledger_claims(question: Question, diagnosis: Diagnosis) -> list[Claim]:
    """State each tested promise with what viewers report; promises told alike by the same viewers once."""
    entries = sorted(diagnosis.ledger, key=lambda entry: (entry.state == "untested", -entry.viewers))
    named = [entry for entry in entries if _is_named(question, entry)]
    if named:
        return [_judged(question, entry) for entry in named[:_PROMISES]]
    wanted = [entry for entry in entries if _fits(question, entry)]
    told = {entry.why: entry for entry in reversed(wanted or entries) if entry.evidence}
    return [_entry(question, entry) for entry in list(told.values())[::-1][:_PROMISES]]


def _is_named(question: Question, entry: LedgerEntry) -> bool:
    """Say whether a question quotes a promise or speaks most of its words."""
    words = [fold(word) for group in terms_of(question) for word in group if len(word) > 1]
    promise = fold(entry.promise.text)
    whole = any(fold(quoted) in promise for quoted in question.quoted)
    return whole or sum(len(word) for word in dict.fromkeys(words) if word in promise) >= _NAMED


def _judged(question: Question, entry: LedgerEntry) -> Claim:
    """State how a promise stands even where too few have spoken to it."""
    if entry.state != "untested" and entry.evidence:
        return _entry(question, entry)
    text = say(entry.state, question.language, text=entry.promise.text)
    return Claim(text=text, evidence=[passage(entry.promise.asset, entry.promise.text), *entry.evidence])


def _fits(question: Question, entry: LedgerEntry) -> bool:
    states = slot_words()["promise_states"]
    if speaks(states["broken"], question.folded):
        return entry.state == "broken"
    if speaks(states["kept"], question.folded):
        return entry.state in ("kept", "over_delivered")
    if speaks(states["untested"], question.folded):
        return entry.state == "untested"
    return entry.state != "untested"


def _entry(question: Question, entry: LedgerEntry) -> Claim:
    text = say(entry.state, question.language, text=entry.promise.text)
    promised = passage(entry.promise.asset, entry.promise.text)
    stop = "。" if question.language == "zh" else ". "
    figures = [one.text.rstrip("。. ") + stop for one in entry.evidence if one.kind == "figure"]
    quotes = [one.text for one in entry.evidence if one.kind == "quote"][:1]
    said = [say("quote", question.language, words=inner(words)) for words in quotes]
    glue = "" if question.language == "zh" else " "
    return Claim(text=glue.join([text, *(one.strip() for one in figures), *said]), evidence=[promised, *entry.evidence])


def audience_claims(question: Question, diagnosis: Diagnosis) -> list[Claim]:
    """State how the groups respond, the clearest first."""
    groups = sorted(diagnosis.audiences, key=lambda group: (group.responds is None, -group.viewers))
    claims = []
    for group in groups[:_AUDIENCES]:
        if group.evidence:
            key = {True: "audience_warm", False: "audience_cold", None: "audience_same"}[group.responds]
            claims.append(Claim(text=say(key, question.language, name=group.name), evidence=group.evidence))
    return claims


def plan_claims(question: Question, diagnosis: Diagnosis, at_hand: AtHand) -> list[Claim]:
    """Name what the latest plan does first; without one, the causes to act on and how to get the plan."""
    if at_hand.plan is not None and (first := _first_actions(question, at_hand.plan)):
        return first
    causes = cause_claims(diagnosis, at_hand, question.language)
    if not causes:
        return []
    pointer = say("plan", question.language, film=at_hand.case.dossier.id)
    return [*causes, Claim(text=pointer, evidence=causes[0].evidence)]


def _first_actions(question: Question, plan: RepairPlan) -> list[Claim]:
    stage = next((stage for stage in plan.stages if stage.actions), None)
    if stage is None:
        return []
    claims = []
    for place, action in enumerate(stage.actions[:_ACTIONS]):
        words = say(
            "plan_next" if place else "plan_action",
            question.language,
            what=action.what.rstrip("。."),
            channel=action.channel,
            owner=action.owner,
        )
        claims.append(Claim(text=words, evidence=[passage(plan.id, text_of_action(action)), *action.evidence]))
    return claims
