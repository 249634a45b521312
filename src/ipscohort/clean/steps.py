"""Run the rules and hand over tables as the contracts say."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from ipscohort.clean.rules import RULES
from ipscohort.clean.work import Work
from ipscohort.config import Settings, Slice
from ipscohort.contracts import (
    CLEAN_JOBS,
    CLEAN_PARTICIPANTS,
    CLEANING_LOG,
    DISAGREEMENTS,
    JOBS,
    JOBS_KIND_UNKNOWN,
    PANEL,
    PARTICIPANT_FLOW,
    PARTICIPANTS,
    RECRUITMENT,
    Contract,
)
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import Problem, UserError
from ipscohort.files.memory import give_back
from ipscohort.words import say


@dataclass(frozen=True)
class Cleaned:
    """What cleaning hands over.

    Attributes
    ----------
    participants : DataFrame
        CLEAN_PARTICIPANTS: persons analysed, in the file's order.
    jobs : DataFrame
        CLEAN_JOBS: their competitive jobs in follow-up.
    jobs_kind_unknown : DataFrame
        JOBS_KIND_UNKNOWN: jobs of theirs that could be such.
    panel : DataFrame
        PANEL: their periods up to the last one observed.
    log : DataFrame
        CLEANING_LOG.
    flow : DataFrame
        PARTICIPANT_FLOW: each step's n is the step before's n less its n_left_out.
    disagreements : DataFrame
        DISAGREEMENTS.
    recruitment : DataFrame
        RECRUITMENT; empty where the settings give no counts.
    """

    participants: pd.DataFrame
    jobs: pd.DataFrame
    panel: pd.DataFrame
    log: pd.DataFrame
    flow: pd.DataFrame
    disagreements: pd.DataFrame
    recruitment: pd.DataFrame = field(default_factory=RECRUITMENT.empty)
    jobs_kind_unknown: pd.DataFrame = field(default_factory=JOBS_KIND_UNKNOWN.empty)

    def after(self, reading: pd.DataFrame) -> Cleaned:
        """The same with what reading changed (CLEANING_LOG) before what cleaning did."""
        return replace(self, log=CLEANING_LOG.conform(pd.concat([reading, self.log])))


def clean_records(
    participants: pd.DataFrame, jobs: pd.DataFrame, panel: pd.DataFrame, codebook: Codebook, settings: Settings | Slice
) -> Cleaned:
    """Apply every rule of `rules.RULES` in order.

    Parameters
    ----------
    participants, jobs, panel : DataFrame
        Contracts PARTICIPANTS, JOBS, PANEL, as ingest wrote them. They are not changed.
    codebook : Codebook
    settings : Settings or Slice
        `clean`: the rules' settings; `study`: follow-up, end of observation, what is competitive.

    Returns
    -------
    Cleaned

    Raises
    ------
    UserError
        With every row that a rule set to `stop` has found: all rules run first, each as if the rows found before it
        had been mended or left out. Also where nobody is left to analyse.
    """
    codebook.refuse_names_of(CLEAN_PARTICIPANTS)
    work = Work(PARTICIPANTS.conform(participants), JOBS.conform(jobs), PANEL.conform(panel), codebook, settings.clean, settings.study)
    for rule in RULES:
        rule(work)
        give_back()
    work.problems.stop()
    _stop_when_nobody_is_left(work)
    work.step("analysed", say("Analysed"))
    return Cleaned(
        participants=CLEAN_PARTICIPANTS.conform(work.participants),
        jobs=CLEAN_JOBS.conform(work.jobs[CLEAN_JOBS.names()]),
        panel=PANEL.conform(work.panel),
        log=_table(work.notes, CLEANING_LOG),
        flow=_table(work.steps, PARTICIPANT_FLOW),
        disagreements=DISAGREEMENTS.conform(work.disagreements),
        recruitment=_table(list(settings.study.recruitment.rows()), RECRUITMENT) if settings.study.recruitment else RECRUITMENT.empty(),
        jobs_kind_unknown=_kind_unknown(work),
    )


def _kind_unknown(work: Work) -> pd.DataFrame:
    """JOBS_KIND_UNKNOWN of the persons analysed; one from before inclusion is not among them."""
    found = work.kind_unknown[work.kind_unknown["id"].isin(work.participants["id"])]
    return JOBS_KIND_UNKNOWN.conform(found.assign(at_entry=False).reindex(columns=JOBS_KIND_UNKNOWN.names()))


def _stop_when_nobody_is_left(work: Work) -> None:
    if not len(work.participants):
        left = "; ".join(f"{step['label']}: {step['n_left_out']}" for step in work.steps if step["n_left_out"])
        what = f"nobody is left to analyse ({left})" if left else "nobody is left to analyse: no row was read"
        remedy = "look at the settings under clean (eligibility, recruitment, employed_at_entry), or at the records"
        raise UserError("Cleaning left nobody.", [Problem("participants", what, remedy)])


def _table(rows: list[dict], contract: Contract) -> pd.DataFrame:
    return contract.conform(pd.DataFrame(rows)) if rows else contract.empty()
