"""Turns errors into problem details; nothing internal leaves."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from copilot.errors import HuichaoError
from copilot.schema import Problem

_log = logging.getLogger(__name__)
_MEDIA = "application/problem+json"


def install(app: FastAPI) -> None:
    """Answer every error with problem details."""
    app.add_exception_handler(HuichaoError, _ours)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _answer(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(problem.model_dump(), status_code=problem.status, media_type=_MEDIA, headers=headers)


async def _ours(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HuichaoError):
        raise error
    title = type(error).__name__
    detail = _printable(str(error))
    problem = Problem(
        title=title,
        status=error.status,
        detail=detail,
        doing=_printable(error.doing),
        found=_printable(error.found),
        todo=_printable(error.todo),
    )
    return _answer(problem, {"Retry-After": "5"} if error.status == 503 else None)


async def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    found = _printable(f"{where}: {first['msg']}")
    return _answer(Problem(title="Unreadable", status=422, detail=found, found=found, todo="See /docs for the form."))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    return _answer(Problem(title="HTTP", status=error.status_code, detail=str(error.detail)))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    _log.error("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
    return _answer(Problem(title="Unexpected", status=500, detail="Something unexpected happened; it was logged."))


def _printable(text: str) -> str:
    """Keep lone surrogates from breaking the answer."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
