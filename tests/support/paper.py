"""The paper's values from facts of persons and jobs, in plain Python and numpy: nothing of the pipeline is used.

By it, tests know which printed values must turn when a fact changes.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

ROOT = Path(__file__).parents[2]
VALUES = ROOT / "tests" / "reference" / "values"
SPLIT = date(2015, 11, 19)
MONTH = 30.4375
SHARES = {
    "male": ("sex", "male"),
    "married": ("married", "yes"),
    "independent": ("living_independently", "yes"),
    "bornnl": ("born_netherlands", "yes"),
    "edu_lowmid": ("education", "low or medium"),
    "worked5y": ("worked_past_5_years", "yes"),
    "disability": ("disability_benefits", "yes"),
    "psychotic": ("psychotic_disorder", "yes"),
}
GROUPS = {"prof": "2", "tech": "3", "cler": "4", "serv": "5", "mach": "8", "elem": "9", "unkn": ""}

Fact = dict[str, Any]
"""A person or a job: text, numbers and dates by name; None where unknown."""


@dataclass(frozen=True)
class Facts:
    """A cohort.

    Attributes
    ----------
    persons : list of dict
        id, inclusion, birth, sex, ..., mhi5, self_esteem.
    jobs : list of dict
        Competitive jobs in follow-up: id, source, start, end, status, group (digit of ISCO-08, '' unknown), hours.
    """

    persons: list[Fact]
    jobs: list[Fact]

    def change(self, which: str, old: Fact, **new: Any) -> Facts:
        """The same with one person, or one job, changed."""
        rows = [{**row, **new} if row is old else row for row in getattr(self, which)]
        return Facts(rows, self.jobs) if which == "persons" else Facts(self.persons, rows)

    def without_job(self, old: Fact) -> Facts:
        """The same without one job."""
        return Facts(self.persons, [job for job in self.jobs if job is not old])

    def without_person(self, old: Fact) -> Facts:
        """The same without one person and that person's jobs."""
        return Facts([p for p in self.persons if p is not old], [job for job in self.jobs if job["id"] != old["id"]])


def shipped_facts() -> Facts:
    """The shipped cohort as R reads and cleans its raw files (tests/reference/R/ips_mis_from_raw.R)."""
    persons = [_typed(row, ("mhi5", "self_esteem"), ("inclusion", "birth")) for row in _rows("ips_mis_persons")]
    jobs = [_typed(row, ("start_day", "end_day", "hours"), ()) for row in _rows("ips_mis_jobs")]
    inclusion = {person["id"]: person["inclusion"] for person in persons}
    for job in jobs:
        for name in ("start", "end"):
            day = job.pop(f"{name}_day")
            job[name] = None if day is None else inclusion[job["id"]] + timedelta(days=int(day))
    return Facts(persons, jobs)


