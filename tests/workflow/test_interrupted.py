"""A run that was broken off, or met another, ends in the same bytes when it is started again. `make faults` tries it at length."""

import os
import random
import shutil
import subprocess
import sys

import pytest

from tests.conftest import copy_run
from tests.faults.interrupted import Study, break_off, differences, kill

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups of processes can't be killed on this system")


@pytest.fixture(scope="module")
def study(dated_run, tmp_path_factory):
    """A project in which a small cohort has been run once."""
    project = copy_run(dated_run, tmp_path_factory.mktemp("interrupted") / "project")
    return Study(project.folder, "spec/cohort20.yaml", project.results("cohort20"))


@pytest.fixture(scope="module")
def expected(study):
    return study.tree()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_run_that_was_killed_goes_on_to_the_same_bytes(study, expected, seed):
    shutil.rmtree(study.results)
    done = break_off(study, random.Random(seed), 8.0)
    code, said = study.run()
    assert code == 0, (done, said)
    assert differences(study.tree(), expected) == [], done
    assert not list(study.results.rglob(".*.partial"))


def test_two_runs_at_once_both_end_well(study, expected):
    shutil.rmtree(study.results)
    begun = [study.start(), study.start()]
    said = [run.communicate(timeout=300)[0] for run in begun]
    assert [run.returncode for run in begun] == [0, 0], said
    assert sum("Another run of this cohort is at work" in text for text in said) == 1
    assert differences(study.tree(), expected) == []


def test_a_second_run_may_be_given_up_while_it_waits(study):
    first, second = study.start(), study.start()
    kill(second, "break")
    said, _ = first.communicate(timeout=300)
    assert first.returncode == 0, said


def test_results_of_a_run_that_stopped_halfway_are_not_taken_for_whole(study, expected):
    """With records of which rows were lost, a run stops after the regressions; `run.json` is of the run before, and so is most of the rest."""
    assert (study.results / "run.json").is_file()
    records = study.folder / "spec" / "participants.csv"
    whole = records.read_bytes()
    records.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    code, said = study.run(options=("--until", "fit_models"))
    assert code == 0, said
    assert not (study.results / "run.json").exists()
    records.write_bytes(whole)
    released = subprocess.run(
        [sys.executable, "-m", "ipscohort", "release", study.settings],
        cwd=study.folder,
        env={**os.environ, "PYTHONPATH": str(study.folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert released.returncode == 1 and "it was not run to its end" in released.stderr
    code, said = study.run()
    assert code == 0, said
    assert differences(study.tree(), expected) == []
    before = (study.results / "run.json").stat().st_mtime_ns
    assert "Nothing to do" in study.run()[1]
    assert (study.results / "run.json").stat().st_mtime_ns == before
