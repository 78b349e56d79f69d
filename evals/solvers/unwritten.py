"""A solver that writes nothing: the sample itself is what is judged."""

from __future__ import annotations

from inspect_ai.solver import Generate, Solver, TaskState, solver


@solver
def unwritten() -> Solver:
    """Pass the sample on as it is, with no model."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001 - the solver's own signature
        return state

    return solve
