"""Groups viewers by what they say about themselves and the film, and reads who responds, week by week."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.domain.diagnosis import Audience
from copilot.errors import KnowledgeError
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.quotes import Quoter
from copilot.insight.viewers import wilson
from copilot.insight.wording import say
from copilot.shipped import folder

FEWEST = 8
"""Voices below which a group is not shown: its share would not be known to within 30 points."""
FEWEST_A_WEEK = 4
CLEARLY = 1.96
"""Standard deviations between a group and the rest before it clearly responds or does not (95 %)."""


def board_audiences(case: Case, figures: Figures | None = None, quoter: Quoter | None = None) -> list[Audience]:
    """List the groups that speak up, largest first, each with its response against all other viewers.

    Groups come from knowledge/lexicons/audiences.yaml: company, tastes and ties to the story, never traits of a person.
    """
    figures, quoter = figures or Figures(case), quoter or Quoter(case)
    watched = figures.mask(watched="1")
    found = []
    for name, said_by, pattern in _groups(case):
        inside = np.fromiter((bool(pattern.search(t)) for t in case.voices.texts), np.bool_, count=len(case.voices))
        inside &= watched
        weight = case.voices.weight.astype(np.float64)
        if weight[inside].sum() >= FEWEST:
            found.append(_audience(case, quoter, name, said_by, pattern, (inside, watched)))
    return sorted(found, key=lambda audience: -audience.viewers)


def _audience(
    case: Case,
    quoter: Quoter,
    name: str,
    said_by: str,
    pattern: re.Pattern[str],
    masks: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> Audience:
    inside, watched = masks
    weight = case.voices.weight.astype(np.float64)
    pleased = case.voices.p_positive >= 0.5
    total, warm = float(weight[inside].sum()), float(weight[inside & pleased].sum())
    rest = watched & ~inside
    others, warm_others = float(weight[rest].sum()), float(weight[rest & pleased].sum())
    low, high = wilson(warm, total)
    evidence = quoter.choose(np.flatnonzero(inside), lambda text: [m.span() for m in pattern.finditer(text)], count=2)
    return Audience(
        name=name,
        said_by=said_by,
        viewers=round(total),
        positive_share=warm / total,
        low=low,
        high=high,
        responds=_responds(warm, total, warm_others, others),
        by_week=_by_week(case, inside),
        evidence=evidence,
    )


def _responds(warm: float, total: float, warm_rest: float, rest: float) -> bool | None:
    """Compare two shares by their pooled standard deviation; None when they cannot be told apart."""
    if rest < FEWEST:
        return None
    pooled = (warm + warm_rest) / (total + rest)
    deviation = sqrt(max(pooled * (1 - pooled), 1e-9) * (1 / total + 1 / rest))
    distance = (warm / total - warm_rest / rest) / deviation
    return None if abs(distance) < CLEARLY else distance > 0


def _by_week(case: Case, inside: NDArray[np.bool_]) -> list[tuple[date, int, float]]:
    day = case.voices.day
    dated = inside & ~np.isnat(day)
    weeks: dict[date, list[float]] = {}
    for index in np.flatnonzero(dated):
        at: date = day[index].astype("datetime64[D]").astype(object)
        entry = weeks.setdefault(at - timedelta(days=at.weekday()), [0.0, 0.0])
        entry[0] += float(case.voices.weight[index])
        entry[1] += float(case.voices.weight[index]) * float(case.voices.p_positive[index] >= 0.5)
    return [(week, round(n), warm / n) for week, (n, warm) in sorted(weeks.items()) if n >= FEWEST_A_WEEK]


def _groups(case: Case) -> Iterable[tuple[str, str, re.Pattern[str]]]:
    """Yield (name, what makes the group, pattern) of every group the film can have."""
    language = case.dossier.language
    for group in _read():
        words = [*group["zh_words"], *(rf"\b(?:{word})\b" for word in group["en_words"])]
        if group["key"] == "star_fans":
            names = [actor for c in case.dossier.characters for actor in [c.actor] if actor]
            cast_roles = ("主演", "cast", "starring", "stars")
            names += [
                p for role, people in case.dossier.credits.items() if role.casefold() in cast_roles for p in people
            ]
            joined = "|".join(re.escape(name) for name in dict.fromkeys(names))
            words = [word.replace("{name}", f"(?:{joined})") for word in words] if names else []
        if words:
            said = say("audiences.said_by", language, words=group["said"][language])
            yield group["name"][language], said, re.compile("|".join(words), re.IGNORECASE)


@cache
def _read() -> list[dict[str, Any]]:
    path = folder("knowledge") / "lexicons" / "audiences.yaml"
    try:
        return list(yaml.safe_load(path.read_text("utf-8"))["groups"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
