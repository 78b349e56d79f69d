"""Fits chosen sentences into a field's limit: shorter alternatives first, optional ones left out, nothing ever cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from copilot.errors import InputError
from copilot.writing.telling import Sentence


@dataclass(frozen=True)
class Unit:
    """A place in a field and the sentences that could stand there, preferred first."""

    options: tuple[Sentence, ...]
    needed: bool
    before: str
    """What separates it from the unit before: nothing, a space, a line break or an empty line."""


def fit(
    units: Sequence[Unit], fits: Callable[[str], bool], roomy: Callable[[str], bool]
) -> list[tuple[Unit, Sentence]]:
    """Choose one sentence for each unit so that the text fits.

    Args:
        units: In reading order.
        fits: Says whether a text is within the hard limits.
        roomy: Says whether a text is within the recommended length; optional units are added only while it holds.

    Raises:
        InputError: Even the shortest needed sentences do not fit; `found` holds the text.
    """
    chosen: dict[int, Sentence] = {}
    for place, unit in enumerate(units):
        if unit.needed and unit.options:
            chosen[place] = next(_fresh(unit, place, chosen), unit.options[0])
    _shorten(units, chosen, roomy, gain_only=True)
    if not fits(join(units, chosen)):
        _shorten(units, chosen, fits, gain_only=False)
    for place, unit in enumerate(units):
        if place not in chosen and not unit.needed:
            _add(units, chosen, place, roomy)
    if not fits(join(units, chosen)):
        raise InputError(
            "fitting copy into a field",
            f"the shortest text is {join(units, chosen)!r}",
            "Shorten the dossier's title or core emotion.",
        )
    return [(units[place], chosen[place]) for place in sorted(chosen)]


def join(units: Sequence[Unit], chosen: dict[int, Sentence]) -> str:
    """Put the chosen sentences together as they will be read."""
    text = ""
    for place in sorted(chosen):
        text += (units[place].before if text else "") + chosen[place].text
    return text


def _add(units: Sequence[Unit], chosen: dict[int, Sentence], place: int, roomy: Callable[[str], bool]) -> None:
    for option in _fresh(units[place], place, chosen):
        if roomy(join(units, chosen | {place: option})):
            chosen[place] = option
            return


def _shorten(
    units: Sequence[Unit], chosen: dict[int, Sentence], enough: Callable[[str], bool], *, gain_only: bool
) -> None:
    """Swap the longest savings first until the text is short enough or nothing shorter is left."""
    while not enough(join(units, chosen)):
        savings = []
        for place, sentence in chosen.items():
            others = {key: value for key, value in chosen.items() if key != place}
            fresh = list(_fresh(units[place], place, others)) if gain_only else units[place].options
            if fresh:
                shortest = min(fresh, key=lambda option: len(option.text))
                savings.append((len(sentence.text) - len(shortest.text), -place, shortest))
        best = max(savings, default=None, key=lambda saving: saving[:2])
        if best is None or best[0] <= 0:
            return
        chosen[-best[1]] = best[2]


def _fresh(unit: Unit, place: int, chosen: dict[int, Sentence]) -> Iterator[Sentence]:
    """Give the options that read well there: nothing twice, later quotes said as later ones, no three in a row."""
    before = [chosen[at] for at in sorted(chosen) if at < place]
    quoted = any(sentence.quotes for sentence in before)
    crowded = len(before) > 1 and before[-1].quotes and before[-2].quotes
    for option in sorted(unit.options, key=lambda one: one.quotes and one.follows != quoted):
        lost = option.follows and not quoted
        if not (lost or (crowded and option.quotes) or _repeats(option, chosen)):
            yield option


def _repeats(option: Sentence, chosen: dict[int, Sentence]) -> bool:
    return any(option.shown & other.shown or option.text == other.text for other in chosen.values())
