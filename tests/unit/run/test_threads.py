"""Libraries of linear algebra are asked for one thread before they are loaded, by the workflow and by each command alike."""

from __future__ import annotations

import subprocess
import sys
import time

from ipscohort.run.threads import VARIABLES, one_thread
from tests.conftest import ROOT
from tests.support.models import only, persons, run


def test_it_is_asked_for_in_each_variable_that_a_library_reads():
    environment = {"OPENBLAS_NUM_THREADS": "8", "OTHER": "8"}
    one_thread(environment)
    assert environment == {**dict.fromkeys(VARIABLES, "1"), "OTHER": "8"}


def test_commands_and_the_workflow_ask_before_numpy_is_loaded():
    code = "import sys, os, ipscohort.__main__ as m; assert 'numpy' not in sys.modules\n"
    code += "try: m.main(['--help'])\nexcept SystemExit: print(os.environ['OPENBLAS_NUM_THREADS'])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")})
    assert told.stdout.strip().endswith("1")
    lines = (ROOT / "Snakefile").read_text(encoding="utf-8")
    assert lines.index("one_thread()") < lines.index("import pandas")


def test_a_penalised_regression_of_one_event_takes_less_than_a_second():
    n = 60
    frame = persons(
        n, job_obtained=["yes" if i == 14 else "no" for i in range(n)], group="ab" * 30, age=range(20, 80), income=[1, 5, 9] * 20
    )
    run(frame, confounders=["age", "income"])  # what is loaded once
    start = time.process_time()
    found = run(frame, confounders=["age", "income"])
    assert time.process_time() - start < 1
    assert only(found.fits, adjustment="adjusted")["status"] == "penalised"
