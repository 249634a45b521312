"""The whole of ingest.

Steps: every file is read -> the participants' columns are mapped -> each source of job records is shaped -> everything
that is wrong is raised as one list -> tables that keep the contracts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from ipscohort.config.ingest import Ingest
from ipscohort.contracts import JOBS, PANEL, PARTICIPANTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import UserError
from ipscohort.files.memory import give_back
from ipscohort.ids.matching import in_one_form
from ipscohort.ingest.cut_offs import add_cut_offs
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.participants import People, nobody, read_people
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.shapers import SHAPERS, Shaped, Sources
from ipscohort.ingest.shapers.durations import exit_rule
from ipscohort.ingest.shapers.jobrecords import job_columns
from ipscohort.ingest.waves import add_waves
from ipscohort.words import say


@dataclass(frozen=True)
class Records:
    """A cohort's records as read.

    Attributes
    ----------
    participants, jobs, panel, missing_values : DataFrame
        Contracts participants, jobs, panel and missing_values.
    codebook : Codebook
    log : DataFrame
        Contract cleaning_log: what ingest changed, left out or found worth noting.
    """

    participants: pd.DataFrame
    jobs: pd.DataFrame
    panel: pd.DataFrame
    missing_values: pd.DataFrame
    codebook: Codebook
    log: pd.DataFrame


def read_cohort(ingest: Ingest, files: dict[str, Path]) -> Records:
    """Read all files of a cohort and map them onto the contract.

    Parameters
    ----------
    ingest : config.ingest.Ingest
        Where the records lie and what their columns and codes mean.
    files : dict of str -> Path
        Every file, by the key that `ingest.files()` gives it.

    Returns
    -------
    Records

    Raises
    ------
    UserError
        With everything that is wrong with files, columns, codes, numbers and dates, as far as it can be found in one run.
    """
    gathered = Gathered()
    tables = _read_files(ingest, files, gathered)
    # Where the participants' file can't be read, files of jobs are looked at all the same.
    people = read_people(tables["participants"], ingest.participants, gathered) if "participants" in tables else nobody()
    if "participants" in tables:
        for name, waves in ingest.waves.items():
            if f"waves.{name}" in tables:
                add_waves(people, name, waves, tables[f"waves.{name}"], gathered)
    add_cut_offs(people, ingest.cut_offs, gathered)
    sources = Sources(tables, people, ingest.participants.inclusion_date is not None, gathered)
    shaped = {}
    for name, source in ingest.jobs.items():
        give_back()
        shaped[name] = SHAPERS[source.shape](name, source, sources)
    wage_per = _wage_per(ingest, gathered)
    gathered.stop()
    for name, found in shaped.items():
        _note_matched(name, found, people, gathered)
    del tables, sources
    give_back()
    return Records(
        participants=_participants(people, shaped),
        jobs=_jobs(shaped),
        panel=_panel(shaped),
        missing_values=people.missing_values(),
        codebook=_codebook(ingest, people, wage_per),
        log=gathered.log(),
    )


def _read_files(ingest: Ingest, files: dict[str, Path], gathered: Gathered) -> dict[str, RawTable]:
    """Every file that can be read; the others leave their problems."""
    tables = {}
    for key, file in ingest.files().items():
        try:
            # Nobody may have had a job; a cohort without persons is none.
            tables[key] = read_file(files[key], file, may_be_empty=key.startswith("jobs."))
        except UserError as error:
            gathered.problems.found.extend(error.problems)
        else:
            for note in tables[key].notes:
                gathered.note(note.rule, key, note.action, note.why, rows=note.rows)
            if tables[key].frame.empty:
                why = say(
                    "{file} holds names of columns and no record: taken for nobody with a job there; check that the export worked",
                    file=tables[key].where,
                )
                gathered.note("no_job_records", key, say("warned"), why, n=1)
    return tables


def _note_matched(source: str, shaped: Shaped, people: People, gathered: Gathered) -> None:
    """List ids of a source that are written in another way than in the participants' file."""
    if shaped.shown_ids is None:
        return
    frame = shaped.panel if shaped.jobs is None else shaped.jobs
    if shaped.jobs is None or not frame.index.is_unique:  # several periods or jobs stand in one row
        frame = frame.drop_duplicates("row").set_index("row")
    ids, shown, theirs = frame["id"], in_one_form(shaped.shown_ids[frame.index]), in_one_form(people.shown_ids)
    trimmed = people.ids[~people.ids.eq(theirs).fillna(False)]
    other = ~ids.eq(shown).fillna(False)  # nearly none: to look ids up is dear
    if len(trimmed):
        other |= ids.isin(trimmed)
    other = (other & shown.notna()).astype(bool)
    other[other] = ids[other].isin(people.ids).to_numpy()
    pairs = pd.MultiIndex.from_arrays([ids[other], shown[other]])
    other[other] = ~pairs.isin(pd.MultiIndex.from_arrays([people.ids, theirs])) if len(pairs) else False
    why = say("source {source}: the id is the participants' only after trimming blanks and a trailing .0", source=source)
    gathered.note("ids_matched_after_trimming", "jobs", say("changed"), why, ids=ids[other], rows=ids.index[other])


