"""Measures text the way each channel counts it, for the linter, the live counters and the exports alike."""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import cast

import regex

from copilot.domain.channel import CountRule, FieldLimit, RulePack
from copilot.domain.value import Value
from copilot.errors import InputError

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\N{VARIATION SELECTOR-16}|\N{COMBINING ENCLOSING KEYCAP}"
)
_PLAIN_POST = regex.compile(r"(?:(?!\.\p{L})[\n\x20-\x7E\u3400-\u9FFF\u3000-\u3020\uFF00-\uFFEF“”‘’…—·])*")
_TWITTER_LIGHT = regex.compile(r"[\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
_SURROGATE = regex.compile(r"[\uD800-\uDFFF]")
_LINKEDIN_ESCAPED = frozenset("\\|{}@[]()<>#*_~")
_GSM_EXTENDED = frozenset("|^€{}[]~\\")
_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_WORD = regex.compile(r"\p{Han}|[\p{L}\p{N}][\p{L}\p{N}'’\-]*")
_CN_SINGLE, _CN_PART = 70, 67
_GSM_SINGLE, _GSM_PART = 160, 153
_UNITS: dict[str, str] = {
    "utf8_bytes": "bytes",
    "twitter_weighted": "weighted characters",
    "half_ascii": "Chinese characters",
    "xhs_title": "Chinese characters",
    "words": "words",
}


class Measured(Value):
    """The length of a field against its limits."""

    field: str
    current: float
    max: float | None
    soft: float | None
    unit: str
    ok: bool
    """Within the hard limits, both ways; the soft length never makes it False."""
    parts: int | None = None
    """Messages a carrier would bill, for SMS only."""


def measure(rule: CountRule, text: str) -> float:
    """Measure a text under a counting rule.

    The text is measured as given and never shortened. Lone surrogates count as one unit. SMS rules count characters
    (septets for GSM-7); `count_messages` gives the messages.

    Source:
        Each rule's origin is in `knowledge/channels/counting.yaml`.
    """
    return _RULES[rule](text)


def count_messages(rule: CountRule, text: str) -> int:
    """Count the messages a carrier sends for a text; 0 for an empty text.

    Source:
        China: 70 characters in one message, 67 in each of several. Abroad: GSM-7 160 and 153, otherwise 70 and 67.
    """
    single, part = (_CN_SINGLE, _CN_PART) if rule == "sms_cn" or not _is_gsm(text) else (_GSM_SINGLE, _GSM_PART)
    length = measure(rule, text)
    return 0 if not length else 1 if length <= single else math.ceil(length / part)


def measure_field(pack: RulePack, field: str, text: str) -> Measured:
    """Measure one field of a channel, named by the pack's own name or an alias.

    Raises:
        InputError: The channel has no such field.
    """
    own = pack.field_named(field)
    if own is None:
        raise InputError(
            f"measuring {field!r} for {pack.id}",
            f"the channel's fields are {', '.join(pack.fields)}",
            "Use one of these field names.",
        )
    limit = pack.fields[own]
    current = measure(limit.count, text)
    is_sms = limit.count in ("sms_cn", "sms_intl")
    return Measured(
        field=own if "#" not in field else field,
        current=current,
        max=limit.max,
        soft=_soft(limit, text),
        unit=_UNITS.get(limit.count, "characters"),
        ok=(limit.max is None or current <= limit.max) and (limit.min is None or not text or current >= limit.min),
        parts=count_messages(limit.count, text) if is_sms else None,
    )


def _soft(limit: FieldLimit, text: str) -> float | None:
    return float(_CN_SINGLE) if limit.count == "sms_intl" and not _is_gsm(text) else limit.soft


def _codepoints(text: str) -> float:
    return len(unicodedata.normalize("NFC", text))


def _utf16(text: str) -> float:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _twitter(text: str) -> float:
    clean = unicodedata.normalize("NFC", _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    if _PLAIN_POST.fullmatch(clean):
        return 2 * len(clean) - len(_TWITTER_LIGHT.findall(clean))
    return float(_twitter_parser()(clean))


@lru_cache(maxsize=1)
def _twitter_parser() -> Callable[[str], int]:
    from twitter_text import parse_tweet

    return lambda text: cast(int, parse_tweet(text).weightedLength)


def _xhs_title(text: str) -> float:
    raw = text.encode("utf-16-le", "surrogatepass")
    units = sum(2 if raw[i + 1] or raw[i] > 127 else 1 for i in range(0, len(raw), 2))
    return math.ceil(units / 2)


def _half_ascii(text: str) -> float:
    plain = html.unescape(text)
    ascii_count = sum(map(str.isascii, plain))
    return len(plain) - ascii_count / 2


def _threads(text: str) -> float:
    return sum(
        len(cluster.encode("utf-8", "surrogatepass")) if _EMOJI.search(cluster) else len(cluster)
        for cluster in _GRAPHEME.findall(unicodedata.normalize("NFC", text))
    )


def _linkedin(text: str) -> float:
    return len(text) + sum(char in _LINKEDIN_ESCAPED for char in text)


def _youtube_tags(text: str) -> float:
    tags = [tag.strip() for tag in regex.split(r"[,，\n]", text) if tag.strip()]
    return sum(len(tag) + 2 * bool(regex.search(r"\s", tag)) for tag in tags) + max(0, len(tags) - 1)


def _is_gsm(text: str) -> bool:
    return all(char in _GSM_BASIC or char in _GSM_EXTENDED for char in text)


def _sms_intl(text: str) -> float:
    return len(text) + sum(char in _GSM_EXTENDED for char in text) if _is_gsm(text) else _utf16(text)


_RULES: dict[CountRule, Callable[[str], float]] = {
    "codepoints": _codepoints,
    "utf16": _utf16,
    "grapheme": lambda text: len(_GRAPHEME.findall(text)),
    "utf8_bytes": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "twitter_weighted": _twitter,
    "xhs_title": _xhs_title,
    "half_ascii": _half_ascii,
    "threads_mixed": _threads,
    "linkedin_wire": _linkedin,
    "youtube_tags": _youtube_tags,
    "sms_cn": lambda text: len(text),
    "sms_intl": _sms_intl,
    "words": lambda text: len(_WORD.findall(text)),
}
