"""Two small films with everything planning reads, built by hand."""

from datetime import timedelta

import numpy as np
import pytest

from copilot.domain.diagnosis import Audience, Cause, Diagnosis, LedgerEntry, Promise, Theme
from copilot.domain.evidence import quote
from copilot.domain.film import Dossier
from copilot.domain.imported import Measure
from copilot.domain.series import Drop, Point, Pulse, Sentiment, SentimentShare, Series, VoicesCount, VoicesReport
from copilot.domain.signals import ASPECTS
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.voices import Voices
from copilot.planning.playbook import load_cards

FERRY = {
    "id": "ferry",
    "title": "末班渡轮",
    "release_date": "2026-04-03",
    "market": "CN",
    "genres": ["剧情", "家庭"],
    "synopsis": "离家十年的女儿回到海岛，与开渡轮的父亲一起跑完最后一个航班。",
    "positioning": "给和父母很久没好好说话的人。",
    "audiences": ["和父母异地生活的年轻人", "带父母看电影的子女"],
    "core_emotion": "有些告别要等到最后一班船才说得出口",
    "characters": [{"name": "阿澜", "actor": "林溪"}, {"name": "老船长", "actor": "周牧"}],
    "spoilers": [{"text": "老船长在最后一个航班上把船开回了女儿出生的码头"}],
    "hashtags": ["末班渡轮"],
}
MINE = {
    "id": "mine",
    "title": "第九矿道",
    "release_date": "2026-07-10",
    "market": "CN",
    "genres": ["科幻", "冒险"],
    "synopsis": "一支勘探队在月球矿道里发现前人留下的信号，必须决定要不要回应。",
    "positioning": "硬核又好懂的国产科幻冒险。",
    "audiences": ["科幻读者", "游戏玩家"],
    "core_emotion": "人在黑暗里互相认出彼此的声音",
    "characters": [{"name": "陆行", "actor": "高远"}, {"name": "白鹭", "actor": "苏岚"}],
    "spoilers": [{"text": "信号其实来自陆行失踪的母亲", "tell_from_day": 30}],
    "hashtags": ["第九矿道"],
}
FERRY_TEXTS = [
    "码头那场戏父女俩谁都没说话，我在影院哭得停不下来",
    "预告剪得像悬疑片，结果是一部安静的家庭片，被骗进来的",
    "节奏太慢了，前半小时差点睡着",
    "船舱里那碗面让我想起我爸，散场就给他打了电话",
    "女儿到底该不该回来，我和朋友吵了一路",
    "不是拍给我的，我想看的是悬疑",
    "老船长擦那块铜铃的样子太动人了",
    "想知道铜铃上刻的是什么字，片子没交代",
]
MINE_TEXTS = [
    "矿道里只靠敲击声交流那段，听得我头皮发麻",
    "预告里的大场面正片一共三分钟，太失望了",
    "人物关系乱，看完也没分清白鹭是哪一边的",
    "陆行关灯等回音的那一刻，整个厅都不敢出声",
    "该不该回应信号，我站队长，朋友站白鹭",
    "票价比隔壁贵二十块，特效不值",
    "声音设计绝了，建议找个好厅看",
    "信号的编码规则能不能出个解析",
]


