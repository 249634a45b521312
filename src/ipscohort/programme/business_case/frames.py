"""What is found of a business case, as tidy files."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config.business_case import SOCIETAL, BusinessCase, Cost, Input, inputs_of
from ipscohort.contracts import CONTRACTS
from ipscohort.contracts.business_case import (
    COUNTED,
    JOB_OPEN,
    JOB_OPEN_NO_OTHER,
    LEFT_OUT,
    NO_END,
    NO_START,
    OPEN,
    PARTLY,
    UNPAID,
    UNSTATED,
)
from ipscohort.programme.business_case import assumed
from ipscohort.programme.business_case.incremental import (
    ALWAYS,
    BY_LEVEL,
    DOMINATED,
    DOMINATES,
    FEW,
    LESS_FOR_LESS,
    NEVER,
    NOISE,
    SAME,
    Differences,
    Even,
    Key,
    limits,
    perspectives,
)
from ipscohort.programme.business_case.ledger import COUNTED as WORK_COUNTED
from ipscohort.programme.business_case.ledger import LEFT_OUT as WORK_LEFT_OUT
from ipscohort.programme.business_case.ledger import Ledger, price
from ipscohort.programme.business_case.people import Known
from ipscohort.programme.business_case.shared import Agreement, settle
from ipscohort.programme.business_case.vary import Varied
from ipscohort.words import later, say

OUTCOMES = ("days_worked", "job_obtained")
PER = {
    "person": later("person"),
    "month_in_programme": later("month of follow-up"),
    "month_in_trajectory": later("month in the trajectory"),
    "month_worked": later("month worked"),
    "job_obtained": later("person who obtained a job"),
    "once": later("once, for all persons together"),
}
PER_UNIT = later("unit of {variable}")
PER_MONTH = later("month, while it is paid")
PER_YEAR = later("year")
PRICES = later("Prices of {year}, not converted to {to}")
NO_RATIO = {
    DOMINATES: later("No ratio: more of the outcome at no higher cost, by the estimates; in how many samples that holds stands beside it"),
    DOMINATED: later(
        "No ratio: no more of the outcome at a higher cost, by the estimates; in how many samples that holds stands beside it"
    ),
    LESS_FOR_LESS: later("The ratio is what is saved for each unit of the outcome gone without: the higher, the better"),
    "equal": later("No ratio: neither the cost nor the outcome differs"),
}
SEVERAL = later("No limits of the ratio: the bootstrap samples lie in more than one quadrant")
TOO_FEW = later("No limits: fewer than 5 persons")
NO_EVEN = {
    ALWAYS: later("No break-even: it costs less with IPS, however many days within follow-up are worked without it"),
    NEVER: later("No break-even: it costs more with IPS, however many days within follow-up are worked without it"),
    SAME: later("No break-even: it costs as much with IPS as without it, however many days are worked without it"),
    BY_LEVEL: later("No break-even: days worked without IPS are not the same for all, so that no one number stands for them"),
}
TWICE = later(
    "The value of the work is in the cost as money, so that the same work is not set beside it as an outcome: no ratio, and no quadrant"
)
NOT_COUNTED = later("Without the value of work: the work is the outcome, and would be counted twice")
ALIKE = later("No limits of the cost: it is the same for every person")
BORNE = later("The pool is below 0: {who} makes up for it, and no investment is repaid")
TOGETHER = later("Sum of the stakeholders: the value of work is in it, as money of who receives it")
SHORT = later("The pool does not cover the investment: it is repaid in part, and nothing is left to share")
SOME = later(
    "Its costs fall on {n} of the {all} persons counted, so that its cost is not set beside everybody's outcome: no cost per unit of the outcome"
)
MARGIN = later(
    "It receives more from others than it pays: a margin on their payments, which is not set beside the outcome, so that nothing is said to dominate"
)
UNPRICED = later("Further persons for whom it makes only payments whose price is not stated, and which are in no sum: {n}")
NO_COST = later("No cost per outcome: this perspective pays nothing for the programme, or receives more than it pays")


def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows held to a contract."""
    contract = CONTRACTS[name]
    return contract.conform(pd.DataFrame(rows)) if rows else contract.empty()


