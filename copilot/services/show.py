"""Opens anything by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from copilot.domain.ids import kind_of
from copilot.errors import InputError, UnknownId
from copilot.services.cases import read_case
from copilot.services.experiments import read_experiment
from copilot.services.workspace import Workspace

Opened = dict[str, Any]
"""What an opener returns: always with `film`, whose data it is (None for shared knowledge)."""


def show(workspace: Workspace, any_id: str) -> Opened:
    """Return what an id names, as {id, kind, film, …}.

    Evidence comes with its source's whole text (quotes, passages) or with its query run again (figures).

    Raises:
        UnknownId: Nothing is stored under the id.
    """
    kind = kind_of(any_id)
    opener = _OPENERS.get(kind or "")
    if kind is None or opener is None:
        dossier = workspace.store.films.get(any_id)
        return {"id": any_id, "kind": "film", "film": dossier.id, "dossier": dossier.model_dump(mode="json")}
    return {"id": any_id, "kind": kind, **opener(workspace, any_id)}


def _unknown(kind: str, any_id: str) -> UnknownId:
    return UnknownId(f"looking for a {kind}", f"nothing has the id {any_id!r}", "Check the id; ids are never reused.")


def _review(workspace: Workspace, any_id: str) -> Opened:
    found = workspace.store.audience.reviews([any_id])
    if not found:
        raise _unknown("review", any_id)
    signals = workspace.labeller.read(found[0].text)
    return {
        "film": found[0].film,
        "review": found[0].model_dump(mode="json"),
        "signals": signals.model_dump(mode="json"),
    }


def _source(workspace: Workspace, any_id: str) -> Opened:
    film = workspace.store.audience.film_of(any_id)
    if film is None:
        raise _unknown("source", any_id)
    return {"film": film, "text": workspace.store.audience.text_of(any_id)}


def _evidence(workspace: Workspace, any_id: str) -> Opened:
    evidence, film = workspace.store.works.evidence(any_id)
    content: Opened = {"film": film, "evidence": evidence.model_dump(mode="json")}
    if evidence.kind == "figure" and evidence.query:
        return content | {"value_now": _value(workspace, film, evidence.query)}
    return content | {"source_text": workspace.store.audience.text_of(evidence.source)}


def _value(workspace: Workspace, film: str, query: str) -> float | None:
    try:
        return read_case(workspace, film).figures.value(query)
    except InputError:
        return None


def _work(workspace: Workspace, any_id: str) -> Opened:
    work = workspace.store.works.work(any_id)
    verdict = workspace.store.works.verdict_of(any_id)
    content = work.model_dump(mode="json", by_alias=True)
    return {"film": work.film, "content": content, "verdict": verdict.model_dump(mode="json") if verdict else None}


def _action(workspace: Workspace, any_id: str) -> Opened:
    for dossier in workspace.store.films.all():
        for plan in workspace.store.works.plans(dossier.id):
            for action in plan.actions():
                if action.id == any_id:
                    return {"film": plan.film, "plan": plan.id, "action": action.model_dump(mode="json")}
    raise _unknown("action", any_id)


def _promise(workspace: Workspace, any_id: str) -> Opened:
    for dossier in workspace.store.films.all():
        for entry in read_case(workspace, dossier.id).diagnosis.ledger:
            if entry.promise.id == any_id:
                return {"film": dossier.id, "entry": entry.model_dump(mode="json")}
    raise _unknown("promise", any_id)


def _passage(workspace: Workspace, any_id: str) -> Opened:
    passage = workspace.store.library.get(any_id)
    return {"film": passage.film, "passage": passage.model_dump(mode="json")}


def _verdict(workspace: Workspace, any_id: str) -> Opened:
    verdict, item = workspace.store.works.verdict(any_id)
    film = workspace.store.works.work(item).film
    return {"film": film, "item": item, "verdict": verdict.model_dump(mode="json")}


def _submission(workspace: Workspace, any_id: str) -> Opened:
    found = workspace.store.desk.get(any_id)
    decisions = [decision.model_dump(mode="json") for decision in workspace.store.desk.decisions(any_id)]
    return {"film": found.film, "submission": found.model_dump(mode="json"), "decisions": decisions}


def _decision(workspace: Workspace, any_id: str) -> Opened:
    found = workspace.store.desk.decision(any_id)
    film = workspace.store.desk.get(found.submission).film
    return {"film": film, "decision": found.model_dump(mode="json")}


def _file(workspace: Workspace, any_id: str) -> Opened:
    account, film = workspace.store.imports.get(any_id)
    return {"film": film, "file": account.model_dump(mode="json")}


def _thread(workspace: Workspace, any_id: str) -> Opened:
    film = workspace.store.threads.film_of(any_id)
    return {"film": film, "turns": workspace.store.threads.turns(film, any_id)}


def _experiment(workspace: Workspace, any_id: str) -> Opened:
    found, reading = workspace.store.experiments.get(any_id), read_experiment(workspace, any_id)
    return {"film": found.film, "experiment": found.model_dump(mode="json"), "reading": reading.model_dump(mode="json")}


def _retrospective(workspace: Workspace, any_id: str) -> Opened:
    found = workspace.store.retrospectives.get(any_id)
    return {"film": found.film, "retrospective": found.model_dump(mode="json"), "text": "\n".join(found.lessons)}


_OPENERS: dict[str, Callable[[Workspace, str], Opened]] = {
    "review": _review,
    "asset": _source,
    "post": _source,
    "document": _source,
    "evidence": _evidence,
    "plan": _work,
    "interaction": _work,
    "draft": _work,
    "action": _action,
    "promise": _promise,
    "passage": _passage,
    "verdict": _verdict,
    "submission": _submission,
    "decision": _decision,
    "file": _file,
    "thread": _thread,
    "experiment": _experiment,
    "retrospective": _retrospective,
}
