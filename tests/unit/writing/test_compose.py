import re
from collections import Counter
from itertools import combinations

import pytest
from lighthouse_film import WARM, case, diagnosis, dossier

from copilot.domain.channel import RulePack
from copilot.domain.draft import Draft
from copilot.errors import InputError, PolicyError
from copilot.evaluation.channels import load_packs
from copilot.evaluation.checks.ai_label import has_note
from copilot.evaluation.measure import measure_field
from copilot.writing.bank import gather
from copilot.writing.compose import Wish, compose, compose_from

PACKS = load_packs()
WRITABLE = [pack for pack in PACKS.values() if pack.writable]


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    bank = gather(case(), diagnosis())
    return [draft for pack in WRITABLE for draft in compose_from(bank, pack)]


def whole(draft: Draft) -> str:
    return "\n".join(draft.fields.values())


def spoken(draft: Draft) -> set[str]:
    """The sentences of a draft without its AI note, tags and the times of chapters."""
    text = whole(draft).replace(draft.ai_label, "")
    pieces = (piece.strip() for piece in re.split(r"[。！？\n]", text))
    return {piece for piece in pieces if len(piece) > 3 and not re.match(r"#|\d\d:\d\d", piece)}


def trigrams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def test_every_field_is_within_its_channel_s_hard_limits(drafts: list[Draft]) -> None:
    for draft in drafts:
        for name, text in draft.fields.items():
            assert measure_field(PACKS[draft.channel], name, text).ok, (draft.channel, name, text)


def test_every_required_field_is_filled(drafts: list[Draft]) -> None:
    for draft in drafts:
        required = {name for name, limit in PACKS[draft.channel].fields.items() if limit.required}
        assert required <= {name for name, text in draft.fields.items() if text.strip()}, draft.channel


def test_every_draft_shows_that_ai_took_part(drafts: list[Draft]) -> None:
    assert all(draft.ai_label in whole(draft) and has_note(whole(draft)) for draft in drafts)


def test_every_draft_rests_on_evidence(drafts: list[Draft]) -> None:
    assert all(draft.claims and all(claim.evidence for claim in draft.claims) for draft in drafts)


def test_quotes_are_verbatim(drafts: list[Draft]) -> None:
    quotes = [e for d in drafts for claim in d.claims for e in claim.evidence if e.kind == "quote"]
    assert quotes
    assert all(any(e.text in text for text in WARM) for e in quotes)


def test_variants_differ_in_angle_and_in_words(drafts: list[Draft]) -> None:
    for one, other in combinations(drafts, 2):
        if one.channel == other.channel:
            a, b = trigrams(whole(one)), trigrams(whole(other))
            assert one.angle != other.angle
            assert len(a & b) / len(a | b) <= 0.8, (one.channel, one.variant, other.variant)


def test_no_sentence_stands_in_more_than_a_tenth_of_a_film_s_drafts(drafts: list[Draft]) -> None:
    often, times = Counter(s for draft in drafts for s in spoken(draft)).most_common(1)[0]
    assert times <= 0.1 * len(drafts), often


def test_closed_spoilers_and_words_the_tone_rules_out_never_appear(drafts: list[Draft]) -> None:
    assert not any(word in whole(draft) for draft in drafts for word in ("唇语", "听不见", "绷不住"))


def test_the_team_s_asides_stay_inside(drafts: list[Draft]) -> None:
    assert not any("首轮主攻" in whole(draft) for draft in drafts)


def test_a_spoiler_may_be_told_once_it_is_open() -> None:
    told = dossier(synopsis="父亲早就听不见女儿的声音，一直在读唇语。")
    assert gather(case(told, day=10), diagnosis(told)).plots == ()
    assert gather(case(told, day=30), diagnosis(told)).plots


def test_before_release_nobody_is_quoted() -> None:
    found = [d for pack in WRITABLE for d in compose_from(gather(case(day=0), diagnosis()), pack)]
    assert not any(
        e.kind == "quote" and "「" in claim.text for d in found for claim in d.claims for e in claim.evidence
    )


def test_a_dossier_with_a_title_only_still_gives_copy_in_its_language() -> None:
    thin = dossier(
        title="Low Tide",
        synopsis="",
        positioning="",
        core_emotion="",
        characters=[],
        audiences=[],
        credits={},
        genres=[],
    )
    found = [d for pack in WRITABLE for d in compose_from(gather(case(thin, texts=[]), diagnosis(thin)), pack)]
    assert {d.language for d in found} == {"en"}
    assert all("Low Tide" in whole(d) for d in found if d.channel == "email")


@pytest.mark.parametrize("channel", ["weibo", "xiaohongshu", "douyin", "wechat_oa", "zhihu", "x", "email"])
def test_copy_passes_the_blocking_checks(channel: str) -> None:
    from copilot.writing.proof import bench_for

    known, found = case(), diagnosis()
    pack: RulePack = PACKS[channel]
    judge = bench_for(known, found, None, None).judge_for(pack)
    failing = [s.reason for d in compose(known, found, None, pack) for s in judge(d).failing("block")]
    assert failing == []


def test_the_same_film_gives_the_same_copy() -> None:
    assert compose(case(), diagnosis(), None, PACKS["weibo"]) == compose(case(), diagnosis(), None, PACKS["weibo"])


def test_an_angle_can_be_asked_for() -> None:
    found = compose(case(), diagnosis(), None, PACKS["weibo"], angle="companion", variants=2)
    assert [draft.angle for draft in found] == ["companion", "companion"]
    assert found[0].fields != found[1].fields


def test_audience_sites_are_not_written_for() -> None:
    with pytest.raises(PolicyError, match="writing copy for douban"):
        compose(case(), diagnosis(), None, PACKS["douban"])


@pytest.mark.parametrize("wish", [{"angle": "shouting"}, {"variants": 0}, {"variants": 10}])
def test_impossible_wishes_are_refused(wish: dict[str, object]) -> None:
    with pytest.raises(InputError, match="writing copy for weibo"):
        compose(case(), diagnosis(), None, PACKS["weibo"], **wish)  # type: ignore[arg-type]


def test_a_message_in_china_is_signed_and_can_be_refused_whatever_its_language() -> None:
    english = dossier(title="Low Tide", synopsis="A keeper waits for his daughter.", positioning="", core_emotion="")
    body = compose(case(english, texts=[]), diagnosis(english), None, PACKS["sms_cn"], variants=1)[0].fields["body"]
    assert re.match(r"【.{2,8}】", body)
    assert body.endswith("拒收请回复R")


def test_a_paid_post_opens_with_an_ad_mark() -> None:
    found = compose_from(gather(case(), diagnosis()), PACKS["weibo"], Wish(variants=1, paid=True))
    assert "广告" in found[0].fields["body"][:6]


def test_no_draft_opens_with_another_viewer(drafts: list[Draft]) -> None:
    for draft in drafts:
        said = whole(draft)
        first = said.find("「")
        assert first < 0 or not re.search(r"另一位观众|还有一句|再听听|补了一句", said[:first]), said


def test_a_title_names_only_people_the_text_is_about(drafts: list[Draft]) -> None:
    for draft in drafts:
        rest = "\n".join(text for name, text in draft.fields.items() if name != "title")
        for name in ("陈海生", "陈汐", "高树", "白露"):
            assert name not in draft.fields.get("title", "") or name in rest, draft.fields