def _wage_per(ingest: Ingest, gathered: Gathered) -> Literal["hour", "week", "month"]:
    """What wages are paid for; sources with wages must agree."""
    found = {n: s.wage_per for n, s in ingest.jobs.items() if s.shape in ("spells", "wide") and s.columns.wage is not None}
    if len(set(found.values())) > 1:
        named = ", ".join(f"{name}: {per}" for name, per in found.items())
        gathered.problems.add(
            "ingest.jobs", f"sources have wages per different time ({named})", "compute them per the same time in the files"
        )
    return next(iter(found.values()), "hour")


def _participants(people: People, shaped: dict[str, Shaped]) -> pd.DataFrame:
    frame = people.frame.copy(deep=False)
    for found in shaped.values():
        for name, values in found.given.items():
            frame[name] = values
    names = [name for name in PARTICIPANTS.names() if name in frame] + list(people.variables)
    return PARTICIPANTS.conform(frame[names], copy=False)


def _jobs(shaped: dict[str, Shaped]) -> pd.DataFrame:
    """Job records of all sources, numbered in the order of the sources."""
    found = [one.jobs for one in shaped.values() if one.jobs is not None and len(one.jobs)]
    if not found:
        return JOBS.empty()
    jobs = pd.concat([frame.dropna(axis=1, how="all") for frame in found], ignore_index=True)
    jobs.insert(0, "job", range(1, len(jobs) + 1))
    return JOBS.conform(jobs, copy=False)


def _panel(shaped: dict[str, Shaped]) -> pd.DataFrame:
    found = next((one.panel for one in shaped.values() if one.panel is not None), None)
    return PANEL.empty() if found is None else PANEL.conform(found)


def _codebook(ingest: Ingest, people: People, wage_per: Literal["hour", "week", "month"]) -> Codebook:
    sources = list(ingest.jobs.values())
    mapped = [name for source in sources if source.shape in ("spells", "wide") for name in job_columns(source.columns)]
    return Codebook(
        shape=ingest.shape,
        dated=ingest.participants.inclusion_date is not None,
        wage_per=wage_per,
        job_columns=tuple(dict.fromkeys(mapped)),
        panel_calendar=any(source.shape == "panel" and source.counted_from == "calendar" for source in sources),
        panel_source=next((name for name, source in ingest.jobs.items() if source.shape == "panel" and source.file), ""),
        wide_sources=tuple(name for name, source in ingest.jobs.items() if source.shape == "wide" and source.file is None),
        job_sources=tuple(name for name, source in ingest.jobs.items() if source.shape in ("spells", "wide")),
        competitive={
            name: source.competitive for name, source in ingest.jobs.items() if source.shape in ("spells", "wide") and source.competitive
        },
        exit_rule=next((exit_rule(source) for source in sources if source.shape == "durations"), ""),
        variables=people.variables,
    )
