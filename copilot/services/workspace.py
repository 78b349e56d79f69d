"""What every use case works with: the store, the clock, and the heavier parts, each made when first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from copilot.domain.channel import RulePack
from copilot.domain.desk import Role
from copilot.domain.playbook import ActionCard
from copilot.domain.usage import Ceilings
from copilot.evaluation.channels import load_packs
from copilot.evaluation.compliance.ear import Listener, listener_for, load_ear
from copilot.evaluation.compliance.rules import Rulebook, load_rules
from copilot.evaluation.lexicons import Lexicons, load_lexicons
from copilot.insight.labelling import Labeller
from copilot.planning.playbook import load_cards
from copilot.ports import ChatModel, Clock, Embedder, Exports, PassageIndex, Presence
from copilot.prompting import Prompts
from copilot.services.prices import Prices
from copilot.shipped import folder
from copilot.store import Store


def silent(_doing: str, _share: float) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Actor:
    """Who acts, with the role that decides what they may do."""

    name: str
    role: Role


@dataclass
class Workspace:
    """The open product. Services take it first; tests build one with their own adapters."""

    store: Store
    clock: Clock
    data: Path
    salt: str
    make_embedder: Callable[[], Embedder]
    make_polarity_encoder: Callable[[], Embedder]
    make_index: Callable[[Store, Embedder], PassageIndex]
    make_writer: Callable[[], ChatModel | None]
    """None means offline: the composer writes."""
    make_judge: Callable[[], ChatModel | None]
    exports: Exports
    presence: Presence
    embed_seconds: float = 8.0
    producer: str = "huichao"
    count_tokens: Callable[[str], int] = len
    """Counts a text's tokens; characters bound them from above in English, and roughly in Chinese."""
    ceilings: Ceilings = field(default_factory=Ceilings)
    models: Mapping[str, str] = field(default_factory=dict)
    """Role → the model bound to it, or offline; a role that is not named is offline."""
    remembered: dict[object, object] = field(default_factory=dict)
    """Derived values by what they were derived from; never the only copy of anything."""

    @cached_property
    def labeller(self) -> Labeller:
        """The review labeller."""
        return Labeller.load()

    @cached_property
    def packs(self) -> dict[str, RulePack]:
        """Rule packs by channel."""
        return load_packs()

    @cached_property
    def lexicons(self) -> Lexicons:
        """Word lists of the checks."""
        return load_lexicons()

    @cached_property
    def rulebook(self) -> Rulebook:
        """Compliance rules."""
        return load_rules()

    @cached_property
    def cards(self) -> list[ActionCard]:
        """The playbook."""
        return load_cards()

    @cached_property
    def prices(self) -> Prices:
        """Prices of models."""
        return Prices.load()

    @cached_property
    def prompts(self) -> Prompts:
        """The prompt files."""
        return Prompts(folder("prompts"))

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder in force."""
        return self.make_embedder()

    @cached_property
    def polarity_encoder(self) -> Embedder:
        """The encoder tuned on reviews, for polarity's slower tier; the same whichever embedder is in force."""
        return self.make_polarity_encoder()

    @cached_property
    def listener(self) -> Listener | None:
        """The linter's ear; None with another embedder than the one it was trained with."""
        return listener_for(load_ear(folder("knowledge") / "compliance" / "ear.npz"), self.embedder)

    @cached_property
    def index(self) -> PassageIndex:
        """The vector index in force."""
        return self.make_index(self.store, self.embedder)

    @cached_property
    def writer(self) -> ChatModel | None:
        """The writing model; None offline."""
        return self.make_writer()

    @cached_property
    def judge(self) -> ChatModel | None:
        """The judging model; None offline."""
        return self.make_judge()
