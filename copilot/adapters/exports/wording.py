"""Headings, numbers and dates as a report says them, in the film's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from copilot.domain.report import Names
from copilot.domain.value import Language
from copilot.shipped import read_yaml

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=2)
def words(language: Language) -> dict[str, Any]:
    """Return the fixed words of one language by name."""
    loaded: dict[str, dict[str, Any]] = read_yaml(TEMPLATES / "phrases.yaml")
    return loaded[language]


def number(value: float | None, unit: str = "") -> str:
    """Say a number: shares as percent, large ones in 万 or 亿 for CNY, thousands otherwise; a dash when not known."""
    if value is None:
        return "—"
    if unit in ("share", "%"):
        return f"{value:.1%}"
    if unit == "CNY":
        return _yuan(value)
    shown = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"
    prefix = "US$" if unit == "USD" else ""
    return f"{prefix}{shown}"


def _yuan(value: float) -> str:
    if abs(value) >= 1e8:
        return f"{value / 1e8:,.2f} 亿元"
    if abs(value) >= 1e4:
        return f"{value / 1e4:,.{0 if abs(value) >= 1e6 else 1}f} 万元"
    return f"{value:,.0f} 元" if abs(value) >= 100 or value == int(value) else f"{value:,.1f} 元"


def tick_text(value: float, unit: str, top: float, language: Language) -> str:
    """Say an axis value shortly, in 万 and 亿 or in thousands and millions.

    Args:
        value: The tick.
        unit: Unit of the series.
        top: Largest absolute value of the axis; a share axis below 10 % shows tenths.
        language: Chinese counts in 万 and 亿, English in K and M.
    """
    if unit in ("share", "%"):
        return f"{value * 100:g}%" if top >= 0.1 else f"{value:.1%}"
    steps = ((1e8, "亿"), (1e4, "万"), (1, "")) if language == "zh" else ((1e6, "M"), (1e3, "K"), (1, ""))
    size, name = next((step for step in steps if abs(value) >= step[0]), (1, ""))
    shown = f"{value / size:,.4g}{name}"
    if not value or unit not in ("CNY", "USD"):
        return shown
    return f"{shown}元" if unit == "CNY" else f"US${shown}"


def series_name(name: str, language: Language) -> str:
    """Name a series to a reader; an unknown name is shown with spaces instead of underscores."""
    known: str = words(language)["series_names"].get(name, name.replace("_", " "))
    return known


def named_sources(titles: Mapping[str, str], language: Language) -> dict[str, str]:
    """Say the platform a source begins with by its name: 豆瓣 2026-04-12 for douban 2026-04-12."""
    names = words(language)["source_names"]
    parted = {key: title.partition(" ") for key, title in titles.items()}
    return {key: f"{names.get(first, first)}{space}{rest}" for key, (first, space, rest) in parted.items()}


def told(names: Names, language: Language) -> Names:
    """Say the film's own id as its dossier and platforms by their names."""
    own = {
        key: f"{title} · {words(language)['dossier']}" for key, title in names.sources.items() if title == names.film
    }
    return replace(names, sources=named_sources(names.sources, language) | own)


def field_name(name: str, language: Language) -> str:
    """Name a field of a draft: 正文, or 正文 2 for the second post of a thread."""
    bare, _, number_ = name.partition("#")
    known = words(language)["fields"].get(bare, bare.replace("_", " "))
    return f"{known} {number_}".strip()


def day_text(day: date | None, language: Language) -> str:
    """Say a date; a dash when not known."""
    if day is None:
        return "—"
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B %Y}"


def moment_text(moment: datetime) -> str:
    """Say a moment to the minute, with its zone."""
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".strip()
