"""Opens a product that holds the sample film and some of the benchmark, with questions made by recipe for those."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from copilot.bootstrap import build
from copilot.config import Settings
from copilot.domain.film import Dossier
from copilot.errors import SettingError
from copilot.services.films import add_film, read_dossier
from copilot.services.ingest import Upload, ingest_files
from copilot.services.sample import sample_files
from copilot.services.workspace import Workspace
from evals.measuring.bench import bench_folder

_FILMS = 4
_ANSWERABLE = (
    "这部片什么时候上映？", "影片类型是什么？", "有多少条评论？", "看过的观众好评率是多少？", "观众怎么评价剧情？",
    "观众怎么评价演员的表演？", "大家怎么说节奏？", "差评有多少条？", "What do viewers say about the story?",
    "哪天公映的", "啥类型的片", "评论一共几条", "好评率", "剧情大家怎么看", "演技有人夸没", "来两条差评原话",
    "how many reviews do we have", "genre?", "when was it released", "what do people think of the acting",
)  # fmt: skip
_UNANSWERABLE = (
    "编剧是谁？", "片长多少分钟？", "首日票房是多少？", "制作成本是多少？", "《{other}》的导演是谁？",
    "观众怎么评价《{other}》？", "为什么首日票房破了9亿？", "片尾曲是谁唱的？",
    "Who produced the film?", "哪条抖音播放最高？",
    "首周末卖了多少", "豆瓣几分", "谁剪的预告", "观众男女比例", "网上啥时候能看", "排片掉到多少了",
    "opening weekend gross?", "who shot it", "did it win any awards", "what should copy avoid",
)  # fmt: skip


def open_workspace(folder: Path) -> tuple[Workspace, list[dict[str, object]]]:
    """Load the sample film and, when the benchmark is there, its four films with most comments."""
    workspace = build(Settings(data=folder))
    dossier, uploads = sample_files()
    added = read_dossier(dossier)
    add_film(workspace, added)
    ingest_files(workspace, added.id, uploads)
    try:
        return workspace, _load_shared(workspace, bench_folder() / "reviews_zh_douban_2022", folder)
    except SettingError:
        return workspace, []


def _load_shared(workspace: Workspace, place: Path, folder: Path) -> list[dict[str, object]]:
    with (place / "films.csv").open(encoding="utf-8") as opened:
        films = {row["id"]: row for row in csv.DictReader(opened)}
    with (place / "comments.csv").open(encoding="utf-8") as opened:
        comments = list(csv.DictReader(opened))
    most = [film for film, _ in Counter(row["film_id"] for row in comments).most_common() if film in films][:_FILMS]
    questions: list[dict[str, object]] = []
    for at, film in enumerate(most):
        name = films[film]["name"].split()[0]
        other = films[most[(at + 1) % len(most)]]["name"].split()[0]
        add_film(workspace, _dossier(film, name, films[film]))
        file = folder / f"{film}.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, comments[0].keys())
            writer.writeheader()
            writer.writerows(row for row in comments if row["film_id"] == film)
        ingest_files(workspace, f"douban-{film}", [Upload(file, "reviews")])
        for kind, texts in (("answerable", _ANSWERABLE), ("unanswerable", _UNANSWERABLE)):
            questions += [{"film": f"douban-{film}", "kind": kind, "text": text.format(other=other)} for text in texts]
    return questions


def _dossier(film: str, name: str, row: dict[str, str]) -> Dossier:
    day = row["date"][:10]
    genres = [genre.strip(" '\"") for genre in row["type"].strip("[]").split(",")]
    return Dossier(id=f"douban-{film}", title=name, release_date=date.fromisoformat(day), genres=genres)
