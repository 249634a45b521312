"""Small made-up cohorts as texts, through the whole analysis in memory, and what a check of them says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config import load_cohort
from ipscohort.run.check import check_records
from ipscohort.run.pipeline import Analysis, analyse


def load(folder: Path, values: dict[str, Any], texts: dict[str, str]):
    """Write a cohort's files and settings, and load it as a user's would be.

    Parameters
    ----------
    folder : Path
    values : dict
        `study`, `ingest`, and what else its file holds; names of files are added where `texts` has one.
    texts : dict
        `participants`, and a text by the name of each source with a file of its own.
    """
    values = {"schema_version": 1, "cohort": "small", "title": "Made up", "synthetic": True, **json.loads(json.dumps(values))}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        place = values["ingest"] if name == "participants" else values["ingest"]["jobs"]
        place[name]["file"] = f"{name}.csv"
    (folder / "small.yaml").write_text(json.dumps(values, indent=1), encoding="utf-8")  # JSON is YAML
    return load_cohort(folder / "small.yaml")


def run(folder: Path, values: dict[str, Any], **texts: str) -> Analysis:
    """The whole analysis."""
    cohort = load(folder, values, texts)
    return analyse(cohort.settings, cohort.files())


def check(folder: Path, values: dict[str, Any], **texts: str) -> None:
    """Only check settings and records, as is done before anything runs."""
    cohort = load(folder, values, texts)
    check_records(cohort.settings, cohort.files())


def by_id(frame: pd.DataFrame, *columns: str) -> dict[str, Any]:
    """Id -> its values (one, or a list), None where missing."""
    rows = frame.set_index("id")[list(columns)].astype(object)
    found = {key: [None if pd.isna(value) else value for value in row] for key, row in zip(rows.index, rows.to_numpy(), strict=True)}
    return {key: row[0] for key, row in found.items()} if len(columns) == 1 else found


def logged(log: pd.DataFrame, rule: str) -> list[tuple]:
    """Table, ids and rows of one rule's lines in a cleaning log."""
    return [(r.table, r.ids, r.rows) for r in log[log["rule"] == rule].itertuples()]


def rule_of(analysis: Analysis, measure: str) -> str:
    """The operational rule of a measure, as the availability table says it."""
    return analysis.derived.availability.set_index("measure").loc[measure, "rule"]
