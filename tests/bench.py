"""How long users wait: the default cohort cold and again, and made-up cohorts of any size beside an R script of the same steps.

    python tests/bench.py [persons ...]     default: 1000 10000 100000; 1000000 takes minutes and some GB

Prints times by the clock, processor time and memory, and asserts nothing, because machines differ. Whether both programs
find the same numbers is printed too: only then do their times compare.
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.benchmark import imputation, repeated
from tests.benchmark.cohort import as_in_r, make_cohort
from tests.benchmark.estimators import lines
from tests.benchmark.measure import Cost, cost_of
from tests.benchmark.page import renew
from tests.conftest import Project, copy_project

RUNS = 3
SIZES = [1_000, 10_000, 100_000]
FROM = 100_000
"""Persons from which on growth is judged: below, starting programs takes most of the time."""
LOAD = "import time; t = time.perf_counter(); from ipscohort.config import load_cohort; load_cohort('config/config.yaml'); print(time.perf_counter() - t)"
GUARDED = """
import os
from ipscohort.config import load_cohort
from ipscohort.run.apart import run_apart
from ipscohort.run.check import check_apart, check_cohort

def took(work, *arguments):
    since = sum(os.times()[:4])
    work(*arguments)
    return sum(os.times()[:4]) - since

cohort = load_cohort("config/config.yaml")
run_apart(took, check_cohort, cohort)  # files are in the system's memory from here on
print(took(check_apart, cohort) - run_apart(took, check_cohort, cohort))
"""
"""What a process of its own for the records costs a run, of the processor: the check in one, less the check itself."""
AS_IN_R = "make_tables"
"""Our last step among those that the R script has too: it draws no figure and writes no page, Word or SPSS file; nor does it fit other models
than the study's, so that the settings leave out ours."""
SPECIFICATIONS = Path(__file__).parent / "benchmark" / "specifications.py"
R_SCRIPT = Path(__file__).parent / "benchmark" / "same_steps.R"


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "project")
        _waits(project)
        print("\n".join(lines()))
        _simulated()
        print(f"\n{'':36} {'time':>10}  {'processor':>10}  {'memory':>9}")
        found = {size: _sized(project, Path(folder), size, 1.36) for size in sizes}
        if FROM in sizes:
            _sized(project, Path(folder), FROM, 3)
        _growth(found)


def _run(project: Project, settings: str, *wanted: str) -> Cost:
    env = {**os.environ, "PYTHONPATH": str(project.folder / "src")}
    return cost_of([sys.executable, "-m", "snakemake", *wanted, "--configfile", settings], project.folder, env)


def _waits(project: Project) -> None:
    """What a user of the default cohort waits for."""

    def fresh() -> float:
        for made in ("results", ".snakemake"):
            shutil.rmtree(project.folder / made, ignore_errors=True)
        return _run(project, "config/config.yaml").seconds

    def check() -> float:
        env = {**os.environ, "PYTHONPATH": str(project.folder / "src")}
        return cost_of([sys.executable, "-m", "ipscohort", "check", "config/config.yaml"], project.folder, env).seconds

    def guarded() -> float:
        return printed("-c", GUARDED)

    def printed(*command: str) -> float:
        env = {**os.environ, "PYTHONPATH": str(project.folder / "src")}
        done = subprocess.run([sys.executable, *command], cwd=project.folder, capture_output=True, text=True, check=True, env=env)
        return float(done.stdout)

    for name, action, limit in [
        ("load and check the settings alone", lambda: printed("-c", LOAD), "0.3 s"),
        ("check settings and records", check, ""),
        ("guarding the reading of the records", guarded, "0.3 s"),
        ("cold full run of the default cohort", fresh, "12 s"),
        ("200 specifications", lambda: printed(str(SPECIFICATIONS)), "10 s"),
        ("second run, nothing to do", lambda: _run(project, "config/config.yaml").seconds, "1.5 s"),
    ]:
        goal = f"   (goal: at most {limit} on 2 idle cores)" if limit else ""
        print(f"{name:<36} {statistics.median(action() for _ in range(RUNS)):8.2f} s{goal}")
    _stages(project.folder / "results" / "ips_mis")


def _simulated() -> None:
    """Bias and coverage of imputation, and tests of employment over time where few are at a level: printed, and written into their pages."""
    for simulated in (imputation, repeated):
        renew(simulated.PAGE, simulated.table())


