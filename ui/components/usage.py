"""What model calls used, as totals and as tables one can sort, each against its ceiling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from copilot.domain.usage import Ceilings, RunSpent, Spent, UserSpent
from copilot.schema import UsageShown
from ui import session
from ui.figures import say_amount

t = session.t
_SETTINGS = {
    "run_tokens": "HUICHAO_RUN_TOKENS",
    "run_money": "HUICHAO_RUN_MONEY",
    "film_money": "HUICHAO_FILM_MONEY",
    "user_money": "HUICHAO_USER_MONEY",
}
Row = dict[str, Any]


def nothing_spent(found: UsageShown) -> None:
    """Say why nothing was spent, and what may be spent once a model is asked."""
    bound = [name for name in found.bound.values() if name != "offline"]
    if bound:
        st.info(t("usage.not_asked", models=session.plain(_join(bound))), icon=":material/hourglass_empty:")
    else:
        st.info(t("usage.no_model"), icon=":material/savings:")
    _ceilings(found)


def totals(found: UsageShown, titles: Mapping[str, str]) -> None:
    """Show what was spent in all, and the film nearest to its ceiling."""
    ceiling, language = found.ceilings.film_money, session.language()
    nearest = max(found.films, key=lambda one: one.usd)
    failed = t("usage.failed_of", count=sum(one.failed for one in found.films))
    shown = (
        (t("usage.money"), _money(sum(one.usd for one in found.films)), None),
        (t("usage.tokens"), say_amount(sum(one.tokens for one in found.films), "count", language), None),
        (t("usage.calls"), str(sum(one.calls for one in found.films)), failed),
        (
            t("usage.nearest"),
            _money(_left(nearest.usd, ceiling)),
            session.plain(titles.get(nearest.name, nearest.name)),
        ),
    )
    for column, (label, value, note) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(label, value, delta=note, delta_color="off", delta_arrow="off", border=True)
    if unpriced := sum(one.unpriced for one in found.films):
        st.warning(t("usage.unpriced_note", count=unpriced), icon=":material/price_change:")


def tables(found: UsageShown, titles: Mapping[str, str]) -> None:
    """Offer the sums by film, person, run, and role with model."""
    limits = found.ceilings
    films, users, runs, models = st.tabs([t(f"usage.by_{name}") for name in ("film", "user", "run", "model")])
    with films:
        st.caption(t("usage.film_ceiling", money=_money(limits.film_money)))
        _table([_film(one, limits.film_money, titles) for one in found.films])
    with users:
        st.caption(t("usage.user_ceiling", money=_money(limits.user_money)))
        _table([_user(one, limits.user_money) for one in found.users])
    with runs:
        tokens, money = f"{limits.run_tokens:,}", _money(limits.run_money)
        st.caption(t("usage.run_ceiling", tokens=tokens, money=money, count=len(found.runs)))
        _table([_run(one, limits, titles) for one in found.runs])
    with models:
        _table([{t("usage.role"): t(f"model_role.{one.name}")} | _sums(one) for one in found.roles])
        _table([{t("usage.model"): session.writer_name(one.name)} | _sums(one) for one in found.models])
    st.caption(t("usage.prices", day=found.prices_as_of))
    with st.expander(t("usage.ceilings"), icon=":material/speed:"):
        _ceilings(found)


def _film(one: Spent, ceiling: float, titles: Mapping[str, str]) -> Row:
    return {t("app.film"): titles.get(one.name, one.name)} | _against(one.usd, ceiling) | _sums(one)


def _user(one: UserSpent, ceiling: float) -> Row:
    today = {t("usage.today"): one.usd_today}
    return {t("usage.user"): one.name} | today | _against(one.usd_today, ceiling) | _sums(one)


def _run(one: RunSpent, limits: Ceilings, titles: Mapping[str, str]) -> Row:
    """Say when a run was, what for, and how near it came to the nearer of its two ceilings."""
    head = {
        t("usage.last"): one.last,
        t("usage.what_for"): _join([session.said("prompt", name) for name in one.prompts]),
        t("app.film"): titles.get(one.film, one.film),
        t("usage.user"): one.user,
        t("usage.role"): _join([t(f"model_role.{name}") for name in one.roles]),
        t("usage.model"): _join([session.writer_name(name) for name in one.models]),
    }
    used = max(_share(one.tokens, limits.run_tokens), _share(one.usd, limits.run_money))
    left = int(_left(one.tokens, limits.run_tokens))
    return head | {t("usage.used"): used, t("usage.tokens_left"): left} | _sums(one) | {t("usage.run"): one.name}


def _sums(one: Spent) -> Row:
    return {
        t("usage.money"): one.usd,
        t("usage.tokens"): one.tokens,
        t("usage.calls"): one.calls,
        t("usage.failed"): one.failed,
        t("usage.unpriced"): one.unpriced,
        t("usage.last"): one.last,
    }


def _against(used: float, ceiling: float) -> Row:
    return {t("usage.used"): _share(used, ceiling), t("usage.left"): _left(used, ceiling)}


def _share(used: float, ceiling: float) -> float:
    """Say which part of a ceiling is used; a ceiling of nothing is used up."""
    return min(used / ceiling, 1.0) if ceiling > 0 else 1.0


def _left(used: float, ceiling: float) -> float:
    return max(ceiling - used, 0.0)


def _table(rows: Sequence[Row]) -> None:
    """Show rows one can sort by any column; a column of calls without a price is left out where there are none."""
    unpriced = t("usage.unpriced")
    needed = any(row.get(unpriced) for row in rows)
    kept = [{name: value for name, value in row.items() if needed or name != unpriced} for row in rows]
    money, number = st.column_config.NumberColumn(format="$%.4f"), st.column_config.NumberColumn(format="localized")
    st.dataframe(
        kept,
        hide_index=True,
        width="stretch",
        column_config={
            **{t(f"usage.{name}"): money for name in ("money", "today", "left")},
            **{t(f"usage.{name}"): number for name in ("calls", "failed", "tokens", "tokens_left")},
            t("usage.used"): st.column_config.ProgressColumn(format="percent", min_value=0.0, max_value=1.0),
            t("usage.last"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        },
    )


def _ceilings(found: UsageShown) -> None:
    limits = found.ceilings
    rows = [
        {
            t("usage.ceiling"): t(f"usage.{name}"),
            t("usage.value"): f"{limits.run_tokens:,}" if name == "run_tokens" else _money(getattr(limits, name)),
            t("usage.setting"): setting,
        }
        for name, setting in _SETTINGS.items()
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


def _money(value: float) -> str:
    return f"${value:,.4f}" if 0 < value < 1 else f"${value:,.2f}"


def _join(words: Sequence[str]) -> str:
    return ("、" if session.language() == "zh" else ", ").join(words)
