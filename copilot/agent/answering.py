"""Answers a question about a film without a model: routes it to what can answer it, cites, or abstains and says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from copilot.agent.answer_reply import NOTHING, Reply, nothing, refuse
from copilot.agent.answer_routes import route
from copilot.agent.at_hand import AtHand, say
from copilot.agent.lexicon_words import slot_words, speaks
from copilot.agent.question import Question, read_question
from copilot.agent.question_kinds import features_of, masked, shipped_kinds
from copilot.agent.question_words import kin_words
from copilot.domain.answer import Answer
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Claim
from copilot.domain.film import Dossier
from copilot.domain.imported import Document
from copilot.domain.passage import Hit, Query
from copilot.domain.plan import RepairPlan
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.ports import Embedder

_LONGEST = 600
"""Characters of a question that are read; more is not a question."""
_PARTS = re.compile(r"[？?；;，,、。！!+＋]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|\band\b")


def answer_offline(  # noqa: PLR0913 - a question and everything it may rest on
    question: Query,
    hits: Sequence[Hit],
    case: Case,
    diagnosis: Diagnosis | None,
    figures: Figures,
    dossier: Dossier,
    plan: RepairPlan | None = None,
    *,
    documents: Sequence[Document] = (),
    embedder: Embedder | None = None,
) -> Answer:
    """Answer from evidence, or abstain.

    Args:
        question: The question, with earlier turns oldest first.
        hits: What search found for it, best first, this film's and shared passages only.
        case: The film's data.
        diagnosis: What reading it gave; None when it was not read.
        figures: Computes every number.
        dossier: The film's dossier.
        plan: The film's latest stored plan, for questions about what to do; None points to the causes instead.
        documents: The film's interviews and notes.
        embedder: Reads what the question means; None goes by its words alone.

    Returns:
        Claims with citations; `abstained` with `would_help` when the data does not hold the answer or contradicts what
        the question takes for granted.
    """
    at_hand = AtHand(case, hits, diagnosis, figures, plan, documents)
    asked = read_question(_in_context(question, dossier)[:_LONGEST], dossier, case.as_of)
    if not any(map(str.isalnum, asked.text)) or speaks(slot_words()["orders"], asked.folded):
        return _compose(asked, nothing(asked), [], [])
    asked = asked if embedder is None else understood(asked, dossier, embedder)
    reply = refuse(asked, at_hand) or route(asked, at_hand)
    if reply.step == NOTHING:
        reply = _by_parts(asked, at_hand, embedder) or reply
    kept, cut = at_hand.keep(reply.claims)
    if not kept and not reply.abstained:
        reply = nothing(asked)
    return _compose(asked, reply, kept, cut)


def _by_parts(asked: Question, at_hand: AtHand, embedder: Embedder | None) -> Reply | None:
    """Answer a question of several parts, of which the first can be answered; None when it cannot."""
    dossier, found = at_hand.case.dossier, []
    parts = [part for part in _PARTS.split(asked.text) if len(part.strip()) > 1]
    for number, part in enumerate(parts if len(parts) > 1 else []):
        read = read_question(part, dossier, at_hand.case.as_of)
        read = read if embedder is None else understood(read, dossier, embedder)
        reply = refuse(read, at_hand) or route(read, at_hand)
        if reply.abstained or not at_hand.keep(reply.claims)[0]:
            if number == 0:
                return None
            continue
        found.append(reply)
    return replace(found[0], claims=[claim for reply in found for claim in reply.claims]) if found else None


def understood(asked: Question, dossier: Dossier, embedder: Embedder) -> Question:
    """Add what a question asks for by meaning."""
    return replace(asked, kinds=shipped_kinds().read(meaning_of(asked, dossier, embedder)))


def meaning_of(asked: Question, dossier: Dossier, embedder: Embedder) -> NDArray[np.float32]:
    """Return the features its kind is told by: its vector with the names masked, and its slots."""
    names = [*dossier.names(), *(name for name in asked.topic if name not in asked.quoted)]
    names += [called for called in asked.called if called.isascii() and called not in kin_words()]
    return features_of(asked, embedder.query(masked(asked, names)))


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
