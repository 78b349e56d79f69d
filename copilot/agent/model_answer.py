"""Has a model say an answer from numbered evidence, and keeps of it only the sentences the evidence bears out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pydantic import Field

from copilot.agent.at_hand import AtHand
from copilot.domain.answer import Answer
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence, passage, quote
from copilot.domain.passage import Hit, Query
from copilot.domain.value import Value, language_of
from copilot.errors import ModelError
from copilot.evaluation.grounding import Grounded, ground
from copilot.evaluation.statements import Reader
from copilot.ports import ChatModel, Filled, Prompt

PROMPT = "answer_question"
_MOST_EVIDENCE = 3
_OURS = ("dossier", "framework", "playbook")
"""Kinds of passage the team or we wrote; everything else was imported."""
_RUN = {"zh": 8, "en": 24}
"""Characters in a row that a sentence shares with the imported document it rests on."""
_MARKUP = re.compile(r"://|\]\(|\]\[|<[a-zA-Z/!]|\{[{%]|\b(?:dr|pl|in|sb|ev|th)-[0-9a-f]{16}\b")
_QUOTED = re.compile(r"[“「『\"‘]([^”」』\"’\n]{2,400})[”」』\"’]")
_EARLIER, _HITS, _LONGEST = 6, 8, 600
"""Turns and passages shown, and characters of each; about 2,500 tokens in all."""


class SaidSentence(Value):
    """A sentence and the numbers of the evidence it rests on."""

    text: str
    rests_on: list[int]


class ModelAnswer(Value):
    """What the model gives back."""

    abstain: bool
    would_help: str = ""
    sentences: list[SaidSentence] = Field(default_factory=list)


@dataclass(frozen=True)
class Speaker:
    """The model and what it needs around it."""

    model: ChatModel
    render: Callable[..., Prompt]
    """Renders a prompt file: id, then its inputs by name."""
    reader: Reader


def say_with_model(query: Query, worked_out: Answer, at_hand: AtHand, speaker: Speaker) -> Answer:
    """Say a worked-out answer with the model; one more attempt when nothing of the first holds.

    Args:
        query: The question with earlier turns.
        worked_out: The answer computed without a model. When it abstains, it stands: a model cannot know what the data
            does not hold.
        at_hand: What an answer may rest on.
        speaker: The model.

    Returns:
        The model's grounded sentences; the worked-out answer, with a step that says why, when none held or the model
        failed.
    """
    if worked_out.abstained:
        return worked_out
    evidence = _offered(worked_out, at_hand)
    cut: list[str] = []
    tokens = 0
    for _ in range(2):
        try:
            prompt = speaker.render(PROMPT, **_inputs(query, worked_out, at_hand, evidence, cut))
            filled = speaker.model.fill(prompt, ModelAnswer)
        except ModelError as error:
            return _fallen_back(worked_out, f"model failed: {error.found}", tokens + sum(error.tokens))
        tokens += filled.reply.prompt_tokens + filled.reply.completion_tokens
        said = ModelAnswer.model_validate(filled.value.model_dump())
        if said.abstain:
            break
        kept = _grounded(said, evidence, at_hand, speaker.reader)
        if kept.claims:
            return _answer(worked_out, kept, filled, tokens)
        cut = kept.cut
    return _fallen_back(worked_out, "model said nothing the evidence bears out", tokens)


def _offered(worked_out: Answer, at_hand: AtHand) -> list[Evidence]:
    found = [*worked_out.citations, *(as_evidence(hit, at_hand) for hit in at_hand.hits[:_HITS])]
    return list({one.id: one for one in found}.values())


def as_evidence(hit: Hit, at_hand: AtHand) -> Evidence:
    """Take a found passage as evidence; a review as a verbatim quote."""
    stored = at_hand.source_text(hit.source) or ""
    words = hit.text[:_LONGEST]
    start = stored.find(words)
    if hit.kind == "review" and start >= 0:
        return quote(hit.source, stored, start, start + len(words))
    return passage(hit.source, words)


def _inputs(
    query: Query, worked_out: Answer, at_hand: AtHand, evidence: Sequence[Evidence], cut: Sequence[str]
) -> dict[str, str]:
    return {
        "language": language_of(query.text),
        "film": at_hand.case.dossier.title,
        "earlier": "\n".join(turn[:_LONGEST] for turn in query.history[-_EARLIER:]),
        "question": query.text,
        "found": "\n".join(claim.text for claim in worked_out.claims),
        "evidence": "\n".join(f"[{number}] {one.kind}: {one.text}" for number, one in enumerate(evidence, 1)),
        "cut": "\n".join(cut),
    }


def _grounded(said: ModelAnswer, evidence: Sequence[Evidence], at_hand: AtHand, reader: Reader) -> Grounded:
    """Keep the sentences that are sound in form and borne out by what they name."""
    claims = [
        Claim(text=one.text, evidence=[evidence[n - 1] for n in one.rests_on if 1 <= n <= len(evidence)])
        for one in said.sentences
    ]
    trusted = {at_hand.case.dossier.id, *(hit.source for hit in at_hand.hits if hit.kind in _OURS)}
    sound = [claim for claim in claims if _is_sound(claim, trusted)]
    kept = ground(
        sound,
        source_text=at_hand.source_text,
        figure_value=at_hand.figures.value,
        reader=reader,
        names=at_hand.case.dossier.names(),
    )
    return replace(kept, cut=[*(claim.text for claim in claims if claim not in sound), *kept.cut])


def _is_sound(claim: Claim, trusted: Collection[str]) -> bool:
    """Say whether a sentence may be checked at all.

    It names few pieces of evidence, since among many anything finds its words; it holds no link, markup or id, which an
    answer has no use for; and what rests on imported texts alone keeps to their words: viewers' in quotation marks,
    documents' for a good stretch. Otherwise scattered words of a hostile file could bear out a sentence it never held.
    """
    if len(claim.evidence) > _MOST_EVIDENCE or _MARKUP.search(claim.text):
        return False
    if any(one.kind == "figure" or one.source in trusted for one in claim.evidence):
        return True
    texts = [one.text for one in claim.evidence]
    if any(any(quoted in text for text in texts) for quoted in _QUOTED.findall(claim.text)):
        return True
    return any(one.kind == "passage" and _shared_run(claim.text, one.text) for one in claim.evidence)


def _shared_run(sentence: str, text: str) -> bool:
    longest = SequenceMatcher(None, sentence, text, autojunk=False).find_longest_match().size
    return longest >= _RUN[language_of(sentence)]


def _answer(worked_out: Answer, kept: Grounded, filled: Filled, tokens: int) -> Answer:
    glue = "" if language_of(kept.claims[0].text) == "zh" else " "
    return worked_out.model_copy(
        update={
            "answer": glue.join(claim.text.strip() for claim in kept.claims),
            "claims": kept.claims,
            "citations": kept.citations,
            "cut": kept.cut,
            "writer": filled.reply.model,
            "stamp": filled.reply.stamp,
            "steps": [*worked_out.steps, f"said by {filled.reply.model}"],
            "tokens": tokens,
        }
    )


def _fallen_back(worked_out: Answer, why: str, tokens: int) -> Answer:
    return worked_out.model_copy(update={"steps": [*worked_out.steps, why], "tokens": tokens})
