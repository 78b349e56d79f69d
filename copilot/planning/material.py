"""What one film offers a plan: its themes, promises, audiences and characters, free of spoilers still closed."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.diagnosis import Audience, Cause, Diagnosis, LedgerEntry, Promise, Theme
from copilot.domain.evidence import Evidence, passage
from copilot.domain.film import Dossier
from copilot.domain.value import Language
from copilot.insight.case import Case
from copilot.planning.closed import tells_closed
from copilot.planning.words import bare, first_sentence, short_quote

_SERIES = ("gross", "share_shows", "occupancy")
"""Series that cards measure by."""


@dataclass(frozen=True)
class Material:
    """Everything a card can be filled with; every list strongest first."""

    dossier: Dossier
    day: int
    """Day of release of the data."""
    themes: list[Theme]
    ledger: list[LedgerEntry]
    supported: list[Cause]
    open_causes: list[Cause]
    """Causes that cannot be told yet."""
    warm: list[Audience]
    """Audiences that respond, or at least are not clearly colder."""
    cold: list[Audience]
    characters: list[str]
    core_emotion: str
    drop_state: str
    asset_lines: dict[tuple[str, int], str]
    """(Asset id, line number) → the line's words."""
    missing: tuple[str, ...]
    """Parts of figure queries that no data of the film answers yet, such as `/posts?`."""

    @property
    def language(self) -> Language:
        """The language of the plan."""
        return self.dossier.language

    def words_of(self, promise: Promise) -> str:
        """Return the asset's own line that makes a promise; the promise's text where the line is not known."""
        return self.asset_lines.get((promise.asset, promise.line or 0), promise.text)

    def is_open(self, text: str) -> bool:
        """Say whether a text tells no spoiler that is closed on the day of the data."""
        return not tells_closed(text, self.dossier, self.day)

    def quote_of(self, evidence: list[Evidence]) -> Evidence | None:
        """Return the first viewer's quote, shortened, that tells no closed spoiler."""
        shortened = (short_quote(item) for item in evidence if item.kind == "quote" and self.is_open(item.text))
        return next((item for item in shortened if item is not None), None)


def gather_material(case: Case, diagnosis: Diagnosis) -> Material:
    """Collect what the film offers.

    A film whose viewers gave no theme gets one from its dossier, of kind "moves": what the team means to move with.
    """
    dossier, day = case.dossier, case.dossier.day_of_release(case.as_of)
    themes = [t for t in diagnosis.themes if bare(t.label) and not tells_closed(t.label, dossier, day)]
    ledger = [e for e in diagnosis.ledger if not tells_closed(e.promise.text, dossier, day)]
    return Material(
        dossier=dossier,
        day=day,
        themes=themes or _stated_themes(dossier),
        ledger=sorted(ledger, key=lambda entry: (-entry.viewers, entry.promise.id)),
        supported=diagnosis.supported(),
        open_causes=[cause for cause in diagnosis.causes if cause.verdict == "cannot_tell"],
        warm=sorted((a for a in diagnosis.audiences if a.responds is not False), key=_warmth),
        cold=[a for a in diagnosis.audiences if a.responds is False],
        characters=[c.name.strip() for c in dossier.characters if c.name.strip()],
        core_emotion=core_emotion_of(dossier),
        drop_state=diagnosis.drop.state,
        asset_lines={(asset.id, line.number): line.text for asset in case.assets for line in asset.lines},
        missing=_missing(case),
    )


def core_emotion_of(dossier: Dossier) -> str:
    """Return the core emotional proposition as a phrase, or the nearest the dossier states, or nothing."""
    for text in (dossier.core_emotion, dossier.positioning, dossier.synopsis):
        if first_sentence(text):
            return first_sentence(text)
    return ""


def dossier_evidence(dossier: Dossier) -> Evidence:
    """Take the dossier's own statement of the film as evidence; its title when it states nothing else."""
    text = dossier.core_emotion or dossier.positioning or dossier.synopsis or dossier.title
    return passage(dossier.id, text)


def _warmth(audience: Audience) -> tuple[bool, float, int]:
    return (audience.responds is not True, -(audience.positive_share or 0), -audience.viewers)


def _stated_themes(dossier: Dossier) -> list[Theme]:
    label = core_emotion_of(dossier)
    if not label:
        return []
    stated = [dossier_evidence(dossier)]
    return [Theme(key=label, kind="moves", label=label, voices=0, evidence=stated)]


def _missing(case: Case) -> tuple[str, ...]:
    series = {measure.name for measure in case.measures}
    lacking = [f"/series?name={name}&" for name in _SERIES if name not in series]
    lacking += [] if case.posts else ["/posts?"]
    return tuple(lacking if (case.voices.watched == 0).any() else [*lacking, "watched=0"])
