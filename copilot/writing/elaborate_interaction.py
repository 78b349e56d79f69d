"""Has a model reword an interaction; what fails the checks is mended once, else the composed one stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from pydantic import Field

from copilot.domain.draft import Verdict
from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.plan import Interaction
from copilot.domain.value import Value
from copilot.errors import BudgetExceeded, ModelError
from copilot.ports import ChatModel, Prompt
from copilot.writing.elaborate_plan import keeps_numbers_and_quotes

PROMPT = "elaborate_interaction"
_SENTENCE = re.compile(r"[。！？!?\n]|\.(?:\s|$)")
_SIGN = re.compile(r"[a-z0-9']+|[\u4e00-\u9fff]")
_LEAST_KNOWN, _LEAST_PAIRS = 0.15, 6
"""Least share of known neighbours in a sentence long enough to judge. House rule: evidence carries viewers' words, and
a sentence of the model's that has nothing of the interaction may be one that a viewer slipped in."""


class InteractionWording(Value):
    """New words for one interaction."""

    title: str = Field(min_length=1, max_length=120)
    prompt: str = Field(min_length=1)
    steps: list[str]
    entry: str = Field(min_length=1)


@dataclass(frozen=True)
class Host:
    """The model and what it needs around it."""

    model: ChatModel
    render: Callable[..., Prompt]
    """Renders a prompt file: id, then its inputs by name."""
    judge: Callable[[Interaction], Verdict]


def elaborate_interaction(interaction: Interaction, dossier: Dossier, host: Host) -> tuple[Interaction, str]:
    """Reword one interaction, judge it, have it mended once.

    Returns:
        The interaction to use, and why it is not the model's; empty when it is.

    Raises:
        BudgetExceeded: The run reached its ceiling; nothing should be asked again.
    """
    failing = ""
    for _ in range(2):
        try:
            prompt = host.render(PROMPT, **_inputs(interaction, dossier), failing=failing)
            filled = host.model.fill(prompt, InteractionWording)
        except BudgetExceeded:
            raise
        except ModelError as error:
            return interaction, str(error)
        wording = InteractionWording.model_validate(filled.value.model_dump())
        made = _reworded(interaction, wording, host.model.name, prompt.stamp)
        problems = _changed(interaction, made, dossier)
        verdict = host.judge(made)
        if verdict.passed and not problems:
            return made, ""
        failing = "\n".join([*problems, *(f"{s.check}: {s.reason}" for s in verdict.failing("block"))])
    return interaction, failing


def _inputs(interaction: Interaction, dossier: Dossier) -> dict[str, str]:
    parts = [f"title: {interaction.title}", f"prompt: {interaction.prompt}"]
    parts += [f"step: {step}" for step in interaction.steps]
    fixed = [*(f"option: {option}" for option in interaction.options), f"incentive: {interaction.incentive}"]
    return {
        "language": dossier.language,
        "film": "\n".join(
            [dossier.title, dossier.synopsis, dossier.core_emotion, *dossier.tone.do, *dossier.tone.dont]
        ),
        "channel": interaction.channel,
        "interaction": "\n".join([*parts, f"entry: {interaction.entry}"]),
        "fixed": "\n".join([*fixed, f"disclosure: {interaction.disclosure}"]),
        "evidence": "\n".join(f"{one.kind}: {one.text}" for one in interaction.evidence),
    }


def _reworded(interaction: Interaction, wording: InteractionWording, writer: str, stamp: str) -> Interaction:
    return interaction.model_copy(
        update={
            **wording.model_dump(),
            "id": make_id("interaction", interaction.id, stamp, wording.title, wording.prompt, *wording.steps),
            "writer": writer,
            "stamp": stamp,
        }
    )


def _changed(before: Interaction, after: Interaction, dossier: Dossier) -> list[str]:
    """List what the rewording did that it may not."""
    texts = ["\n".join([one.title, one.prompt, *one.steps, one.entry]) for one in (before, after)]
    problems = [] if keeps_numbers_and_quotes(*texts) else ["numbers: a number or a quotation was added or changed"]
    if len(after.steps) != len(before.steps):
        problems.append(f"steps: {len(after.steps)} given, {len(before.steps)} asked")
    known = _pairs("\n".join([texts[0], *before.options, dossier.title, dossier.synopsis, dossier.core_emotion]))
    strays = [one for one in _SENTENCE.split(texts[1]) if _share_known(one, known) < _LEAST_KNOWN]
    return [*problems, *(f"strays: {one.strip()!r} says something else than the interaction" for one in strays)]


def _share_known(sentence: str, known: set[tuple[str, str]]) -> float:
    """Return the share of a sentence's neighbouring signs or words that the interaction or the dossier has, too."""
    pairs = _pairs(sentence)
    return len(pairs & known) / len(pairs) if len(pairs) >= _LEAST_PAIRS else 1.0


def _pairs(text: str) -> set[tuple[str, str]]:
    signs = _SIGN.findall(text.casefold())
    return set(pairwise(signs))
