"""Experiments: plan one over submitted variants, record its counts, read what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from copilot.domain.desk import Submission
from copilot.domain.draft import Draft
from copilot.domain.experiment import Arm, Experiment, Reading, Trial
from copilot.errors import InputError
from copilot.planning.experiment_phrases import rate_of, rates, tell
from copilot.planning.experiment_plan import Wish, describe
from copilot.planning.experiment_plan import plan_experiment as make_plan
from copilot.planning.experiment_reading import lesson_of
from copilot.planning.experiment_reading import read_experiment as read_counts
from copilot.services.workspace import Actor, Workspace

_NAMES = "ABCDEFGHIJ"
_OPENING = 24
_LEAST_POSTS = 3
"""Posts of a channel from which a baseline is taken. House rule."""


@dataclass(frozen=True)
class Planned:
    """An experiment and what to say about it."""

    experiment: Experiment
    said: list[str]


def plan_experiment(workspace: Workspace, film: str, trial: Trial, actor: Actor) -> Planned:
    """Plan an experiment over variants of one channel that are approved or wait for a lead.

    Raises:
        UnknownId: There is no such film or draft.
        InputError: A variant was not submitted or is of another film or channel; no baseline is known.
    """
    dossier = workspace.store.films.get(film)
    arms, channel = _arms(workspace, film, trial.drafts)
    baseline, taken_from = _baseline(workspace, film, channel, trial)
    wish = Wish(
        rate=trial.rate,
        baseline=baseline,
        baseline_from=taken_from,
        lift=trial.lift,
        starts=trial.starts or workspace.clock.today(),
        stops=trial.stops,
        daily=trial.daily,
        split=trial.split,
    )
    made = make_plan(film, channel, arms, wish, by=actor.name, at=workspace.clock.now())
    kept = workspace.store.experiments.put(made)
    return Planned(kept, describe(kept, workspace.packs[channel].name.in_(dossier.language), dossier.language))


def read_experiment(workspace: Workspace, experiment: str) -> Reading:
    """Say what an experiment shows so far.

    Raises:
        UnknownId: There is no such experiment.
    """
    found = workspace.store.experiments.get(experiment)
    language = workspace.store.films.get(found.film).language
    return read_counts(found, workspace.store.experiments.counts(found.id), workspace.clock.today(), language)


def lessons_of(workspace: Workspace, film: str, until: date | None = None) -> list[tuple[str, str]]:
    """List (experiment, what it taught) of a film's experiments that said something, newest first.

    Args:
        workspace: The open product.
        film: Film id.
        until: Counts after this day are not looked at; None looks at all.
    """
    language = workspace.store.films.get(film).language
    day = min(until or date.max, workspace.clock.today())
    lessons = []
    for one in workspace.store.experiments.of_film(film):
        counts = [count for count in workspace.store.experiments.counts(one.id) if count.day <= day]
        channel = workspace.packs[one.channel].name.in_(language)
        lesson = lesson_of(one, read_counts(one, counts, day, language), channel, language)
        lessons += [(one.id, lesson)] if lesson else []
    return lessons


def _arms(workspace: Workspace, film: str, drafts: Sequence[str]) -> tuple[list[Arm], str]:
    submitted: dict[str, Submission] = {}
    for one in workspace.store.desk.submissions(film):
        if one.kind == "draft" and one.state in ("approved", "waiting"):
            submitted.setdefault(one.item, one)
    arms, channels = [], set()
    for name, item in zip(_NAMES, drafts, strict=False):
        waiting = submitted.get(item)
        if waiting is None:
            _refuse_unsubmitted(workspace, film, item)
            raise InputError("planning an experiment", f"{item} is not submitted", "Submit it first.")
        draft = Draft.model_validate(waiting.content)
        channels.add(draft.channel)
        arms.append(_as_arm(name, draft, waiting))
    if len(channels) > 1:
        found = f"the variants are for {', '.join(sorted(channels))}"
        raise InputError("planning an experiment", found, "Compare variants of one channel.")
    if not channels:
        raise InputError("planning an experiment", "no variant was named", "Name two or more draft ids.")
    return arms, channels.pop()


def _refuse_unsubmitted(workspace: Workspace, film: str, item: str) -> None:
    if workspace.store.works.work(item).film != film:
        raise InputError("planning an experiment", f"{item} is of another film", "Name drafts of this film.")


def _as_arm(name: str, draft: Draft, waiting: Submission) -> Arm:
    opening = " ".join(next((text for text in draft.fields.values() if text.strip()), "").split())
    return Arm(
        name=name,
        draft=draft.id,
        submission=waiting.id,
        content_hash=waiting.content_hash,
        angle=draft.angle,
        opening=opening[:_OPENING],
    )


def fitting_rate(workspace: Workspace, film: str, channel: str) -> str | None:
    """Return the first rate the film's own posts on a channel give a baseline for; None when none does."""
    return next((name for name in rates() if _usual(workspace, film, channel, name)[0] is not None), None)


def _baseline(workspace: Workspace, film: str, channel: str, trial: Trial) -> tuple[float, str]:
    """Take the rate from the film's own posts on the channel unless it is given."""
    language = workspace.store.films.get(film).language
    if trial.baseline is not None:
        return trial.baseline, tell("baseline_given", language)
    usual, posts = _usual(workspace, film, channel, trial.rate)
    if usual is None:
        rate = rate_of(trial.rate)
        raise InputError(
            "planning an experiment",
            f"{posts} posts on {channel} hold {rate.hits} and {rate.chances}; {_LEAST_POSTS} are needed",
            "Give the usual rate yourself, such as --baseline 0.02.",
        )
    return usual, tell("baseline_posts", language, count=posts)


def _usual(workspace: Workspace, film: str, channel: str, name: str) -> tuple[float | None, int]:
    """Return the pooled rate of the film's own posts on a channel, None when too little is known, and their number."""
    rate = rate_of(name)
    names = {channel, workspace.packs[channel].name.zh, workspace.packs[channel].name.en}
    posts = [
        post.results
        for post in workspace.store.audience.posts(film)
        if post.own and post.channel in names and {rate.hits, rate.chances} <= set(post.results)
    ]
    hits, chances = (sum(one[each] for one in posts) for each in (rate.hits, rate.chances))
    return (hits / chances if len(posts) >= _LEAST_POSTS and 0 < hits < chances else None), len(posts)
