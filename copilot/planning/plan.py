"""Makes one iteration of the rolling repair plan from a diagnosis, without a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.ids import make_id
from copilot.domain.plan import Action, CardRecord, RepairPlan, Stage
from copilot.domain.playbook import PILLARS, ActionCard
from copilot.domain.series import Pulse
from copilot.insight.case import Case
from copilot.planning.binding import bind
from copilot.planning.coverage import cover
from copilot.planning.figure_reader import FigureReader
from copilot.planning.filling import fill_card
from copilot.planning.goals import set_goal, sum_up
from copilot.planning.material import Material, gather_material
from copilot.planning.measuring import Gauge
from copilot.planning.outlook import look_ahead
from copilot.planning.pick import pick_cards
from copilot.planning.retrospective import keep_record, look_back
from copilot.planning.stages import StageDates, date_stages, stage_of


@dataclass(frozen=True)
class _Done:
    """A card and the action made of it."""

    card: ActionCard
    action: Action


def make_plan(  # noqa: PLR0913 - the reading of a film, the playbook, and what came before are three separate things
    case: Case,
    diagnosis: Diagnosis,
    pulse: Pulse,
    figures: FigureReader,
    cards: Sequence[ActionCard],
    *,
    iteration: int = 1,
    previous: RepairPlan | None = None,
    learnt: Sequence[str] = (),
) -> RepairPlan:
    """Pick, schedule and fill cards for one film; the same input gives the same plan.

    Args:
        case: The film's data as known on `case.as_of`.
        diagnosis: Causes, ledger, audiences and themes of the same day.
        pulse: Series with what was expected, for the forecast.
        figures: Reads baselines.
        cards: The playbook.
        iteration: 1 for the first plan.
        previous: The plan before; it is looked back on, cards that missed twice are dropped, what worked is kept.
        learnt: Further lessons, one sentence each, put before those of the look back.
    """
    material = gather_material(case, diagnosis)
    record, lessons = _look_back(previous, figures, case, learnt)
    picked = pick_cards(cards, material, {entry.card: entry for entry in record})
    dates = date_stages(case.as_of, material.day)
    done = _fill(picked, material, dates, Gauge(case, figures))
    stages = _stages(done, dates, material)
    actions = [item.action for item in done]
    return RepairPlan(
        id=make_id("plan", case.dossier.id, case.as_of, iteration, *(action.id for action in actions)),
        film=case.dossier.id,
        iteration=iteration,
        as_of=case.as_of,
        writer="offline",
        summary=sum_up(material, diagnosis, stages),
        stages=stages,
        forecast=look_ahead(pulse, case, dates[-1].to),
        covers=cover(diagnosis, [item.card for item in done], actions, material.language),
        learnt=lessons,
        record=record,
    )


def _look_back(
    previous: RepairPlan | None, figures: FigureReader, case: Case, learnt: Sequence[str]
) -> tuple[list[CardRecord], list[str]]:
    if previous is None:
        return [], list(dict.fromkeys(learnt))
    looked = look_back(previous, figures, case.as_of)
    return keep_record(previous.record, looked), list(dict.fromkeys([*learnt, *looked.lessons]))


def _fill(cards: Sequence[ActionCard], material: Material, dates: list[StageDates], gauge: Gauge) -> list[_Done]:
    """Fill the cards in the order they run, so that themes, quotes and characters take turns."""
    order = [stage.name for stage in dates]
    running = sorted(cards, key=lambda card: order.index(stage_of(card.stage, dates).name))
    used: Counter[str] = Counter()
    done = []
    for card in running:
        binding = bind(card, material, used)
        if binding is not None:
            done.append(_Done(card, fill_card(card, binding, material, stage_of(card.stage, dates), gauge)))
    return done


def _stages(done: Sequence[_Done], dates: list[StageDates], material: Material) -> list[Stage]:
    """Group actions by stage; a stage without an action is left out."""
    stages = []
    for stage in dates:
        inside = [item for item in done if stage_of(item.card.stage, dates) == stage]
        if inside:
            pillars = {pillar for item in inside for pillar in item.card.pillars}
            actions = [item.action for item in inside]
            goal, name = set_goal(stage, actions, material)
            stages.append(
                Stage(
                    name=name,
                    from_=stage.from_,
                    to=stage.to,
                    goal=goal,
                    pillars=[pillar for pillar in PILLARS if pillar in pillars],
                    actions=actions,
                )
            )
    return stages
