import json
import zipfile
from pathlib import Path

import pytest
import yaml
from hostile_report import CONTROL, FORMULA, draft, plan, verdict

from copilot.adapters.exports import Exports, clipboard_text
from copilot.adapters.exports.files import DRAFT_FORMS, PLAN_FORMS
from copilot.errors import InputError


@pytest.mark.parametrize("form", PLAN_FORMS)
def test_a_plan_carries_the_ai_label_and_reports_what_it_had_to_replace(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"plan.{form}"
    notes = Exports("回潮").write_plan(plan(), verdict("pl-1"), path)
    assert path.stat().st_size > 500
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    replaced = " ".join(notes)
    assert ("surrogate" in replaced) == (form in ("md", "docx"))
    if form == "md":
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        assert front["AIGC"]["ContentProducer"] == "回潮"
        assert "人工智能辅助生成" in path.read_text(encoding="utf-8")
    else:
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            assert (
                '"Label": "1"'.replace('"', "&quot;") in package.read("docProps/custom.xml").decode()
                or json.dumps("1") in package.read("docProps/custom.xml").decode()
            )


def test_no_cell_of_a_sheet_is_a_formula(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "plan.xlsx"
    Exports().write_plan(plan(), None, path)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert FORMULA in [cell.value for cell in cells]
    assert any("人工智能辅助生成" in str(cell.value) for cell in cells)


def test_office_files_open_again(tmp_path: Path) -> None:
    import docx
    import pptx

    Exports().write_plan(plan(), None, tmp_path / "plan.docx")
    Exports().write_plan(plan(), None, tmp_path / "plan.pptx")
    words = "\n".join(p.text for p in docx.Document(str(tmp_path / "plan.docx")).paragraphs)
    assert FORMULA in words
    assert "坏␋字␀符�完" in words
    slides = pptx.Presentation(str(tmp_path / "plan.pptx")).slides
    shown = "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes)
    assert FORMULA in shown
    assert "人工智能辅助生成" in shown


def test_markdown_keeps_untrusted_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    Exports().write_plan(plan(), None, path)
    text = path.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "\\[link\\](http" in text
    assert text.count("](http") == text.count("\\](http")


@pytest.mark.parametrize("form", DRAFT_FORMS)
def test_drafts_can_be_exported(form: str, tmp_path: Path) -> None:
    notes = Exports().write_drafts([draft()], {"dr-1": verdict("dr-1")}, tmp_path / f"drafts.{form}")
    assert any("control character" in note for note in notes)


def test_copied_text_brings_the_ai_label_when_no_field_shows_it() -> None:
    assert clipboard_text([draft()]).rstrip().endswith("（AI辅助生成·人工审核）")


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.pptx"):
        Exports().write_plan(plan(), None, tmp_path / "plan.exe")
    with pytest.raises(InputError, match="no drafts"):
        Exports().write_drafts([], {}, tmp_path / "drafts.md")


def test_a_file_that_stands_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(CONTROL.replace("\ud800", "") * 10_000, encoding="utf-8")
    Exports().write_plan(plan(), None, path)
    assert path.read_text(encoding="utf-8").startswith("---\nAIGC:")
