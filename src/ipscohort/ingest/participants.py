"""The participants' file: a row per person, with the contract's columns and the characteristics that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_YEAR
from ipscohort.catalogue.characteristics import AGE, COMPLETED_YEARS, YEARS
from ipscohort.config.ingest import Column, Participants, Variable
from ipscohort.contracts import DTYPES, MISSING_VALUES
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.display import printing
from ipscohort.ids.look_alike import look_alike
from ipscohort.ids.matching import in_one_form
from ipscohort.ingest.cells import BLANK, Cells, take
from ipscohort.ingest.codes import shown_text
from ipscohort.ingest.dates import FIRST, LAST, dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.implausible import refuse_ages, refuse_levels, refuse_nines, refuse_no_records
from ipscohort.ingest.questionnaires import read_scales
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.values import categories, levels_of, numbers, refuse_persons_own, words, yes_no
from ipscohort.words import say

TABLE = "participants"
KEY = "ingest.participants"


@dataclass
class People:
    """The participants' file as read.

    Attributes
    ----------
    frame : DataFrame
        Contract columns and characteristics, indexed by row number.
    shown_ids : Series of string
        Ids as the file shows them.
    variables : dict of str -> VariableInfo
    reasons : dict of str -> Series of string
        Variable -> why its cells are missing.
    """

    frame: pd.DataFrame
    shown_ids: pd.Series
    variables: dict[str, VariableInfo] = field(default_factory=dict)
    reasons: dict[str, pd.Series] = field(default_factory=dict)

    @property
    def ids(self) -> pd.Series:
        """Ids as they are compared."""
        return self.frame["id"]

    def missing_values(self) -> pd.DataFrame:
        """Values that are missing, each with its reason (contract missing_values)."""
        long = pd.concat([self._reasons_of(name, reason) for name, reason in self.reasons.items()] or [MISSING_VALUES.empty()])
        return MISSING_VALUES.conform(long.sort_values("row", kind="stable"))

    def _reasons_of(self, name: str, reason: pd.Series) -> pd.DataFrame:
        found = reason.dropna()
        ids = self.ids[found.index]
        return pd.DataFrame({"id": ids, "row": found.index, "variable": name, "reason": found}).dropna(subset="id")


def nobody() -> People:
    """No participants: their file can't be read."""
    ids = pd.Series(dtype="string")
    return People(pd.DataFrame({"id": ids, "row": pd.Series(dtype="int64")}), ids)


def read_people(table: RawTable, settings: Participants, gathered: Gathered) -> People:
    """Map the participants' columns onto the contract.

    Parameters
    ----------
    table : RawTable
    settings : config.ingest.Participants
    gathered : Gathered
        Takes what is wrong, and notes for the cleaning log.
    """
    cells = take(table, settings.id, f"{KEY}.id", gathered)
    ids = read_ids(cells, gathered)
    shown = shown_text(table.frame[cells.settings.column.strip()]) if not cells.absent else ids
    note_look_alike(ids, "ids", gathered)
    people = People(pd.DataFrame({"id": ids, "row": table.frame.index}, index=table.frame.index), shown)
    _calendar(people, table, settings, gathered)
    for name, variable in settings.variables.items():
        key = f"{KEY}.variables.{name}"
        _variable(people, name, variable, take(table, variable, key, gathered), gathered)
    born = settings.birth_date or settings.birth_year
    if born is not None and "age" not in settings.variables:
        _age(people, settings, born, f"{table.where}, column {born.column}", gathered)
    for scale in read_scales(table, settings.scales, gathered):
        people.frame[scale.name] = scale.score
        people.variables[scale.name] = scale.info
        people.reasons[scale.name] = scale.reason
    return people


def note_look_alike(texts: pd.Series, noun: str, gathered: Gathered, ids: pd.Series | None = None) -> None:
    """Note ids of participants, or levels of a column, that look as another does in letters of another alphabet: they stay apart."""
    rows = texts.isin(look_alike(texts))
    if rows.any():
        why = say(
            "{what}: some look alike and are not the same, as letters of other alphabets or wide ones stand in them (a Cyrillic or Greek A)",
            what=noun,
        )
        gathered.note("look_alike", TABLE, say("kept"), why, ids=(texts if ids is None else ids)[rows], rows=rows.index[rows])


