"""What is left of an answer when the model that says it makes up quotes, numbers, citations and other films' facts?

Run: python -m evals.measuring.lying; exit 3 when an invented quote, number or fact gets through.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from copilot.agent.at_hand import AtHand
from copilot.domain.draft import Claim
from copilot.domain.evidence import Evidence, quote
from copilot.domain.value import language_of
from copilot.evaluation.grounding import ground
from copilot.evaluation.statements import Reader
from copilot.services.search import search
from copilot.services.workspace import Workspace
from evals.measuring.answers import QUESTIONS, Asked, ask_all, read_questions
from evals.measuring.films import open_workspace

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HELD_OFF = ("invented quotation", "forged quote", "changed number", "forged figure", "unknown source", "other film")
"""Lies of which none may be left."""
_SAID = {
    "zh": "这部片让我从头笑到尾，堪称年度最佳",
    "en": "the funniest film of the year, I laughed all the way through",
}
_SENTENCE = {"zh": "有观众写道：“{words}”", "en": "One viewer wrote: “{words}”"}
_OTHER = {
    "zh": "《流浪地球》的导演是郭帆，票房46.9亿元。",
    "en": "Titanic was directed by James Cameron and took $2.2 billion.",
}
_AFAR = 7
"""So many questions further on, an answer's citations have nothing to do with this one."""


def lies_about(asked: Asked, elsewhere: Sequence[Evidence], review: Evidence) -> Iterator[tuple[str, Claim]]:
    """Tell every kind of lie about one answer: its kind and the sentence with what it cites.

    Args:
        asked: A question with its honest answer.
        elsewhere: What another question's answer rests on.
        review: A real quote of a review.
    """
    language = language_of(asked.text)
    words = _SAID[language]
    invented = _SENTENCE[language].format(words=words)
    yield "invented quotation", Claim(text=invented, evidence=[review])
    yield "forged quote", Claim(text=invented, evidence=[review.model_copy(update={"text": words})])
    yield "unknown source", Claim(text=invented, evidence=[review.model_copy(update={"source": "rv-none"})])
    yield "other film", Claim(text=_OTHER[language], evidence=[*asked.answer.citations[:3]] or [review])
    for claim in asked.answer.claims:
        if _NUMBER.search(claim.text):
            yield "changed number", Claim(text=_NUMBER.sub(_changed, claim.text), evidence=claim.evidence)
        figures = [one for one in claim.evidence if one.kind == "figure"]
        if figures:
            forged = [one.model_copy(update={"value": (one.value or 0) * 3 + 7}) for one in figures]
            yield "forged figure", Claim(text=claim.text, evidence=forged)
        if elsewhere:
            yield "unrelated citation", Claim(text=claim.text, evidence=list(elsewhere)[:2])


def _changed(number: re.Match[str]) -> str:
    return str(round(float(number[0]) * 3 + 17))


def measure(workspace: Workspace, rows: Sequence[dict[str, object]]) -> dict[str, list[bool]]:
    """Ground every lie and every honest sentence; kind → whether each was kept."""
    done = list(ask_all(workspace, rows))
    kept: dict[str, list[bool]] = defaultdict(list)
    for place, asked in enumerate(done):
        others = [one.answer for one in done[place + _AFAR :] + done[:place] if one.film == asked.film]
        elsewhere = next((one.citations for one in others if _is_apart(one.citations, asked)), [])
        told = [*lies_about(asked, elsewhere, _a_quote(asked)), *(("honest", claim) for claim in asked.answer.claims)]
        judge = _judge(workspace, asked)
        for kind, claim in told:
            kept[kind].append(judge(claim))
    return dict(kept)


def _is_apart(citations: Sequence[Evidence], asked: Asked) -> bool:
    own = {one.source for one in asked.answer.citations}
    return bool(citations) and not any(one.source in own for one in citations)


def _a_quote(asked: Asked) -> Evidence:
    voices = asked.read.case.voices
    row = next(row for row, text in enumerate(voices.texts) if text)
    return quote(voices.ids[row], voices.texts[row], 0, len(voices.texts[row]))


def _judge(workspace: Workspace, asked: Asked) -> Callable[[Claim], bool]:
    names = asked.read.case.dossier.names()
    hits = search(workspace, asked.text, film=asked.film, top=12)
    documents = workspace.store.audience.documents(asked.film)
    at_hand = AtHand(asked.read.case, hits, asked.read.diagnosis, asked.read.figures, documents=documents)
    reader = Reader(workspace.lexicons, names)

    def keeps(claim: Claim) -> bool:
        left = ground(
            [claim],
            source_text=at_hand.source_text,
            figure_value=at_hand.figures.value,
            reader=reader,
            names=names,
        )
        return bool(left.claims)

    return keeps


def main() -> int:
    """Lie about every question of both sets and print how much of each lie is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="*", default=QUESTIONS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace, _ = open_workspace(Path(folder))
        kept = measure(workspace, read_questions(given.questions))
    for kind, values in sorted(kept.items()):
        sys.stdout.write(f"{kind:20} kept {sum(values):4}  n {len(values):4}  {sum(values) / len(values):.3f}\n")
    return 0 if not any(sum(kept.get(kind, [])) for kind in _HELD_OFF) else 3


if __name__ == "__main__":
    raise SystemExit(main())
