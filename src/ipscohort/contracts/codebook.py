"""What the records' variables are called and coded: written by ingest, read by every later stage."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from ipscohort.config.base import CompetitiveRule
from ipscohort.contracts import Contract
from ipscohort.errors import Problem, UserError
from ipscohort.files.tableio import read_json, write_json


@dataclass(frozen=True)
class VariableInfo:
    """One characteristic of the participants.

    Attributes
    ----------
    name : str
        Column in the tables between stages.
    label : str
        How tables name it, without unit.
    type : {"number", "category", "yes_no", "date", "text"}
        Numbers are stored as Float64, dates as datetime64[s], the others as string.
    unit : str
    levels : tuple of str
        Levels in order; yes_no has no, yes. Empty for numbers, dates and text.
    column : str
        Column of the file that it comes from.
    rule : str
        How it comes from the records, in a sentence.
    low, high : float or None
        Lowest and highest possible value of a number (`range` of the settings); None: not bounded.
    """

    name: str
    label: str
    type: Literal["number", "category", "yes_no", "date", "text"]
    unit: str = ""
    levels: tuple[str, ...] = ()
    column: str = ""
    rule: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def heading(self) -> str:
        """Label with unit, for a table's first column."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class Codebook:
    """The records as a whole.

    Attributes
    ----------
    shape : {"spells", "panel", "durations", "outcomes"}
        Shape of the job records; wide columns have become spells.
    dated : bool
        Whether persons have inclusion dates.
    wage_per : {"hour", "week", "month"}
    job_columns : tuple of str
        Optional job columns that the settings map: hours_per_week, occupation, wage, competitive, ...
    panel_calendar : bool
        Panels only: whether its periods are calendar months, the month of inclusion being period 1.
    panel_source : str
        The source whose own file holds the panel; empty where it stands in the participants' file.
    wide_sources : tuple of str
        Sources of job records that are columns of the participants' file.
    job_sources : tuple of str
        Sources of job records, in order of precedence.
    competitive : dict of str -> str
        Source -> its own rule of competitive work, where it has one.
    exit_rule : str
        Durations only: how the exit comes from several columns, in a sentence; empty where one column says it.
    variables : dict of str -> VariableInfo
        Characteristics, in the settings' order; exposures are added by outcomes.
    """

    shape: Literal["spells", "panel", "durations", "outcomes"]
    dated: bool
    wage_per: Literal["hour", "week", "month"] = "hour"
    job_columns: tuple[str, ...] = ()
    panel_calendar: bool = False
    panel_source: str = ""
    wide_sources: tuple[str, ...] = ()
    job_sources: tuple[str, ...] = ()
    competitive: dict[str, CompetitiveRule] = field(default_factory=dict)
    exit_rule: str = ""
    variables: dict[str, VariableInfo] = field(default_factory=dict)

    def write(self, path: Path | str) -> None:
        """Write as JSON."""
        write_json(path, asdict(self))

    def refuse_names_of(self, contract: Contract) -> None:
        """Raise UserError where a variable has the name of one of a contract's columns: it would be overwritten."""
        taken = [name for name in self.variables if name in contract.names()]
        if taken:
            remedy = "choose another name"
            found = [Problem(f"ingest.participants.variables.{name}", "this is a name of the contract", remedy) for name in taken]
            raise UserError("The settings use names that are taken.", found)

    @classmethod
    def read(cls, path: Path | str) -> Codebook:
        """Read what `write` wrote."""
        content = read_json(path)
        variables = {n: VariableInfo(**{**v, "levels": tuple(v["levels"])}) for n, v in content.pop("variables").items()}
        lists = {name: tuple(content.get(name, ())) for name in ("job_columns", "wide_sources", "job_sources")}
        return cls(**{**content, **lists}, variables=variables)