def read_ids(cells: Cells, gathered: Gathered) -> pd.Series:
    """Ids as comparable text, in one form of each character; a record without one can't be used.

    Returns
    -------
    Series of string
    """
    if cells.absent:
        return cells.text
    ids = in_one_form(cells.text)
    changed = ids.ne(cells.text).fillna(False) & ids.notna()
    table = cells.key.removeprefix("ingest.").removesuffix(".id")
    why = say("Ids hold characters without width, or letters in another of their Unicode forms; they are compared without, and as NFC")
    gathered.note("ids_in_one_form", table, say("changed"), why, ids=ids[changed], rows=ids.index[changed])
    lacking = ids.index[ids.isna()]
    if len(lacking):
        gathered.problems.add(cells.where, "records without an id", "fill in the id, or take the rows out", rows=lacking)
    cells.refuse_lost_digits("ids", gathered)
    refuse_no_records(cells, gathered)
    return ids


def _calendar(people: People, table: RawTable, settings: Participants, gathered: Gathered) -> None:
    """Inclusion, birth, and the end of observation."""
    frame = people.frame
    for name in ("inclusion_date", "birth_date"):
        column: Column | None = getattr(settings, name)
        if column is not None:
            cells = take(table, column, f"{KEY}.{name}", gathered)
            frame[name] = dates(cells, gathered, TABLE, people.ids).dates
            people.reasons[name] = cells.reason
    if settings.birth_year is not None and settings.birth_date is None:
        cells = take(table, settings.birth_year, f"{KEY}.birth_year", gathered)
        frame["birth_date"], people.reasons["birth_date"] = _middle_of_year(cells, gathered), cells.reason
    if settings.observed_until is not None:
        cells = take(table, settings.observed_until, f"{KEY}.observed_until", gathered)
        if settings.inclusion_date is not None:
            frame["observed_until"] = dates(cells, gathered, TABLE, people.ids).dates
        else:
            frame["observed_until_count"] = numbers(cells, gathered, whole=True).astype("Int64")
        # A blank says nothing special here: observed to the end.
        people.reasons["observed_until"] = cells.reason.mask(cells.reason.eq(BLANK))
    if settings.observed_until_reason is not None:
        cells = take(table, settings.observed_until_reason, f"{KEY}.observed_until_reason", gathered)
        frame["observed_until_reason"] = words(cells, gathered)


def _variable(people: People, name: str, settings: Variable, cells: Cells, gathered: Gathered) -> None:
    """One characteristic: its values, its line in the codebook, and why values are missing."""
    info = VariableInfo(
        name=name,
        label=settings.label or cells.label or name,
        type=settings.type,
        unit=settings.unit or "",
        column=settings.column,
        rule=coded(settings.column, settings.codes, cells.labels),
        low=settings.range[0] if settings.range else None,
        high=settings.range[1] if settings.range else None,
    )
    if settings.type == "number":
        people.frame[name] = numbers(cells, gathered)
        if settings.range is None:
            refuse_nines(cells, people.frame[name], gathered)
        _note_labelled(people, cells, gathered)
    elif settings.type == "date":
        people.frame[name] = dates(cells, gathered, TABLE, people.ids).dates
    elif settings.type == "yes_no":
        people.frame[name] = yes_no(cells, gathered)
        info = replace(info, levels=("no", "yes"))
    elif settings.type == "category":
        refuse_persons_own(cells, settings.levels, gathered)
        people.frame[name] = categories(cells, gathered, settings.levels)
        note_look_alike(people.frame[name], cells.key, gathered, people.ids)
        info = replace(info, levels=levels_of(cells, settings.levels))
        if not settings.levels:
            refuse_levels(cells, info.levels, gathered)
    else:
        people.frame[name] = words(cells, gathered)
    if settings.type in ("category", "text") and cells.labels and not cells.codes:
        why = say("{key}: levels are the value labels that the file gives column {column}", key=cells.key, column=settings.column)
        gathered.note("value_labels_used", TABLE, say("changed"), why, n=int(cells.present.sum()))
    people.variables[name] = info
    people.reasons[name] = cells.reason


