"""Measures copy for six real films in every writable channel: passed, varied, grounded, quick."""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, TextIO

from copilot.bootstrap import build
from copilot.config import Settings
from copilot.domain.draft import Draft, Verdict
from copilot.services.cases import CaseRead, read_case
from copilot.services.films import add_film, read_dossier
from copilot.services.ingest import Upload, ingest_files
from copilot.services.making import write_copy
from copilot.services.workspace import Workspace
from copilot.writing.compose import compose_from
from copilot.writing.proof import bench_for
from copilot.writing.wish import ANY
from evals.measuring.bench import bench_folder

DOSSIERS = Path(__file__).resolve().parents[1] / "datasets" / "films"
VARIANTS = 3
DAY = 14
"""Day of release the copy is for: in the second weekend, where the fall is fought."""
MOST_ALIKE, MOST_REPEATED, MOST_SECONDS = 0.8, 0.1, 3.0
_RUN_DAYS = 60
_DOUBAN = ("reviews_zh_douban_2022", "comments.csv", "film_id")
_CRITICS = ("reviews_en_critics", "reviews.csv.gz", "id")
FILMS: dict[str, tuple[tuple[str, str, str], str]] = {
    "moon-man-2022": (_DOUBAN, "35183042"),
    "home-coming-2022": (_DOUBAN, "26654184"),
    "detective-vs-sleuths-2022": (_DOUBAN, "26995893"),
    "jurassic-world-dominion-2022": (_DOUBAN, "26873582"),
    "iron-man-2008": (("reviews_zh_douban_dmsc", "ironman_2008.csv", ""), ""),
    "christopher-robin-2018": (_CRITICS, "1541"),
}
"""Dossier → table, and the film's id in it; an empty id takes the whole file."""


@dataclass(frozen=True)
class Written:
    """Everything written for one film."""

    film: str
    drafts: list[Draft]
    verdicts: list[Verdict]
    compose_seconds: float
    """Composing alone, all channels and variants, material gathered once."""
    whole_seconds: float
    """The product's own way: composing with proof, judging, storing."""


def write_film(workspace: Workspace, film: str, folder: Path) -> Written:
    """Take one film through the product, from its table of comments to judged drafts."""
    dossier = read_dossier(DOSSIERS / f"{film}.yaml")
    add_film(workspace, dossier)
    ingest_files(workspace, film, [Upload(_cut(film, folder))])
    as_of = dossier.release_date + timedelta(days=_RUN_DAYS - 1)
    read = read_case(workspace, film, as_of)
    composing = _compose_seconds(workspace, read)
    drafts: list[Draft] = []
    verdicts: list[Verdict] = []
    began = time.perf_counter()
    for pack in _writable(workspace):
        made = write_copy(workspace, film, pack, variants=VARIANTS, day=DAY, as_of=as_of)
        drafts += made.works
        verdicts += made.verdicts
    return Written(film, drafts, verdicts, composing, time.perf_counter() - began)


def _compose_seconds(workspace: Workspace, read: CaseRead) -> float:
    """Time gathering the material and composing, without judging."""
    began = time.perf_counter()
    bank = bench_for(read.case, read.diagnosis, read.figures, DAY).bank
    for pack in _writable(workspace):
        compose_from(bank, workspace.packs[pack], ANY)
    return time.perf_counter() - began


def _writable(workspace: Workspace) -> list[str]:
    return [pack.id for pack in workspace.packs.values() if pack.writable]


def _cut(film: str, folder: Path) -> Path:
    """Write the film's own rows of a table as a CSV file, header included."""
    (place, name, column), wanted = FILMS[film]
    source = bench_folder() / place / name
    if not column:
        return source
    target = folder / f"{film}.csv"
    with _table(source) as lines, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictReader(lines)
        writer = csv.DictWriter(out, rows.fieldnames or [])
        writer.writeheader()
        writer.writerows(row for row in rows if row[column] == wanted)
    return target


def _table(source: Path) -> TextIO:
    """Open a table, packed or not."""
    if source.suffix == ".gz":
        return gzip.open(source, "rt", encoding="utf-8-sig")
    return source.open(encoding="utf-8-sig", newline="")


def whole(draft: Draft) -> str:
    """Join a draft's fields and, for a script, what is said and shown."""
    rows = [str(row.get(key, "")) for row in draft.script for key in ("voiceover", "body")]
    return "\n".join([*draft.fields.values(), *filter(None, rows)])


