"""Reads the benchmark's daily takings, United States and China."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Film:
    """One film's run: release day, opening theaters (NaN unknown) and gross by day of release."""

    id: str
    title: str
    release: date
    theaters: float
    gross: dict[int, float]


def read_us(folder: Path) -> list[Film]:
    """Read `boxoffice_us_daily`; films without daily rows are left out."""
    place = folder / "boxoffice_us_daily"
    gross: dict[str, dict[int, float]] = {}
    with gzip.open(place / "daily_first42days.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            gross.setdefault(row["release_id"], {})[int(float(row["days_in_release"]))] = float(row["gross"])
    films = []
    for row in csv.DictReader(io.StringIO((place / "films.csv").read_text("utf-8"))):
        if row["release_id"] in gross:
            theaters = float(row["theaters_opening"] or "nan")
            release = date.fromisoformat(row["first_day"])
            films.append(Film(row["release_id"], row["title"], release, theaters, gross[row["release_id"]]))
    return films


def read_cn(folder: Path) -> list[Film]:
    """Read `boxoffice_cn_daily`, in yuan; films with fewer than 20 days are left out."""
    place = folder / "boxoffice_cn_daily"
    opened = {
        row["film"]: date.fromisoformat(row["release_date"])
        for row in csv.DictReader(io.StringIO((place / "release_dates.csv").read_text("utf-8")))
    }
    gross: dict[str, dict[int, float]] = {}
    for row in csv.DictReader(io.StringIO((place / "daily.csv").read_text("utf-8"))):
        gross.setdefault(row["film"], {})[int(row["day_index"])] = float(row["gross_wan_yuan"]) * 1e4
    return [Film(name, name, opened[name], float("nan"), days) for name, days in gross.items() if len(days) >= 20]