def of_inputs(case: BusinessCase) -> pd.DataFrame:
    """BUSINESS_CASE_INPUTS."""
    return frame("business_case_inputs", [_input(case, path, one) for path, one in inputs_of(case)])


def _input(case: BusinessCase, path: str, one: Input) -> dict[str, Any]:
    money = path.startswith(("costs.", "benefits."))
    index = case.price_index
    stale = money and index is None and one.year not in (None, case.price_year)
    return {
        "input": path,
        "label": assumed.label_of(case, path),
        "amount": one.amount,
        "low": one.low,
        "high": one.high,
        "used": price(one, case) if money else one.amount,
        **{name: getattr(one, name, None) for name in ("kept", "earned", "first_kept")},
        "per": _unit_of(one)
        if isinstance(one, Cost)
        else say(PER_MONTH if money else PER_YEAR if "discounting" in path else PER["person"]),
        "source": one.source,
        "year": one.year,
        "assumption": one.assumption,
        "warning": say(PRICES, year=one.year, to=case.price_year) if stale else None,
    }


def _unit_of(cost: Cost) -> str:
    """What a cost is per."""
    return say(PER[cost.per]) if cost.counted_by is None else say(PER_UNIT, variable=cost.counted_by)


def of_people(known: Known) -> pd.DataFrame:
    """BUSINESS_CASE_PEOPLE."""
    rows = [
        {"group": COUNTED, "n": known.people.n},
        {"group": PARTLY, "n": known.n_partly, "days": known.most_days if known.n_partly else None},
    ]
    for why, of_both in known.open_jobs.items():
        rows += [{"group": group, "why": why, "n": n} for group, n in zip((JOB_OPEN, JOB_OPEN_NO_OTHER), of_both, strict=True)]
    rows += [{"group": group, "n": n} for group, n in ((NO_START, known.no_start), (NO_END, known.no_end)) if n is not None]
    for group in (UNPAID, UNSTATED, OPEN):
        of = known.uncounted[known.uncounted["group"].eq(group)]
        rows.append({"group": group, "n": int(of["n"].sum()), "amount": of["amount"].sum(min_count=1)})
        rows += of.to_dict("records")
    rows += [{"group": LEFT_OUT, "why": say(why), "n": n} for why, n in known.left_out.items()]
    return frame("business_case_people", [{"why": None, "payer": None, "amount": None, "days": None, **row} for row in rows])


def of_open(least: float, most: float) -> float | None:
    """A number with open payments at their most, where that is another one."""
    return None if np.isclose(least, most, rtol=NOISE, atol=NOISE) else float(most)


def of_ledger(ledger: Ledger, case: BusinessCase, with_open: Ledger) -> pd.DataFrame:
    """BUSINESS_CASE_LEDGER; `with_open` has open payments of funding schemes at their most."""
    rows = []
    for entry, most in zip(ledger.entries, with_open.entries, strict=True):
        told = assumed.of_entry(case, entry).columns()
        told |= assumed.of_entry_without(case, entry).columns("_without") if case.comparator else {}
        for name in perspectives(case):
            sign = entry.sign(name)
            of = {column: sign * float(getattr(entry, column).mean()) + 0.0 for column in ("plain", "discounted")}
            without = sign * float(entry.discounted_without.mean()) + 0.0 if case.comparator else None
            of |= {"entry": entry.name, "perspective": name, "label": entry.label, "kind": entry.kind, "arises": entry.arises}
            of["with_open"] = of_open(of["discounted"], sign * float(most.discounted.mean()))
            rows.append({**of, "n": ledger.n, "total": of["discounted"] * ledger.n, "without": without, **told})
    return frame("business_case_ledger", rows)


