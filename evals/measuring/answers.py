"""Do offline answers stand on evidence, and does the product say so when it has nothing to stand on?

Run: python -m evals.measuring.answers [--show] [--questions FILE …] [--split dev|held]; exit 3 when a gate falls short.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from copilot.agent.answering import answer_offline
from copilot.domain.answer import Answer
from copilot.domain.passage import Query
from copilot.evaluation.said_numbers import is_tied, said_numbers
from copilot.services.cases import CaseRead, read_case
from copilot.services.search import search
from copilot.services.workspace import Workspace
from evals.measuring.films import open_workspace

DATASETS = Path(__file__).parents[1] / "datasets"
QUESTIONS = tuple(DATASETS / f"questions_{version}.jsonl" for version in ("v1", "v2", "v3", "v4_dev", "v5_dev"))
GATES = {"quotes verbatim": 1.0, "numbers resolved": 1.0, "abstains": 0.95, "answers": 0.9}


@dataclass(frozen=True)
class Asked:
    """A question with what was answered."""

    film: str
    kind: str
    text: str
    must: list[str]
    answer: Answer
    read: CaseRead


def ask_all(workspace: Workspace, rows: Sequence[dict[str, object]]) -> Iterator[Asked]:
    """Answer every question from what the product holds."""
    for row in rows:
        film, text = str(row["film"]), str(row["text"])
        read = read_case(workspace, film)
        hits = search(workspace, text, film=film, top=12)
        answer = answer_offline(
            Query(text=text),
            hits,
            read.case,
            read.diagnosis,
            read.figures,
            read.case.dossier,
            documents=workspace.store.audience.documents(film),
            embedder=workspace.embedder,
        )
        must = row.get("must")
        yield Asked(
            film, str(row["kind"]), text, [str(m) for m in must] if isinstance(must, list) else [], answer, read
        )


def read_questions(files: Sequence[Path], split: str | None = None) -> list[dict[str, object]]:
    """Read question files, one JSON object a line; of those with a split, the one asked for."""
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if split is None or row.get("split") == split]


def holds_quotes(asked: Asked) -> bool:
    """Say whether every quote is a span of its review."""
    texts = dict(zip(asked.read.case.voices.ids, asked.read.case.voices.texts, strict=True))
    quotes = [one for one in asked.answer.citations if one.kind == "quote"]
    return all(texts.get(one.source, "")[one.start : one.end] == one.text for one in quotes)


def resolves_numbers(asked: Asked) -> bool:
    """Say whether every figure's query gives its value and every number of the answer stands in its citations."""
    cited = asked.answer.citations
    figures = [one for one in cited if one.kind == "figure"]
    same = all(asked.read.figures.value(one.query or "") == one.value for one in figures)
    texts = [one.text for one in cited]
    values = [one.value for one in figures if one.value is not None]
    told = " ".join(claim.text for claim in asked.answer.claims)
    return same and all(is_tied(said, texts, values) for said in said_numbers(told))


def is_right(asked: Asked) -> bool:
    """Say whether it answered where it should, with what it had to say, and abstained where it should."""
    if asked.kind != "answerable":
        return asked.answer.abstained
    told = re.sub(r"\s", "", asked.answer.answer)
    wanted = [re.sub(r"\s", "", must) for must in asked.must if must]
    return not asked.answer.abstained and (not wanted or any(must in told for must in wanted))


def main() -> int:
    """Ask everything about the sample film and films of the benchmark, and print shares with n."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print every question that went wrong")
    parser.add_argument("--questions", type=Path, nargs="*", default=QUESTIONS)
    parser.add_argument("--split", choices=("dev", "held"), help="only the questions of a split; both unless told")
    given = parser.parse_args()
    show, rows = given.show, read_questions(given.questions, given.split)
    with tempfile.TemporaryDirectory() as folder:
        workspace, made = open_workspace(Path(folder))
        done = list(ask_all(workspace, [*rows, *(made if given.split is None else [])]))
    shares = _shares(done)
    for asked in done:
        if show and not (is_right(asked) and holds_quotes(asked) and resolves_numbers(asked)):
            sys.stdout.write(
                f"{asked.kind:13} {asked.film} {asked.text}\n    {asked.answer.steps} {asked.answer.answer}\n"
            )
    for name, values in shares.items():
        sys.stdout.write(f"{name:32} {sum(values) / len(values):.3f}  n {len(values)}\n")
    return 0 if all(sum(shares[name]) / len(shares[name]) >= gate for name, gate in GATES.items()) else 3


def _shares(done: Sequence[Asked]) -> dict[str, list[bool]]:
    shares: dict[str, list[bool]] = defaultdict(list)
    for asked in done:
        shares["quotes verbatim"].append(holds_quotes(asked))
        shares["numbers resolved"].append(resolves_numbers(asked))
        shares["answers" if asked.kind == "answerable" else "abstains"].append(is_right(asked))
        shares[f"  {asked.kind}"].append(is_right(asked))
    return dict(shares)


if __name__ == "__main__":
    raise SystemExit(main())
