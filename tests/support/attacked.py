"""Released folders to attack: of made cohorts with a few persons in some corner, whole, and with one suppression too few."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ipscohort.config import load_cohort
from ipscohort.files.tableio import write_bytes, write_frame, write_json, write_text
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.keys import PERSONS, Key
from ipscohort.release.make import Released, cells_of, released_of
from ipscohort.release.parts import parts
from ipscohort.release.protect import Protected
from ipscohort.release.readme import readme
from ipscohort.run.fetch import fetch_records
from ipscohort.run.pipeline import analyse
from ipscohort.tables.render import render
from tests.support.pipeline import table_inputs
from tests.support.released import GIVEN, LOGISTIC, STUDY
from tests.support.small import load

ROOT = Path(__file__).parents[2]
GROUP = {"column": "group", "type": "category"}
SCHOOL = {"column": "school", "type": "category", "codes": {"1": "none", "2": "some", "3": "high"}, "levels": ["none", "some", "high"]}
JOINED = {
    "column": "school",
    "type": "category",
    "codes": {"1": "none or some", "2": "none or some", "3": "high"},
    "levels": ["none or some", "high"],
}
AGE = {"column": "age", "type": "number", "unit": "years"}
SMALL: dict[str, dict[str, Any]] = {
    "a level of four": {"groups": {"a": 76, "b": 4}},
    "levels of twelve and three, and five missing": {"groups": {"a": 60, "b": 12, "c": 3, "": 5}},
    "two with the outcome": {"groups": {"a": 40, "b": 40}, "jobs": 2},
    "four whom an adjusted model leaves out": {"groups": {"a": 40, "b": 40}, "ageless": 4},
    "four by the difference of two variables": {"groups": {"a": 40, "b": 40}, "unschooled": 4},
}
"""Cohorts by what is small in them."""


def _people(groups: dict[str, int], jobs: int | None = None, ageless: int = 0, unschooled: int = 12) -> str:
    draw = random.Random(5)
    levels = [level for level, n in groups.items() for _ in range(n)]
    draw.shuffle(levels)
    lines = ["id,group,school,age,job,time,worked"]
    for i, level in enumerate(levels):
        job = draw.random() < 0.5 if jobs is None else i < jobs
        time = draw.randint(1, 40) if job else ""
        school = 1 if i < unschooled else draw.choice((2, 3))
        age = "" if i < ageless else draw.randint(19, 64)
        lines.append(f"person-{i:03d},{level},{school},{age},{'yes' if job else 'no'},{time},{draw.randint(1, 52 - time) if job else 0}")
    return "\n".join(lines) + "\n"


def inputs_of(name: str, **release: Any) -> ReleaseInputs:
    """What the release of a cohort is made from."""
    values = {
        "study": STUDY,
        "ingest": {
            "participants": {"id": "id", "variables": {"group": GROUP, "school": SCHOOL, "schooling": JOINED, "age": AGE}},
            "jobs": {"given": GIVEN},
        },
        "exposures": {"group": {"variable": "group", "reference": "a"}},
        "models": {"confounders": ["age"], "regressions": {"job": LOGISTIC}},
        "tables": {"baseline": ["school", "schooling", "age"]},
        "outcomes": {"long_term": 26},
        "survival": {"horizons": [26, 52]},
        **({"release": release} if release else {}),
    }
    with TemporaryDirectory() as folder:
        cohort = load(Path(folder), values, {"participants": _people(**SMALL[name])})
        found = analyse(cohort.settings, cohort.files())
    return ReleaseInputs.of(table_inputs(found, cohort.settings), cohort.settings)


@cache
def small(name: str) -> Released:
    """The release of one of these cohorts; nobody may change it."""
    return released_of(inputs_of(name))


@cache
def rossi() -> Released:
    """The release of the real cohort that is shipped by name."""
    cohort = load_cohort(ROOT / "config" / "rossi.yaml")
    with TemporaryDirectory() as folder:
        records = Path(folder) / "rossi.csv"
        fetch_records(cohort.settings.ingest.fetch, records)
        found = analyse(cohort.settings, {"participants": records})
    return released_of(ReleaseInputs.of(table_inputs(found, cohort.settings), cohort.settings))


def written(released: Released, folder: Path) -> Path:
    """The tables of a release in CSV, its results as data and its README, in a folder: what an attacker counts from."""
    tables = {table.name: table for table in released.made.tables}
    for name, table in tables.items():
        write_bytes(folder / "tables" / f"{name}.csv", render(table, "csv"))
    cells = cells_of(tables)
    write_frame(cells, folder / "results.csv")
    write_json(folder / "results.json", cells.to_dict("records"))
    write_text(folder / "README.txt", readme(released))
    return folder


def shown_again(released: Released, key: Key) -> Released:
    """The same release in which one hidden count is printed."""
    of = released.protected[key.population]
    n = float(of.counted.count(key))
    less = replace(of, hidden={k: why for k, why in of.hidden.items() if k != key}, shown={**of.shown, key: (n, n)})
    return _made_anew(released, key.population, less)


def told_again(released: Released, row: str) -> Released:
    """The same release in which a row of medians, or a cell with a mean or sum, stands that was hidden for others' sake."""
    of = released.protected[PERSONS]
    return _made_anew(released, PERSONS, replace(of, silent={name: why for name, why in of.silent.items() if name != row}))


def _made_anew(released: Released, population: str, less: Protected) -> Released:
    protected = {**released.protected, population: less}
    made = [part.made(released.inputs, protected) for part in parts()]
    return replace(released, protected=protected, made=replace(made[0], tables=[table for each in made for table in each.tables]))
