from datetime import date
from types import SimpleNamespace

import pytest

from copilot.adapters.polarity_encoder import PolarityEncoder
from copilot.errors import FileRefused
from copilot.insight.film_prior import FARTHEST
from copilot.insight.labelling import BATCH, Labeller
from copilot.services.label import label_file

ODD = ["", "😀😭", "好" * 40_000, "未来的片子 2099-01-01", "坏字\ufffd，节奏太慢", "，。！？"]
TEMPLATE = "这部电影真的太好看了，剧情演技画面全都在线，强烈推荐大家去看"


@pytest.fixture(scope="module")
def workspace():
    clock = SimpleNamespace(today=lambda: date(2026, 4, 1))
    return SimpleNamespace(labeller=Labeller.load(), clock=clock, polarity_encoder=PolarityEncoder.load())


def written(folder, texts, name="reviews.csv"):
    path = folder / name
    lines = [f'{i},"{text}"' for i, text in enumerate(texts)]
    path.write_text("\n".join(["id,text", *lines]) + "\n", "utf-8")
    return path


def test_rows_keep_their_order_and_read_as_each_text_alone(workspace, tmp_path):
    texts = [f"第{i}位：特效好，但是剧情太烂" if i % 2 else f"{i} great fun, no plot" for i in range(BATCH + 50)]
    rows = list(label_file(workspace, written(tmp_path, texts), "text"))
    assert [row.row for row in rows] == list(range(1, len(texts) + 1))
    for at in (0, 1, BATCH - 1, BATCH, BATCH + 49):
        alone = workspace.labeller.read(texts[at])
        assert rows[at].model_dump(exclude={"row", "duplicate_of", "refined", "moved", "problem"}) == alone.model_dump()


def test_repeats_name_the_first_row_of_their_group(workspace, tmp_path):
    texts = ["开头的一条", f"{TEMPLATE}1", "别的", f"{TEMPLATE}2！", f"{TEMPLATE}3"]
    rows = label_file(workspace, written(tmp_path, texts), "text")
    assert [row.duplicate_of for row in rows] == [None, None, None, 2, 2]


def test_odd_texts_get_a_line_that_says_what_was_not_read(workspace, tmp_path):
    rows = list(label_file(workspace, written(tmp_path, ODD), "text"))
    assert [row.problem for row in rows] == ["no_text", None, "cut", None, None, None]
    assert all(0 <= row.p_positive <= 1 for row in rows)


def test_a_row_that_cannot_be_read_is_stated_and_the_next_one_keeps_its_number(workspace, tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("id,text\n1,好看\n2,难看,多出,来的\n3,节奏太慢\n", "utf-8")
    rows = list(label_file(workspace, path, "text"))
    assert [(row.row, bool(row.problem)) for row in rows] == [(1, False), (2, True), (3, False)]
    assert rows[2].aspects[0].aspect == "pace"


def test_progress_ends_at_the_whole(workspace, tmp_path):
    told = []
    list(label_file(workspace, written(tmp_path, ["好看"]), "text", progress=lambda doing, share: told.append(share)))
    assert told == [0.0, 1.0]


def test_a_file_without_the_column_is_refused(workspace, tmp_path):
    with pytest.raises(FileRefused, match="comment"):
        list(label_file(workspace, written(tmp_path, ["好看"]), "comment"))


def test_refining_judges_only_uncertain_rows_again_and_marks_them(workspace, tmp_path):
    texts = ["剧情太烂了，浪费时间", "还行吧", "", "太感动了，强烈推荐"]
    file = written(tmp_path, texts)
    plain, refined = (
        list(label_file(workspace, file, "text")),
        list(label_file(workspace, file, "text", refine="uncertain")),
    )
    assert [row.refined for row in plain] == [False] * 4
    assert [row.refined for row in refined] == [False, True, False, False]
    assert refined[1].polarity == pytest.approx(2 * refined[1].p_positive - 1)
    assert refined[1].p_positive != plain[1].p_positive
    unchanged = [0, 2, 3]
    assert [refined[at] for at in unchanged] == [plain[at] for at in unchanged]
    everything = label_file(workspace, file, "text", refine="all")
    assert [row.refined for row in everything] == [True, True, False, True]


LIKED = [
    "太好看了",
    "好看，哭了",
    "值得二刷",
    "演员真好",
    "特效震撼",
    "笑死我了，推荐",
    "感动",
    "节奏很棒",
    "喜欢",
    "超出预期",
]


def test_a_film_that_most_like_is_read_more_kindly_and_rows_say_by_how_much(workspace, tmp_path):
    file = written(tmp_path, [f"{text}，{i}" for i, text in enumerate(LIKED * 6)] + ["还行吧", ""])
    alone, film = list(label_file(workspace, file, "text")), list(label_file(workspace, file, "text", films="one"))
    assert {row.moved for row in alone} == {0.0}
    assert 0 < film[-2].moved <= FARTHEST
    assert film[-2].p_positive > alone[-2].p_positive
    assert film[-1] == alone[-1]


def test_a_flood_of_repeats_has_one_vote_on_how_the_others_are_read(workspace, tmp_path):
    own = [f"{text}，{i}" for i, text in enumerate(LIKED)]
    few = label_file(workspace, written(tmp_path, [*own, f"{TEMPLATE}0"]), "text", films="one")
    flooded = [*own, *(f"{TEMPLATE}{i}" for i in range(300))]
    many = label_file(workspace, written(tmp_path, flooded), "text", films="one")
    assert next(iter(many)).moved == pytest.approx(next(iter(few)).moved, abs=0.02)


def test_a_column_of_films_is_read_film_by_film_unless_each_text_stands_alone(workspace, tmp_path):
    file = tmp_path / "films.csv"
    liked = [f"{text}，{i}" for i, text in enumerate(LIKED * 4)]
    lines = [
        *(f"甲,{text}" for text in liked),
        "甲,还行吧",
        *(f"乙,太烂了，浪费时间{i}" for i in range(40)),
        "乙,还行吧",
        ",还行吧",
    ]
    file.write_text("\n".join(["片名,短评", *lines]), "utf-8")
    rows = list(label_file(workspace, file, "短评"))
    kindly, harshly, nameless = rows[len(liked)], rows[-2], rows[-1]
    assert kindly.moved > 0 > harshly.moved
    assert (nameless.moved, nameless.p_positive) == (0.0, workspace.labeller.read("还行吧").p_positive)
    assert {row.moved for row in label_file(workspace, file, "短评", films="none")} == {0.0}