def of_gross(known: Known, ledger: Ledger, case: BusinessCase, counts: np.ndarray, confidence: float, with_open: Ledger) -> pd.DataFrame:
    """BUSINESS_CASE_GROSS."""
    rows = []
    for name in perspectives(case):
        programme = ledger.cost(name, programme=True)
        transfers = float(ledger.cost(name, programme=False).mean())
        low, high = limits(counts @ programme / ledger.n, confidence)
        concerned = ledger.concerned(name, programme=True)
        row = {
            "perspective": name,
            "n": ledger.n,
            "n_concerned": concerned,
            "n_unpriced": ledger.unpriced(name, programme=True),
            "n_jobs": int(known.people.obtained.sum()),
            "programme_plain": float(ledger.cost(name, discounted=False, programme=True).mean()),
            "programme": float(programme.mean()),
            "programme_low": low,
            "programme_high": high,
            "programme_with_open": of_open(programme.mean(), with_open.cost(name, programme=True).mean()),
            "still_due": ledger.still_due(name),
            "programme_total": float(programme.sum()),
            "transfers": transfers,
            "net": float(programme.mean()) + transfers,
            "net_without_work": float(ledger.cost(name, work=False).mean()),
            **assumed.of_gross(case, ledger, name).columns(),
        }
        paid = programme.mean() > NOISE * sum(abs(one.sign(name)) * one.discounted.mean() for one in ledger.entries)
        for column, outcome in (("per_job", "job_obtained"), ("per_day", "days_worked")) if paid and concerned == ledger.n else ():
            row |= _per(column, programme, ledger.effects.discounted[outcome], counts, confidence)
        alike = paid and ledger.n >= FEW and np.ptp(programme) <= NOISE * abs(programme.mean())
        doubts = _doubts(ledger.n, concerned, row["n_unpriced"], paid)
        rows.append(row | {"warning": "; ".join(doubts + ([say(ALIKE)] if alike else [])) or None})
    return frame("business_case_gross", rows)


def _doubts(n: int, concerned: int, unpriced: int, paid: bool) -> list[str]:
    some = _of_some(n, concerned, unpriced) if paid and concerned < n else []
    return ([] if paid else [say(NO_COST)]) + some + ([say(TOO_FEW)] if n < FEW else [])


def _of_some(n: int, concerned: int, unpriced: int) -> list[str]:
    """On how many persons a cost falls, and how many more there are for whom no price is stated."""
    return [say(SOME, n=concerned, all=n), *([say(UNPRICED, n=unpriced)] if unpriced else [])]


def _per(column: str, cost: np.ndarray, outcome: np.ndarray, counts: np.ndarray, confidence: float) -> dict[str, float | None]:
    """Cost over outcome with its limits; a sample without the outcome lies above all others."""
    if outcome.sum() <= 0:
        return {}
    above, below = counts @ cost, counts @ outcome
    sampled = np.divide(above, below, out=np.full(len(above), np.inf), where=below > 0)
    ends = [end if np.isfinite(end) else None for end in limits(sampled, confidence)]
    return {column: float(cost.sum() / outcome.sum()), f"{column}_low": ends[0], f"{column}_high": ends[1]}


def of_outcomes(ledger: Ledger, case: BusinessCase, counts: np.ndarray, confidence: float) -> pd.DataFrame:
    """BUSINESS_CASE_OUTCOMES."""
    rows = []
    for name in OUTCOMES:
        effects, row = ledger.effects, {"outcome": name, "n": ledger.n}
        row |= {form: float(getattr(effects, form)[name].mean()) for form in ("plain", "discounted")}
        if has_comparator(case, name):
            row |= {form: float(getattr(effects, form)[name].mean()) for form in ("plain_without", "discounted_without")}
            each = effects.discounted[name] - effects.discounted_without[name]
            low, high = limits(counts @ each / ledger.n, confidence)
            row |= {"difference": float(each.mean()), "low": low, "high": high}
            row |= assumed.of_outcomes(case, name).columns()
        rows.append(row)
    return frame("business_case_outcomes", rows)


