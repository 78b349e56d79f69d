"""Says numbers the way the reader's language says them: 万 and 亿, thousands and millions, per cents."""

from __future__ import annotations

from copilot.domain.value import Language

_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_STEPS: dict[Language, tuple[tuple[float, str], ...]] = {
    "zh": ((1e8, "亿"), (1e4, "万")),
    "en": ((1e9, "B"), (1e6, "M"), (1e3, "K")),
}


def say_amount(value: float | None, unit: str, language: Language) -> str:
    """Say a value with its unit; unknown is a dash.

    Args:
        value: The number; None when not known.
        unit: share (0 to 1), count, a currency such as CNY, or another word, which is put behind.
        language: Language of the reader.
    """
    if value is None:
        return "—"
    if unit == "share":
        return f"{value:.1%}".replace(".0%", "%")
    if unit == "CNY" and language == "zh":
        return f"{_short(value, language)}元"
    if unit in _SIGNS:
        return f"{'-' if value < 0 else ''}{_SIGNS[unit]}{_short(abs(value), language)}"
    return _short(value, language) + ("" if unit in ("", "count") else f" {unit}")


def _short(value: float, language: Language) -> str:
    for size, word in _STEPS[language]:
        if abs(value) >= size:
            return f"{_digits(value / size)}{word}"
    return _digits(value)


def _digits(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")


def axis_labels(unit: str, language: Language) -> str:
    """Give the Vega expression that labels an axis the way `say_amount` says values."""
    if unit == "share":
        return "format(datum.value, '.0%')"
    sign = "" if language == "zh" else _SIGNS.get(unit, "")
    said = "format(datum.value, ',~f')"
    for size, word in reversed(_STEPS[language]):
        said = f"abs(datum.value) >= {size:.0f} ? format(datum.value / {size:.0f}, ',~f') + '{word}' : {said}"
    return f"'{sign}' + ({said})"
