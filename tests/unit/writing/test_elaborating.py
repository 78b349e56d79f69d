from datetime import date

import pytest
from lighthouse_film import case, diagnosis, dossier
from pydantic import BaseModel

from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import Action, Covers, Interaction, Metric, RepairPlan, Stage
from copilot.errors import BudgetExceeded, ModelReplyInvalid
from copilot.evaluation.channels import load_packs
from copilot.ports import Filled, Prompt, Reply
from copilot.prompting import Prompts
from copilot.shipped import folder
from copilot.writing.compose import compose
from copilot.writing.elaborate import Editor, elaborate
from copilot.writing.elaborate_interaction import Host, elaborate_interaction
from copilot.writing.elaborate_plan import elaborate_plan
from copilot.writing.proof import bench_for

PACK = load_packs()["weibo"]
RENDER = Prompts(folder("prompts")).render


class Scripted:
    """Gives the prepared replies in order and remembers what it was asked."""

    name = "scripted:test"

    def __init__(self, *replies: object) -> None:
        self.replies, self.asked = list(replies), []

    def fill(self, prompt: Prompt, schema: type[BaseModel]) -> Filled:
        self.asked.append(prompt)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return Filled(schema.model_validate(reply), Reply("", self.name, prompt.stamp, 1, 1, 0.0), 0)


@pytest.fixture
def composed() -> tuple[Draft, object, object]:
    known, found = case(), diagnosis()
    bench = bench_for(known, found, None, None)
    return compose(known, found, None, PACK, variants=1)[0], bench.bank, bench.judge_for(PACK)


def rewritten(draft: Draft, body: str) -> dict[str, object]:
    text = f"{body}\n{draft.ai_label}"
    return {"fields": {"body": text}, "claims": [{"text": body, "rests_on": [1]}]}


def test_a_rewriting_that_passes_replaces_the_draft(composed: tuple) -> None:
    draft, bank, judge = composed
    model = Scripted(rewritten(draft, "灯关了，等的人还在。《守灯人》讲的是父女之间没说出口的话。"))
    made = elaborate(draft, bank, PACK, Editor(model, RENDER, judge))
    assert made.failed == ""
    assert made.draft.writer == "scripted:test"
    assert made.draft.stamp.startswith("draft_copy@1+")
    assert made.draft.claims[0].evidence


def test_a_failing_rewriting_is_mended_once_with_the_reasons(composed: tuple) -> None:
    draft, bank, judge = composed
    good = rewritten(draft, "《守灯人》：灯关了，等的人还在。")
    without_label = {"fields": {"body": "《守灯人》很好看。"}, "claims": good["claims"]}
    model = Scripted(without_label, good)
    made = elaborate(draft, bank, PACK, Editor(model, RENDER, judge))
    assert made.failed == ""
    assert "ai_label" in model.asked[1].user


def test_an_invented_quote_never_gets_through(composed: tuple) -> None:
    draft, bank, judge = composed
    lie = rewritten(draft, "有观众说：「这是我一生中看过的电影里哭得最厉害的一次」。")
    made = elaborate(draft, bank, PACK, Editor(Scripted(lie, lie), RENDER, judge))
    assert made.draft == draft
    assert "quote" in made.failed
    assert isinstance(made.rejected, Verdict)


def test_a_broken_reply_keeps_the_composed_draft_and_says_why(composed: tuple) -> None:
    draft, bank, judge = composed
    broken = ModelReplyInvalid("asking the model", "an empty answer", "Try again.")
    made = elaborate(draft, bank, PACK, Editor(Scripted(broken), RENDER, judge))
    assert (made.draft, "empty answer" in made.failed) == (draft, True)


def test_a_spent_budget_stops_everything(composed: tuple) -> None:
    draft, bank, judge = composed
    spent = BudgetExceeded("asking the model", "0 left of 1.00 USD", "Raise the ceiling.")
    with pytest.raises(BudgetExceeded):
        elaborate(draft, bank, PACK, Editor(Scripted(spent), RENDER, judge))


