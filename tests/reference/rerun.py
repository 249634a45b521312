"""Rerun every R script into a new folder and fail where a committed value moves in its 8th significant digit.

Usage: python tests/reference/rerun.py            compare with tests/reference/values
       python tests/reference/rerun.py --write    replace the committed values

Needs R with survival, carData, brglm2, haven, sandwich, MASS, metafor, numDeriv, pROC, car, lmtest, cmprsk, mice, mitml, mitools, ordinal, survey, geepack, lme4, vcd and boot
(`.ci/run` names their packages in Debian), and the analysis file of a run of `make` (results/ips_mis), which imputation.R, ips_mis*.R, mutual.R, standardised.R,
bootstrap.R, business_case.R, fidelity.R, funding.R, sensitivity.R and outside_series.R read; no package of Python.
Where data/ips_mis is made anew: `make`, then --write.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = (
    "rossi_repeated",  # the longest first
    "versions",
    "rossi_models",
    "rossi_families",
    "rossi_profile",
    "rossi_outcomes",
    "rossi_survival",
    "small_survival",
    "rossi_times",
    "small_times",
    "rossi_incidence",
    "small_incidence",
    "small_models",
    "firth",
    "cox",
    "ips_mis",
    "ips_mis_times",
    "ips_mis_cox",
    "ips_mis_from_raw",
    "ips_mis_tenure",
    "small_tenure",
    "ips_mis_job_starts",
    "small_job_starts",
    "ips_mis_states",
    "small_states",
    "gray",
    "ips_mis_differences",
    "drafted_pairs",
    "pooling",
    "mutual",
    "standardised",
    "bootstrap",
    "negative_binomial",
    "power",
    "two_part",
    "rossi_checks",
    "ips_mis_checks",
    "made_checks",
    "sensitivity",
    "outside_series",
    "imputation_parts",
    "imputation",
    "imputation_tests",
    "left_early",
    "ips_mis_repeated",
    "made_repeated",
    "waves",
    "fidelity",
    "agreement",
    "funding",
    "business_case",
)
DIGITS = 8
ZERO = 1e-14
"""A log odds ratio of exactly 0 is some 1e-16; below this both count as 0 (p-values never do)."""


def run_scripts(folder: Path) -> None:
    """Run the scripts, as many at once as there are processors, each into files of its own; RuntimeError with R's words where one fails."""

    def run(name: str) -> None:
        done = subprocess.run(["Rscript", str(HERE / "R" / f"{name}.R"), str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"R/{name}.R failed:\n{done.stderr}")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run, SCRIPTS))


def moved(committed: Path, new: Path) -> list[str]:
    """Every cell of one table that is not the same to 8 significant digits."""
    rows = [list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in (committed, new)]
    if [len(row) for row in rows[0]] != [len(row) for row in rows[1]]:
        return [f"{committed.name}: other rows or columns"]
    return [
        f"{committed.name}, line {line}, {column}: {a} was committed, R now gives {b}"
        for line, (old_row, new_row) in enumerate(zip(*rows, strict=True), 1)
        for column, a, b in zip(rows[0][0], old_row, new_row, strict=True)
        if not same(a, b, 0 if column == "p_value" else ZERO)
    ]


def same(a: str, b: str, zero: float = 0) -> bool:
    """Whether two cells hold the same text, or numbers that agree to 8 significant digits."""
    if a == b:
        return True
    try:
        x, y = float(a), float(b)
    except ValueError:
        return False
    both_zero = abs(x) < zero and abs(y) < zero
    return both_zero or abs(x - y) <= 0.5 * 10 ** (1 - DIGITS) * max(abs(x), abs(y))


def compare_folders(committed: Path, new: Path) -> list[str]:
    """Every difference between two folders of values; other versions of R are no difference."""
    names = [{path.name for path in folder.glob("*.csv")} - {"versions.csv"} for folder in (committed, new)]
    found = [f"{name}: in one folder only" for name in sorted(names[0] ^ names[1])]
    return found + [line for name in sorted(names[0] & names[1]) for line in moved(committed / name, new / name)]


def main(arguments: list[str]) -> int:
    values = HERE / "values"
    if arguments == ["--write"]:
        run_scripts(values)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        run_scripts(Path(folder))
        found = compare_folders(values, Path(folder))
    print("\n".join(found) if found else "R gives the committed values.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
