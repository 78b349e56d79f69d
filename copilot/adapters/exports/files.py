"""Writes reports, plans and drafts as files people forward: HTML, Markdown, DOCX, XLSX, PPTX and plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.blocks import Block, Heading, Paragraph
from copilot.adapters.exports.draft_outline import claims_table, drafts_table, outline_drafts, script_table
from copilot.adapters.exports.drawings import draw_series
from copilot.adapters.exports.markdown import to_markdown
from copilot.adapters.exports.plan_outline import actions_table, evidence_table, outline_plan, plan_language
from copilot.adapters.exports.report_html import render_html
from copilot.adapters.exports.report_outline import outline_report
from copilot.adapters.exports.safe import Notes, plain, write_text
from copilot.adapters.exports.sheets import write_xlsx
from copilot.adapters.exports.slides import write_pptx
from copilot.adapters.exports.word import write_docx
from copilot.adapters.exports.wording import named_sources, told, words
from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import RepairPlan
from copilot.domain.report import Names, ReportContent
from copilot.errors import InputError

PLAN_FORMS = ("md", "docx", "xlsx", "pptx")
DRAFT_FORMS = ("md", "docx", "xlsx", "txt")
_UNNAMED = Names()


class Exports:
    """Writes files, each in one step, each with the visible AI label and the AIGC metadata.

    Args:
        producer: Code or name of the producing service, for the metadata.
    """

    def __init__(self, producer: str = "huichao") -> None:
        self._producer = producer

    def write_report(self, report: ReportContent, folder: Path) -> dict[str, Path]:
        """Write report.html, report.md and report.docx; returns html, md and docx → path."""
        mark, notes = AiMark(self._producer, report.plan.id), Notes()
        report = replace(report, titles=named_sources(report.titles, report.dossier.language))
        blocks = outline_report(report, draw_series(report.pulse, report.dossier.language))
        return {
            "html": write_text(folder / "report.html", render_html(report, mark, notes)),
            "md": write_text(folder / "report.md", to_markdown(blocks, mark, notes)),
            "docx": write_docx(blocks, folder / "report.docx", mark, notes),
        }

    def write_plan(self, plan: RepairPlan, verdict: Verdict | None, path: Path, names: Names = _UNNAMED) -> list[str]:
        """Write a plan as .md, .docx, .xlsx or .pptx, by the file's ending, with its sources by name.

        Returns:
            What had to be changed for the format, one sentence each; empty when nothing was.

        Raises:
            InputError: The ending is another one.
        """
        form = _form(path, PLAN_FORMS, "exporting a plan")
        mark, notes, language = AiMark(self._producer, plan.id), Notes(), plan_language(plan)
        label, names = words(language)["ai_label"], told(names, language)
        blocks: list[Block] = [*outline_plan(plan, verdict, names), Paragraph(label, "label")]
        if form == "md":
            write_text(path, to_markdown(blocks, mark, notes))
        elif form == "docx":
            write_docx(blocks, path, mark, notes)
        elif form == "xlsx":
            write_xlsx([actions_table(plan, names), evidence_table(plan, names)], path, label, mark, notes)
        else:
            write_pptx(plan, verdict, path, mark, notes, names)
        return notes.list()

    def write_drafts(
        self, drafts: Sequence[Draft], verdicts: Mapping[str, Verdict], path: Path, names: Names = _UNNAMED
    ) -> list[str]:
        """Write drafts as .md, .docx, .xlsx, or .txt to copy from; returns notes as `write_plan`.

        Raises:
            InputError: There is nothing to write, or the ending is another one.
        """
        form = _form(path, DRAFT_FORMS, "exporting copy")
        if not drafts:
            raise InputError("exporting copy", "there are no drafts", "Make copy first.")
        mark, notes, language = AiMark(self._producer, drafts[0].id), Notes(), drafts[0].language
        label, names = words(language)["ai_label"], told(names, language)
        title = words(language)["drafts"]
        blocks: list[Block] = [
            Heading(f"{title} · {names.film}" if names.film else title, 1),
            Paragraph(label, "label"),
            *outline_drafts(drafts, verdicts, names),
        ]
        if form == "txt":
            write_text(path, clipboard_text(drafts, notes))
        elif form == "md":
            write_text(path, to_markdown(blocks, mark, notes))
        elif form == "docx":
            write_docx(blocks, path, mark, notes)
        else:
            tables = [drafts_table(drafts, verdicts, names), claims_table(drafts, names)]
            tables += [script_table(draft, names) for draft in drafts if draft.script]
            write_xlsx(tables, path, label, mark, notes)
        return notes.list()


def clipboard_text(drafts: Sequence[Draft], notes: Notes | None = None) -> str:
    """Return the drafts as they are pasted into a channel: fields in order, the AI label where no field shows it."""
    pieces = []
    for draft in drafts:
        fields = [text for text in draft.fields.values() if text]
        label = [] if any(draft.ai_label in text for text in fields) else [draft.ai_label]
        pieces.append("\n\n".join([*fields, *label]))
    return plain("\n\n――――\n\n".join(pieces), notes) + "\n"


def _form(path: Path, known: tuple[str, ...], doing: str) -> str:
    form = path.suffix.lower().lstrip(".")
    if form not in known:
        raise InputError(doing, f"{path.name} ends in {form!r}", f"Use one of {', '.join('.' + one for one in known)}.")
    return form
