"""What a cause says: every number in its reason stands in its evidence, and nobody is never 0 % of viewers."""

import re

import pytest
import yaml
from case_builder import DAY, a_case, a_dossier, as_expected, measures, voices

from copilot import shipped
from copilot.domain.imported import Post
from copilot.insight.diagnosis import diagnose_case

PLAIN = [f"演员演得不错，故事也完整，第{i}次来看还是喜欢这里的海" for i in range(100)]
SLOW = "前一个小时实在太拖沓了，我看了三次手机，差点睡着"
TIGHT = "节奏很紧凑，一口气看完"
PROMISED = [{"text": "全程高能，一秒都不敢喘", "kind": "pace"}]
TOLD = {"zh": {}, "en": {"title": "Cable Car", "synopsis": "A father, a daughter and a cable car stuck over a gorge."}}
DATES = re.compile(r"\d+月\d+日|\d+ (?:January|February|March|April|May)|80%|\d{4}")


def posts(count, inviting):
    return [
        Post(id=f"p{i}", film="f", file="c", row=i, channel="weibo", day=DAY, text=text, own=True)
        for i, text in enumerate(["投票选出你最喜欢的一幕"] * inviting + ["今日上映"] * (count - inviting))
    ]


def cases(language):
    film = a_dossier(promises=PROMISED, **TOLD[language])
    signals = [("promise_broken",)] * 20 + [("nowhere_to_take_part",)] * 20 + [("not_for_me",)] * 20 + [()] * 60
    mixed = voices([f"{SLOW}{i}" for i in range(20)] + PLAIN, pleased=[0.2] * 20 + [0.8] * 100, signals=signals)
    contested = voices([f"{SLOW}{i}" for i in range(20)] + [f"{TIGHT}{i}" for i in range(4)] + PLAIN, pleased=0.5)
    yield a_case(mixed, measures(as_expected(18)), dossier=film, posts=posts(10, 2))
    yield a_case(contested, measures(as_expected(18)), dossier=film)
    yield a_case(voices(PLAIN, pleased=0.8), dossier=film)
    yield a_case(voices(PLAIN[:8]), dossier=film, posts=posts(6, 0))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_of_a_reason_is_in_its_evidence(language):
    for case in cases(language):
        for cause in diagnose_case(case).causes:
            shown = " ".join(item.text for item in (*cause.evidence, *cause.against))
            said = set(re.findall(r"\d+(?:\.\d+)?", DATES.sub("", cause.why.partition("：")[0] + cause.why)))
            said -= {"30"}  # the least that talk needs
            quoted = cause.why[cause.why.find("“") : cause.why.find("）")]
            unknown = [n for n in said if n not in shown and n not in quoted]
            assert not unknown, (cause.cause, cause.verdict, cause.why, shown)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_nobody_says_is_not_told_as_a_share(language):
    for cause in diagnose_case(a_case(voices(PLAIN, pleased=0.8), dossier=a_dossier(**TOLD[language]))).causes:
        assert not re.search(r"(?<![\d.])0%", cause.why), cause.why


def test_every_sentence_is_there_in_both_languages():
    path = shipped.folder("knowledge") / "lexicons" / "cause_phrases.yaml"
    for section, phrases in yaml.safe_load(path.read_text("utf-8")).items():
        for key, said in phrases.items():
            assert set(said) == {"zh", "en"}, (section, key)
            slots = [set(re.findall(r"{(\w+)}", said[language])) for language in ("zh", "en")]
            assert slots[0] == slots[1] or section == "ledger", (section, key)
