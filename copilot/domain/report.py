"""What a report is made of: everything found and made about a film on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from copilot.domain.channel import RulePack
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Draft, Verdict
from copilot.domain.film import Dossier
from copilot.domain.imported import ImportedFile
from copilot.domain.plan import Interaction, RepairPlan
from copilot.domain.series import Pulse


@dataclass(frozen=True)
class Names:
    """How a reader knows what files name by id."""

    film: str = ""
    """Title of the film."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Id of the film, a review, post, asset or document → what to call it, such as douban 2026-04-12."""
    channels: Mapping[str, str] = field(default_factory=dict)
    """Id of a channel → its name in the film's language."""


@dataclass(frozen=True)
class ReportContent:
    """Everything a report shows; its language is the dossier's."""

    dossier: Dossier
    pulse: Pulse
    diagnosis: Diagnosis
    plan: RepairPlan
    interactions: list[Interaction]
    drafts: list[Draft]
    verdicts: Mapping[str, Verdict]
    """Verdict of the plan, an interaction or a draft, by its id."""
    packs: Mapping[str, RulePack]
    """Rule packs of the drafts' channels, for names and counters."""
    made_at: datetime
    writer: str = "offline"
    """offline, or provider:model."""
    sources: list[ImportedFile] = field(default_factory=list)
    """The imported files everything rests on."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Id of a review, post, asset or document → how to name it to a reader, such as 豆瓣 2026-04-12."""
