"""Do themes read as themes: whole phrases of this film, said by several viewers, with quotes that hold them?

A rule-based reader judges every theme of the films given; it knows nothing of how they were found.

Run: python -m evals.measuring.themes [--data ../shared/data] [--show]
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from copilot.domain.diagnosis import Theme
from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.imported import Review
from copilot.domain.signals import ASPECTS
from copilot.insight.case import Case
from copilot.insight.labelling import Labeller
from copilot.insight.themes.board import find_themes
from evals.measuring.film_cases import case_of, douban_films

LAST = date(2030, 1, 1)
_EMPTY = re.compile(
    r"^(?:我|你|他|她)(?:爸|妈|们)|^(?:剧情|导演|声音|演技|故事|电影|特效|人物|节奏|音乐|画面|老汉|太慢|听到|听见|到底|真的)$"
    r"|^(?:the|a|an|and|of|very|good|bad|film|movie|story|plot)$|^\W*\d+\W*$",
    re.IGNORECASE,
)
"""What no reader takes for a theme: kin alone, a bare aspect, a function word, a number."""
_HANGING = re.compile(
    r"^(?:的|了|是|在|也|都|就|很|把|被|the |of |and )|(?:的|了|是|在|也|都|就|很|和|把|被| the| of| and)$"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Find themes film by film; print how many the reader accepts, rule by rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    labeller, passed, asked, films = Labeller.load(), Counter[str](), Counter[str](), 0
    for title, case in _cases(options.data):
        films += 1
        for theme in find_themes(case):
            found = judge(theme, case, labeller)
            asked.update(found.keys())
            passed.update(rule for rule, holds in found.items() if holds)
            if options.show:
                failed = ", ".join(rule for rule, holds in found.items() if not holds)
                sys.stdout.write(f"{title[:12]:14} {theme.kind:10} {theme.label:24} {theme.voices:5} {failed}\n")
    sys.stdout.write(f"{films} films\n")
    for rule, n in sorted(asked.items()):
        sys.stdout.write(f"{rule:28} {passed[rule] / n:.3f}  n {n}\n")
    return 0


def judge(theme: Theme, case: Case, labeller: Labeller) -> dict[str, bool]:
    """Judge one theme by every rule that applies to its kind."""
    texts = [text.casefold() for text in case.voices.texts]
    words = [word.casefold() for word in theme.key.split("|")]
    by_words = theme.key not in ASPECTS
    label = theme.label.casefold()
    found = {
        "reads as a phrase": not _EMPTY.search(label) and not _HANGING.search(label) and 2 <= len(label) <= 36,
        "label is verbatim": any(label in text for text in texts),
        "three voices or more": theme.voices >= 3,
    }
    if by_words:
        found["three reviews hold the key"] = sum(any(word in text for word in words) for text in texts) >= 3
        found["every quote holds the key"] = all(
            any(word in quote.text.casefold() for word in words) for quote in theme.evidence
        )
    else:
        found["a quote holds the label"] = any(label in quote.text.casefold() for quote in theme.evidence)
    chances = [labeller.read(quote.text).p_positive for quote in theme.evidence]
    if theme.kind == "argues":
        found["both sides are quoted"] = max(chances) >= 0.5 > min(chances)
    if theme.kind in ("moves", "complains"):
        found["quotes are of its mood"] = all((one >= 0.5) == (theme.kind == "moves") for one in chances)
    found["all rules"] = all(found.values())
    return found


def _cases(data: Path) -> Iterator[tuple[str, Case]]:
    yield from ((title, _case(title, reviews)) for title, reviews in douban_films(data).items())
    yield from ((title, _case(title, reviews)) for title, reviews in _maoyan(data).items())


def _case(title: str, reviews: Sequence[Review]) -> Case:
    name = title.split(" ")[0]
    return case_of(
        Dossier(id="film", title=name, release_date=date(2022, 1, 1), market="CN", synopsis=name), reviews, as_of=LAST
    )


def _maoyan(data: Path) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    with (data / "reviews_zh_maoyan_2017" / "comments.csv").open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            place = make_id("review", row["film"], number)
            review = Review(id=place, film="film", file="maoyan", row=number, text=row["comment"], watched=True)
            found.setdefault(row["film"], []).append(review)
    return found


if __name__ == "__main__":
    sys.exit(main())
