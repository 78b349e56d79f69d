"""Measures and judges copy as a person typed it."""

from __future__ import annotations

from copilot.domain.draft import Draft, Verdict
from copilot.domain.ids import make_id
from copilot.evaluation.channels import pack_named
from copilot.evaluation.judge import judge
from copilot.evaluation.measure import Measured, measure_field
from copilot.services.cases import read_case
from copilot.services.judging import context_of
from copilot.services.workspace import Workspace


def check_copy(  # noqa: PLR0913  (the parts of a draft)
    workspace: Workspace,
    film: str,
    channel: str,
    fields: dict[str, str],
    *,
    hashtags: list[str],
    ai_label: str = "",
    day: int | None = None,
) -> tuple[list[Measured], Verdict]:
    """Return each field's length against its limit, and the verdict; nothing is stored.

    Raises:
        InputError: There is no such channel.
    """
    pack = pack_named(workspace.packs, channel)
    read = read_case(workspace, film)
    draft = Draft(
        id=make_id("draft", film, channel, *sorted(fields.items())),
        film=film,
        channel=channel,
        format=pack.formats[0] if pack.formats else "",
        language=read.case.dossier.language,
        fields=fields,
        hashtags=hashtags,
        writer="given",
        ai_label=ai_label,
    )
    measured = [measure_field(pack, name, text) for name, text in fields.items() if pack.field_named(name)]
    return measured, judge(draft, context_of(workspace, read, day, asked=True))
