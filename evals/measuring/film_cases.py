"""Builds cases of real films from the benchmark's reviews, labelled by the product."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import numpy as np

from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.imported import Measure, Review
from copilot.insight.case import Case
from copilot.insight.gathering import gather
from copilot.insight.labelling import Labeller
from copilot.insight.voices import Voices


def douban_films(folder: Path) -> dict[str, list[Review]]:
    """Read `reviews_zh_douban_2022`: title → reviews, before and after watching."""
    found: dict[str, list[Review]] = {}
    with (folder / "reviews_zh_douban_2022" / "comments.csv").open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            at = datetime.fromisoformat(row["time"])
            review = Review(
                id=make_id("review", row["film_id"], number),
                film=row["film_id"],
                file="douban_2022",
                row=number,
                platform="douban",
                text=row["comment"],
                written_at=at,
                day=at.date(),
                rating=float(row["star"]) if row["star"] else None,
                likes=int(row["votes"] or 0),
                watched=row["seen"] == "1",
            )
            found.setdefault(row["film"], []).append(review)
    return found


def dated_film(folder: Path) -> list[Review]:
    """Read `ironman_2008.csv`: one film's comments over years."""
    with (folder / "reviews_zh_douban_dmsc" / "ironman_2008.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [
            Review(
                id=make_id("review", "iron-man", number),
                film="iron-man",
                file="ironman_2008",
                row=number,
                platform="douban",
                text=row["comment"],
                day=date.fromisoformat(row["date"]),
                rating=float(row["star"]),
                likes=int(row["likes"] or 0),
            )
            for number, row in enumerate(csv.DictReader(lines), start=1)
        ]


@cache
def labeller() -> Labeller:
    """Load the product's labeller once."""
    return Labeller.load()


def voices_of(reviews: Sequence[Review]) -> Voices:
    """Label reviews and lay them out as columns."""
    return gather(reviews, labeller().label([review.text for review in reviews]))


def case_of(dossier: Dossier, reviews: Sequence[Review], *, as_of: date, measures: Iterable[Measure] = ()) -> Case:
    """Build a case without assets and posts, leaving out everything after the day."""
    known = [review for review in reviews if review.day is None or review.day <= as_of]
    kept = [measure for measure in measures if measure.day <= as_of]
    return Case(dossier=dossier, voices=voices_of(known), measures=kept, assets=[], posts=[], as_of=as_of)


def release_guess(reviews: Sequence[Review]) -> date:
    """Guess a film's release from its viewers: the day by which a twentieth of them had written."""
    days = sorted(review.day for review in reviews if review.watched is not False and review.day)
    return days[int(np.floor(0.05 * len(days)))]
