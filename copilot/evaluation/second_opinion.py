"""Asks the judging model what in a piece the film's facts contradict, and believes only what stands in both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pydantic import Field

from copilot.domain.draft import Score
from copilot.domain.value import Value
from copilot.errors import ModelError
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.ports import ChatModel, Prompt

PROMPT = "second_opinion"
CHECK = "second_opinion"
_SHORTEST = 2
"""Characters; less is no statement."""


class Objection(Value):
    """Two places that cannot both hold."""

    piece: str
    """Words of the piece."""
    film: str
    """Line of the film's facts."""


class Opinion(Value):
    """What the model says clashes; empty when nothing does."""

    objections: list[Objection] = Field(max_length=8)


def second_opinion(item: Item, context: EvaluationContext, model: ChatModel, render: Callable[..., Prompt]) -> Score:
    """Ask once; a finding warns and never blocks, a model that gives nothing usable leaves the piece unjudged.

    Both places are looked up where they are said to stand; the model's own words are not shown to anybody. Spoilers are
    not among the facts it is given, so that none can come back in a reason.

    Args:
        item: The piece.
        context: Its film.
        model: The judging model.
        render: Renders a prompt file: id, then its inputs by name.
    """
    facts = context.public_text
    piece = "\n".join(f"{name}: {text}" for name, text in item.fields.items())
    try:
        filled = model.fill(render(PROMPT, language=item.language, film=facts, piece=piece), Opinion)
    except ModelError:
        return unjudged(CHECK, item, context, "no_second_opinion")
    opinion = Opinion.model_validate(filled.value.model_dump())
    return score(CHECK, item, context, list(_found(opinion, item, facts.splitlines())))


def _found(opinion: Opinion, item: Item, facts: list[str]) -> Iterator[Finding]:
    for objection in opinion.objections:
        said, known = objection.piece.strip(), objection.film.strip()
        name = next((name for name, text in item.fields.items() if said in text), None)
        if name is None or len(said) < _SHORTEST or known not in facts:
            continue
        start = item.fields[name].index(said)
        span = item.span(name, start, start + len(said))
        yield Finding("second_opinion", [span], {"found": said, "known": known}, "warn")
