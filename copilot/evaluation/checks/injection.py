"""Checks that a piece speaks to people only: no instructions to models, hidden markup or unknown links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from copilot.domain.draft import Score, Severity
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern

_LINK = re.compile(r"(?:https?://|www\.)[^\s，。）)】」”\"]+", re.IGNORECASE)


def check_injection(item: Item, context: EvaluationContext) -> Score:
    """Look for text that addresses machines; links must be on a host the dossier names, short links of SMS aside."""
    found = []
    for name, text in item.fields.items():
        for kind in ("instruction", "markup"):
            found += [_finding(f"injection_{kind}", item, name, m) for m in pattern(f"injection.{kind}").finditer(text)]
        for match in _LINK.finditer(text):
            host = urlsplit(match[0] if "//" in match[0] else f"//{match[0]}").hostname or ""
            if host not in context.dossier_text and not item.channel.startswith("sms"):
                found.append(_finding("injection_link", item, name, match))
    return score("injection", item, context, found)


def _finding(phrase: str, item: Item, name: str, match: re.Match[str]) -> Finding:
    severity: Severity = "warn" if phrase == "injection_link" else "block"
    return Finding(
        phrase, [item.span(name, *match.span())], {"found": match[0].strip()[:80] or repr(match[0])}, severity
    )
