"""Answers by quoting the viewers who speak of the very thing a question asks about, among those search found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from copilot.agent.answer_passages import holds_expected
from copilot.agent.answer_voices import SENTENCE
from copilot.agent.at_hand import AtHand, inner, say
from copilot.agent.question import Question
from copilot.agent.question_terms import terms_of, weight_of
from copilot.agent.question_words import is_light
from copilot.domain.draft import Claim
from copilot.domain.evidence import quote

_SPOKEN = 0.72
"""Weighted share of the question's matter that a review must speak of to be told as the answer."""
_ALL = 0.9
"""The same where the question does not ask what viewers say."""
_VOICED = ("opinion", "moves", "argues", "complains", "asks", "shares")
_LIKELY = 0.3
_LEAST = 2.0
"""Rarity of the words held: one that every fifth review holds does not tell a review apart."""
_TOLD = 2
_CLOSE = 0.1
_LONGEST = 160


def review_claims(question: Question, at_hand: AtHand) -> list[Claim]:
    """Quote the reviews that hold most of what the question speaks of; empty when none holds enough."""
    terms = [group for group in terms_of(question) if not is_light(group[0])]
    if not terms or question.strange:
        return []
    weights = [_rarity(group, at_hand) * weight_of(group) for group in terms]
    rows = at_hand.rows
    voiced = question.about_reviews or sum(question.kinds.get(kind, 0.0) for kind in _VOICED) >= _LIKELY
    needed = _SPOKEN if voiced else _ALL
    scored = []
    for place, hit in enumerate(hit for hit in at_hand.hits if hit.kind == "review" and hit.source in rows):
        text = at_hand.folded_reviews[rows[hit.source]]
        held = [weight for group, weight in zip(terms, weights, strict=True) if any(word in text for word in group)]
        if _allowed(question, at_hand, rows[hit.source]) and sum(held) >= max(needed * sum(weights), _LEAST):
            scored.append((sum(held) / sum(weights), -place, hit.source))
    scored.sort(reverse=True)
    best = [source for score, _, source in scored[:_TOLD] if score >= scored[0][0] - _CLOSE]
    claims = [_quoted(question, at_hand, source, terms) for source in best]
    return [claim for claim in claims if holds_expected(question, claim.evidence[0].text, at_hand)]


def _rarity(group: Sequence[str], at_hand: AtHand) -> float:
    texts = at_hand.folded_reviews
    held = sum(any(word in text for word in group) for text in texts)
    return log((len(texts) + 1) / (held + 0.5))


def _allowed(question: Question, at_hand: AtHand, row: int) -> bool:
    voices = at_hand.case.voices
    return not question.platforms or voices.platforms[row] in question.platforms


def _quoted(question: Question, at_hand: AtHand, source: str, terms: Sequence[Sequence[str]]) -> Claim:
    """Quote the sentences of a review that hold the terms, with what stands between them; the whole of a short one."""
    text = at_hand.case.voices.texts[at_hand.rows[source]]
    start, end = 0, len(text.rstrip())
    if end > _LONGEST:
        spans = [match.span() for match in SENTENCE.finditer(text)]
        held = [span for span in spans if any(w in text[slice(*span)].casefold() for group in terms for w in group)]
        start, end = (held[0][0], min(held[-1][1], held[0][0] + _LONGEST)) if held else (0, _LONGEST)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    words = re.sub(r"\s+", " ", text[start:end])
    return Claim(text=say("quote", question.language, words=inner(words)), evidence=[quote(source, text, start, end)])
