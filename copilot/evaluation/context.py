"""What a judgement is made against: the dossier, the day, what viewers wrote, the figures and the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from copilot.domain.channel import RulePack
from copilot.domain.diagnosis import LedgerEntry
from copilot.domain.film import Dossier
from copilot.evaluation.compliance.ear import Listener
from copilot.evaluation.compliance.rules import Rulebook
from copilot.evaluation.lexicons import Lexicons
from copilot.evaluation.outcomes import Outcomes
from copilot.evaluation.statements import Reader, Statement
from copilot.evaluation.text import sentences
from copilot.insight.case import Case


class Figures(Protocol):
    """Gives the value of a figure query again."""

    def value(self, query: str) -> float | None:
        """Return the value, or None when the data does not hold it.

        Raises:
            InputError: The query is not one.
        """


@dataclass(frozen=True, eq=False)
class EvaluationContext:
    """Everything the checks read.

    Attributes:
        dossier: The only source of facts.
        packs: Channel id → rule pack.
        lexicons: Word lists and phrases.
        rulebook: Compliance rules.
        day: Day of release the piece would go out on; release day is 1.
        source_text: Text of a stored review, asset, post or document by id; None when it is not stored.
        stored_texts: Every stored text whose words may be quoted; None when they are not at hand.
        figures: Recomputes figures; None when data is not at hand.
        ledger: Promises against what viewers report; None when not read.
        listener: Listens for breaches no rule names, when a person asks; None where hundreds of drafts are judged.
    """

    dossier: Dossier
    packs: Mapping[str, RulePack]
    lexicons: Lexicons
    rulebook: Rulebook
    day: int
    source_text: Callable[[str], str | None] = lambda _: None
    stored_texts: Sequence[str] | None = None
    figures: Figures | None = None
    ledger: Sequence[LedgerEntry] | None = None
    listener: Listener | None = None

    @cached_property
    def reader(self) -> Reader:
        """Reads statements with this film's names."""
        return Reader(self.lexicons, self.dossier.names())

    @cached_property
    def outcomes(self) -> Outcomes:
        """Reads what an end of the story is."""
        return Outcomes(self.lexicons.outcomes)

    @cached_property
    def told(self) -> list[Statement]:
        """Every sentence the dossier tells about the story, spoilers included."""
        film = self.dossier
        texts = [film.synopsis, film.core_emotion, *(s.text for s in film.spoilers)]
        texts += [f"{c.name}，{c.note}" for c in film.characters if c.note]
        return [self.reader.read(piece.text) for text in texts for piece in sentences(text)]

    @cached_property
    def public_text(self) -> str:
        """What may always be told: everything in the dossier but the spoilers."""
        film = self.dossier
        parts = [film.title, film.original_title, film.synopsis, film.positioning, film.core_emotion]
        parts += [p.text for p in film.promises] + [f"{c.name} {c.actor} {c.note}" for c in film.characters]
        parts += [name for people in film.credits.values() for name in people]
        parts += [f"{key} {value}" for key, value in film.facts.items()]
        parts += [*film.genres, *film.audiences, *film.hashtags, *film.tone.do, *film.tone.dont]
        return "\n".join(filter(None, parts))

    @cached_property
    def dossier_text(self) -> str:
        """Everything in the dossier, spoilers and release date included."""
        spoilers = "\n".join(s.text for s in self.dossier.spoilers)
        return f"{self.public_text}\n{spoilers}\n{self.dossier.release_date.isoformat()}"

    def is_quotable(self, words: str) -> bool | None:
        """Say whether words stand verbatim in a stored text; None when stored texts are not at hand."""
        return None if self.stored_texts is None else any(words in text for text in self.stored_texts)


def context_of_case(  # noqa: PLR0913 - the one place where everything a judgement reads comes together
    case: Case,
    *,
    packs: Mapping[str, RulePack],
    lexicons: Lexicons,
    rulebook: Rulebook,
    figures: Figures | None = None,
    ledger: Sequence[LedgerEntry] | None = None,
    today: date | None = None,
) -> EvaluationContext:
    """Build the context of a film's stored data.

    Args:
        case: The film's data.
        packs: Channel id → rule pack.
        lexicons: Word lists.
        rulebook: Compliance rules.
        figures: Recomputes figures.
        ledger: Promises against what viewers report.
        today: Day the copy goes out; the case's day when not given.
    """
    by_id = dict(zip(case.voices.ids, case.voices.texts, strict=True))
    by_id |= {asset.id: "\n".join(line.text for line in asset.lines) for asset in case.assets} | {
        post.id: post.text for post in case.posts
    }
    return EvaluationContext(
        dossier=case.dossier,
        packs=packs,
        lexicons=lexicons,
        rulebook=rulebook,
        day=case.dossier.day_of_release(today or case.as_of),
        source_text=by_id.get,
        stored_texts=list(by_id.values()),
        figures=figures,
        ledger=ledger,
    )
