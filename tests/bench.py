"""How long users wait: loading settings, a cold full run of the default cohort, a second run with nothing to do.

Prints the median of a few runs; asserts nothing, because machines differ.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.conftest import copy_project

RUNS = 3
LOAD = "import time; t = time.perf_counter(); from ipscohort.config import load_cohort; load_cohort('config/config.yaml'); print(time.perf_counter() - t)"


def seconds(action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "project")

        def fresh() -> None:
            for made in ("results", ".snakemake"):
                shutil.rmtree(project.folder / made, ignore_errors=True)
            done = project.run()
            if done.returncode:
                sys.exit(done.stderr)

        cold = [seconds(fresh) for _ in range(RUNS)]
        again = [seconds(lambda: project.run()) for _ in range(RUNS)]
        check = [seconds(lambda: project.run("check", "config/config.yaml", program="ipscohort")) for _ in range(RUNS)]
        load = [
            float(subprocess.run([sys.executable, "-c", LOAD], cwd=project.folder, capture_output=True, text=True, check=True).stdout)
            for _ in range(RUNS)
        ]
        for name, times, limit in [
            ("load and check the settings alone", load, "0.3 s"),
            ("check settings and records", check, ""),
            ("cold full run of the default cohort", cold, "15 s on 2 cores"),
            ("second run, nothing to do", again, "2 s"),
        ]:
            goal = f"   (goal: at most {limit})" if limit else ""
            print(f"{name:<36} {statistics.median(times):6.2f} s{goal}")
        for file in sorted((project.folder / "results" / "ips_mis" / "benchmarks").glob("*.tsv")):
            print(f"  {file.stem:<34} {file.read_text(encoding='utf-8').splitlines()[1].split()[0]:>6} s")


if __name__ == "__main__":
    main()
