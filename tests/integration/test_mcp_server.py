"""Another assistant can read and draft through the MCP server, and cannot submit or decide."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from copilot.api.mcp_server import McpTools, mcp_server


def test_a_client_over_stdio_lists_and_calls_the_tools(finished: object) -> None:
    command = ["-c", "from copilot.cli import main; main()", "mcp", "--data", str(finished.data)]

    async def talk() -> tuple[list[str], Any, Any]:
        served = StdioServerParameters(command=sys.executable, args=command)
        async with stdio_client(served) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            found = await session.call_tool("list_films", {})
            wrong = await session.call_tool("search_film", {"film": finished.film, "query": "x", "top": 10_000})
            return tools, found, wrong

    tools, found, wrong = asyncio.run(asyncio.wait_for(talk(), 60))
    assert set(tools) == {tool.__name__ for tool in McpTools(finished.workspace).all()}
    assert finished.film in found.model_dump_json()
    assert wrong.is_error


@pytest.mark.parametrize(
    ("tool", "arguments", "key"),
    [
        ("search_film", {"query": "缆车"}, "hits"),
        ("ask_film", {"question": "为什么热度跌了？"}, "citations"),
        ("read_pulse", {}, "drop"),
        ("diagnose_film", {}, "causes"),
        ("draft_plan", {}, "plan"),
        ("draft_interactions", {"count": 4}, "interactions"),
        ("draft_copy", {"channel": "weibo"}, "drafts"),
    ],
)
def test_each_tool_gives_what_the_product_gives(tool: str, arguments: dict, key: str, finished: object) -> None:
    before = len(finished.workspace.store.desk.submissions())
    given = getattr(McpTools(finished.workspace), tool)(finished.film, **arguments)
    assert given[key]
    assert len(finished.workspace.store.desk.submissions()) == before


def test_no_tool_submits_decides_or_deletes(finished: object) -> None:
    tools = asyncio.run(mcp_server(finished.workspace).list_tools())
    forbidden = ("submit", "approve", "decide", "reject", "edit", "delete", "export", "ingest")
    assert not [tool.name for tool in tools if any(word in tool.name for word in forbidden)]
