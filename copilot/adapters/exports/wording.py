"""Headings, numbers and dates as a report says them, in the film's language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from copilot.domain.value import Language

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=2)
def words(language: Language) -> dict[str, Any]:
    """Return the fixed words of one language by name."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((TEMPLATES / "phrases.yaml").read_text(encoding="utf-8"))
    return loaded[language]


def number(value: float | None, unit: str = "") -> str:
    """Say a number: shares as percent, large ones in 万 or 亿 for CNY, thousands otherwise; a dash when not known."""
    if value is None:
        return "—"
    if unit in ("share", "%"):
        return f"{value:.1%}"
    if unit == "CNY":
        return f"{value / 1e8:,.2f} 亿元" if abs(value) >= 1e8 else f"{value / 1e4:,.0f} 万元"
    shown = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"
    prefix = "US$" if unit == "USD" else ""
    return f"{prefix}{shown}"


def day_text(day: date | None, language: Language) -> str:
    """Say a date; a dash when not known."""
    if day is None:
        return "—"
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B %Y}"


def moment_text(moment: datetime) -> str:
    """Say a moment to the minute, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".strip()
