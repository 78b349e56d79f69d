"""Does the diagnosis name the planted cause, leave the others alone, and say when it cannot tell?

Run: python -m evals.measuring.causes [--data ../shared/data] [--recipe cause_scenarios_v3 --phrases FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.film import Dossier
from copilot.domain.imported import Measure, Review
from copilot.insight.case import Case
from copilot.insight.diagnosis import diagnose_case
from copilot.insight.viewers import wilson
from evals.measuring.film_cases import douban_films, voices_of
from evals.training.takings_data import Film, read_us
from evals.training.train_curve import wide

RECIPES = Path(__file__).parents[1] / "datasets"
ALSO_CALLED = {"plain_negative": "plain_bad"}
"""Kinds of phrases as some authors named them → as the recipes do."""
DAYS = 18
CUT_FROM = 8


@dataclass(frozen=True)
class Pool:
    """What situations are built from."""

    films: list[tuple[str, list[Review]]]
    runs: list[Film]
    holiday_runs: list[Film]
    recipe: dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build every situation, diagnose it, print the share of right verdicts by cause with n and 95 % interval."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show-wrong", action="store_true")
    parser.add_argument("--recipe", default="cause_scenarios_v1", help="a file of evals/datasets")
    parser.add_argument("--phrases", type=Path, help="file with phrases by kind, in place of the recipe's own")
    options = parser.parse_args(arguments)
    recipe = yaml.safe_load((RECIPES / f"{options.recipe}.yaml").read_text("utf-8"))
    if options.phrases:
        given = yaml.safe_load(options.phrases.read_text("utf-8"))["phrases"]
        recipe["phrases"] = {ALSO_CALLED.get(kind, kind): texts for kind, texts in given.items()}
    missing = {kind for s in recipe["situations"] for kind in s.get("plants", ())} - set(recipe["phrases"])
    if missing:
        parser.error(f"no phrases for {', '.join(sorted(missing))}; give them with --phrases FILE")
    pool = _pool(options.data, recipe)
    planted: dict[str, list[bool]] = defaultdict(list)
    quiet: dict[str, list[bool]] = defaultdict(list)
    little: list[bool] = []
    situations = 0
    for number, situation in enumerate(pool.recipe["situations"]):
        for turn in range(pool.recipe["films_each"]):
            situations += 1
            seed = number * pool.recipe["films_each"] + turn
            diagnosis = diagnose_case(_build(pool, situation, seed))
            wrong = _judge(situation, diagnosis, (planted, quiet, little))
            if wrong and options.show_wrong:
                sys.stdout.write(f"wrong: {situation['name']} {diagnosis.film}: {', '.join(wrong)}\n")
    sys.stdout.write(f"{situations} situations\n")
    for name in sorted(planted.keys() | quiet.keys()):
        sys.stdout.write(f"{name:18} planted {_share(planted[name])}   left alone {_share(quiet[name])}\n")
    every = [right for group in (*planted.values(), *quiet.values()) for right in group]
    expected = [right for group in planted.values() for right in group]
    sys.stdout.write(f"all verdicts       {_share(every)}\nexpected verdicts  {_share(expected)}\n")
    sys.stdout.write(f"cannot tell when too little is known {_share(little)}\n")
    return 0


def _pool(data: Path, recipe: dict[str, Any]) -> Pool:
    films = [(t, r) for t, r in douban_films(data).items() if sum(x.watched is True for x in r) >= 180]
    films = films[int(recipe.get("films_from", 0.0) * len(films)) :]
    runs = [f for f in wide(read_us(data)) if all(f.gross.get(n, 0) > 0 for n in range(1, DAYS + 1))]
    ordinary = [
        f for f in runs if f.release.weekday() == 4 and f.release.month in (3, 4, 9, 10) and f.release.year >= 2015
    ]
    holiday = [f for f in runs if (f.release.month, f.release.day) >= (12, 20) and f.release.year >= 2012]
    return Pool(films, _typical(ordinary), _typical(holiday), recipe)


def _typical(runs: list[Film]) -> list[Film]:
    """Keep runs whose second and third week held as the middle half of films do: the fall must come from the recipe."""
    ratio = [sum(f.gross[n] for n in range(8, 18)) / sum(f.gross[n] for n in range(1, 8)) for f in runs]
    low, high = np.quantile(ratio, [0.25, 0.75])
    return [film for film, value in zip(runs, ratio, strict=True) if low <= value <= high]


def _build(pool: Pool, situation: dict[str, Any], seed: int) -> Case:
    chance = np.random.default_rng(seed)
    title, reviews = pool.films[seed % len(pool.films)]
    runs = pool.holiday_runs if situation.get("release") == "holiday" else pool.runs
    run = runs[int(chance.integers(len(runs)))]
    dossier = Dossier(id=f"film-{seed}", title=title.split()[0], release_date=run.release, market="US", synopsis=title)
    written = _reviews(pool.recipe, situation, reviews, (run.release, chance))
    as_of = run.release + timedelta(days=(2 if situation.get("too_little") else DAYS) - 1)
    measures = [] if situation.get("no_takings") else _measures(dossier.id, run, situation, as_of)
    return Case(dossier, voices_of(written), measures, [], [], as_of)


def _reviews(
    recipe: dict[str, Any], situation: dict[str, Any], reviews: list[Review], drawn: tuple[date, np.random.Generator]
) -> list[Review]:
    release, chance = drawn
    little, only_hopeful = situation.get("too_little"), situation.get("only_hopeful")
    seen = [r for r in reviews if r.watched]
    hopeful = [r for r in reviews if not r.watched]
    viewers = 0 if only_hopeful else 8 if little else recipe["viewers"]
    chosen = [seen[int(i)] for i in chance.permutation(len(seen))[:viewers]]
    spread = 1 if little else DAYS - 1
    found = [
        r.model_copy(update={"day": release + timedelta(days=int(chance.integers(0, spread + 1)))}) for r in chosen
    ]
    found += [
        r.model_copy(update={"day": release - timedelta(days=int(chance.integers(1, 20)))})
        for r in hopeful[: 10 if little else recipe["hopeful"]]
    ]
    share = situation.get("plant_share", recipe["planted_share"])
    for turn, cause in enumerate(situation.get("plants", {})):
        phrases = recipe["phrases"][cause]
        # Each phrase ends a real viewer's text, the least pleased first, so that cleaning finds no copies.
        order = sorted(range(viewers), key=lambda i: (found[i].rating or 3, i))
        count = round(share * viewers)
        for n, index in enumerate(order[turn * count : (turn + 1) * count]):
            text = f"{found[index].text.rstrip('。.')}。{phrases[n % len(phrases)]}。"
            found[index] = found[index].model_copy(update={"text": text})
    return found


def _measures(film: str, run: Film, situation: dict[str, Any], as_of: date) -> list[Measure]:
    fall, screens = situation.get("fall", 1.0), situation.get("screens")
    found = []
    for number in range(1, (as_of - run.release).days + 2):
        day, share = run.release + timedelta(days=number - 1), 0.2
        gross = run.gross[number] * (fall if number >= CUT_FROM else 1.0)
        if screens == "supply" and number >= CUT_FROM:
            share *= 0.4
        if screens == "demand":
            gross = run.gross[number] * (fall if number >= CUT_FROM - 2 else 1.0)
            share *= 0.45 if number >= CUT_FROM + 4 else 1.0
        rows = {"gross": (gross, "USD")} | ({"share_shows": (share, "share")} if screens else {})
        if screens:
            full = 0.3 if screens == "supply" or number < CUT_FROM - 2 else 0.12
            rows["occupancy"] = (full, "share")
        found += [
            Measure(film=film, file="run", row=number, day=day, name=name, value=value, unit=unit)
            for name, (value, unit) in rows.items()
        ]
    return found


def _judge(
    situation: dict[str, Any],
    diagnosis: Diagnosis,
    books: tuple[dict[str, list[bool]], dict[str, list[bool]], list[bool]],
) -> list[str]:
    planted, quiet, little = books
    wrong = []
    for cause in diagnosis.causes:
        if situation.get("too_little"):
            little.append(cause.verdict == "cannot_tell")
            right = little[-1]
        elif cause.cause in situation.get("open", ()):
            right = cause.verdict == "cannot_tell"
            planted[f"{cause.cause} open"].append(right)
        elif cause.cause in (*situation.get("supported", ()), *situation.get("ruled_out", ())):
            wanted = "supported" if cause.cause in situation.get("supported", ()) else "ruled_out"
            right = cause.verdict == wanted
            planted[cause.cause].append(right)
        else:
            # Calendar and decay are told from the curve, which every situation has; only planted ones are judged.
            right = cause.verdict != "supported" or cause.cause in ("calendar", "ordinary_decay")
            quiet[cause.cause].append(right)
        if not right:
            wrong.append(f"{cause.cause} {cause.verdict}")
    return wrong


def _share(rights: list[bool]) -> str:
    if not rights:
        return "       -             "
    low, high = wilson(sum(rights), len(rights))
    return f"{np.mean(rights):6.3f} [{low:.2f}, {high:.2f}] n={len(rights):3d}"


if __name__ == "__main__":
    sys.exit(main())
