"""Finds who a text says made or played what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from copilot.evaluation.lexicons import Lexicons
from copilot.evaluation.text import tagged

_EN = r"(?P<name>[A-Z][\w'’.-]+(?:\s+(?:de|van|von|da|del|la|[A-Z][\w'’.-]*)){0,3})"
_EN_LIST = (
    r"(?P<names>[A-Z][\w'’.-]+(?:\s+[A-Z][\w'’.-]*){0,3}(?:(?:,\s*(?:and\s+)?|"
    r"\s+and\s+)[A-Z][\w'’.-]+(?:\s+[A-Z][\w'’.-]*){0,3})*)"
)
_ENGLISH_ROLES = {
    "director": [
        rf"[Dd]irected by {_EN}",
        rf"(?:director|filmmaker) {_EN}",
        rf"{_EN}(?:'s|’s) direction",
        rf"{_EN} directs\b",
    ],
    "writer": [rf"[Ww]ritten by {_EN}", rf"(?:screenwriter|writer) {_EN}", rf"(?:screenplay|script) by {_EN}"],
    "cast": [rf"[Ss]tarring {_EN_LIST}", rf"{_EN} stars\b", rf"[Ll]ed by {_EN}"],
    "composer": [rf"(?:[Ss]core|[Mm]usic) by {_EN}", rf"[Ss]cored by {_EN}", rf"composer {_EN}"],
    "cinematographer": [
        rf"(?:[Ss]hot|[Pp]hotographed) by {_EN}",
        rf"[Cc]inematography by {_EN}",
        rf"cinematographer {_EN}",
    ],
    "producer": [rf"[Pp]roduced by {_EN}", rf"producer {_EN}"],
    "editor": [rf"[Ee]dited by {_EN}"],
}
_ENGLISH_CASTING = [
    rf"{_EN} (?:plays|stars as|is|shines as|as|portrays) (?P<character>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)",
    r"(?P<character>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?),? played by " + _EN,
]


@dataclass(frozen=True)
class Credit:
    """A person said to hold a role, and where it says so. A character stands for `who plays whom`."""

    role: str
    person: str
    start: int
    end: int
    character: str = ""


class CreditFinder:
    """Finds credits in Chinese and English copy.

    Args:
        lexicons: Surnames and what only looks like a name.
        known: Names of the film, which are recognised wherever they stand.
    """

    def __init__(self, lexicons: Lexicons, known: list[str]) -> None:
        names = lexicons.names
        self._not_names = tuple(names["not_names"])
        surname = "(?:" + "|".join(names["compound_surnames"]) + "|[" + names["surnames"] + "])"
        guess = (
            rf"{surname}[\u4e00-\u9fff]{{1,2}}?|[\u4e00-\u9fff]{{2,6}}·[\u4e00-\u9fff]{{2,6}}|"
            r"[A-Z][a-z]+(?: [A-Z][a-z]+)+"
        )
        anyone = "|".join([*(re.escape(name) for name in known), guess])
        after = (
            r"(?=[，。！？、；：,.!?\s》”’）)的与和及用把以在将从说曾亲"
            r"执导领联饰扮演出倾历新首又再携带继时隔谈讲聊回写拍做为想让给这那是也都有则并]|$)"
        )
        one, many = rf"(?P<name>{anyone})", rf"(?P<names>(?:{anyone})(?:[、，和与/ ]+(?:{anyone}))*)"
        self._roles = [(role, re.compile(pattern)) for role, pattern in _chinese_roles(one, many, after)]
        self._roles += [(role, re.compile(p)) for role, group in _ENGLISH_ROLES.items() for p in group]
        self._casting = [
            re.compile(
                rf"{one}(?:，)?(?:在(?:片|本片|影片|剧|戏)中|首次|再度|将)?(?:饰演|扮演|出演|饰|演绎)(?:的)?(?:了)?"
                rf"(?P<character>[\u4e00-\u9fff·]{{2,10}}?){after}"
            ),
            re.compile(rf"(?P<character>[\u4e00-\u9fff·]{{2,4}})[由（(](?:由)?{one}(?:饰演|扮演|出演|饰)"),
            *map(re.compile, _ENGLISH_CASTING),
        ]
        self._each = re.compile(rf"{anyone}")
        self.find = lru_cache(maxsize=512)(self._find)

    def _find(self, text: str) -> tuple[Credit, ...]:
        found = [credit for role, pattern in self._roles for credit in self._credits(role, pattern, text)]
        for pattern in self._casting:
            for match in pattern.finditer(text):
                if self._is_name(match["name"], text):
                    found.append(Credit("cast", match["name"], *match.span("name"), match["character"]))
        return tuple(dict.fromkeys(found))

    def _credits(self, role: str, pattern: re.Pattern[str], text: str) -> Iterator[Credit]:
        for match in pattern.finditer(text):
            if "names" in pattern.groupindex:
                start = match.start("names")
                for each in re.finditer(r"[^、，,和与/]+?(?=、|，|,|和|与|/| and |$)", match["names"]):
                    person = each[0].removeprefix(" and ").strip()
                    if self._is_name(person, text):
                        at = start + each.start() + each[0].index(person)
                        yield Credit(role, person, at, at + len(person))
            elif self._is_name(match["name"], text):
                yield Credit(role, match["name"], *match.span("name"))

    def _is_name(self, person: str, text: str) -> bool:
        if not person or any(person.startswith(word) for word in self._not_names):
            return False
        if person[0].isascii() or "·" in person:
            return len(person) > 2
        return len(person) >= 2 and not any(word == person and tag[:1] in "vdpcu" for word, tag in tagged(text))


def _chinese_roles(one: str, many: str, after: str) -> Iterator[tuple[str, str]]:
    yield "director", rf"(?:由)?{one}(?:亲自|联合)?(?:执导|导演(?:的|，|。|作品|新作|$))"
    yield "director", rf"(?:导演|执导)(?:是|为|：|:|\s)*{one}{after}"
    yield "writer", rf"编剧(?:是|为|：|:|\s)*{one}{after}"
    yield "writer", rf"(?:由)?{one}(?:担任|任|亲自)?编剧"
    yield "cast", rf"(?:由)?{many}(?:等)?(?:领衔|联袂|联合|特别|倾情|携手)?主演"
    yield "cast", rf"主演(?:是|为|：|:|\s)*{many}{after}"
    yield "composer", rf"(?:配乐|作曲)(?:是|为|由|：|:|\s)*{one}{after}"
    yield "composer", rf"(?:由)?{one}(?:担任|任|亲自)?(?:配乐|作曲)"
    yield "cinematographer", rf"(?:摄影指导|摄影师|掌镜)(?:是|为|由|：|:|\s)*{one}{after}"
    yield "cinematographer", rf"(?:由)?{one}(?:担任|任)?(?:摄影指导|摄影师|掌镜)"
    yield "producer", rf"(?:监制|制片人)(?:是|为|：|:|\s)*{one}{after}"
    yield "producer", rf"(?:由)?{one}(?:担任|任)?(?:监制|制片人)"
    yield "editor", rf"剪辑(?:师|指导)(?:是|为|：|:|\s)*{one}{after}"