def coded(column: str, codes: dict[str, str] | None, labels: Mapping[str, str]) -> str:
    """'column marital of the participants' records; no = 1 (never married), 3 (divorced); yes = 2 (married)'."""
    levels: dict[str, list[str]] = {}
    for code, level in (codes or {}).items():
        label = labels.get(code)
        levels.setdefault(level, []).append(f"{code} ({label})" if label else code)
    said = [f"{level} = {', '.join(found)}" for level, found in levels.items()]
    return "; ".join([say("column {column} of the participants' records", column=column), *said])


def _note_labelled(people: People, cells: Cells, gathered: Gathered) -> None:
    """A labelled value among unlabelled numbers, such as 999 'unknown', may stand for a missing one."""
    labelled = cells.text.isin(list(cells.labels))
    if labelled.any() and (cells.present & ~labelled).any():
        why = say(
            "{key}: numbers to which the file gives a value label are taken as numbers; declare those that mean missing", key=cells.key
        )
        gathered.note("labelled_number", TABLE, say("kept"), why, ids=people.ids[labelled], rows=labelled.index[labelled])


def _middle_of_year(cells: Cells, gathered: Gathered) -> pd.Series:
    """1 July of each year of birth."""
    years = numbers(cells, gathered, whole=True)
    wrong = years.notna() & ~years.between(FIRST.year, LAST.year)
    if wrong.any():
        remedy = f"mend the cells, give the year in four digits, or declare codes under {cells.key}.missing"
        gathered.problems.add(cells.where, "no possible years of birth", remedy, rows=wrong.index[wrong])
    text = years.mask(wrong).astype("Int64").astype("string") + "-07-01"
    return pd.to_datetime(text, format="%Y-%m-%d").astype(DTYPES["date"])


def _age(people: People, settings: Participants, birth: Column, where: str, gathered: Gathered) -> None:
    """Years from birth to inclusion: exact, days / 365.25, or completed, birthdays reached."""
    if settings.inclusion_date is None:
        what = "age at inclusion can't be computed: the cohort has no inclusion dates"
        gathered.problems.add(
            f"{KEY}.birth_{'date' if birth is settings.birth_date else 'year'}",
            what,
            f"map {KEY}.inclusion_date, or map age under {KEY}.variables",
        )
        return
    born, included = people.frame["birth_date"], people.frame["inclusion_date"]
    days = (included - born).dt.days.astype("Float64")
    refuse_ages(where, days / DAYS_PER_YEAR, gathered)
    completed = settings.age == "completed_years"
    people.frame["age"] = _birthdays(born, included) if completed else days / DAYS_PER_YEAR
    people.reasons["age"] = people.reasons["birth_date"].fillna(people.reasons["inclusion_date"])
    unit, column = COMPLETED_YEARS if completed else YEARS, birth.column
    how = say("full years") if completed else say("days / {n}", n=printing.short(DAYS_PER_YEAR))
    rule = (
        say("from birth (column {column} of the participants' records) to inclusion, {how}", column=column, how=how)
        if birth is settings.birth_date
        else say(
            "from 1 July of the year of birth (column {column} of the participants' records) to inclusion, {how}", column=column, how=how
        )
    )
    info = VariableInfo("age", AGE, "number", unit, column=column, rule=rule)
    people.variables = {"age": info, **people.variables}


def _birthdays(born: pd.Series, included: pd.Series) -> pd.Series:
    """Birthdays reached; 29 February comes round on 1 March where there is no such day."""
    late = (included.dt.month < born.dt.month) | ((included.dt.month == born.dt.month) & (included.dt.day < born.dt.day))
    return (included.dt.year - born.dt.year - late.astype(int)).astype("Float64")
