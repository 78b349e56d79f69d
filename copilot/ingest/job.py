"""What the reading process is asked to do: plain values that travel as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from copilot.ingest.terms import Limits, Terms


@dataclass(frozen=True)
class FilmFacts:
    """What reading needs to know of a film; an empty id means no film was named."""

    id: str = ""
    names: list[str] = field(default_factory=list)
    """Title, original title, and the dossier's facts that are words: whatever an export may call the film."""
    release: str = ""
    """ISO date; empty when not known."""
    market: str = "CN"
    language: str = "zh"

    @property
    def release_day(self) -> date | None:
        """The first day in cinemas."""
        return date.fromisoformat(self.release) if self.release else None


@dataclass(frozen=True)
class Job:
    """One file to read."""

    path: str
    name: str
    """Name as given, without folders."""
    file: str
    """Id of the file."""
    kind: str
    mapping: dict[str, str]
    film: FilmFacts
    knowledge: str
    """The folder knowledge/sources."""
    today: str
    salt: str
    limits: Limits

    def as_json(self) -> dict[str, object]:
        """Turn into values JSON can carry."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, object]) -> Job:
        """Rebuild what `as_json` gave."""
        inner = {"film": FilmFacts(**values["film"]), "limits": Limits(**values["limits"])}  # type: ignore[arg-type]
        return cls(**{**values, **inner})  # type: ignore[arg-type]

    @property
    def terms(self) -> Terms:
        """The terms of the import."""
        return Terms(date.fromisoformat(self.today), self.salt, self.limits)

    @property
    def file_path(self) -> Path:
        """Where the file lies."""
        return Path(self.path)
