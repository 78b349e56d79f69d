"""Does the evaluation find what is wrong in a draft, and leave clean drafts alone?"""

from __future__ import annotations

from inspect_ai import Task, task
from inspect_ai.dataset import Sample

from evals.measuring.narrative import samples
from evals.scorers.verdicts import keyword_verdict, verdict
from evals.solvers.unwritten import unwritten


@task
def narrative_consistency() -> Task:
    """Share of planted faults found under their own name and clean drafts passed; gate 0.9, baseline a word list."""
    dataset = [
        Sample(id=s["id"], input="\n".join(s["fields"].values()), target=s["planted"] or "clean", metadata=s)
        for s in samples()
    ]
    return Task(dataset=dataset, solver=unwritten(), scorer=[verdict(), keyword_verdict()], version=1)
