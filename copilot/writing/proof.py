"""Keeps what composing a film needs, material and judge, so that channel after channel is written from one reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from weakref import WeakKeyDictionary

from copilot.domain.channel import RulePack
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Draft, Verdict
from copilot.evaluation.compliance.rules import Rulebook, load_rules
from copilot.evaluation.context import EvaluationContext, Figures, context_of_case
from copilot.evaluation.judge import judge
from copilot.evaluation.lexicons import Lexicons, load_lexicons
from copilot.insight.case import Case
from copilot.writing.bank import Bank, gather

Judge = Callable[[Draft], Verdict]


@dataclass(frozen=True)
class Bench:
    """A film's material on a day, and the judge of what is made from it."""

    diagnosis: Diagnosis
    day: int | None
    bank: Bank
    context: EvaluationContext
    packs: dict[str, RulePack] = field(default_factory=dict)
    """The packs the context reads; channels are added as they are written for."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """Verdicts on what was composed here, by draft, so that nothing is judged twice."""

    def judge_for(self, pack: RulePack) -> Judge:
        """Return the judge of one channel's drafts."""
        self.packs[pack.id] = pack

        def judged(draft: Draft) -> Verdict:
            if draft.id not in self.verdicts:
                self.verdicts[draft.id] = judge(draft, self.context)
            return self.verdicts[draft.id]

        return judged


_remembered: WeakKeyDictionary[Case, Bench] = WeakKeyDictionary()


def bench_for(
    case: Case,
    diagnosis: Diagnosis,
    figures: Figures | None,
    day: int | None,
    *,
    rules: tuple[Lexicons, Rulebook] | None = None,
) -> Bench:
    """Read a film once for all its channels; the last reading of a case is kept as long as the case lives.

    Args:
        case: The film's data.
        diagnosis: Themes and promise ledger.
        figures: Counts and recomputes figures.
        day: Day of release the copy goes out on; None takes the day of the case.
        rules: Word lists and compliance rules already read; None reads them.
    """
    known = _remembered.get(case)
    if known is not None and known.diagnosis is diagnosis and known.day == day:
        return known
    out = None if day is None else case.dossier.release_date + timedelta(days=day - 1)
    packs: dict[str, RulePack] = {}
    lexicons, rulebook = rules or _rules()
    context = context_of_case(
        case, packs=packs, lexicons=lexicons, rulebook=rulebook, figures=figures, ledger=diagnosis.ledger, today=out
    )
    bench = Bench(diagnosis, day, gather(case, diagnosis, figures, day=day), context, packs)
    _remembered[case] = bench
    return bench


@lru_cache(maxsize=1)
def _rules() -> tuple[Lexicons, Rulebook]:
    return load_lexicons(), load_rules()