def _voices(texts, first_day, repeat=6):
    """Return reviews that repeat the texts over consecutive days, odd ones unhappy."""
    n = len(texts) * repeat
    polarity = np.array([-0.6 if i % len(texts) in (1, 2, 5) else 0.7 for i in range(n)], dtype=np.float32)
    aspects = np.full((n, len(ASPECTS)), np.nan, dtype=np.float32)
    aspects[:, 0] = polarity
    signals = np.array([1 << 1 if i % len(texts) == 1 else 0 for i in range(n)], dtype=np.uint32)
    zeros = np.zeros(n, dtype=np.uint16)
    return Voices(
        ids=[f"rv-{i:016x}" for i in range(n)],
        texts=[texts[i % len(texts)] for i in range(n)],
        platforms=["douban"] * n,
        authors=[""] * n,
        day=np.array([np.datetime64(first_day + timedelta(days=i // len(texts)), "D") for i in range(n)]),
        watched=np.ones(n, dtype=np.int8),
        stars=np.full(n, np.nan, dtype=np.float32),
        likes=np.zeros(n, dtype=np.int32),
        english=np.zeros(n, dtype=np.bool_),
        p_positive=(polarity > 0).astype(np.float32),
        polarity=polarity,
        aspects=aspects,
        emotions=np.array([1 if i % len(texts) == 0 else 0 for i in range(n)], dtype=np.uint16),
        signals=signals,
        kept=zeros,
        broken=np.array([1 if signal else 0 for signal in signals], dtype=np.uint16),
        weight=np.ones(n, dtype=np.float32),
        cluster=np.full(n, -1, dtype=np.int32),
    )


def _case(dossier, texts, as_of_day=6):
    film = Dossier.model_validate(dossier)
    as_of = film.release_date + timedelta(days=as_of_day)
    measures = [
        Measure(
            film=film.id,
            file="box",
            row=i + 1,
            day=film.release_date + timedelta(days=i),
            name="gross",
            value=9_000_000 * 0.8**i,
            unit="CNY",
            basis="net",
        )
        for i in range(as_of_day + 1)
    ]
    voices = _voices(texts, film.release_date)
    return Case(dossier=film, voices=voices, measures=measures, assets=[], posts=[], as_of=as_of)


def _said(case, index, words=None):
    text = case.voices.texts[index]
    start = text.index(words) if words else 0
    return quote(case.voices.ids[index], text, start, start + len(words or text))


def _diagnosis(case, themes, promise, causes, audiences):
    kinds = ("moves", "moves", "complains", "argues", "asks")
    entry = LedgerEntry(
        promise=Promise(
            id=f"pm-{case.dossier.id}",
            text=promise[0],
            kind=promise[1],
            asset=f"as-{case.dossier.id}",
            asset_title="终极预告",
            start=42.0,
        ),
        state="broken",
        viewers=9,
        broken=8,
        kept=1,
        evidence=[_said(case, 1)],
    )
    return Diagnosis(
        film=case.dossier.id,
        as_of=case.as_of,
        drop=Drop(
            state="dropping",
            since=case.dossier.release_date + timedelta(days=2),
            depth=0.3,
            why="票房低于同类影片",
            series="gross",
        ),
        ledger=[entry],
        causes=[
            Cause(
                cause=name,
                verdict=verdict,
                confidence=0.8 if verdict == "supported" else 0.3,
                evidence=[_said(case, 1)],
                why="观众这样说",
                would_change=f"需要{case.dossier.title}上映前的评论",
            )
            for name, verdict in causes.items()
        ],
        audiences=[
            Audience(name=name, said_by=name, viewers=20, positive_share=0.8 if warm else 0.3, responds=warm)
            for name, warm in audiences.items()
        ],
        themes=[
            Theme(key=key, kind=kind, label=label, voices=12 - i, evidence=[_said(case, index)])
            for i, (kind, (key, label, index)) in enumerate(zip(kinds, themes, strict=True))
        ],
    )


def _pulse(case):
    days = [case.dossier.release_date + timedelta(days=i) for i in range(40)]
    points = [
        Point(
            day=day,
            value=9e6 * 0.8**i if day <= case.as_of else None,
            expected=9e6 * 0.9**i,
            low=8e6 * 0.9**i,
            high=1e7 * 0.9**i,
        )
        for i, day in enumerate(days)
    ]
    share = SentimentShare(reviews=48)
    count = VoicesCount(reviews=48, voices=48)
    return Pulse(
        series=[Series(name="gross", unit="CNY", points=points)],
        drop=Drop(state="dropping", why="低于预期", series="gross"),
        sentiment=Sentiment(watched=share, unwatched=share),
        voices=VoicesReport(all=count, cleaned=count),
    )


class Film:
    """A film's case, diagnosis, pulse and figures together."""

    def __init__(self, case, diagnosis):
        self.case, self.diagnosis, self.pulse = case, diagnosis, _pulse(case)
        self.figures = Figures(case)


@pytest.fixture
def ferry():
    case = _case(FERRY, FERRY_TEXTS)
    themes = [
        ("码头", "码头那场戏", 0),
        ("那碗面", "船舱里那碗面", 3),
        ("pace", "节奏太慢", 2),
        ("该不该回来", "女儿到底该不该回来", 4),
        ("铜铃", "铜铃上刻的字", 7),
    ]
    causes = {"mismatch": "supported", "positioning": "cannot_tell", "interaction": "ruled_out"}
    people = {"和父母异地生活的人": True, "冲着悬疑来的人": False}
    return Film(case, _diagnosis(case, themes, ("一场海上悬案", "emotion"), causes, people))


@pytest.fixture
def mine():
    case = _case(MINE, MINE_TEXTS)
    themes = [
        ("敲击声", "靠敲击声交流那段", 0),
        ("回音", "关灯等回音的那一刻", 3),
        ("story", "人物关系乱", 2),
        ("回应信号", "该不该回应信号", 4),
        ("编码", "信号的编码规则", 7),
    ]
    causes = {"mismatch": "supported", "positioning": "supported", "interaction": "cannot_tell", "price": "supported"}
    people = {"爱琢磨声音设计的人": True, "冲着大场面来的人": False}
    return Film(case, _diagnosis(case, themes, ("前所未见的月面大战", "emotion"), causes, people))


@pytest.fixture(scope="session")
def cards():
    return load_cards()
