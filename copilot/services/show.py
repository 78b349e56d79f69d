"""Opens anything by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from copilot.domain.ids import kind_of
from copilot.errors import InputError, UnknownId
from copilot.services.cases import read_case
from copilot.services.workspace import Workspace


def show(workspace: Workspace, any_id: str) -> dict[str, Any]:
    """Return what an id names, as {id, kind, …}.

    Evidence comes with its source's whole text (quotes, passages) or with its query run again (figures).

    Raises:
        UnknownId: Nothing is stored under the id.
    """
    kind = kind_of(any_id)
    opener = _OPENERS.get(kind or "", _film)
    found = opener(workspace, any_id)
    return {"id": any_id, "kind": kind if kind in _OPENERS else "film", **found}


def _film(workspace: Workspace, any_id: str) -> dict[str, Any]:
    return {"dossier": workspace.store.films.get(any_id).model_dump(mode="json")}


def _review(workspace: Workspace, any_id: str) -> dict[str, Any]:
    found = workspace.store.audience.reviews([any_id])
    if not found:
        raise UnknownId("looking for a review", f"nothing has the id {any_id!r}", "Check the id.")
    signals = workspace.labeller.read(found[0].text)
    return {"review": found[0].model_dump(mode="json"), "signals": signals.model_dump(mode="json")}


def _source(workspace: Workspace, any_id: str) -> dict[str, Any]:
    text = workspace.store.audience.text_of(any_id)
    if text is None:
        raise UnknownId("looking for a source", f"nothing has the id {any_id!r}", "Check the id.")
    return {"text": text}


def _evidence(workspace: Workspace, any_id: str) -> dict[str, Any]:
    evidence, film = workspace.store.works.evidence(any_id)
    content: dict[str, Any] = {"film": film, "evidence": evidence.model_dump(mode="json")}
    if evidence.kind == "figure" and evidence.query:
        try:
            content["value_now"] = read_case(workspace, film).figures.value(evidence.query)
        except InputError:
            content["value_now"] = None
    else:
        content["source_text"] = workspace.store.audience.text_of(evidence.source)
    return content


def _work(workspace: Workspace, any_id: str) -> dict[str, Any]:
    work = workspace.store.works.work(any_id)
    verdict = workspace.store.works.verdict_of(any_id)
    content = work.model_dump(mode="json", by_alias=True)
    return {"content": content, "verdict": verdict.model_dump(mode="json") if verdict else None}


def _action(workspace: Workspace, any_id: str) -> dict[str, Any]:
    for dossier in workspace.store.films.all():
        for plan in workspace.store.works.plans(dossier.id):
            for action in plan.actions():
                if action.id == any_id:
                    return {"plan": plan.id, "film": plan.film, "action": action.model_dump(mode="json")}
    raise UnknownId("looking for an action", f"nothing has the id {any_id!r}", "Check the id.")


def _promise(workspace: Workspace, any_id: str) -> dict[str, Any]:
    for dossier in workspace.store.films.all():
        for entry in read_case(workspace, dossier.id).diagnosis.ledger:
            if entry.promise.id == any_id:
                return {"film": dossier.id, "entry": entry.model_dump(mode="json")}
    raise UnknownId("looking for a promise", f"nothing has the id {any_id!r}", "Check the id.")


def _passage(workspace: Workspace, any_id: str) -> dict[str, Any]:
    return {"passage": workspace.store.library.get(any_id).model_dump(mode="json")}


def _verdict(workspace: Workspace, any_id: str) -> dict[str, Any]:
    return {"verdict": workspace.store.works.verdict(any_id).model_dump(mode="json")}


def _submission(workspace: Workspace, any_id: str) -> dict[str, Any]:
    decisions = workspace.store.desk.decisions(any_id)
    found = workspace.store.desk.get(any_id).model_dump(mode="json")
    return {"submission": found, "decisions": [d.model_dump(mode="json") for d in decisions]}


def _decision(workspace: Workspace, any_id: str) -> dict[str, Any]:
    return {"decision": workspace.store.desk.decision(any_id).model_dump(mode="json")}


def _file(workspace: Workspace, any_id: str) -> dict[str, Any]:
    return {"file": workspace.store.imports.get(any_id).model_dump(mode="json")}


_OPENERS: dict[str, Callable[[Workspace, str], dict[str, Any]]] = {
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
}
