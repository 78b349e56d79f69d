"""Answers a question about a film from evidence, or says that the data cannot."""

from __future__ import annotations

import time

from copilot.agent.answering import answer_offline
from copilot.domain.answer import Answer
from copilot.domain.ids import make_id
from copilot.domain.passage import Query
from copilot.errors import PolicyError
from copilot.evaluation.compliance.lint import refuse_request
from copilot.services.cases import read_case
from copilot.services.search import LONGEST_QUERY, search
from copilot.services.workspace import Workspace

_HITS = 12


def ask(workspace: Workspace, question: str, *, film: str, thread: str | None = None) -> Answer:
    """Answer a question; the thread keeps what was said before.

    Raises:
        UnknownId: There is no such film or thread.
    """
    began = time.perf_counter()
    refused = refuse_request(question[:LONGEST_QUERY], workspace.rulebook)
    if refused is not None:
        raise PolicyError("answering", refused, "Ask for real viewers' words instead; they are one search away.")
    read = read_case(workspace, film)
    threads = workspace.store.threads
    history = threads.turns(film, thread) if thread else []
    hits = search(workspace, question, film=film, top=_HITS, history=history)
    query = Query(text=question[:LONGEST_QUERY], history=history)
    answer = answer_offline(query, hits, read.case, read.diagnosis, read.figures, read.case.dossier)
    named = thread or make_id("thread", film, question, workspace.clock.now().isoformat())
    answer = answer.model_copy(update={"thread": named, "seconds": round(time.perf_counter() - began, 3)})
    workspace.store.works.cite(answer.citations, film)
    threads.add(named, film, question, answer.answer, workspace.clock.now())
    return answer
