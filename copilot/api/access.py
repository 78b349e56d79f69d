"""Who is calling and what they may do; decided anew on every call."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from copilot.domain.desk import ROLES, Role
from copilot.errors import NotAllowed, SettingError, UnknownId
from copilot.services.workspace import Actor, Workspace

_LOOPBACK = ("127.0.0.1", "::1", "testclient")


@dataclass(frozen=True)
class Key:
    """One line of HUICHAO_TOKENS: NAME:ROLE:SECRET, and optionally :FILM|FILM."""

    name: str
    role: Role
    secret: str
    films: frozenset[str] | None
    """None means every film."""


@dataclass(frozen=True)
class Caller:
    """Who is calling."""

    actor: Actor
    films: frozenset[str] | None

    def may_see(self, film: str) -> bool:
        """Say whether the caller may see a film."""
        return self.films is None or film in self.films


def read_keys(text: str) -> list[Key]:
    """Read HUICHAO_TOKENS; an empty text gives no keys, which means one local lead.

    Raises:
        SettingError: An entry is not NAME:ROLE:SECRET with a known role and a secret of 16 or more characters.
    """
    keys = []
    for number, entry in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
        name, role, secret, films = [*entry.split(":"), "", "", ""][:4]
        if role not in ROLES or len(secret) < 16 or not name:
            raise SettingError(
                "reading HUICHAO_TOKENS",
                f"entry {number} is not NAME:ROLE:SECRET",
                f"Roles are {', '.join(ROLES)}; a secret has 16 or more characters.",
            )
        keys.append(Key(name, role, secret, frozenset(films.split("|")) if films else None))
    return keys


def identify(request: Request, authorization: Annotated[str | None, Header()] = None) -> Caller:
    """Tell who is calling; without configured keys only this machine may call, as a lead.

    Raises:
        NotAllowed: The secret is missing or wrong, or the call comes from another machine without keys configured.
    """
    keys: list[Key] = request.app.state.keys
    if not keys:
        if request.client is None or request.client.host not in _LOOPBACK:
            raise NotAllowed("calling the API", "no access keys are configured", "Set HUICHAO_TOKENS on the server.")
        return Caller(Actor("local", "lead"), None)
    given = (authorization or "").removeprefix("Bearer ").encode()
    found = [key for key in keys if hmac.compare_digest(key.secret.encode(), given)]
    if not found:
        raise NotAllowed("calling the API", "the access key is missing or wrong", "Send Authorization: Bearer SECRET.")
    return Caller(Actor(found[0].name, found[0].role), found[0].films)


def the_workspace(request: Request) -> Workspace:
    """Return the open product."""
    workspace: Workspace = request.app.state.workspace
    return workspace


CallerDep = Annotated[Caller, Depends(identify)]
WorkspaceDep = Annotated[Workspace, Depends(the_workspace)]


def allowed_film(film: str, caller: CallerDep, workspace: WorkspaceDep) -> str:
    """Let a film pass that exists and the caller may see; both failures look the same from outside."""
    if not caller.may_see(film):
        raise hidden(film)
    workspace.store.films.get(film)
    return film


def hidden(any_id: str) -> UnknownId:
    """Say that nothing is there, whether it is missing or not for this caller."""
    return UnknownId("opening", f"nothing has the id {any_id!r}", "Check the id, or ask for access to its film.")


FilmDep = Annotated[str, Depends(allowed_film)]
