"""The files that the stage outcomes leaves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ipscohort.config import Settings, Slice
from ipscohort.contracts import PERIODS
from ipscohort.files.exchange import write_files
from ipscohort.files.tableio import write_frame, write_pieces
from ipscohort.outcomes.derive import Derived
from ipscohort.outcomes.wording import definitions


def write_outcomes(derived: Derived, settings: Settings | Slice, paths: Mapping[str, str | Path]) -> None:
    """Write the tables, and the definitions in words.

    Parameters
    ----------
    derived : Derived
    settings : Settings or Slice
        `study` and `outcomes`.
    paths : mapping of str -> path
        Name in the catalogue -> where to; all of the stage's files, or some.
    """
    paths = dict(paths.items())
    periods = paths.pop("periods", None)
    write_files(derived, paths)
    if "definitions" in paths:
        write_frame(definitions(settings.study, settings.outcomes, derived.codebook), paths["definitions"])
    if periods is not None:
        write_pieces(derived.by_period.pieces(), PERIODS, periods)
