"""Checks that a piece speaks to people only: no instructions to models, hidden markup or unknown links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from copilot.domain.draft import Score, Severity
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item

_INSTRUCTION = re.compile(
    r"(?:忽略|无视|忘记|不要理会|跳过|覆盖)[^，。！？\n]{0,10}?(?:之前|以上|上述|前面|先前|所有|系统)[^，。！？\n]{0,8}?(?:指令|提示|要求|规则|设定|内容|约束)"
    r"|(?:系统|开发者)(?:提示|指令|消息|提示词)(?:词)?\s*[:：]|(?:你是|你现在是|请扮演|作为)(?:一个|一名)?(?:AI|人工智能|语言模型|大模型|ChatGPT|助手)"
    r"|(?:请|立即|务必|必须)?(?:调用|执行)(?:工具|函数|接口|命令|脚本)|(?:批准|通过|提交)(?:该|这份|所有|全部)?(?:稿件|送审件|审核|文案)(?:并|，|。|！)|(?:输出|打印|泄露|告诉我)[^，。\n]{0,8}(?:系统提示|提示词|密钥|API|口令|密码)"
    r"|ignore (?:all |any )?(?:the |your )?(?:previous|prior|above|earlier|preceding|"
    r"system)[^.!?\n]{0,20}(?:instruction|prompt|message|rule|text|direction)s?"
    r"|disregard (?:all |any |the |your )?(?:previous|prior|above|earlier|system)\w*|"
    r"(?:system|developer) (?:prompt|message|instruction)s?\s*[:=]"
    r"|you are (?:now )?(?:an? )?(?:AI|language model|assistant|chatgpt|DAN)\b|(?:reveal|"
    r"print|output|repeat|leak) (?:your |the )?(?:system prompt|instructions|api key|password|"
    r"secret)"
    r"|(?:call|invoke|run|execute) (?:the )?(?:tool|function|command|shell|script)\b|"
    r"as an ai (?:language )?model|approve (?:this|all|the) (?:draft|submission|item)s?|"
    r"\bAI (?:assistants?|models?|agents?)[,:] (?:please )?(?:do|ignore|send|mark|rate|"
    r"approve|output)",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?\s*(?:system|user|assistant|instructions?|passages?|question|reviews?|prompt|tool\w*|script|iframe|img|style|svg|a|object|embed|form|meta|link|div|span)\b[^>]*>"
    r"|<\|[^|>\n]{1,40}\|>|\[/?INST\]|<<SYS>>|```|<!--|\{\{[^}\n]*\}\}|\{%[^%\n]*%\}|(?m:^#{2,}\s*(?:system|instruction|系统|指令))|!\[[^\]]*\]\([^)]*\)|javascript:|data:text/|on(?:error|load|click)\s*="
    r"|[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]+",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s，。）)】」”\"]+", re.IGNORECASE)


def check_injection(item: Item, context: EvaluationContext) -> Score:
    """Look for text that addresses machines; links must be on a host the dossier names, short links of SMS aside."""
    found = []
    for name, text in item.fields.items():
        found += [_finding("injection_instruction", item, name, m) for m in _INSTRUCTION.finditer(text)]
        found += [_finding("injection_markup", item, name, m) for m in _MARKUP.finditer(text)]
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