def spoken(draft: Draft) -> set[str]:
    """Return a draft's sentences without its AI note, topics and times."""
    text = whole(draft).replace(draft.ai_label, "")
    ends = r"[。！？!?\n]" if draft.language == "zh" else r"(?<=[.!?])\s+|\n"
    pieces = (piece.strip() for piece in re.split(ends, text))
    return {piece for piece in pieces if len(piece) > 3 and not re.match(r"#|\d\d:\d\d|https?:", piece)}


def alike(one: str, other: str) -> float:
    """Jaccard similarity of the character trigrams of two texts, 0 to 1."""
    a, b = ({text[i : i + 3] for i in range(len(text) - 2)} for text in (one, other))
    return len(a & b) / len(a | b) if a | b else 1.0


def report(written: Written) -> dict[str, Any]:
    """Say what one film's drafts are worth."""
    drafts, n = written.drafts, len(written.drafts)
    pairs = [(a, b) for a, b in combinations(drafts, 2) if a.channel == b.channel]
    sentence, times = Counter(s for draft in drafts for s in spoken(draft)).most_common(1)[0]
    claims = [claim for draft in drafts for claim in draft.claims]
    return {
        "film": written.film,
        "n": n,
        "passing": sum(verdict.passed for verdict in written.verdicts) / n,
        "blocked_by": dict(Counter(s.check for v in written.verdicts for s in v.failing("block"))),
        "most_alike": round(max(alike(whole(a), whole(b)) for a, b in pairs), 3),
        "most_repeated": round(times / n, 3),
        "most_repeated_sentence": sentence,
        "film_specific": sum(_is_specific(draft) for draft in drafts) / n,
        "quoting": round(sum(any(e.kind == "quote" for c in d.claims for e in c.evidence) for d in drafts) / n, 3),
        "claims": len(claims),
        "claims_with_evidence": sum(bool(claim.evidence) for claim in claims) / max(len(claims), 1),
        "compose_seconds": round(written.compose_seconds, 2),
        "whole_seconds": round(written.whole_seconds, 2),
    }


def _is_specific(draft: Draft) -> bool:
    """Say whether a draft shows a fact, a scene or verbatim words of this film: evidence, not the title alone."""
    return any(claim.text in whole(draft) for claim in draft.claims if claim.evidence)


def falls_short(row: dict[str, Any]) -> list[str]:
    """Name the figures of a film that miss what the product promises."""
    wanted = {
        "passing": row["passing"] == 1,
        "most_alike": row["most_alike"] <= MOST_ALIKE,
        "most_repeated": row["most_repeated"] <= MOST_REPEATED,
        "film_specific": row["film_specific"] == 1,
        "claims_with_evidence": row["claims_with_evidence"] == 1,
        "compose_seconds": row["compose_seconds"] <= MOST_SECONDS,
    }
    return [name for name, held in wanted.items() if not held]


def measured(films: Iterable[str] = FILMS, out: Path | None = None) -> list[dict[str, Any]]:
    """Write the films' copy through the product and measure it; `out` takes the drafts as text to read."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        workspace = build(Settings(data=Path(place) / "data", embed_seconds=0))
        for film in films:
            written = write_film(workspace, film, Path(place))
            rows.append(report(written) | {"falls_short": falls_short(report(written))})
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{film}.txt").write_text("\n\n".join(map(_to_read, written.drafts)), encoding="utf-8")
    return rows


def _to_read(draft: Draft) -> str:
    fields = "\n".join(f"[{name}] {text}" for name, text in draft.fields.items())
    shots = "\n".join(" | ".join(str(value).replace("\n", "/") for value in row.values()) for row in draft.script)
    return f"=== {draft.channel} {draft.format} {draft.angle} {draft.variant}\n{fields}\n{shots}".rstrip()


def main(arguments: Sequence[str]) -> int:
    """Print one JSON line a film; exit 3 when a figure falls short. `--out FOLDER` also writes the drafts to read."""
    out = Path(arguments[arguments.index("--out") + 1]) if "--out" in arguments else None
    films = [name for name in arguments if name in FILMS]
    rows = measured(films or FILMS, out)
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 3 if any(row["falls_short"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
