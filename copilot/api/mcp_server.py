"""Serves the read and draft tools to other assistants over the Model Context Protocol; nothing here submits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from copilot.services.ask import ask
from copilot.services.diagnose import diagnose, take_pulse
from copilot.services.films import list_films
from copilot.services.judging import judge_work
from copilot.services.making import interact, plan, write_copy
from copilot.services.search import search
from copilot.services.show import show
from copilot.services.workspace import Workspace

if TYPE_CHECKING:
    from mcp.server import MCPServer

Film = Annotated[str, Field(description="Film id, as list_films gives it.")]
Text = Annotated[str, Field(max_length=4000)]
Plain = dict[str, Any]
_USER = "mcp"


@dataclass(frozen=True)
class McpTools:
    """The tools, each one service; results are plain data, and texts in them are data too."""

    workspace: Workspace

    def list_films(self) -> Plain:
        """List the films there are, with how much is stored about each."""
        return _plain({"films": list_films(self.workspace)})

    def search_film(self, film: Film, query: Text, top: Annotated[int, Field(ge=1, le=50)] = 10) -> Plain:
        """Search a film's reviews, assets, documents and dossier, and the shared knowledge; best first."""
        return _plain({"hits": search(self.workspace, query, film=film, top=top)})

    def ask_film(self, film: Film, question: Text) -> Plain:
        """Answer a question about a film from evidence, with citations, or abstain and say which data would help."""
        return _plain(ask(self.workspace, question, film=film, user=_USER))

    def read_pulse(self, film: Film) -> Plain:
        """Tell how a film is doing against what films like it do, and whether its heat fell."""
        return _plain(take_pulse(self.workspace, film))

    def diagnose_film(self, film: Film) -> Plain:
        """Tell why a film's heat fell: causes and rivals with evidence for and against, and the promise ledger."""
        return _plain(diagnose(self.workspace, film))

    def draft_plan(self, film: Film) -> Plain:
        """Draft the next iteration of the repair plan, with its verdict."""
        made = plan(self.workspace, film, user=_USER)
        return _plain({"plan": made.works[0], "verdict": made.verdicts[0], "said": made.said})

    def draft_interactions(self, film: Film, count: Annotated[int, Field(ge=1, le=12)] = 6) -> Plain:
        """Draft ways for viewers to take part, with their verdicts."""
        made = interact(self.workspace, film, count, user=_USER)
        return _plain({"interactions": made.works, "verdicts": made.verdicts})

    def draft_copy(self, film: Film, channel: str, variants: Annotated[int, Field(ge=1, le=9)] = 1) -> Plain:
        """Draft copy for a channel by its id, with verdicts; list_channels gives the ids."""
        made = write_copy(self.workspace, film, channel, variants=variants, user=_USER)
        return _plain({"drafts": made.works, "verdicts": made.verdicts, "said": made.said})

    def list_channels(self) -> Plain:
        """List the channels copy can be written for, with each one's field limits."""
        packs = [pack for pack in self.workspace.packs.values() if pack.writable]
        return _plain({"channels": [{"id": one.id, "name": one.name, "fields": one.fields} for one in packs]})

    def evaluate_item(self, item: Annotated[str, Field(pattern=r"^(pl|in|dr)-[0-9a-f]{16}$")]) -> Plain:
        """Judge a stored plan, interaction or draft by its id."""
        return _plain(judge_work(self.workspace, self.workspace.store.works.work(item)))

    def show_item(self, item: Annotated[str, Field(max_length=80)]) -> Plain:
        """Open anything by its id: a review, a piece of evidence, a plan, a draft, a verdict."""
        return _plain(show(self.workspace, item))

    def all(self) -> list[Callable[..., Plain]]:
        """List the tools."""
        return [
            self.list_films,
            self.search_film,
            self.ask_film,
            self.read_pulse,
            self.diagnose_film,
            self.draft_plan,
            self.draft_interactions,
            self.draft_copy,
            self.list_channels,
            self.evaluate_item,
            self.show_item,
        ]


def mcp_server(workspace: Workspace) -> MCPServer:
    """Build the server over an open product."""
    from mcp.server import MCPServer

    server = MCPServer(name="huichao", title="Huichao 回潮")
    for tool in McpTools(workspace).all():
        server.add_tool(tool, structured_output=True)
    return server


def _plain(value: object) -> Plain:
    from pydantic_core import to_jsonable_python

    plain: Plain = to_jsonable_python(value, by_alias=True, inf_nan_mode="null")
    return plain
