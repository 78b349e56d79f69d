"""Records an experiment's counts, typed or read from imported posts; what cannot be is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from copilot.domain.experiment import Arm, Count, Experiment, Reading
from copilot.domain.imported import Post
from copilot.errors import InputError
from copilot.planning.experiment_phrases import rate_of
from copilot.services.experiments import read_experiment
from copilot.services.workspace import Actor, Workspace

_DRAFT = re.compile(r"\bdr-[0-9a-f]{16}\b")


def record_counts(
    workspace: Workspace, experiment: str, totals: Mapping[str, tuple[int, int]], day: date, actor: Actor
) -> Reading:
    """Keep totals so far, as {variant: (chances, hits)} up to the end of a day, and read the experiment.

    Raises:
        UnknownId: There is no such experiment.
        InputError: A variant is unknown, a number is impossible, the day lies outside, or totals shrink.
    """
    found = workspace.store.experiments.get(experiment)
    now = workspace.clock.now()
    counts = [
        Count(
            experiment=found.id,
            arm=_arm(found, name).draft,
            day=day,
            chances=_whole(name, chances),
            hits=_whole(name, hits),
            source="typed",
            by=actor.name,
            at=now,
        )
        for name, (chances, hits) in totals.items()
    ]
    return _keep(workspace, found, counts)


def record_from_posts(workspace: Workspace, experiment: str, day: date, actor: Actor) -> Reading:
    """Take totals from imported posts that name a variant's draft id, such as in their note or link.

    Raises:
        UnknownId: There is no such experiment.
        InputError: No post names a variant, or one that does lacks the counts.
    """
    found = workspace.store.experiments.get(experiment)
    rate = rate_of(found.rate)
    named: dict[str, list[Post]] = {}
    for post in workspace.store.audience.posts(found.film):
        for draft in set(_DRAFT.findall(" ".join((post.source, post.title, post.text, post.url, post.note)))):
            if found.arm(draft):
                named.setdefault(draft, []).append(post)
    if not named:
        todo = "Import the results with each draft's id in the note, the title or the link."
        raise InputError("reading counts from posts", f"no imported post names a draft of {found.id}", todo)
    counts = []
    for draft, posts in named.items():
        lacking = [post.id for post in posts if not {rate.hits, rate.chances} <= set(post.results)]
        if lacking:
            missing = f"{lacking[0]} has no {rate.hits} or no {rate.chances}"
            raise InputError("reading counts from posts", missing, "Import those columns, or type the counts.")
        counts.append(
            Count(
                experiment=found.id,
                arm=draft,
                day=day,
                chances=_whole(draft, sum(post.results[rate.chances] for post in posts)),
                hits=_whole(draft, sum(post.results[rate.hits] for post in posts)),
                source=" ".join(sorted(post.id for post in posts)),
                by=actor.name,
                at=workspace.clock.now(),
            )
        )
    return _keep(workspace, found, counts)


def _arm(experiment: Experiment, name: str) -> Arm:
    arm = experiment.arm(name)
    if arm is None:
        known = ", ".join(f"{one.name} ({one.draft})" for one in experiment.arms)
        raise InputError("recording counts", f"there is no variant {name!r}", f"Name one of {known}.")
    return arm


def _whole(name: str, value: float) -> int:
    if value != int(value) or value < 0 or value > 10**12:
        raise InputError("recording counts", f"{name} has the count {value:g}", "Give whole numbers of 0 or more.")
    return int(value)


def _keep(workspace: Workspace, experiment: Experiment, counts: Sequence[Count]) -> Reading:
    """Refuse what cannot be, then keep all of it."""
    before = workspace.store.experiments.counts(experiment.id)
    today = workspace.clock.today()
    for count in counts:
        _check(experiment, count, before, today)
    workspace.store.experiments.record(counts)
    return read_experiment(workspace, experiment.id)


def _check(experiment: Experiment, count: Count, before: Sequence[Count], today: date) -> None:
    arm = experiment.arm(count.arm)
    name = arm.name if arm else count.arm
    rate = rate_of(experiment.rate)
    others = [one for one in before if one.arm == count.arm and one.day != count.day]
    shrinks = [one for one in others if not _in_order(*sorted((one, count), key=lambda each: each.day))]
    if not count.chances:
        found, todo = f"{name} has no {rate.chances}", "Record a variant once it was shown."
    elif count.hits > count.chances:
        found = f"{name} has {count.hits:,} {rate.hits} out of {count.chances:,} {rate.chances}"
        todo = f"Check the columns: {rate.hits} cannot exceed {rate.chances}."
    elif not experiment.starts <= count.day <= today:
        found = f"the day is {count.day}; the test began on {experiment.starts} and today is {today}"
        todo = "Give the day up to whose end the totals hold."
    elif shrinks:
        one = shrinks[0]
        found = (
            f"{name} has {count.hits:,}/{count.chances:,} by {count.day} and {one.hits:,}/{one.chances:,} by {one.day}"
        )
        todo = "Give totals since the start, not a day's own; correct the other day first if that one is wrong."
    else:
        return
    raise InputError("recording counts", found, todo)


def _in_order(earlier: Count, later: Count) -> bool:
    return earlier.chances <= later.chances and earlier.hits <= later.hits
