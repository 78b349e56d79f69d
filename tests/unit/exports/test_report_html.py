import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile_report import SAID, report

from copilot.adapters.exports import Exports
from copilot.adapters.exports.wording import named_sources


class Tags(HTMLParser):
    """Collects the elements a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return Exports("回潮").write_report(report(), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(files: dict[str, Path]) -> Tags:
    tags = Tags()
    tags.feed(files["html"].read_text(encoding="utf-8"))
    return tags


def test_three_files_are_written_and_nothing_else_is_left(files: dict[str, Path]) -> None:
    assert sorted(p.name for p in files["html"].parent.iterdir()) == ["report.docx", "report.html", "report.md"]


def test_untrusted_text_never_becomes_an_element(page: Tags) -> None:
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "img", "iframe", "link", "object", "form"}
    assert not any(name.startswith("on") for _, attrs in page.found for name in attrs)
    assert SAID in "".join(page.text)


def test_nothing_is_fetched(page: Tags) -> None:
    assert not any(name in ("src", "action", "data") for _, attrs in page.found for name in attrs)
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in page.found)
    policy = next(attrs["content"] for tag, attrs in page.found if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'")


def test_the_ai_label_is_visible_and_in_the_metadata(page: Tags) -> None:
    assert "人工智能辅助生成" in "".join(page.text)
    mark = json.loads(next(attrs["content"] for _, attrs in page.found if attrs.get("name") == "AIGC"))
    assert mark["AIGC"] == {
        "Label": "1",
        "ContentProducer": "回潮",
        "ProduceID": "pl-1",
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }


def test_the_reader_finds_finding_chart_quote_source_counter_and_verdict(page: Tags) -> None:
    text = re.sub(r"\s+", " ", "".join(page.text))
    for part in (
        "第五天起低于预期",
        "38.0%",
        "豆瓣 2026-05-03",
        "share/reviews?film=lighthouse",
        "未通过",
        "换成原话",
        "/ 2,000",
    ):
        assert part in text
    assert {"svg", "polyline"} <= {tag for tag, _ in page.found}


def test_control_characters_are_shown_as_pictures(page: Tags) -> None:
    assert "坏␋字␀符�完" in "".join(page.text)


def test_an_english_film_gets_an_english_report(tmp_path: Path) -> None:
    film = report().dossier.model_copy(
        update={"title": "Low Tide", "synopsis": "A lighthouse is closing down for good."}
    )
    text = Exports().write_report(report(dossier=film), tmp_path)["html"].read_text(encoding="utf-8")
    assert "Why it fell" in text
    assert '<html lang="en">' in text


def test_a_report_without_series_says_so(tmp_path: Path) -> None:
    pulse = report().pulse.model_copy(update={"series": []})
    assert "没有可画的逐日数据" in Exports().write_report(report(pulse=pulse), tmp_path)["html"].read_text(
        encoding="utf-8"
    )


def test_the_first_page_says_what_happened_why_what_to_do_and_what_is_open(page: Tags) -> None:
    text = re.sub(r"\s+", " ", "".join(page.text))
    first = text[: text.index("走势与预期")]
    for part in ("发生了什么", "为什么", "这周先做三件事", "还不能判断", "预告与成片错位", "微博"):
        assert part in first


def test_the_contents_lead_to_sections_that_are_there(page: Tags) -> None:
    wanted = {(attrs.get("href") or "")[1:] for tag, attrs in page.found if tag == "a"}
    assert wanted
    assert wanted <= {attrs.get("id") for _, attrs in page.found}


def test_the_document_has_headings_pictures_with_captions_and_repeating_table_headers(files: dict[str, Path]) -> None:
    import docx

    document = docx.Document(str(files["docx"]))
    titles = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert titles[:3] == ["一页看完", "走势与预期", "为什么下栽"]
    assert len(document.inline_shapes) == 1
    assert any(p.text.startswith("日票房") for p in document.paragraphs)
    assert all("tblHeader" in table.rows[0]._tr.xml for table in document.tables)


def test_a_source_is_cited_by_its_platform_s_name() -> None:
    assert named_sources({"rv-1": "douban 2026-05-03", "as-1": "终极预告"}, "zh") == {
        "rv-1": "豆瓣 2026-05-03",
        "as-1": "终极预告",
    }
