"""Exports as people really have them become reviews, measures, posts, assets and documents, row for row."""

# ruff: noqa: DTZ001 - stored moments are local times without zone

import gzip
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from copilot.domain.film import Dossier
from copilot.errors import FileRefused
from copilot.ingest.reading import read_file
from copilot.ingest.terms import Limits, Terms

FILM = Dossier(
    id="tide",
    title="海边来信",
    original_title="Letters by the Sea",
    release_date=date(2026, 6, 5),
    facts={"release_id": "rl42"},
    synopsis="一个女儿读完母亲留下的信。",
)


class Read:
    """Everything one file gave."""

    def __init__(self, path: Path, film: Dossier | None = FILM, kind: str = "auto", mapping: dict | None = None):
        terms = Terms(date(2026, 6, 20), "salt", Limits(batch_rows=3))
        with read_file(path, film=film, kind=kind, mapping=mapping, terms=terms) as reading:
            self.batches = list(reading.batches())
            self.reading = reading
        self.items = [item for batch in self.batches for item in batch.items]
        self.rejected = [(bad.row, bad.reason) for batch in self.batches for bad in batch.rejected]
        self.rows = sum(batch.rows for batch in self.batches)
        assert self.rows == len({item.row for item in self.items}) + len(self.rejected)


@pytest.fixture
def save(tmp_path):
    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


