"""Has a model rewrite a composed draft; what fails the checks is mended once, else the composed draft stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import Field

from copilot.domain.channel import RulePack
from copilot.domain.draft import Claim, Draft, Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.ids import make_id
from copilot.domain.value import Value
from copilot.errors import BudgetExceeded, ModelError
from copilot.ports import ChatModel, Prompt
from copilot.writing.bank import Bank

PROMPT = "draft_copy"
_APPROVED = 3
"""Approved pieces shown for the voice; more would crowd out the material."""
_MATERIAL = 24


class RewrittenClaim(Value):
    """A sentence and the numbers of the material it rests on."""

    text: str
    rests_on: list[int]


class Rewritten(Value):
    """What the model gives back."""

    fields: dict[str, str]
    claims: list[RewrittenClaim] = Field(default_factory=list)


@dataclass(frozen=True)
class Elaborated:
    """The draft to use, and why it is not the model's when it is not."""

    draft: Draft
    verdict: Verdict
    failed: str = ""
    """Empty when the model's draft was taken; otherwise why the composed one stays."""
    rejected: Verdict | None = None
    """Verdict of the model's last attempt, when it failed."""


@dataclass(frozen=True)
class Editor:
    """The model and what it needs around it."""

    model: ChatModel
    render: Callable[..., Prompt]
    """Renders a prompt file: id, then its inputs by name."""
    judge: Callable[[Draft], Verdict]


def elaborate(draft: Draft, bank: Bank, pack: RulePack, editor: Editor, approved: Sequence[Draft] = ()) -> Elaborated:
    """Rewrite one composed draft with the model, judge it, have it mended once.

    Args:
        draft: The composed draft; it stays when the model fails twice.
        bank: The film's material.
        pack: The channel.
        editor: Model, prompt renderer and judge.
        approved: Copy approved before, newest first, shown for the voice.

    Raises:
        BudgetExceeded: The run reached its ceiling; nothing should be asked again.
    """
    own = editor.judge(draft)
    material = _material(draft, bank)
    failing, rejected, why = "", None, ""
    for _ in range(2):
        try:
            prompt = editor.render(PROMPT, **_inputs(draft, bank, pack, approved, material), failing=failing)
            filled = editor.model.fill(prompt, Rewritten)
        except BudgetExceeded:
            raise
        except ModelError as error:
            return Elaborated(draft, own, failed=str(error), rejected=rejected)
        rewritten = Rewritten.model_validate(filled.value.model_dump())
        made = _as_draft(draft, rewritten, material, editor.model.name, prompt.stamp)
        problems = _structure(draft, rewritten, material)
        verdict = editor.judge(made)
        if verdict.passed and not problems:
            return Elaborated(made, verdict)
        rejected = verdict
        failing = "\n".join([*problems, *(f"{s.check}: {s.reason}" for s in verdict.failing("block"))])
        why = failing
    return Elaborated(draft, own, failed=why, rejected=rejected)


def _inputs(
    draft: Draft, bank: Bank, pack: RulePack, approved: Sequence[Draft], material: Sequence[Evidence]
) -> dict[str, str]:
    language = draft.language
    limits = [
        f"{name}: {limit.count}, max {limit.max}, recommended {limit.soft}"
        for name, limit in pack.fields.items()
        if name in draft.fields
    ]
    tone = [pack.tone.in_(language)] if pack.tone else []
    dossier = [*bank.dossier.tone.do, *bank.dossier.tone.dont]
    return {
        "language": language,
        "channel": "\n".join(
            [pack.name.in_(language), *tone, *limits, *(b.in_(language) for b in pack.banned), *dossier]
        ),
        "film": "\n".join(_facts(bank)),
        "angle": draft.angle,
        "draft": "\n".join(f"{name}: {text}" for name, text in draft.fields.items()),
        "material": "\n".join(f"[{number}] {e.kind}: {e.text}" for number, e in enumerate(material, 1)),
        "approved": "\n---\n".join("\n".join(one.fields.values()) for one in approved[:_APPROVED]),
    }


def _facts(bank: Bank) -> list[str]:
    fixed = [f"{slot}: {filler.text}" for slot, filler in bank.fixed.items()]
    people = ["; ".join(f"{slot}: {filler.text}" for slot, filler in person.items()) for person in bank.people]
    return [*fixed, *people, *(plot.text for plot in bank.plots)]


def _material(draft: Draft, bank: Bank) -> list[Evidence]:
    """Number what may be used: the draft's own evidence first, then more viewers' words on its angle and others."""
    own = [e for claim in draft.claims for e in claim.evidence]
    hands = bank.clauses.by_angle
    more = [clause.evidence for angle in [draft.angle, *hands] for clause in hands.get(angle, ())]
    distinct = {e.id: e for e in [*own, *more]}
    return list(distinct.values())[: max(_MATERIAL, len({e.id for e in own}))]


def _structure(draft: Draft, rewritten: Rewritten, material: Sequence[Evidence]) -> list[str]:
    """List what the rewriting did to the shape of the draft."""
    problems = []
    if set(rewritten.fields) != set(draft.fields):
        problems.append(f"fields: {sorted(rewritten.fields)} given, {sorted(draft.fields)} asked")
    labelled = [name for name, text in draft.fields.items() if draft.ai_label in text]
    if any(draft.ai_label not in rewritten.fields.get(name, "") for name in labelled):
        problems.append(f"ai_label: {draft.ai_label!r} must stay word for word")
    text = "\n".join(rewritten.fields.values())
    loose = [c.text for c in rewritten.claims if c.text not in text or not c.rests_on]
    unknown = [n for c in rewritten.claims for n in c.rests_on if not 1 <= n <= len(material)]
    if loose or unknown or not rewritten.claims:
        problems.append("claims: each must be a sentence of the text and name material that was given")
    return problems


def _as_draft(draft: Draft, rewritten: Rewritten, material: Sequence[Evidence], writer: str, stamp: str) -> Draft:
    claims = [
        Claim(text=c.text, evidence=[material[n - 1] for n in c.rests_on if 1 <= n <= len(material)])
        for c in rewritten.claims
    ]
    return draft.model_copy(
        update={
            "id": make_id("draft", draft.film, draft.channel, draft.format, stamp, *rewritten.fields.values()),
            "fields": dict(rewritten.fields),
            "claims": [claim for claim in claims if claim.evidence],
            "writer": writer,
            "stamp": stamp,
        }
    )
