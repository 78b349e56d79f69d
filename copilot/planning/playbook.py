"""Loads and checks the action cards of the playbook."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from copilot.domain.playbook import PILLARS, ActionCard
from copilot.domain.value import Bilingual, Language, Value
from copilot.errors import KnowledgeError
from copilot.planning.channels import markets
from copilot.planning.phrases import slots_in
from copilot.planning.shelf import parse, playbook_folder, read_yaml

SLOTS = frozenset(
    {"film", "theme", "quote", "promise", "asset", "audience", "cold_audience", "character", "core_emotion", "channel"}
    | {"hashtag", "genre", "would_change", "from", "to", "check", "metric", "floor", "target"}
)
"""What a card's texts may leave open."""

_METRIC_SLOTS = frozenset({"film", "theme", "promise", "channel"})


class _Tables(Value):
    """Roles and named metrics that cards refer to."""

    roles: dict[str, Bilingual]
    metrics: dict[str, dict[str, object]]


def load_cards(folder: Path | None = None) -> list[ActionCard]:
    """Load every card, in the order of pillars and files.

    Args:
        folder: Folder of the six pillar files and metrics.yaml; the shipped playbook by default.

    Raises:
        KnowledgeError: A file or card is wrong; names the file and the card.
    """
    folder = folder or playbook_folder()
    tables = _tables(folder)
    cards: dict[str, ActionCard] = {}
    for pillar in PILLARS:
        path = folder / f"{pillar}.yaml"
        for position, held in enumerate(_entries(path), start=1):
            card = _card(held, tables, path, position)
            if card.id in cards:
                raise KnowledgeError(f"reading card {card.id!r} in {path.name}", "the id is taken", "Rename the card.")
            _check(card, path)
            cards[card.id] = card
    return list(cards.values())


def card_texts(card: ActionCard, language: Language) -> list[str]:
    """List every text of a card that the planner fills, in one language."""
    texts = [card.what, *card.steps, card.outputs, card.stop_rule, card.risk, card.metric.name]
    return [text.in_(language) for text in texts]


@lru_cache(maxsize=1024)
def _slots_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(slots_in(text) for text in texts))


def card_slots(card: ActionCard, language: Language) -> frozenset[str]:
    """List the slots a card leaves open in one language."""
    return _slots_of(tuple(card_texts(card, language)))


def take_rule(metric: dict[str, object], path: Path, entry: str) -> dict[str, object]:
    """Fill in a reference to a shipped metric, such as `{"use": "moved"}`, with what it overrides.

    Raises:
        KnowledgeError: There is no such metric.
    """
    return _expand(metric, _tables(playbook_folder()), path, entry)


@cache
def _tables(folder: Path) -> _Tables:
    return parse(read_yaml(folder / "metrics.yaml"), _Tables, folder / "metrics.yaml", "metrics")


def _expand(metric: dict[str, object], tables: _Tables, path: Path, entry: str) -> dict[str, object]:
    return _rule(tables, metric.get("use"), path, entry) | {k: value for k, value in metric.items() if k != "use"}


def _entries(path: Path) -> list[object]:
    held = read_yaml(path).get("cards")
    if not isinstance(held, list) or not held:
        raise KnowledgeError(f"reading {path.name}", "it holds no list named cards", "List the pillar's cards there.")
    return held


def _card(held: object, tables: _Tables, path: Path, position: int) -> ActionCard:
    entry = str(held.get("id", position)) if isinstance(held, dict) else str(position)
    if not isinstance(held, dict):
        raise KnowledgeError(f"reading card {entry} in {path.name}", "it is not a mapping", "Write it as a mapping.")
    named = dict(held)
    named["owner"] = _look_up(tables.roles, held.get("owner"), "owner", path, entry)
    named["metric"] = _expand(cast("dict[str, object]", held.get("metric") or {}), tables, path, entry)
    return parse(named, ActionCard, path, entry)


def _rule(tables: _Tables, name: object, path: Path, entry: str) -> dict[str, object]:
    """Take a named metric with the one it falls back on."""
    rule = dict(cast("dict[str, object]", _look_up(tables.metrics, name, "metric.use", path, entry)))
    if "instead" in rule:
        rule["instead"] = _rule(tables, rule["instead"], path, entry)
    return rule


def _look_up(table: object, name: object, field: str, path: Path, entry: str) -> object:
    known = cast("dict[object, object]", table)
    if name not in known:
        listed = ", ".join(map(str, known))
        raise KnowledgeError(f"reading {entry!r} in {path.name}", f"{field} is {name!r}", f"Use one of {listed}.")
    return known[name]


def _check(card: ActionCard, path: Path) -> None:
    """Refuse unknown slots and channels."""
    languages: tuple[Language, Language] = ("zh", "en")
    used = card_slots(card, languages[0]) | card_slots(card, languages[1])
    unknown = sorted(used - SLOTS)
    named = slots_in(card.metric.name.zh) | slots_in(card.metric.name.en)
    strangers = sorted(set(card.channels) - markets().channels.keys())
    found = ""
    if unknown or named - _METRIC_SLOTS:
        found = f"unknown slots {', '.join(unknown or sorted(named - _METRIC_SLOTS))}"
    elif strangers or not card.channels:
        found = f"unknown channels {', '.join(strangers) or '(none given)'}"
    elif card.steps == []:
        found = "it has no steps"
    if found:
        raise KnowledgeError(f"reading {card.id!r} in {path.name}", found, "See copilot.planning.playbook.SLOTS.")
