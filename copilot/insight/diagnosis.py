"""Says why a film's heat fell: promises against reports, causes with their rivals, audiences and themes."""

from __future__ import annotations

from copilot.domain.diagnosis import Cause, Diagnosis
from copilot.domain.series import Pulse
from copilot.insight.audiences import board_audiences
from copilot.insight.case import Case
from copilot.insight.causes.bench import Bench
from copilot.insight.causes.campaign import weigh_interaction, weigh_mismatch, weigh_positioning
from copilot.insight.causes.market import weigh_price, weigh_rival, weigh_scandal, weigh_screens
from copilot.insight.causes.season import weigh_calendar, weigh_decay
from copilot.insight.figures import Figures
from copilot.insight.ledger import keep_ledger
from copilot.insight.promises import promises_of
from copilot.insight.pulse import read_pulse
from copilot.insight.quotes import Quoter
from copilot.insight.themes.board import find_themes

_WEIGHERS = (
    weigh_mismatch,
    weigh_positioning,
    weigh_interaction,
    weigh_screens,
    weigh_rival,
    weigh_calendar,
    weigh_price,
    weigh_scandal,
)


def diagnose_case(case: Case, pulse: Pulse | None = None) -> Diagnosis:
    """Diagnose a case; every cause of the framework and every rival gets a verdict.

    Args:
        case: What is known on the day.
        pulse: Its pulse when it was read already.
    """
    figures, quoter = Figures(case), Quoter(case)
    drop = (pulse or read_pulse(case)).drop
    ledger = keep_ledger(case, promises_of(case.dossier, case.assets), figures, quoter)
    audiences = board_audiences(case, figures, quoter)
    bench = Bench(case, figures, quoter, drop, ledger, audiences)
    return Diagnosis(
        film=case.dossier.id,
        as_of=case.as_of,
        drop=drop,
        ledger=ledger,
        causes=weigh_causes(bench),
        audiences=audiences,
        themes=find_themes(case, figures, quoter),
    )


def weigh_causes(bench: Bench) -> list[Cause]:
    """Weigh every cause, the framework's first, ordinary decay last."""
    found = [weigh(bench) for weigh in _WEIGHERS]
    return [*found, weigh_decay(bench, found)]