def _rows(name: str) -> list[dict[str, str]]:
    with (VALUES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _typed(row: dict[str, str], numbers: tuple[str, ...], dates: tuple[str, ...]) -> Fact:
    out: Fact = {name: text if text or name == "group" else None for name, text in row.items()}
    out |= {name: float(row[name]) if row[name] else None for name in numbers}
    return out | {name: date.fromisoformat(row[name]) for name in dates}


def after_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def derive(facts: Facts) -> Facts:
    """Outcomes of each person and days of each job added."""
    persons = []
    jobs_of: dict[str, list[Fact]] = {person["id"]: [] for person in facts.persons}
    for person in facts.persons:
        last = after_months(person["inclusion"], 30) - timedelta(days=1)
        own = jobs_of[person["id"]]
        own += [{**job, "days": _days(job, last)} for job in facts.jobs if job["id"] == person["id"]]
        persons.append({**person, **_outcomes(person["inclusion"], last, own)})
        persons[-1]["age"] = (person["inclusion"] - person["birth"]).days / 365.25
        persons[-1]["experience"] = float(person["inclusion"] >= SPLIT)
    return Facts(persons, [job for own in jobs_of.values() for job in own])


def _until(job: Fact, last: date) -> date | None:
    return last if job["status"] == "ongoing" else None if job["end"] is None else min(job["end"], last)


def _days(job: Fact, last: date) -> int | None:
    end = _until(job, last)
    return None if end is None or job["start"] is None else (end - job["start"]).days + 1


def _outcomes(inclusion: date, last: date, jobs: list[Fact]) -> Fact:
    undated = any(job["start"] is None for job in jobs)
    days = {(job["start"] - inclusion).days + k for job in jobs if job["days"] is not None for k in range(job["days"])}
    seen = days | {(job["start"] - inclusion).days for job in jobs if job["start"]}
    months = {}
    for month in (2, 22):
        first, end = ((after_months(inclusion, k) - inclusion).days for k in (month - 1, month))
        months[f"month_{month}"] = None if undated else any(first <= day < end for day in seen)
    return {
        "obtained": bool(jobs),
        "first": None if undated or not jobs else min((job["start"] - inclusion).days for job in jobs),
        "worked": None if jobs and all(job["days"] is None for job in jobs) else len(days),
        **months,
    }


def quartile(values: list[float], p: float) -> float | None:
    """At (n + 1) p, as SPSS has it; blank where that is below 1, or n or more."""
    x, at = sorted(values), (len(values) + 1) * p
    if p == 0.5:
        return (x[(len(x) - 1) // 2] + x[len(x) // 2]) / 2 if x else None
    if at < 1 or at >= len(x):
        return None
    return x[int(at) - 1] + (at - int(at)) * (x[int(at)] - x[int(at) - 1])


def known(rows: list[Fact], name: str) -> list[Any]:
    """Values that are there."""
    return [row[name] for row in rows if row[name] is not None]


def entries(facts: Facts) -> dict[str, tuple[Any, int]]:
    """Value and N of every printed value by its id; more than are printed."""
    done = derive(facts)
    people, jobs = done.persons, done.jobs
    workers = [person for person in people if person["obtained"]]
    found: dict[str, tuple[Any, int]] = {"t1_n": (len(people), len(people))}
    for name, (column, level) in SHARES.items():
        values = known(people, column)
        count, n = values.count(level), len(values)
        found |= {f"t1_{name}_n": (count, n), f"t1_{name}_pct": (100 * count / n, n), f"t1_{name}_valid": (n, n)}
    for name, column in {"age": "age", "mhi5": "mhi5", "rse": "self_esteem"}.items():
        values, n = known(people, column), len(known(people, column))
        found |= {f"t1_{name}_mean": (np.mean(values), n), f"t1_{name}_sd": (np.std(values, ddof=1), n), f"t1_{name}_valid": (n, n)}
    included, n = [person["inclusion"] for person in people], len(people)
    found |= {"inc_first": (min(included).isoformat(), n), "inc_last": (max(included).isoformat(), n)}
    days = known(people, "worked")
    for name, values in {"t2_employed": [person["obtained"] for person in people], "res_183": [some >= 183 for some in days]}.items():
        count, of = sum(values), len(values)
        found |= {f"{name}_n": (count, of), f"{name}_pct": (100 * count / of, of)}
    found |= _quartiles("t2_days_to_job", known(workers, "first")) | _quartiles("t2_days_worked", known(workers, "worked"))
    for month in (2, 22):
        values = known(people, f"month_{month}")
        found |= {f"f1_month{month}_pct": (100 * sum(values) / len(values), len(values)), "f1_valid": (len(values), len(values))}
    for name, digit in {"all": None, **GROUPS}.items():
        rows = [job for job in jobs if digit is None or job["group"] == digit]
        found |= {f"t3_{name}_n": (len(rows), len(rows))}
        for column in ("hours", "days"):
            found |= _quartiles(f"t3_{name}_{column}", known(rows, column))
    top = sum(job["group"] in "459" for job in jobs if job["group"])
    found["res_top3_pct"] = (100 * top / len(jobs), len(jobs))
    found["abs_days_to_job"] = found["t2_days_to_job_median"]
    for name, source in {"to_job": "t2_days_to_job", "worked": "t2_days_worked", "per_job": "t3_all_days"}.items():
        value, n = found[f"{source}_median"]
        found[f"res_months_{name}"] = (value / MONTH, n)
    for person in people:
        person["funding"] = None if person["disability_benefits"] is None else float(person["disability_benefits"] == "yes")
    return found | _models("exp", people, "experience") | _models("fund", people, "funding")


def _quartiles(name: str, values: list[float]) -> dict[str, tuple[Any, int]]:
    n, (q1, median, q3) = len(values), (quartile(values, p) for p in (0.25, 0.5, 0.75))
    iqr = "-" if q1 is None or q3 is None else f"{q1}-{q3}"
    found = {f"{name}_{part}": (value, n) for part, value in (("q1", q1), ("median", median), ("q3", q3), ("iqr", iqr))}
    return found | {f"{name}_valid": (n, n)}


def _models(name: str, people: list[Fact], exposure: str) -> dict[str, tuple[Any, int]]:
    """Adjusted odds ratio of a job, and B of ln days worked, with their limits."""
    needed = (exposure, "sex", "age", "education", "worked_past_5_years", "mhi5")
    complete = [person for person in people if all(person[column] is not None for column in needed)]
    x, y = _design(complete, exposure), np.array([person["obtained"] for person in complete], dtype=float)
    b = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ b))
        spread = np.linalg.inv((x.T * (p * (1 - p))) @ x)
        b = b + spread @ x.T @ (y - p)
    se, n, z = np.sqrt(spread[1, 1]), len(y), stats.norm.ppf(0.975)
    limits = {"": b[1], "_lo": b[1] - z * se, "_hi": b[1] + z * se}
    found = {f"m_{name}_or{part}": (np.exp(value), n) for part, value in limits.items()}
    found |= {f"m_{name}_or_p": (2 * stats.norm.sf(abs(b[1] / se)), n), f"m_{name}_or_n": (n, n)}

    workers = [person for person in complete if person["obtained"] and person["worked"] is not None]
    x, y = _design(workers, exposure), np.log([person["worked"] for person in workers])
    inverse, n, free = np.linalg.inv(x.T @ x), len(y), len(y) - x.shape[1]
    b = inverse @ x.T @ y
    rest = ((y - x @ b) ** 2).sum()
    se, t = np.sqrt(inverse[1, 1] * rest / free), stats.t.ppf(0.975, free)
    found |= {f"m_{name}_b": (b[1], n), f"m_{name}_b_lo": (b[1] - t * se, n), f"m_{name}_b_hi": (b[1] + t * se, n)}
    found |= {f"m_{name}_b_p": (2 * stats.t.sf(abs(b[1] / se), free), n), f"m_{name}_b_n": (n, n)}
    return found | {f"m_{name}_b_r2": (1 - rest / ((y - y.mean()) ** 2).sum(), n)}


def _design(people: list[Fact], exposure: str) -> np.ndarray:
    """Intercept, exposure, sex, age, education, work history, MHI-5."""
    rows = [
        (
            1.0,
            person[exposure],
            person["sex"] == "male",
            person["age"],
            person["education"] == "high",
            person["worked_past_5_years"] == "yes",
            person["mhi5"],
        )
        for person in people
    ]
    return np.array(rows, dtype=float)


def printed_values() -> list[dict[str, str]]:
    """Rows of the paper's printed values but the one that the settings state."""
    with (ROOT / "data" / "published" / "vukadin2022.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["statistic"] != "given"]


def turned(facts: Facts) -> set[str]:
    """Ids of the printed values that do not come out: another value as printed, or another N."""
    found = entries(facts)
    return {row["id"] for row in printed_values() if not _agrees(row, *found[row["id"]])}


def _agrees(row: dict[str, str], value: Any, n: int) -> bool:
    if row["n"] and int(row["n"]) != n:
        return False
    return as_printed(value, row["printed"]) == row["printed"]


def as_printed(value: Any, printed: str) -> str:
    """With as many decimals as are printed, halves away from zero, after 12 digits."""
    if value is None or isinstance(value, str):
        return value or "-"
    decimals = len(printed.partition(".")[2])
    return str(Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
