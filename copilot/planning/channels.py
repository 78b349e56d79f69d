"""Which of a card's channels serves a market, and what the channel is called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from copilot.domain.value import Bilingual, Language, Value
from copilot.planning.shelf import parse, playbook_folder, shipped_yaml


class Place(Bilingual):
    """A channel's name and the markets it serves."""

    where: str
    """china, abroad or anywhere."""


class Markets(Value):
    """The content of markets.yaml."""

    china: list[str]
    channels: dict[str, Place]


@cache
def markets() -> Markets:
    """Read the shipped markets."""
    return parse(shipped_yaml("markets.yaml"), Markets, playbook_folder() / "markets.yaml", "markets")


def choose_channel(ids: Sequence[str], market: str) -> str | None:
    """Return the first channel that serves the market; None when none does."""
    known = markets()
    served = {"anywhere", "china" if market in known.china else "abroad"}
    return next((channel for channel in ids if known.channels[channel].where in served), None)


def channel_name(channel: str, language: Language) -> str:
    """Return the channel's name as a plan says it."""
    return markets().channels[channel].in_(language)