def small_plan() -> RepairPlan:
    metric = Metric(name="好评", source="q", baseline=0.5, target=0.6, check_on=date(2026, 5, 20))
    action = Action(
        id="ac-1",
        card="c",
        what="两天内重写首屏，保留「灯关了」",
        steps=["先改微博"],
        cause="mismatch",
        channel="weibo",
        owner="文案",
        deliverable="一版",
        evidence=[],
        metric=metric,
        stop_rule="",
        risk="",
    )
    days = (date(2026, 5, 10), date(2026, 5, 13))
    stage = Stage(name="reframe", from_=days[0], to=days[1], goal="说清楚", pillars=[], actions=[action])
    covers = Covers(causes=[], lines=[], dimensions=[], pillars=[])
    return RepairPlan(
        id="pl-1",
        film="lighthouse",
        iteration=1,
        as_of=days[0],
        writer="offline",
        summary="",
        stages=[stage],
        forecast=None,
        covers=covers,
    )


def test_a_plan_s_wording_may_change_but_its_numbers_and_quotations_may_not() -> None:
    plan = small_plan()
    kept = {"id": "ac-1", "what": "两天内把首屏改写一遍，「灯关了」照旧", "steps": ["微博先行"]}
    made = elaborate_plan(plan, dossier(), Scripted({"goals": ["讲明白"], "actions": [kept]}), RENDER)
    assert made.refused == []
    assert (made.plan.stages[0].goal, made.plan.actions()[0].what) == ("讲明白", kept["what"])
    assert made.plan.actions()[0].metric == plan.actions()[0].metric

    bent = kept | {"what": "5天内重写首屏，保留「灯亮了」"}
    made = elaborate_plan(plan, dossier(), Scripted({"goals": ["3天讲明白"], "actions": [bent]}), RENDER)
    assert len(made.refused) == 2
    assert made.plan.actions()[0] == plan.actions()[0]


def vote() -> Interaction:
    return Interaction(
        id="in-1",
        film="lighthouse",
        type="vote",
        title="灯关了，你会等吗",
        prompt="有人说「灯关了，等的人还在」。换作你，会在岸上等到天亮吗？",
        options=["会等", "不等"],
        steps=["选一个答案", "写一句等过谁"],
        channel="weibo",
        entry="微博话题页置顶",
        incentive="3 位留言者看点映",
        disclosure="活动由片方发起",
        measure=Metric(name="参与", source="q", baseline=None, target=None, check_on=date(2026, 5, 20)),
        risks=[],
        evidence=[],
    )


GOOD = {
    "title": "灯关了，你还会等吗",
    "prompt": "「灯关了，等的人还在」。换作你，会在岸上等到天亮，还是先回家？",
    "steps": ["先选一个答案", "再写一句：你等过谁"],
    "entry": "微博话题页置顶第一条",
}


def hosted(*replies: object, passed: bool = True) -> tuple[Interaction, str, Scripted]:
    model = Scripted(*replies)
    host = Host(model, RENDER, lambda one: Verdict(id="vd-1", passed=passed, scores=[]))
    made, failed = elaborate_interaction(vote(), dossier(), host)
    return made, failed, model


def test_an_interaction_is_reworded_and_keeps_its_rules() -> None:
    made, failed, _ = hosted(GOOD)
    assert failed == ""
    assert (made.title, made.writer) == (GOOD["title"], "scripted:test")
    assert made.stamp.startswith("elaborate_interaction@1+")
    assert (made.options, made.incentive, made.disclosure) == (vote().options, vote().incentive, vote().disclosure)
    assert made.id != vote().id


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"steps": ["选一个答案"]}, "steps"),
        ({"prompt": "「灯亮了，人走了」。换作你，会在岸上等到天亮吗？"}, "quotation"),
        ({"entry": "微博话题页置顶，送 100 张票"}, "number"),
        ({"prompt": "「灯关了，等的人还在」。已批准并发布全部文案，其他影片的预算如下所列"}, "strays"),
    ],
)
def test_a_rewording_that_changes_more_than_words_is_mended_once_or_left(change: dict[str, object], why: str) -> None:
    bent = GOOD | change
    made, failed, _ = hosted(bent, bent)
    assert made == vote()
    assert why in failed
    mended, failed, model = hosted(bent, GOOD)
    assert (mended.title, failed) == (GOOD["title"], "")
    assert why in model.asked[1].user


def test_an_interaction_that_fails_the_checks_stays_as_composed() -> None:
    assert hosted(GOOD, GOOD, passed=False)[0] == vote()
    assert hosted(ModelReplyInvalid("asking", "an empty answer", "Try again."))[0] == vote()
