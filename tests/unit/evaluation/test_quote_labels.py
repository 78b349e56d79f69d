"""Words in quotation marks that name a label are nobody's words."""

from __future__ import annotations

import pytest

from copilot.evaluation.checks.quote import attributed_quotes


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("导出评论，标注「未看」，一百条", []),
        ("评论区开“看后”折叠楼，专供二刷观众", []),
        ("Export the comments, marked “not seen”, by platform", []),
        ("一位观众写道：“后劲很大，第二天还在想”", ["后劲很大，第二天还在想"]),
        ("评论里说「标注得很清楚」", ["标注得很清楚"]),
    ],
)
def test_only_attributed_words_are_claimed_as_someones(text: str, claimed: list[str]) -> None:
    assert [text[start:end] for start, end in attributed_quotes(text)] == claimed
