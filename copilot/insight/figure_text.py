"""Reads a number aloud the way film marketing says it, in Chinese and English."""

from __future__ import annotations

from copilot.domain.value import Language

_CURRENCIES: dict[str, tuple[str, str]] = {
    "CNY": ("元", "CNY "),
    "USD": ("美元", "$"),
    "EUR": ("欧元", "€"),
    "GBP": ("英镑", "£"),
    "JPY": ("日元", "¥"),
    "HKD": ("港元", "HK$"),
    "KRW": ("韩元", "₩"),
}


def read_aloud(value: float, unit: str, language: Language) -> str:
    """Say a value in words fit for a sentence.

    Args:
        value: Shares and changes as 0–1 fractions, money in whole units.
        unit: share, change, points, polarity, count, an ISO 4217 currency, or any other unit, which is said as it is.
        language: zh or en.
    """
    if unit == "share":
        return _percent(value)
    if unit == "points":
        return f"{abs(value) * 100:.0f} " + ("个百分点" if language == "zh" else "points")
    if unit == "change":
        return _change(value, language)
    if unit == "polarity":
        return f"{value:+.2f}"
    if unit in _CURRENCIES:
        return _money(value, unit, language)
    number = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.1f}"
    return number if unit in ("", "count") else f"{number} {unit}"


def _percent(value: float) -> str:
    percent = value * 100
    return f"{percent:.1f}%" if 0 < abs(percent) < 9.95 and abs(percent - round(percent)) > 0.05 else f"{percent:.0f}%"


def _change(value: float, language: Language) -> str:
    if language == "zh":
        return ("上升 " if value > 0 else "下降 ") + _percent(abs(value))
    return ("up " if value > 0 else "down ") + _percent(abs(value))


def _money(value: float, unit: str, language: Language) -> str:
    name, sign = _CURRENCIES[unit]
    if language == "zh":
        for size, word in ((1e8, "亿"), (1e4, "万")):
            if abs(value) >= size:
                return f"{_short(value / size)}{word}{name}"
        return f"{value:,.0f}{name}"
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{sign}{_short(value / size)} {word}"
    return f"{sign}{value:,.0f}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
