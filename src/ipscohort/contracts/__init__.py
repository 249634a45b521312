"""The tables that pass between stages: columns, types, keys, bounds, and what a missing value means.

Checks, documentation and variable labels of exported files come from here.
"""

from importlib import import_module
from pathlib import Path

from ipscohort.catalogue.stages import FILES
from ipscohort.catalogue.statistics import FRAMES
from ipscohort.contracts.base import DTYPES, Column, Contract, ContractError
from ipscohort.contracts.choices import ALTERNATIVES, CHANGED_VALUES
from ipscohort.contracts.competing import CUMULATIVE_INCIDENCE, TENURE_CURVES
from ipscohort.contracts.diagnostics import DIAGNOSTIC_POINTS, DIAGNOSTICS, INFLUENCE
from ipscohort.contracts.effects import ASSOCIATIONS, STANDARDISED
from ipscohort.contracts.estimates import CURVES, ESTIMATES, EXCLUSIONS, FITS, MISSING_PATTERNS, SURVIVAL_ESTIMATES, SURVIVAL_TESTS
from ipscohort.contracts.hazards import PROPORTIONAL_HAZARDS, SCHOENFELD
from ipscohort.contracts.imputation import IMPUTED, IMPUTED_VARIABLES
from ipscohort.contracts.left_early import WEIGHTED
from ipscohort.contracts.monitoring import QUARTERS
from ipscohort.contracts.outcomes import AVAILABILITY, JOB_MEASURES, PERIODS, PERSONS, RATES, RATES_BY_EXPOSURE
from ipscohort.contracts.records import (
    CLEAN_JOBS,
    CLEAN_PARTICIPANTS,
    CLEANING_LOG,
    DISAGREEMENTS,
    JOBS,
    JOBS_KIND_UNKNOWN,
    MISSING_VALUES,
    PANEL,
    PARTICIPANT_FLOW,
    PARTICIPANTS,
    RECRUITMENT,
)
from ipscohort.contracts.replication import PRINTED, REPLICATION
from ipscohort.contracts.results import RESULTS
from ipscohort.contracts.second_clock import GRAY_TESTS, JOB_START_TESTS, JOB_STARTS, JOBS_PER_PERSON, STATES, TIME_IN_STATES
from ipscohort.contracts.sensitivity import OUTSIDE_SERIES, SPECIFICATIONS

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py") if path.stem not in ("base", "codebook"))
CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for module in MODULES
    for contract in vars(import_module(f"{__name__}.{module}")).values()
    if isinstance(contract, Contract)
}
"""Every contract by name: those of every module here, so that a new stage adds a module and no line."""

FRAME_CONTRACTS: dict[str, Contract] = {name: CONTRACTS[FILES[frame.file].contract] for name, frame in FRAMES.items() if frame.file}
"""Frame that printed values are recomputed from -> its contract."""

__all__ = [
    "ALTERNATIVES",
    "ASSOCIATIONS",
    "AVAILABILITY",
    "CHANGED_VALUES",
    "CLEANING_LOG",
    "CLEAN_JOBS",
    "CLEAN_PARTICIPANTS",
    "CONTRACTS",
    "CUMULATIVE_INCIDENCE",
    "CURVES",
    "Column",
    "Contract",
    "ContractError",
    "DIAGNOSTICS",
    "DIAGNOSTIC_POINTS",
    "DISAGREEMENTS",
    "DTYPES",
    "ESTIMATES",
    "EXCLUSIONS",
    "FITS",
    "IMPUTED",
    "IMPUTED_VARIABLES",
    "FRAME_CONTRACTS",
    "GRAY_TESTS",
    "INFLUENCE",
    "JOBS",
    "JOBS_KIND_UNKNOWN",
    "JOBS_PER_PERSON",
    "JOB_MEASURES",
    "JOB_STARTS",
    "JOB_START_TESTS",
    "MISSING_PATTERNS",
    "MISSING_VALUES",
    "OUTSIDE_SERIES",
    "PANEL",
    "PARTICIPANTS",
    "PARTICIPANT_FLOW",
    "PERIODS",
    "PERSONS",
    "PRINTED",
    "PROPORTIONAL_HAZARDS",
    "QUARTERS",
    "RATES",
    "RATES_BY_EXPOSURE",
    "RECRUITMENT",
    "REPLICATION",
    "RESULTS",
    "SCHOENFELD",
    "SPECIFICATIONS",
    "STANDARDISED",
    "STATES",
    "SURVIVAL_ESTIMATES",
    "SURVIVAL_TESTS",
    "TENURE_CURVES",
    "TIME_IN_STATES",
    "WEIGHTED",
]