CSV = (
    "用户昵称,性别,评论内容,评分,评论时间,点赞数,IP属地\n"
    "小张,男,哭了两次,力荐,2026-06-06 20:11,1.2万,广东深圳\n"
    ",,不太行,,昨天08:00,-,\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_chinese_export_reads_the_same_in_every_usual_encoding(save, encoding):
    found = Read(save("短评.csv", CSV, encoding))
    first, second = found.items
    assert (first.text, first.rating, first.likes, first.region) == ("哭了两次", 5.0, 12_000, "广东")
    assert (first.written_at, first.day, first.watched) == (datetime(2026, 6, 6, 20, 11), date(2026, 6, 6), True)
    assert (second.likes, second.rating, second.day) == (None, None, date(2026, 6, 19))
    assert found.reading.mapping["rated_at"] == "评论时间"


def test_personal_columns_are_dropped_hashed_and_said_so(save):
    found = Read(save("短评.csv", CSV))
    author = found.items[0].author
    assert author
    assert "小张" not in repr(found.items)
    assert any("性别" in note for note in found.reading.notes)


def test_the_same_file_again_gives_the_same_ids(save):
    path = save("短评.csv", CSV)
    assert [item.id for item in Read(path).items] == [item.id for item in Read(path).items]


def test_unsigned_short_praise_on_one_day_is_from_several_people_but_long_text_is_not(save):
    rows = ["好看,2026-06-06", "一般般吧,2026-06-06", "好看,2026-06-06"] + [
        "这部电影让我想起了去世多年的外婆,2026-06-06"
    ] * 2
    ids = [item.id for item in Read(save("a.csv", "评论,日期\n" + "\n".join(rows))).items]
    assert len(set(ids)) == 4
    assert ids[3] == ids[4]


def test_a_file_pasted_after_itself_adds_nothing(save):
    rows = [f"{text},2026-06-06" for text in ("好看", "还行", "这部电影让我想起了去世多年的外婆", "值", "一般")]
    once = Read(save("a.csv", "评论,日期\n" + "\n".join(rows)))
    twice = Read(save("b.csv", "评论,日期\n" + "\n".join(rows + rows)))
    assert {item.id for item in twice.items} >= {item.id for item in once.items}
    assert len({item.id for item in twice.items}) <= len(once.items) + 1


def test_rows_of_other_films_are_listed_not_lost(save):
    path = save("多片.csv", "影片,评论\n海边来信,好看\n海边来信2,还行\n另一部,不错\n海边来信 Letters by the Sea,感人\n")
    found = Read(path)
    assert [item.row for item in found.items] == [1, 4]
    assert found.rejected == [(2, "另一部影片：海边来信2"), (3, "另一部影片：另一部")]


def test_a_film_named_by_its_release_id_in_the_dossier_is_found(save):
    path = save(
        "daily.csv",
        "date,release_id,gross,theaters,to_date,days_in_release\n2026-06-05,rl42,9,2,9,1\n2026-06-05,rl7,8,2,8,1\n",
    )
    found = Read(path)
    assert {(m.name, m.value, m.unit) for m in found.items if m.name == "gross"} == {("gross", 9.0, "USD")}
    assert len(found.rejected) == 1


def test_the_user_can_say_how_the_file_calls_the_film(save):
    path = save("a.csv", "影片,评论\nSea,好看\nLand,还行\n")
    assert [item.text for item in Read(path, mapping={"film": "=Sea"}).items] == ["好看"]


def test_takings_by_day_of_release_get_dates_units_and_basis(save):
    path = save("综合.csv", "film,day_index,gross_wan_yuan\n海边来信,1,1801.37\n海边来信,3,-\n")
    found = Read(path)
    (gross,) = found.items
    assert (gross.day, gross.value, gross.unit, gross.basis) == (date(2026, 6, 5), 18_013_700.0, "CNY", "comprehensive")
    assert found.rejected == [(2, "没有任何已知数值")]


def test_one_row_of_takings_gives_each_known_measure(save):
    path = save(
        "日报.csv",
        "日期,综合票房（万元）,分账票房（万元）,排片占比,上座率\n2026/6/5,100,91.5,12.5%,8.1%\n2026/6/6,--,,11%,\n",
    )
    found = Read(path)
    assert found.rows == 2
    values = {(m.day.day, m.name, m.basis): m.value for m in found.items}
    assert values == {
        (5, "gross", "comprehensive"): 1_000_000.0,
        (5, "gross", "net"): 915_000.0,
        (5, "share_shows", ""): 0.125,
        (5, "occupancy", ""): 0.081,
        (6, "share_shows", ""): 0.11,
    }


def test_totals_of_a_span_are_kept_apart_from_daily_values(save):
    path = save(
        "影片成绩排名表2026-06-01至2026-06-20.csv",
        "影院名称,影片名称,票房（元）,人次,场次\n甲影城,海边来信,3000,80,4\n",
    )
    found = Read(path)
    assert {m.name: (m.value, m.territory) for m in found.items}["gross_span"] == (3000.0, "甲影城")
    assert found.reading.source == "cinema_pos_ranking"


def test_a_back_office_export_becomes_posts(save):
    head = "笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享"
    path = save(
        "笔记.csv", f"统计周期,2026\n\n{head}\n给妈妈写信,2026年05月25日12时00分00秒,图文,10万+,3.4w,12.5%,-,12,3,1,2\n"
    )
    (post,) = Read(path).items
    assert (post.channel, post.title, post.own) == ("xiaohongshu", "给妈妈写信", True)
    assert post.results == {
        "impressions": 100_000,
        "plays": 34_000,
        "ctr": 0.125,
        "comments": 12,
        "saves": 3,
        "new_followers": 1,
        "shares": 2,
    }


def test_json_lines_with_ids_keep_them_as_documents(save):
    lines = [json.dumps({"_id": f"d{n}", "title": "片场", "text": f"第{n}段"}, ensure_ascii=False) for n in range(5)]
    found = Read(save("corpus.jsonl", "\n".join(lines)))
    assert [document.source for document in found.items] == ["d0", "d1", "d2", "d3", "d4"]
    assert found.items[0].paragraphs == ["第0段"]


def test_an_array_and_a_packed_file_read_like_lines(save, tmp_path):
    rows = [{"content": f"第{n}条", "create_time": 1780000000 + n, "like_count": n} for n in range(4)]
    array = save("a.json", json.dumps(rows, ensure_ascii=False, indent=1))
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    assert [item.text for item in Read(array).items] == [item.text for item in Read(packed).items]


def test_subtitles_become_an_asset_with_times(save):
    path = save(
        "先导预告.srt",
        "1\n00:00:01,500 --> 00:00:03,000\n<i>妈妈的信</i>\n\n2\n00:00:04,000 --> 00:00:05,000\n还没拆\n",
    )
    (asset,) = Read(path).items
    assert (asset.form, [line.text for line in asset.lines]) == ("trailer", ["妈妈的信", "还没拆"])
    assert (asset.lines[0].start, asset.lines[0].end) == (1.5, 3.0)


def test_prose_becomes_one_document_or_one_review_a_line(save):
    path = save("访谈.txt", "导演说这是写给母亲的。\n\n他拍了三年。\n")
    (document,) = Read(path).items
    assert document.paragraphs == ["导演说这是写给母亲的。", "他拍了三年。"]
    assert [item.text for item in Read(path, kind="reviews").items] == document.paragraphs


def test_a_workbook_reads_its_comments_and_names_the_sheets_it_left(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Contents"
    book.active.append(
        [
            "note_id",
            "content",
            "create_time",
            "create_date_time",
            "liked_count",
            "comments_count",
            "shared_count",
            "note_url",
        ]
    )
    book.active.append([1, "帖子", 1, "2026-06-05", 1, 1, 1, "u"])
    comments = book.create_sheet("Comments")
    comments.append(
        [
            "comment_id",
            "note_id",
            "content",
            "create_time",
            "create_date_time",
            "comment_like_count",
            "sub_comment_count",
        ]
    )
    comments.append([7, 1, "看哭了", 1780700000, datetime(2026, 6, 6, 7, 0), 3, 0])
    book.save(tmp_path / "weibo.xlsx")
    found = Read(tmp_path / "weibo.xlsx")
    assert [(item.platform, item.item, item.text) for item in found.items] == [("weibo", "7", "看哭了")]
    assert any("Contents" in note for note in found.reading.notes)


def test_columns_nobody_knows_are_asked_about_with_the_flags_to_give(save):
    path = save("a.csv", "谁,说了啥,哪天\n甲,画面特别美值得再看一遍,2026-06-06\n乙,故事讲得太散了没看懂,2026-06-07\n")
    with pytest.raises(FileRefused) as caught:
        Read(path)
    assert "--map text=说了啥" in caught.value.todo
    assert "--map rated_at=哪天" in caught.value.todo
    assert Read(path, mapping={"text": "说了啥", "rated_at": "哪天"}).items[0].text.startswith("画面")


def test_a_wrong_field_or_column_names_the_nearest(save):
    path = save("a.csv", "评论,评分\n好看,5\n")
    with pytest.raises(FileRefused, match="text"):
        Read(path, kind="reviews", mapping={"txt": "评论"})
    with pytest.raises(FileRefused, match="评论"):
        Read(path, mapping={"text": "评轮"})


def test_a_table_of_nothing_we_know_is_kept_as_documents_and_said_so(save):
    found = Read(save("a.csv", 'a,b\n1,"ha \n""ha"" \nha"\n3,4\n'))
    assert found.items[0].paragraphs == ["a: 1", 'b: ha \n"ha" \nha']
    assert any("--map text=" in note for note in found.reading.notes)


def test_a_header_less_crawl_with_commas_in_its_comments_is_recognised(save):
    lines = [f"2026-06-0{n},小{n},北京,4.5,很好,但是有点长" for n in range(5, 9)]
    found = Read(save("movie.txt", "\n".join(lines)))
    assert found.reading.source == "maoyan_comment_txt"
    assert (found.items[0].text, found.items[0].rating, found.items[0].region) == ("很好,但是有点长", 4.5, "北京")


def test_want_to_see_and_anything_unrated_before_release_was_not_watched(save):
    path = save("a.csv", "评论,评分,日期\n期待,,2026-05-01\n点映看完了很好,5,2026-06-01\n看完沉默很久,,2026-06-09\n")
    assert [item.watched for item in Read(path).items] == [False, True, None]


def test_damaged_bytes_cost_their_rows_and_mixed_encodings_the_file(tmp_path):
    good = [f"第{n}条评论写得很认真,5".encode() for n in range(30)]
    path = tmp_path / "a.csv"
    path.write_bytes("评论,评分\n".encode() + b"\n".join([*good, "坏".encode("gb18030") + b",5"]))
    assert Read(path).rejected == [(31, "含有无法按 UTF-8 读取的字节")]
    mixed = ["评论写得很认真,5".encode("gb18030") if n % 3 else line for n, line in enumerate(good)]
    path.write_bytes("评论,评分\n".encode() + b"\n".join(mixed))
    with pytest.raises(FileRefused):
        Read(path)


def test_an_english_dossier_is_answered_in_english(save):
    film = Dossier(
        id="e", title="Sea", release_date=date(2026, 6, 5), market="US", synopsis="A daughter reads her letters."
    )
    with pytest.raises(FileRefused, match="Export it again"):
        Read(save("a.csv", ""), film=film)


def test_a_file_read_again_with_another_mapping_is_another_import(save):
    path = save("a.csv", "影片,评论\nSea,好看\nLand,还行\n")
    plain, again, named = Read(path), Read(path), Read(path, mapping={"film": "=Sea"})
    assert plain.reading.file_id == again.reading.file_id != named.reading.file_id


def test_what_the_team_noted_is_joined_and_columns_left_out_are_named(save):
    path = save(
        "投放.csv",
        "渠道,标题,正文,发布时间,曝光,目标角度,复盘备注,内部编号\n微博,定档,4月见,2026-05-01,1.2万,惊险,转发一般,x1\n",
    )
    found = Read(path, kind="campaign")
    assert found.items[0].note == "目标角度：惊险；复盘备注：转发一般"
    assert any("内部编号" in note for note in found.reading.notes)
