"""Anything that can be judged, brought to one shape: named fields of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from copilot.domain.channel import RulePack
from copilot.domain.draft import Claim, Draft, Span
from copilot.domain.evidence import Evidence, figure
from copilot.domain.plan import Interaction, RepairPlan
from copilot.domain.value import Language, language_of
from copilot.errors import InputError

ItemKind = Literal["draft", "text", "interaction", "plan"]


@dataclass(frozen=True)
class Item:
    """A piece to judge.

    Attributes:
        id: Id of the draft, plan, interaction or row.
        kind: `text` is copy from outside, of which only the words are known.
        channel: Id of the rule pack; empty for plans.
        language: Language reasons and fixes are given in.
        fields: Field → text, in the order shown.
        hashtags: Without the # sign.
        evidence: What its claims rest on.
        ai_label: The visible AI note; None when it is not known whether AI took part.
        script: Shot table; empty for posts.
        targets: Numbers the piece itself sets, such as a plan's targets; they need no proof.
    """

    id: str
    kind: ItemKind
    channel: str
    language: Language
    fields: Mapping[str, str]
    hashtags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    ai_label: str | None = None
    script: tuple[Mapping[str, Any], ...] = field(default=())
    targets: tuple[float, ...] = ()

    def text(self) -> str:
        """Join the fields, one a line, without hashtags."""
        return "\n".join(self.fields.values())

    def span(self, name: str, start: int, end: int) -> Span:
        """Name a place in one field."""
        return Span(field=name, start=start, end=end, text=self.fields[name][start:end])


def from_draft(draft: Draft) -> Item:
    """Read a draft of ours."""
    return Item(
        id=draft.id,
        kind="draft",
        channel=draft.channel,
        language=draft.language,
        fields={**draft.fields, **_script_fields(draft.script)},
        hashtags=tuple(draft.hashtags),
        evidence=_evidence(draft.claims),
        ai_label=draft.ai_label,
        script=tuple(draft.script),
    )


def from_row(row: Mapping[str, Any]) -> Item:
    """Read copy from outside: `{id, channel, fields: {title?, body, …}, hashtags?, script?, ai_label?, claims?}`.

    Raises:
        InputError: A key is missing or holds something else than text.
    """
    fields = row.get("fields")
    if not isinstance(fields, Mapping) or not all(isinstance(v, str) for v in fields.values()) or not fields:
        raise InputError(
            f"reading the draft {row.get('id', '')!r}",
            f"fields is {type(fields).__name__}, not names with text",
            'Give fields as {"title": "…", "body": "…"}.',
        )
    script = [shot for shot in row.get("script") or [] if isinstance(shot, Mapping)]
    claims = [Claim.model_validate(claim) for claim in row.get("claims") or []]
    text = "\n".join(fields.values())
    return Item(
        id=str(row.get("id", "")),
        kind="text",
        channel=str(row.get("channel", "")),
        language=language_of(text),
        fields={**fields, **_script_fields(script)},
        hashtags=tuple(str(tag).strip().strip("#") for tag in row.get("hashtags") or []),
        evidence=_evidence(claims),
        ai_label=str(row["ai_label"] or "") if "ai_label" in row else None,
        script=tuple(script),
    )


def from_interaction(interaction: Interaction) -> Item:
    """Read an interaction."""
    lines = {
        "title": interaction.title,
        "prompt": interaction.prompt,
        "options": "\n".join(interaction.options),
        "steps": "\n".join(interaction.steps),
        "incentive": interaction.incentive,
        "disclosure": interaction.disclosure,
    }
    return Item(
        id=interaction.id,
        kind="interaction",
        channel=interaction.channel,
        language=language_of(interaction.prompt + interaction.title),
        fields={name: text for name, text in lines.items() if text},
        evidence=tuple(interaction.evidence),
    )


def from_plan(plan: RepairPlan) -> Item:
    """Read a plan: one field a stage goal and one an action; each metric's baseline is evidence to compute again."""
    fields: dict[str, str] = {}
    for number, stage in enumerate(plan.stages, 1):
        fields[f"stage{number}"] = f"{stage.name}\n{stage.goal}"
    for action in plan.actions():
        fields[action.id] = "\n".join([action.what, *action.steps, action.deliverable])
    metrics = [action.metric for action in plan.actions()]
    baselines = [figure(plan.film, m.source, m.baseline, m.name) for m in metrics if m.baseline is not None]
    evidence = (*(one for action in plan.actions() for one in action.evidence), *baselines)
    return Item(
        id=plan.id,
        kind="plan",
        channel="",
        language=language_of("".join(fields.values())),
        fields=fields,
        evidence=evidence,
        targets=tuple(m.target for m in metrics if m.target is not None),
    )


def in_pack_fields(item: Item, pack: RulePack) -> dict[str, str]:
    """Return the texts whose field the channel knows, under the channel's own field names."""
    named = ((pack.field_named(name), text) for name, text in item.fields.items())
    return {own: text for own, text in named if own is not None}


def _evidence(claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    return tuple(one for claim in claims for one in claim.evidence)


def _script_fields(script: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    spoken = ("visual", "on_screen_text", "voiceover_or_dialogue", "voiceover", "dialogue", "sound")
    return {
        f"shot{number}.{key}": str(shot[key])
        for number, shot in enumerate(script, 1)
        for key in spoken
        if isinstance(shot.get(key), str) and shot[key]
    }
