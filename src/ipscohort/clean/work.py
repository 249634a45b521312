"""What the rules work on: the records, the log, the flow, and the list of what stops the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

import numpy as np
import pandas as pd

from ipscohort.config.clean import Clean
from ipscohort.config.study import Study
from ipscohort.contracts import DISAGREEMENTS, JOBS
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import Problems
from ipscohort.files.tableio import LIST_SEPARATOR
from ipscohort.words import later, say

HEADING = "The records hold rows that can't be right; nothing was analysed."


@dataclass
class Work:
    """The records while they are being cleaned; every rule changes it in place.

    Attributes
    ----------
    participants, jobs, panel : DataFrame
        Contracts PARTICIPANTS, JOBS, PANEL, with the columns that the rules add.
    codebook : Codebook
    clean : Clean
    study : Study
    problems : Problems
        What rules set to `stop` have found.
    notes, steps : list of dict
        Rows of CLEANING_LOG and PARTICIPANT_FLOW.
    disagreements : DataFrame
    kind_unknown : DataFrame
        Jobs that are not counted as it is not recorded whether they are competitive.
    unobserved : DataFrame
        Competitive jobs that are not counted as they began after the person's last day observed.
    """

    participants: pd.DataFrame
    jobs: pd.DataFrame
    panel: pd.DataFrame
    codebook: Codebook
    clean: Clean
    study: Study
    problems: Problems = field(default_factory=lambda: Problems(HEADING))
    notes: list[dict] = field(default_factory=list)
    steps: list[dict] = field(default_factory=list)
    disagreements: pd.DataFrame = field(default_factory=DISAGREEMENTS.empty)
    kind_unknown: pd.DataFrame = field(default_factory=JOBS.empty)
    unobserved: pd.DataFrame = field(default_factory=JOBS.empty)

    def note(self, rule: str, table: str, action: str, found: pd.DataFrame, why: str) -> None:
        """Write a log row about the records `found` (columns id and row), where there are any; each person and row is named once."""
        if len(found):
            row = {"rule": rule, "table": table, "action": action, "n": len(found), "ids": joined(found["id"].dropna().drop_duplicates())}
            self.notes.append({**row, "rows": joined(found["row"].drop_duplicates()), "why": why})

    @property
    def panel_table(self) -> str:
        """The panel as a table of the log: its rows belong to its own file, or to the participants'."""
        return f"jobs.{self.codebook.panel_source}" if self.codebook.panel_source else "panel"

    def note_jobs(self, rule: str, action: str, found: pd.DataFrame, why: str) -> None:
        """Write a log row per source: row numbers belong to a source's own file."""
        for source in found["source"].drop_duplicates():
            self.note(rule, f"jobs.{source}", action, found[found["source"] == source], why)

    def stops(self, rule: str) -> bool:
        """Whether the settings tell this rule to end the run."""
        return getattr(self.clean, rule) == "stop"

    def stop(self, rule: str, where: str, found: pd.DataFrame, what: str) -> None:
        """Add the rows `found` to what ends the run, with the settings' other choices as remedy."""
        if len(found):
            choices = [word for word in get_args(Clean.model_fields[rule].annotation) if word != "stop"]
            remedy = f"mend the rows, or set clean.{rule}: {' or '.join(choices)}"
            self.problems.add(where, what, remedy, rows=found["row"].drop_duplicates(), ids=unique(found["id"]))

    def stop_jobs(self, rule: str, column: str, found: pd.DataFrame, what: str) -> None:
        """The same for job records, per source."""
        for source in found["source"].drop_duplicates():
            self.stop(rule, f"jobs.{source}, column {column}", found[found["source"] == source], what)

    def step(self, step: str, label: str, left_out: int = 0) -> None:
        """Add a step to the flow, after the persons left out by it are gone."""
        self.steps.append({"step": step, "label": label, "n": len(self.participants), "n_left_out": left_out})

    def leave_out(self, rule: str, label: str, mask: np.ndarray, why: str) -> None:
        """Leave participants out, log them, and add the step to the flow."""
        self.note(rule, "participants", say("person left out"), self.participants[mask], why)
        self.participants = kept(self.participants, ~mask)
        self.step(rule, label, int(mask.sum()))

    def set_aside(self, rule: str, mask: np.ndarray, why: str, action: str = later("set aside")) -> None:
        """Take job records out and log them; `action` is said here."""
        if not mask.any():
            return
        self.note_jobs(rule, say(action), self.jobs[mask], why)
        self.jobs = kept(self.jobs, ~mask)

    def of_persons(self, *names: str) -> list[pd.Series]:
        """Columns of the participants, by the job records that are theirs; missing where a record is nobody's."""
        place = pd.Index(self.participants["id"]).get_indexer(self.jobs["id"])
        return [pd.Series(self.participants[name].array.take(place, allow_fill=True), index=self.jobs.index) for name in names]


def kept(frame: pd.DataFrame, mask: np.ndarray) -> pd.DataFrame:
    """The rows of `mask`, numbered anew; the frame itself where that is all of them."""
    if mask.all():
        return frame
    frame = frame[mask]
    frame.index = pd.RangeIndex(len(frame))
    return frame


def joined(values: pd.Series) -> str:
    """Items of a list in one cell."""
    return LIST_SEPARATOR.join(values.astype("string").fillna(""))


def unique(ids: pd.Series) -> list[str]:
    """Ids without blanks, each once, in order."""
    return list(ids.dropna().drop_duplicates())


def true(values: pd.Series) -> np.ndarray:
    """A mask in which missing is False."""
    return values.fillna(False).to_numpy(dtype=bool)


def days_between(first: pd.Series, last: pd.Series) -> pd.Series:
    """Days from one date to another; missing where either is."""
    return (last - first).dt.days.astype("Int64")
