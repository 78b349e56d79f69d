"""Words a stage's goal with a figure, and the plan's summary."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.plan import Action, Stage
from copilot.insight.figure_text import read_aloud
from copilot.planning.material import Material
from copilot.planning.phrases import has, say, say_date
from copilot.planning.stages import StageDates
from copilot.planning.words import inside_sentence, title_of


def set_goal(stage: StageDates, actions: Sequence[Action], material: Material) -> tuple[str, str]:
    """Return the stage's goal and its name.

    The goal rests on the first action whose metric has a baseline and a target; without one it says which measure has
    to be recorded by when.
    """
    language = material.language
    lead = next((a.metric for a in actions if a.metric.baseline != a.metric.target is not None), None)
    shown = lead or actions[0].metric
    slots: dict[str, object] = {
        "film": material.dossier.title,
        "core_emotion": material.core_emotion or material.dossier.title,
        "to": say_date(shown.check_on if lead else stage.to, language),
        "metric": inside_sentence(shown.name, material.dossier.title, language),
    }
    name = say(f"stage_{stage.name}", language)
    if lead is None or lead.baseline is None or lead.target is None:
        return say(f"goal_{stage.name}_unknown", language, **slots), name
    slots |= {"floor": read_aloud(lead.baseline, lead.unit, language)}
    slots |= {"target": read_aloud(lead.target, lead.unit, language)}
    return say(f"goal_{stage.name}_{lead.direction}", language, **slots), name


def sum_up(material: Material, diagnosis: Diagnosis, stages: Sequence[Stage]) -> str:
    """Say in a few sentences what happened, why, and what the plan does about it."""
    language = material.language
    film = material.dossier.title
    names = [say(f"cause_{cause.cause}", language) for cause in material.supported]
    causes = say("list_join", language).join(names)
    opening = f"summary_{diagnosis.drop.state}"
    parts = [say(opening if has(opening) else "summary_cannot_tell", language, film=film)]
    parts.append(say("summary_causes" if names else "summary_no_cause", language, film=film, causes=causes))
    actions = [action for stage in stages for action in stage.actions]
    if actions:
        last = say_date(stages[-1].to, language)
        parts.append(say("summary_plan", language, film=film, first=title_of(actions[0].what), to=last))
    return ("" if language == "zh" else " ").join(parts)