def has_comparator(case: BusinessCase, outcome: str) -> bool:
    """Whether the comparator says what the outcome is without IPS."""
    return case.comparator is not None and (outcome == "days_worked" or case.comparator.share_employed is not None)


def difference_row(
    case: BusinessCase, ledgers: tuple[Ledger, Ledger], key: Key, found: Differences, even: Even, confidence: float
) -> dict[str, Any]:
    """A row of BUSINESS_CASE_DIFFERENCES, from the ledger and that with open payments at their most."""
    ledger, with_open = ledgers
    cost_low, cost_high = limits(found.costs, confidence)
    effect_low, effect_high = limits(found.effects, confidence)
    ratio_low, ratio_high = found.ratio_limits(confidence)
    return {
        "perspective": key.perspective,
        "outcome": key.outcome,
        "value_of_work": key.work,
        "n": ledger.n,
        "n_concerned": ledger.concerned(key.perspective),
        "n_unpriced": ledger.unpriced(key.perspective),
        "still_due": ledger.still_due(key.perspective),
        "cost": found.cost,
        "cost_low": cost_low,
        "cost_high": cost_high,
        "cost_with_open": of_open(found.cost, with_open.more(key.perspective, work=key.work != WORK_LEFT_OUT).mean()),
        "effect": found.effect,
        "effect_low": effect_low,
        "effect_high": effect_high,
        "quadrant": found.quadrant,
        "ratio": found.ratio,
        "ratio_low": ratio_low,
        "ratio_high": ratio_high,
        "samples": len(found.costs),
        "share_cheaper": found.share_cheaper,
        "share_dearer": found.share_dearer,
        **{f"share_{name}": share for name, share in found.shares().items()},
        "break_even": even.days,
        "break_even_side": even.cheaper if not np.isnan(even.days) else None,
        **assumed.of_differences(case, ledger, key).columns(),
        "warning": "; ".join(_doubts_of(ledger, key, found, even, ratio_low)) or None,
    }


def _doubts_of(ledger: Ledger, key: Key, found: Differences, even: Even, ratio_low: float) -> list[str]:
    """What must be known of a difference."""
    warnings = [say(NOT_COUNTED)] if key.work == WORK_LEFT_OUT else [say(TWICE)] if key.work == WORK_COUNTED else []
    if found.of_some and not found.twice:
        warnings += _of_some(ledger.n, ledger.concerned(key.perspective), ledger.unpriced(key.perspective))
    warnings += [say(MARGIN)] if found.of_margin and not found.twice else []
    warnings += [say(NO_RATIO[found.quadrant])] if found.quadrant in NO_RATIO else []
    if len(found.costs) and np.isnan(ratio_low) and not np.isnan(found.ratio):
        warnings.append(say(SEVERAL))
    warnings += [] if len(found.costs) else [say(TOO_FEW)]
    warnings += [say(ALIKE)] if len(found.costs) > 1 and np.ptp(found.costs) <= NOISE * abs(found.cost) else []
    return warnings + ([say(NO_EVEN[even.cheaper])] if np.isnan(even.days) else [])


def of_acceptability(case: BusinessCase, ledger: Ledger, found: dict[Key, Differences], confidence: float) -> pd.DataFrame:
    """BUSINESS_CASE_ACCEPTABILITY: nothing where the outcome does not stand beside the cost."""
    rows = []
    for key, one in found.items():
        if key.outcome != case.outcome or one.apart:
            continue
        told = assumed.of_differences(case, ledger, key).columns()
        worths = case.worth if len(one.costs) else ()
        for worth, share in zip(worths, one.acceptable(np.array(worths)), strict=True):
            gain = dict(zip(("net_benefit", "net_benefit_low", "net_benefit_high"), one.net_benefit(worth, confidence), strict=True))
            rows.append(
                {"perspective": key.perspective, "outcome": key.outcome, "n": ledger.n, "worth": worth, "share": share, **gain, **told}
            )
    return frame("business_case_acceptability", rows)


