"""Says what of the framework a plan serves, and why the rest is left out."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.diagnosis import FRAMEWORK_CAUSES, Cause, Diagnosis
from copilot.domain.plan import Action, Covers, LeftOut
from copilot.domain.playbook import DIMENSIONS, LINES, PILLARS, ActionCard
from copilot.domain.value import Language
from copilot.planning.phrases import say


def cover(diagnosis: Diagnosis, cards: Sequence[ActionCard], actions: Sequence[Action], language: Language) -> Covers:
    """Account for every supported cause, the three framework causes, and every line, dimension and pillar.

    Args:
        diagnosis: Where the causes' verdicts come from.
        cards: The plan's cards.
        actions: The plan's actions.
        language: Language of the reasons.
    """
    served = {action.cause for action in actions}
    verdicts = {cause.cause: cause for cause in diagnosis.causes}
    accountable = [c.cause for c in diagnosis.causes if c.verdict == "supported" or c.cause in FRAMEWORK_CAUSES]
    accountable += [name for name in FRAMEWORK_CAUSES if name not in verdicts]
    supported = {cause.cause for cause in diagnosis.supported()}
    causes = [name for name in accountable if name in served and name in supported]
    left = [
        LeftOut(name=n, why=_why_cause(verdicts.get(n), n in served, language)) for n in accountable if n not in causes
    ]
    served_names = {name for card in cards for name in (*card.lines, *card.dimensions, *card.pillars)}
    missing = [name for name in (*LINES, *DIMENSIONS, *PILLARS) if name not in served_names]
    left += [LeftOut(name=name, why=say("left_out_no_card", language)) for name in missing]
    return Covers(
        causes=list(causes),
        lines=[name for name in LINES if name in served_names],
        dimensions=[name for name in DIMENSIONS if name in served_names],
        pillars=[name for name in PILLARS if name in served_names],
        left_out=left,
    )


def _why_cause(cause: Cause | None, gathered: bool, language: Language) -> str:
    if cause is None:
        return say("left_out_not_judged", language)
    if cause.verdict == "cannot_tell":
        key = "left_out_gathering" if gathered else "left_out_cannot_tell"
        return say(key, language, would_change=cause.would_change.strip().rstrip("。."))
    key = "left_out_ruled_out" if cause.verdict == "ruled_out" else "left_out_no_card"
    return say(key, language, why=cause.why.strip().rstrip("。."))
