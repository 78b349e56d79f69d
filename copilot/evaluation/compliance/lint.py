"""Lints copy against law and platform rules, mends it, and says which requests the product refuses."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.channel import RulePack
from copilot.domain.draft import Score, Severity, Span
from copilot.domain.value import Bilingual, Language, language_of
from copilot.evaluation.compliance.ear import Listener
from copilot.evaluation.compliance.engine import Breach, breaches
from copilot.evaluation.compliance.rules import LintContext, Rulebook


def lint(
    text: str | Mapping[str, str],
    rulebook: Rulebook,
    *,
    pack: RulePack | None = None,
    context: LintContext = "ad",
    listener: Listener | None = None,
) -> list[Score]:
    """Find every breach of the compliance rules.

    Args:
        text: Copy, as one text or as field → text.
        rulebook: From `load_rules`.
        pack: Channel it is for; None runs the rules that hold everywhere.
        context: Whose words they are.
        listener: Also listens for what the rules do not name; some 10 to 60 ms a sentence. None for the rules alone.

    Returns:
        One failing score a rule broken, with spans, reason, reference and fix; empty when nothing was found.
    """
    fields = {"body": text} if isinstance(text, str) else text
    found: dict[str, list[Breach]] = {}
    channel = pack.id if pack else ""
    for breach in breaches(fields, rulebook, channel=channel, context=context, listener=listener):
        found.setdefault(breach.rule.id, []).append(breach)
    return [_score(group, fields) for group in found.values()] if found else []


def mend(
    fields: Mapping[str, str], rulebook: Rulebook, *, pack: RulePack | None = None, listener: Listener | None = None
) -> dict[str, str]:
    """Apply the fix of every breach: cut the sentence, or add the words that were missing.

    What those words do not cure is cut.

    Returns:
        The fields as they pass; the input is left as it is. Nothing else is shortened.
    """
    mended = dict(fields)
    for _ in range(_ROUNDS):
        found = list(breaches(mended, rulebook, channel=pack.id if pack else "", context="ad", listener=listener))
        if not found:
            return mended
        breach = max(found, key=lambda one: (one.rule.mend != "cut", one.sentence_start))
        mended[breach.field] = _applied(breach, mended[breach.field])
    return mended


_ROUNDS = 50
_BY_EAR = Bilingual(zh="仅凭语义判断，请人工核对：{told}", en="By its meaning only; please check: {told}")


def refuse_request(text: str, rulebook: Rulebook, language: Language | None = None) -> str | None:
    """Say why the product will not do what a request asks: fake reviews, label tampering, unlicensed footage.

    Returns:
        The reason with its reference, in the request's language; None when nothing stands against
        it. A caller that must stop raises `PolicyError` with it.
    """
    scores = lint({"request": text}, rulebook, context="request")
    if not scores:
        return None
    tongue = language or language_of(text)
    breach = next(breaches({"request": text}, rulebook, channel="", context="request"))
    return f"{_reason(breach, text, tongue)} ({breach.rule.reference})"


def _applied(breach: Breach, text: str) -> str:
    if breach.rule.mend != "cut" and breach.rule.words not in text:
        return breach.rule.words + text if breach.rule.mend == "prepend" else text + breach.rule.words
    return (text[: breach.sentence_start] + text[breach.sentence_end :]).strip()


def _score(group: list[Breach], fields: Mapping[str, str]) -> Score:
    first, rule = group[0], group[0].rule
    text = fields.get(first.field, "")
    language = language_of("".join(fields.values()))
    severity: Severity = "block" if any(breach.severity == "block" for breach in group) else "warn"
    spans = [
        Span(field=b.field, start=b.start, end=b.end, text=fields[b.field][b.start : b.end]) for b in group if b.end
    ]
    return Score(
        check=rule.check,
        value=0.0 if severity == "block" else 0.4,
        passed=False,
        severity=severity,
        reason=_reason(first, text, language),
        spans=spans,
        fix=rule.fix.in_(language).format(sentence=text[first.sentence_start : first.sentence_end].strip()),
        rule=rule.id,
        reference=rule.reference,
    )


def _reason(breach: Breach, text: str, language: Language) -> str:
    told = breach.rule.reason.in_(language).format(found=text[breach.start : breach.end].strip())
    return _BY_EAR.in_(language).format(told=told) if breach.by_ear else told
