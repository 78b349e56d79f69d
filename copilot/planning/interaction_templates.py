"""Loads and checks the templates that interactions are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

from pydantic import Field

from copilot.domain.plan import InteractionType
from copilot.domain.playbook import MetricRule
from copilot.domain.value import Bilingual, Language, Value
from copilot.errors import KnowledgeError
from copilot.planning.channels import markets
from copilot.planning.phrases import slots_in
from copilot.planning.playbook import take_rule
from copilot.planning.risks import load_risks
from copilot.planning.shelf import parse, playbook_folder, read_yaml

SLOTS = frozenset(
    {"film", "theme", "quote", "character", "core_emotion", "audience", "hashtag", "channel", "from", "promise"}
)
"""What a template's texts may leave open."""


class InteractionTemplate(Value):
    """One way to take part, before a film fills it."""

    id: str
    type: InteractionType
    themes: list[str]
    """Kinds of theme it suits, best first."""
    title: Bilingual
    prompt: Bilingual
    plain: Bilingual
    """The prompt where no viewer's words are at hand."""
    options_from: Literal["labels", "sides", "none"]
    options: list[Bilingual]
    """Fixed options, after those taken from viewers."""
    steps: list[Bilingual] = Field(min_length=1)
    channels: list[str] = Field(min_length=1)
    entry: Bilingual
    incentive: Bilingual
    disclosure: Bilingual
    effort: Bilingual
    metric: MetricRule
    risks: list[str]
    """Risks it always carries."""


def load_templates(folder: Path | None = None) -> list[InteractionTemplate]:
    """Load the templates in their order, which is also the order of preference.

    Raises:
        KnowledgeError: The file or a template is wrong; names both.
    """
    folder = folder or playbook_folder()
    path = folder / "interactions.yaml"
    held = read_yaml(path).get("templates")
    entries = held if isinstance(held, list) else []
    templates = [_template(entry, position, path) for position, entry in enumerate(entries, start=1)]
    for template in templates:
        _check(template, path)
    return templates


def template_slots(template: InteractionTemplate, language: Language, *, quoted: bool) -> set[str]:
    """List what a template needs, with or without a viewer's words."""
    texts = [template.title, template.prompt if quoted else template.plain, *template.steps, *template.options]
    texts += [template.entry, template.incentive, template.disclosure, template.metric.name]
    return set().union(*(slots_in(text.in_(language)) for text in texts))


def _template(entry: object, position: int, path: Path) -> InteractionTemplate:
    if not isinstance(entry, dict):
        raise KnowledgeError(f"reading template {position} in {path.name}", "it is not a mapping", "Write a mapping.")
    name = str(entry.get("id", position))
    metric = cast("dict[str, object]", entry.get("metric") or {})
    return parse(dict(entry) | {"metric": take_rule(metric, path, name)}, InteractionTemplate, path, name)


def _check(template: InteractionTemplate, path: Path) -> None:
    slots: set[str] = set()
    for quoted in (True, False):
        slots |= template_slots(template, "zh", quoted=quoted) | template_slots(template, "en", quoted=quoted)
    strange = [
        *sorted(slots - SLOTS),
        *sorted(set(template.channels) - markets().channels.keys()),
        *sorted(set(template.risks) - {risk.id for risk in load_risks()}),
    ]
    if strange:
        raise KnowledgeError(
            f"reading {template.id!r} in {path.name}",
            f"unknown slots, channels or risks: {', '.join(strange)}",
            "Use those of interaction_templates.SLOTS, markets.yaml and risks.yaml.",
        )
