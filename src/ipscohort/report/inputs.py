"""What the report is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from ipscohort.config import Settings
from ipscohort.files.exchange import Read


@dataclass(frozen=True)
class ReportInputs:
    """Results of the stages before, and what made them.

    Attributes
    ----------
    settings : Settings
    persons, flow, log, disagreements, availability : DataFrame
        See contracts. `log` may hold the reading log's rows before the cleaning log's. Ids of persons in it are not shown.
    definitions : DataFrame
        Columns name and rule.
    tables : mapping of str -> str
        Name -> page of the table, as `tables.render_html` gives it, in the order shown.
    figures : mapping of str -> str
        Name -> SVG, in the order shown.
    provenance : mapping of str -> mapping of str -> str
        Heading (records, settings, code, versions) -> name -> digest or version. No clock and no path of a machine.
    replication : DataFrame or None
        REPLICATION; None where the settings name no printed values.
    alternatives, changed_values : DataFrame or None
        ALTERNATIVES, CHANGED_VALUES; None where it was not asked which choice matters.
    """

    settings: Settings
    persons: pd.DataFrame
    flow: pd.DataFrame
    log: pd.DataFrame
    disagreements: pd.DataFrame
    availability: pd.DataFrame
    definitions: pd.DataFrame
    tables: Mapping[str, str]
    figures: Mapping[str, str]
    provenance: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    replication: pd.DataFrame | None = None
    alternatives: pd.DataFrame | None = None
    changed_values: pd.DataFrame | None = None

    @classmethod
    def of(cls, read: Read, settings: Settings, **more: Any) -> ReportInputs:
        """From what a step read, by the fields' names; `more` are the fields that are no files between stages."""
        return cls(settings=settings, **{**read.only({field.name for field in fields(cls)}), **more})
