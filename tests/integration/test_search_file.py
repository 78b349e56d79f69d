from __future__ import annotations

import json
from datetime import date

import pytest

from copilot.bootstrap import build
from copilot.config import Settings
from copilot.domain.film import Dossier
from copilot.errors import InputError
from copilot.services import search as searching
from copilot.services.films import add_film
from copilot.services.ingest import Upload, ingest_files


@pytest.fixture
def workspace(tmp_path):
    made = build(Settings(data=tmp_path / "data"))
    add_film(made, Dossier(id="a", title="雾中人", release_date=date(2019, 7, 12)))
    corpus = tmp_path / "corpus.jsonl"
    texts = {"t1": "雾中人｜导演｜何其远", "t2": "雾中人｜片长｜98分钟", "t3": "渡口｜导演｜秦小舟"}
    corpus.write_text("\n".join(json.dumps({"_id": key, "text": text}) for key, text in texts.items()), "utf-8")
    ingest_files(made, "a", [Upload(corpus, "document")])
    return made


def asked(tmp_path, *lines: object):
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def test_a_file_of_queries_is_answered_in_order_by_the_ids_of_its_corpus(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(searching, "_PATIENCE", 0.0)
    queries = asked(
        tmp_path,
        {"_id": "q1", "text": "渡口的导演是谁？"},
        {"id": "q2", "text": "片长多少？", "history": ["你看过雾中人吗？"]},
    )
    told: list[str] = []
    found = list(searching.search_file(workspace, queries, "a", 3, progress=lambda text, share: told.append(text)))
    assert [one["id"] for one in found] == ["q1", "q2"]
    assert [one["hits"][0]["source"] for one in found] == ["t3", "t2"]
    assert "by words only" in told[0]


def test_a_broken_line_is_named(workspace, tmp_path):
    with pytest.raises(InputError, match="line 2"):
        list(searching.search_file(workspace, asked(tmp_path, {"id": "q", "text": "导演"}, ["?"]), "a", 3))
