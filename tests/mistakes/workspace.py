"""A small dated cohort that is right, to be broken in one place at a time. All persons are made up.

The column `name` and the jobs' `employer` hold a planted word that may never show anywhere.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

PLANTED = "Plantagenet"

SETTINGS = """\
schema_version: 1
cohort: tiny
title: A small made-up cohort
synthetic: yes
results_dir: results
study:
  follow_up: 30 months
  end_of_observation: {observed_until: yes, data_lock: 2020-01-31}
  competitive: column
  time_unit: days
ingest:
  participants:
    file: people.csv
    id: pid
    inclusion_date: included
    birth_date: born
    observed_until: until
    variables:
      sex: {column: sex, type: category, label: Sex, codes: {1: male, 2: female}}
      benefits: {column: ben, type: category, label: Benefits, codes: {1: social assistance, 2: disability}, missing: {9: refused}}
      mhi5: {column: mhi, type: number, label: Mental health, range: [0, 100]}
  jobs:
    records:
      shape: spells
      file: jobs.csv
      id: pid
      blank_end: ongoing
      columns: {start: van, end: tot, hours_per_week: hours, isco08: isco, competitive: comp}
exposures:
  funding: {variable: benefits, reference: social assistance, label: Funding}
models:
  confounders: [sex, age]
  regressions:
    job_obtained: {outcome: job_obtained, model: logistic, label: Job obtained}
    days_worked: {outcome: time_worked, model: log_linear, label: Days worked}
"""

PEOPLE_HEAD = "pid,name,sex,born,included,ben,mhi,until"
PEOPLE = [
    f"P{n:02d},{PLANTED} {n},{1 + n % 2},19{60 + n * 2}-0{1 + n % 9}-1{n % 9},201{4 + n % 3}-0{1 + n % 9}-15,{1 + n // 2 % 2},{30 + 2 * n},"
    for n in range(1, 17)
]
JOBS_HEAD = "pid,employer,van,tot,hours,isco,comp"
JOBS = [
    f"P{n:02d},{PLANTED} Ltd,201{5 + n % 3}-0{1 + n % 9}-2{n % 9},{end},{12 + n},{isco},yes"
    for n, end, isco in [
        (1, "2017-11-30", "9112"),
        (2, "", "5223"),
        (4, "2018-06-30", "4110"),
        (5, "2017-12-31", "9112"),
        (7, "2016-12-31", "2310"),
        (8, "2018-01-15", "9333"),
        (10, "2017-08-31", "5223"),
        (11, "2018-05-31", "4110"),
        (13, "2018-07-31", "9112"),
        (14, "2019-02-28", "5120"),
    ]
]


@dataclass(frozen=True)
class Workspace:
    """The folder that holds the cohort.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.folder / "tiny.yaml"

    def restore(self) -> None:
        """Write the cohort as it is when nothing is wrong; results stay."""
        for path in self.folder.iterdir():
            if path.name != "results":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.settings.write_text(SETTINGS, encoding="utf-8")
        self.write("people.csv", PEOPLE_HEAD, PEOPLE)
        self.write("jobs.csv", JOBS_HEAD, JOBS)

    def write(self, name: str, head: str, lines: list[str]) -> None:
        """Write one CSV file."""
        (self.folder / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")

    def change(self, name: str, *changes: tuple[str, str]) -> None:
        """Replace text in one file; every text must be there."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            if old not in text:
                raise ValueError(f"{old!r} is not in {name}")
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    def setting(self, *changes: tuple[str, str]) -> None:
        """Change the settings file."""
        self.change("tiny.yaml", *changes)

    def append(self, text: str) -> None:
        """Add to the end of the settings file."""
        with self.settings.open("a", encoding="utf-8") as file:
            file.write(text)
