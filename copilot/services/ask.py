"""Answers a question about a film from evidence, or says that the data cannot."""

from __future__ import annotations

import time

from copilot.agent.answering import answer_offline
from copilot.agent.at_hand import AtHand
from copilot.agent.model_answer import Speaker, say_with_model
from copilot.domain.answer import Answer
from copilot.domain.ids import make_id
from copilot.domain.passage import Query
from copilot.errors import PolicyError
from copilot.evaluation.compliance.lint import refuse_request
from copilot.evaluation.statements import Reader
from copilot.ports import ChatModel
from copilot.services.cases import read_case
from copilot.services.metering import writer_for
from copilot.services.search import LONGEST_QUERY, search
from copilot.services.workspace import Workspace

_HITS = 12


def ask(workspace: Workspace, question: str, *, film: str, thread: str | None = None, user: str = "local") -> Answer:
    """Answer a question; the thread keeps what was said before.

    Raises:
        UnknownId: There is no such film or thread.
        PolicyError: It asks for something we refuse to make, such as invented reviews.
    """
    began = time.perf_counter()
    workspace.store.films.get(film)
    history = workspace.store.threads.turns(film, thread) if thread else []
    named = thread or make_id("thread", film, question, workspace.clock.now().isoformat())
    run = make_id("run", named, question, len(history))
    answer = answer_from(workspace, question, film, history, writer_for(workspace, run=run, film=film, user=user))
    answer = answer.model_copy(update={"thread": named, "seconds": round(time.perf_counter() - began, 3)})
    keep_turn(workspace, answer, film, question)
    return answer


def answer_from(workspace: Workspace, question: str, film: str, history: list[str], writer: ChatModel | None) -> Answer:
    """Answer without keeping the turn; with a model bound, it says what was worked out.

    Raises:
        PolicyError: It asks for something we refuse to make.
    """
    asked = question[:LONGEST_QUERY]
    refused = refuse_request(asked, workspace.rulebook)
    if refused is not None:
        raise PolicyError("answering", refused, "Ask for real viewers' words instead; they are one search away.")
    read = read_case(workspace, film)
    hits = search(workspace, asked, film=film, top=_HITS, history=history)
    query = Query(text=asked, history=history)
    plan = next(iter(workspace.store.works.plans(film)), None)
    documents = workspace.store.audience.documents(film)
    worked_out = answer_offline(
        query,
        hits,
        read.case,
        read.diagnosis,
        read.figures,
        read.case.dossier,
        plan,
        documents=documents,
        embedder=workspace.embedder,
    )
    if writer is None:
        return worked_out
    reader = Reader(workspace.lexicons, read.case.dossier.names())
    speaker = Speaker(writer, workspace.prompts.render, reader)
    return say_with_model(
        query, worked_out, AtHand(read.case, hits, read.diagnosis, read.figures, plan, documents), speaker
    )


def keep_turn(workspace: Workspace, answer: Answer, film: str, question: str) -> None:
    """Remember a turn and the evidence it showed."""
    workspace.store.works.cite(answer.citations, film)
    workspace.store.threads.add(answer.thread, film, question[:LONGEST_QUERY], answer.answer, workspace.clock.now())
