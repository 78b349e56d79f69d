"""Finds the benchmark data, which is never part of the project."""

from __future__ import annotations

import os
from pathlib import Path

from copilot.errors import SettingError


def bench_folder() -> Path:
    """Return HUICHAO_BENCH_DATA, or `shared/data` beside the checkout.

    Raises:
        SettingError: Neither is there.
    """
    place = Path(os.environ.get("HUICHAO_BENCH_DATA") or Path(__file__).parents[3] / "shared" / "data")  # noqa: TID251
    if not place.is_dir():
        raise SettingError("looking for the benchmark data", f"{place} is not there", "Set HUICHAO_BENCH_DATA.")
    return place
