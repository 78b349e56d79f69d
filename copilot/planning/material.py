"""What one film offers a plan: its themes, promises, audiences and characters, free of spoilers still closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from copilot.domain.diagnosis import Audience, Cause, Diagnosis, LedgerEntry, Promise, Theme
from copilot.domain.evidence import Evidence, passage
from copilot.domain.film import Dossier
from copilot.domain.value import Language
from copilot.insight.case import Case
from copilot.planning.closed import tells_closed
from copilot.planning.words import first_sentence, is_clumsy, short_label, short_quotes

_SERIES = ("gross", "share_shows", "occupancy")
"""Series that cards measure by."""
_PLEASED, _OWN_VOICE = 0.5, 0.5
"""Least probability of being pleased, and least share of a voice, of a review that is quoted as moved. House rule."""


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
    voices: Mapping[str, tuple[float, float]]
    """Review id → (probability that the writer is pleased, share of a voice it counts for)."""
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

    def quotes_of(self, evidence: list[Evidence], theme: Theme | None = None) -> list[Evidence]:
        """List viewers' quotes, shortened, one a review, that tell no closed spoiler and do not repeat others.

        For a theme its own words come first, and what is said to move or to be shared must come from pleased viewers,
        complaints from others.
        """
        usable = [e for e in evidence if e.kind == "quote" and self.is_open(e.text) and self._may_speak(e, theme)]
        cuts = [short_quotes(item, theme.key if theme else "") for item in usable]
        return [options[0] for options in cuts if options]

    def quote_of(self, evidence: list[Evidence], theme: Theme | None = None) -> Evidence | None:
        """Return the first of `quotes_of`."""
        return next(iter(self.quotes_of(evidence, theme)), None)

    def _may_speak(self, evidence: Evidence, theme: Theme | None) -> bool:
        if evidence.source not in self.voices:
            return True
        pleased, weight = self.voices[evidence.source]
        glad = {"moves": True, "shares": True, "complains": False}.get(theme.kind) if theme else None
        return weight >= _OWN_VOICE and glad in (None, pleased >= _PLEASED)


def gather_material(case: Case, diagnosis: Diagnosis) -> Material:
    """Collect what the film offers.

    A film whose viewers gave no theme gets one from its dossier, of kind "moves": what the team means to move with.
    """
    dossier, day = case.dossier, case.dossier.day_of_release(case.as_of)
    themes = [t for t in diagnosis.themes if not tells_closed(t.label, dossier, day)]
    themes = [t.model_copy(update={"label": short_label(t.label)}) for t in themes if short_label(t.label)]
    themes.sort(key=lambda theme: is_clumsy(theme.label))
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
        voices={
            source: (float(pleased), float(weight))
            for source, pleased, weight in zip(case.voices.ids, case.voices.p_positive, case.voices.weight, strict=True)
        },
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
