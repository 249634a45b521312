"""What is found of a business case, as tidy files."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config.business_case import SOCIETAL, BusinessCase, Cost, Input, inputs_of
from ipscohort.contracts import CONTRACTS
from ipscohort.contracts.business_case import COUNTED, LEFT_OUT, OPEN, PARTLY, UNPAID
from ipscohort.programme.business_case import assumed
from ipscohort.programme.business_case.incremental import DOMINATED, DOMINATES, LESS_FOR_LESS, Differences, limits, perspectives
from ipscohort.programme.business_case.ledger import Ledger, price
from ipscohort.programme.business_case.people import Known
from ipscohort.programme.business_case.shared import settle
from ipscohort.programme.business_case.vary import Varied
from ipscohort.words import later, say

OUTCOMES = ("days_worked", "job_obtained")
PER = {
    "person": later("person"),
    "month_in_programme": later("month in the programme"),
    "month_worked": later("month worked"),
    "job_obtained": later("person who obtained a job"),
    "once": later("once, for all persons together"),
}
PER_MONTH = later("month, while it is paid")
PER_YEAR = later("year")
PRICES = later("Prices of {year}, not converted to {to}")
NO_RATIO = {
    DOMINATES: later("No ratio: more of the outcome at no higher cost, so that IPS dominates"),
    DOMINATED: later("No ratio: no more of the outcome at a higher cost, so that IPS is dominated"),
    LESS_FOR_LESS: later("The ratio is what is saved for each unit of the outcome gone without: the higher, the better"),
    "equal": later("No ratio: neither the cost nor the outcome differs"),
}
SEVERAL = later("No limits of the ratio: the bootstrap samples lie in more than one quadrant")
TOO_FEW = later("No limits: fewer than 5 persons")
NEVER = later(
    "No break-even: no number of days worked without IPS, within the length of follow-up, brings the difference in cost to nothing"
)
BORNE = later("The pool is below 0: {who} makes up for it, and no investment is repaid")
SHORT = later("The pool does not cover the investment: it is repaid in part, and nothing is left to share")
NO_COST = later("No cost per outcome: the programme costs this perspective nothing, or brings it money")


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
        "kept": getattr(one, "kept", None),
        "per": say(PER[one.per])
        if isinstance(one, Cost)
        else say(PER_MONTH if money else PER_YEAR if "discounting" in path else PER["person"]),
        "source": one.source,
        "year": one.year,
        "assumption": one.assumption,
        "warning": say(PRICES, year=one.year, to=case.price_year) if stale else None,
    }


def of_people(known: Known) -> pd.DataFrame:
    """BUSINESS_CASE_PEOPLE."""
    rows = [
        {"group": COUNTED, "n": known.people.n},
        {"group": PARTLY, "n": known.n_partly},
        {"group": UNPAID, "n": known.n_unpaid, "amount": known.most_unpaid},
        {"group": OPEN, "n": known.n_open, "amount": known.most_open},
    ]
    rows += [{"group": LEFT_OUT, "why": say(why), "n": n} for why, n in known.left_out.items()]
    return frame("business_case_people", [{"why": None, "amount": None, **row} for row in rows])


def of_ledger(ledger: Ledger, case: BusinessCase) -> pd.DataFrame:
    """BUSINESS_CASE_LEDGER."""
    rows = []
    for entry in ledger.entries:
        kind = "funding" if entry.name not in {**case.costs, **case.benefits} else entry.name
        for name in perspectives(case):
            sign = entry.sign(name)
            of = {column: sign * float(getattr(entry, column).mean()) + 0.0 for column in ("plain", "discounted")}
            without = sign * float(entry.discounted_without.mean()) + 0.0 if case.comparator else None
            of |= {"entry": entry.name, "perspective": name, "label": entry.label, "kind": entry.kind, "arises": entry.arises}
            told = assumed.told(assumed.of_entry(case, kind))
            rows.append({**of, "n": ledger.n, "total": of["discounted"] * ledger.n, "without": without, "assumption": told})
    return frame("business_case_ledger", rows)


def of_gross(known: Known, ledger: Ledger, case: BusinessCase, counts: np.ndarray, confidence: float) -> pd.DataFrame:
    """BUSINESS_CASE_GROSS."""
    rows, told = [], assumed.of_gross(case)
    for name in perspectives(case):
        programme = ledger.cost(name, programme=True)
        transfers = float(ledger.cost(name, programme=False).mean())
        low, high = limits(counts @ programme / ledger.n, confidence)
        row = {
            "perspective": name,
            "n": ledger.n,
            "n_jobs": int(known.people.obtained.sum()),
            "programme_plain": float(ledger.cost(name, discounted=False, programme=True).mean()),
            "programme": float(programme.mean()),
            "programme_low": low,
            "programme_high": high,
            "programme_total": float(programme.sum()),
            "transfers": transfers,
            "net": float(programme.mean()) + transfers,
            "assumption": told,
        }
        paid = programme.sum() > 0
        for column, outcome in (("per_job", "job_obtained"), ("per_day", "days_worked")) if paid else ():
            row |= _per(column, programme, ledger.effects.discounted[outcome], counts, confidence)
        rows.append(row | {"warning": "; ".join(_doubts(ledger.n, paid)) or None})
    return frame("business_case_gross", rows)


def _doubts(n: int, paid: bool) -> list[str]:
    return ([] if paid else [say(NO_COST)]) + ([say(TOO_FEW)] if n < 5 else [])


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
            row["assumption"] = assumed.of_outcomes(case)
        rows.append(row)
    return frame("business_case_outcomes", rows)


def has_comparator(case: BusinessCase, outcome: str) -> bool:
    """Whether the comparator says what the outcome is without IPS."""
    return case.comparator is not None and (outcome == "days_worked" or case.comparator.share_employed is not None)


def difference_row(case: BusinessCase, key: tuple[str, str], n: int, found: Differences, even: float, confidence: float) -> dict[str, Any]:
    """A row of BUSINESS_CASE_DIFFERENCES."""
    cost_low, cost_high = limits(found.costs, confidence)
    ratio_low, ratio_high = found.ratio_limits(confidence)
    warnings = [say(NO_RATIO[found.quadrant])] if found.quadrant in NO_RATIO else []
    if len(found.costs) and np.isnan(ratio_low) and not np.isnan(found.ratio):
        warnings.append(say(SEVERAL))
    warnings += [] if len(found.costs) else [say(TOO_FEW)]
    warnings += [say(NEVER)] if np.isnan(even) else []
    return {
        "perspective": key[0],
        "outcome": key[1],
        "n": n,
        "cost": found.cost,
        "cost_low": cost_low,
        "cost_high": cost_high,
        "effect": found.effect,
        "quadrant": found.quadrant,
        "ratio": found.ratio,
        "ratio_low": ratio_low,
        "ratio_high": ratio_high,
        "samples": len(found.costs),
        **{f"share_{name}": share for name, share in found.shares().items()},
        "break_even": even,
        "assumption": assumed.of_differences(case),
        "warning": "; ".join(warnings) or None,
    }


def of_acceptability(case: BusinessCase, n: int, found: dict[tuple[str, str], Differences]) -> pd.DataFrame:
    """BUSINESS_CASE_ACCEPTABILITY."""
    rows = []
    for (perspective, outcome), one in found.items():
        if outcome != case.outcome:
            continue
        shares = one.acceptable(np.array(case.worth)) if len(one.costs) else ()
        key = {"perspective": perspective, "outcome": outcome, "n": n}
        rows += [{**key, "worth": worth, "share": share} for worth, share in zip(case.worth, shares, strict=False)]
    return frame("business_case_acceptability", rows)


def of_shared(ledger: Ledger, case: BusinessCase) -> pd.DataFrame:
    """BUSINESS_CASE_SHARED: each stakeholder, and the sums."""
    rule = case.shared_savings
    if rule is None:
        return frame("business_case_shared", [])
    agreed = settle(ledger, case)
    columns = ("before", "invested", "into_pool", "repaid", "share", "made_up", "after")
    told = assumed.of_differences(case, rule)
    rows = [{"perspective": party.name, **{name: getattr(party, name) for name in columns}} for party in agreed.parties]
    warning = say(SHORT) if 0 <= agreed.pool < agreed.invested else None
    warning = say(BORNE, who=case.stakeholders[rule.losses_borne_by]) if agreed.pool < 0 else warning
    rows.append({"perspective": SOCIETAL, **{name: sum(row[name] for row in rows) for name in columns}, "warning": warning})
    return frame("business_case_shared", [{"warning": None, **row, "n": ledger.n, "assumption": told} for row in rows])


def of_varied(case: BusinessCase, n: int, found: list[Varied]) -> pd.DataFrame:
    """BUSINESS_CASE_VARIED."""
    return frame("business_case_varied", [_varied(case, n, one) for one in found])


def _varied(case: BusinessCase, n: int, one: Varied) -> dict[str, Any]:
    scenario = case.scenarios.get(one.name) if one.kind == "scenario" else None
    as_it_is = say("As it is")
    label = scenario.label if scenario else assumed.label_of(case, one.name) if one.kind == "one_way" else as_it_is
    row = {"kind": one.kind, "name": one.name, "end": one.end, "label": label, "perspective": case.perspective, "outcome": case.outcome}
    point = Differences(one.cost, one.effect, np.empty(0), np.empty(0))
    told = assumed.of_differences(case, scenario) if case.comparator else assumed.of_gross(case)
    return row | {"n": n, "value": one.value, "cost": one.cost, "effect": one.effect, "ratio": point.ratio, "assumption": told}


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
