"""A report full of text that would like to be markup, formulas and control characters, for the tests of exports."""

from datetime import UTC, date, datetime, timedelta

from copilot.domain.diagnosis import Cause, Diagnosis, LedgerEntry, Promise, Theme
from copilot.domain.draft import Claim, Draft, Score, Verdict
from copilot.domain.evidence import Evidence, figure, quote
from copilot.domain.film import Dossier
from copilot.domain.imported import ImportedFile
from copilot.domain.plan import Action, Covers, Metric, PlanForecast, RepairPlan, Stage
from copilot.domain.report import ReportContent
from copilot.domain.series import Drop, Point, Pulse, Sentiment, SentimentShare, Series, VoicesCount, VoicesReport
from copilot.evaluation.channels import load_packs

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","点我")'
CONTROL = "坏\x0b字\x00符\ud800完"
DAY = date(2026, 5, 10)
SAID = f"海风真好听 {SCRIPT} [link](http://evil.example)"


def said(text: str = SAID) -> Evidence:
    return quote("rv-1", text, 0, len(text))


def plan() -> RepairPlan:
    metric = Metric(
        name="好评占比", source="q", unit="share", baseline=0.5, target=0.6, check_on=DAY + timedelta(days=7)
    )
    share = figure("lighthouse", "share/reviews?film=lighthouse&watched=1", 0.5, "看过的观众一半说好")
    action = Action(
        id="ac-1",
        card="c",
        what=FORMULA,
        steps=[CONTROL, "+1+1", "@SUM(A1)"],
        cause="mismatch",
        channel="weibo",
        owner="-2+3",
        deliverable="\t=1+1",
        evidence=[said(), share],
        metric=metric,
        stop_rule="不见好就停",
        risk="无",
    )
    stage = Stage(name="reframe", from_=DAY, to=DAY + timedelta(days=3), goal="说清楚", pillars=[], actions=[action])
    return RepairPlan(
        id="pl-1",
        film="lighthouse",
        iteration=2,
        as_of=DAY,
        writer="offline",
        summary="先对齐期待，再请看过的人说话。",
        stages=[stage],
        forecast=PlanForecast(series="gross", unit="CNY", check_on=DAY, without=3.1e7, aim=4e7),
        covers=Covers(causes=["mismatch"], lines=[], dimensions=[], pillars=[]),
        learnt=["置顶有用"],
    )


def verdict(of: str) -> Verdict:
    score = Score(check="quote", value=0.0, passed=False, severity="block", reason=SCRIPT, fix="换成原话")
    return Verdict(id=of, passed=False, scores=[score])


def draft() -> Draft:
    shot = {"no": 1, "tc_in": "00:00", "tc_out": "00:03", "visual": FORMULA, "rights_ok": True}
    return Draft(
        id="dr-1",
        film="lighthouse",
        channel="weibo",
        format="topic_post",
        angle="scene",
        fields={"body": f"《守灯人》{SCRIPT}{CONTROL}"},
        hashtags=["守灯人"],
        script=[shot],
        claims=[Claim(text="=cmd|' /C calc'!A0", evidence=[said()])],
        ai_label="（AI辅助生成·人工审核）",
    )


def report(**changes: object) -> ReportContent:
    """Return the report with some parts changed."""
    points = [
        Point(
            day=DAY - timedelta(days=10 - i), value=None if i == 4 else 1e8 / (i + 1), expected=9e7, low=7e7, high=1.1e8
        )
        for i in range(10)
    ]
    share = SentimentShare(reviews=100, positive_share=0.5)
    voices = VoicesCount(reviews=100, voices=90.4)
    drop = Drop(state="dropping", since=DAY - timedelta(days=6), depth=0.38, why=f"第五天起低于预期。{SCRIPT}")
    promise = Promise(id="pm-1", text="惊险救援", kind="spectacle", asset="as-1", asset_title=SCRIPT)
    diagnosis = Diagnosis(
        film="lighthouse",
        as_of=DAY,
        drop=drop,
        ledger=[LedgerEntry(promise=promise, state="broken", viewers=9, evidence=[said()])],
        causes=[
            Cause(cause="mismatch", verdict="supported", confidence=0.8, evidence=[said()], would_change="更多数据")
        ],
        audiences=[],
        themes=[Theme(key="sea", kind="moves", label=SCRIPT, voices=3, evidence=[said()])],
    )
    parts: dict[str, object] = {
        "dossier": Dossier(
            id="lighthouse",
            title=f"守灯人{SCRIPT}",
            release_date=date(2026, 5, 1),
            synopsis="海岛上的灯塔就要关了，守了一辈子灯的父亲在等女儿回来签字。" * 2,
        ),
        "pulse": Pulse(
            series=[Series(name="gross", unit="CNY", points=points)],
            drop=drop,
            sentiment=Sentiment(watched=share, unwatched=share),
            voices=VoicesReport(all=voices, cleaned=voices),
        ),
        "diagnosis": diagnosis,
        "plan": plan(),
        "interactions": [],
        "drafts": [draft()],
        "verdicts": {"dr-1": verdict("dr-1")},
        "packs": load_packs(),
        "made_at": datetime(2026, 5, 11, 9, 30, tzinfo=UTC),
        "sources": [
            ImportedFile(
                id="fi-1",
                file=f"{SCRIPT}.csv",
                kind="reviews",
                source="douban",
                rows=100,
                kept=98,
                duplicates=2,
                rejected=[],
                encoding="utf-8",
                mapping={},
            )
        ],
        "titles": {"rv-1": "豆瓣 2026-05-03"},
    }
    return ReportContent(**(parts | changes))  # type: ignore[arg-type]