def _stages(results: Path) -> None:
    """Snakemake's own measure of each job, the process's start included."""
    for file in sorted((results / "benchmarks").glob("*.tsv")):
        row = pd.read_csv(file, sep="\t", na_values="-").iloc[0]
        print(f"  {file.stem:<34} {row['s']:8.2f} s  {row['cpu_time']:8.2f} s  {row['max_rss'] / 1024:6.2f} GB")


def _sized(project: Project, folder: Path, persons: int, jobs_each: float | int) -> Cost:
    """One cohort, by us and by R; what the same steps cost us."""
    cohort = folder / f"cohort_{persons}_{str(jobs_each).replace('.', '_')}"
    settings = make_cohort(cohort, persons, jobs_each)
    results = cohort / "results" / cohort.name
    ours = _run(project, str(as_in_r(settings)), AS_IN_R)
    whole = _run(project, str(settings))
    print(f"{persons:>9,} persons, {jobs_each} jobs each, whole run {whole}")
    _stages(results)
    print(f"  {'from the files to the tables':<34} {ours}")
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("  SKIPPED: R is not installed (Rscript is not found), so there is nothing to compare with")
        return ours
    tables = folder / "tables_of_r"
    tables.mkdir(exist_ok=True)
    theirs = cost_of([rscript, str(R_SCRIPT), str(cohort), str(tables)], folder)
    times = f"{ours.seconds / theirs.seconds:.2f} times the time, {ours.cpu / theirs.cpu:.2f} times the processor time"
    print(f"  {'the same steps in R':<34} {theirs}   (we take {times}; goal at 10^5: 1.5)")
    print(f"  {_agreement(_numbers(results), pd.read_csv(tables / 'numbers.csv', index_col='name')['value'])}")
    return ours


def _numbers(results: Path) -> pd.Series:
    """The numbers that a reader looks at first, named as the R script names them."""
    persons = pd.read_parquet(results / "outcomes/persons.parquet", columns=["job_obtained", "time_worked"])
    rates = pd.read_csv(results / "outcomes/rates.csv", index_col="period")["rate"]
    estimates = pd.read_csv(results / "models/estimates.csv").dropna(subset="ratio")
    median = pd.read_csv(results / "survival/estimates.csv").query("measure == 'median'")["estimate"].iloc[0]
    numbers = {
        "analysed": len(persons),
        "job_obtained": int((persons["job_obtained"] == "yes").sum()),
        "jobs": len(pd.read_csv(results / "outcomes/job_measures.csv", usecols=["job"])),
        "days_worked": persons["time_worked"].sum(),
        "median_time_to_job": median,
        **{f"rate_{period}": rate for period, rate in rates.items()},
    }
    for row in estimates.itertuples():
        numbers[f"{row.model}_{row.exposure}_{row.adjustment}"] = row.ratio
    return pd.Series(numbers, dtype=float)


def _agreement(ours: pd.Series, theirs: pd.Series) -> str:
    """Whether all of R's numbers are ours, to 8 digits."""
    both = pd.DataFrame({"ours": ours.reindex(theirs.index), "theirs": theirs})
    apart = both[~((both["ours"] - both["theirs"]).abs() <= 1e-8 * both["theirs"].abs()) & ~both.isna().all(axis=1)]
    if apart.empty:
        return f"all {len(both)} numbers compared are the same, so the times compare"
    return f"NOT THE SAME, so the times do not compare: {len(apart)} of {len(both)} numbers differ\n{apart.to_string()}"


def _growth(found: dict[int, Cost]) -> None:
    """Exponent b of time ~ persons^b between the sizes from FROM on."""
    sizes = sorted(size for size in found if size >= FROM)
    if len(sizes) < 2:
        print(f"growth from {FROM:,} persons on: needs two such sizes, such as `python tests/bench.py 100000 1000000`")
        return
    first, last = sizes[0], sizes[-1]
    for name in ("seconds", "cpu"):
        slope = math.log(getattr(found[last], name) / getattr(found[first], name)) / math.log(last / first)
        print(f"growth from {first:,} to {last:,} persons, {name}: persons^{slope:.2f}   (goal: at most 1.05)")


if __name__ == "__main__":
    main()
