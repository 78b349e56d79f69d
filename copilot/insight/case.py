"""Everything known about a film on a day: what diagnosis, planning, writing and evaluation read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from copilot.domain.film import Dossier
from copilot.domain.imported import Asset, Measure, Post
from copilot.insight.voices import Voices


@dataclass(frozen=True, eq=False)
class Case:
    """A film's data as known at the end of `as_of`; whoever builds it leaves out everything later."""

    dossier: Dossier
    voices: Voices
    measures: list[Measure]
    assets: list[Asset]
    posts: list[Post]
    as_of: date