def of_shared(ledger: Ledger, case: BusinessCase, counts: np.ndarray, confidence: float, with_open: Ledger) -> pd.DataFrame:
    """BUSINESS_CASE_SHARED: each stakeholder, and the sums."""
    rule = case.shared_savings
    if rule is None:
        return frame("business_case_shared", [])
    agreed = settle(ledger, case, counts)
    columns = ("before", "invested", "into_pool", "repaid", "share", "made_up", "after")
    parts, most = (_parts(each, columns) for each in (agreed, settle(with_open, case, counts[:0])))
    rows = []
    for who, part in parts.items():
        row = {"perspective": who, "n": ledger.n, **{name: float(each[0]) for name, each in part.items()}}
        for name in ("before", "after"):
            row[f"{name}_low"], row[f"{name}_high"] = limits(part[name][1:], confidence)
        row |= {f"{name}_with_open": of_open(part[name][0], most[who][name][0]) for name in ("invested", "after")}
        row["still_due"] = -ledger.still_due(who) * ledger.n + 0.0
        rows.append({**row, **assumed.of_agreement(case, ledger, who).columns(), "warning": None})
    together = [say(TOGETHER)] if len(ledger.ways(SOCIETAL)) > 1 else []
    warning = say(SHORT) if 0 <= agreed.pool < agreed.invested else None
    warning = say(BORNE, who=case.stakeholders[rule.losses_borne_by]) if agreed.pool < 0 else warning
    rows[-1]["warning"] = "; ".join(together + ([warning] if warning else [])) or None
    return frame("business_case_shared", rows)


def _parts(agreed: Agreement, columns: tuple[str, ...]) -> dict[str, dict[str, np.ndarray]]:
    """Each stakeholder's part, and the sums."""
    parts = {party.name: {name: getattr(party, name) for name in columns} for party in agreed.parties}
    parts[SOCIETAL] = {name: sum(part[name] for part in parts.values()) for name in columns}
    return parts


def of_varied(case: BusinessCase, ledger: Ledger, found: list[Varied]) -> pd.DataFrame:
    """BUSINESS_CASE_VARIED."""
    return frame("business_case_varied", [_varied(case, ledger, one) for one in found])


def _varied(case: BusinessCase, ledger: Ledger, one: Varied) -> dict[str, Any]:
    scenario = case.scenarios.get(one.name) if one.kind == "scenario" else None
    as_it_is = say("As it is")
    label = scenario.label if scenario else as_it_is if one.name == "base" else assumed.label_of(case, one.name)
    row = {"kind": one.kind, "name": one.name, "end": one.end, "label": label, "perspective": case.perspective, "outcome": case.outcome}
    point = Differences(one.cost, one.effect, np.empty(0), np.empty(0), one.twice, one.of_some, one.of_margin)
    key = Key(case.perspective, case.outcome, WORK_COUNTED if one.twice else ledger.ways(case.perspective)[0])
    told = assumed.of_differences(case, ledger, key, scenario) if case.comparator else assumed.of_gross(case, ledger, case.perspective)
    effect = None if point.apart else one.effect
    return row | {"n": ledger.n, "value": one.value, "cost": one.cost, "effect": effect, "ratio": point.ratio, **told.columns()}


def of_persons(known: Known, ledger: Ledger, case: BusinessCase) -> pd.DataFrame:
    """BUSINESS_CASE_PERSONS: a row per person and entry; a benefit that is not paid is above 0."""
    people = known.people
    facts = {
        "id": people.ids,
        "days_in_programme": people.in_programme.sum(axis=1),
        "days_worked": people.days_worked,
        "first_job": people.first_job,
    }
    columns = ("plain", "discounted", "discounted_without")
    parts = [pd.DataFrame({**facts, "entry": one.name, **{name: getattr(one, name) for name in columns}}) for one in ledger.entries]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if case.comparator is None:
        rows["discounted_without"] = np.nan
    return CONTRACTS["business_case_persons"].conform(rows)
