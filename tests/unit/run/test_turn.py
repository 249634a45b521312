"""One run of a cohort at a time; what a run leaves that was broken off is swept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ipscohort.files.tableio import write_text
from ipscohort.run import turn
from ipscohort.run.turn import BROKEN_OFF, FILE, OF_PERSONS, UNKEPT, make_private, take_turn

HOLD = """
import sys, time
from pathlib import Path
from ipscohort.run.turn import take_turn
take_turn(Path(sys.argv[1]), print)
print("mine", flush=True)
{then}
"""
SLEEP = "time.sleep(60)"
END = "sys.stdin.read()"
FORK = """
import os
if os.fork() == 0:
    print("forked", flush=True)
    os.close(1)
    while not Path(sys.argv[1], "go").exists():
        time.sleep(0.05)
    os._exit(0)
time.sleep(60)
"""


def begin(folder, then):
    source = Path(turn.__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", HOLD.format(then=then), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )


def until_mine(run):
    lines = []
    for line in run.stdout:
        lines.append(line.strip())
        if line.strip() == "mine":
            return lines
    raise AssertionError(lines)


def test_a_second_run_waits_for_the_first_and_says_whom_it_waits_for(tmp_path):
    first = begin(tmp_path, END)
    assert until_mine(first) == ["mine"]
    second = begin(tmp_path, END)
    line = second.stdout.readline()
    assert line.startswith(f"Another run of this cohort is at work (process {first.pid}, since ")
    assert second.poll() is None
    first.communicate("")
    assert until_mine(second) == ["mine"]
    (tmp_path / "report.html").touch()
    second.communicate("")
    assert (tmp_path / FILE).read_text() == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this system")
def test_a_killed_run_keeps_nobody_waiting_but_for_its_own_steps(tmp_path):
    first = begin(tmp_path, FORK)
    until_mine(first)
    assert first.stdout.readline() == "forked\n"
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = begin(tmp_path, END)
    assert second.stdout.readline().startswith("Another run of this cohort is at work")
    (tmp_path / "go").touch()
    assert until_mine(second) == ["mine"]
    second.communicate("")


def test_the_next_run_says_that_one_was_broken_off_and_sweeps_what_it_was_writing(tmp_path):
    first = begin(tmp_path, SLEEP)
    until_mine(first)
    first.kill()
    first.communicate()
    (tmp_path / "models").mkdir()
    half, whole = tmp_path / "models/.estimates.csv.7-1.partial", tmp_path / "models/estimates.csv"
    half.write_text("half")
    whole.write_text("whole")
    second = begin(tmp_path, END)
    assert until_mine(second) == [BROKEN_OFF, "mine"]
    assert not half.exists()
    assert whole.read_text() == "whole"
    second.communicate("")
    third = begin(tmp_path, END)
    assert until_mine(third) == ["mine"]
    third.communicate("")


def test_cohorts_do_not_wait_for_each_other(tmp_path):
    runs = [begin(tmp_path / name, END) for name in ("a", "b")]
    for run in runs:
        assert until_mine(run) == ["mine"]
        run.communicate("")


def test_a_step_that_a_cluster_starts_takes_no_turn(tmp_path):
    take_turn(tmp_path / "results", print, wanted=False)
    assert not (tmp_path / "results").exists()


def test_a_drive_without_locks_is_said(tmp_path, monkeypatch):
    def none(stream):
        raise turn._NoLocksError

    monkeypatch.setattr(turn, "_locked", none)
    said = []
    take_turn(tmp_path, said.append)
    assert said == [UNKEPT]


def test_a_run_that_leaves_nothing_leaves_no_folder_and_nobody_waits_for_what_is_gone(tmp_path):
    results = tmp_path / "results/mine"
    first = begin(results, END)
    until_mine(first)
    second = begin(results, END)
    second.stdout.readline()
    first.communicate("")
    assert until_mine(second) == ["mine"]
    third = begin(results, END)
    assert third.stdout.readline().startswith("Another run of this cohort is at work")
    second.communicate("")
    until_mine(third)
    third.communicate("")
    assert list(tmp_path.rglob("*")) == [tmp_path / "results"]


@pytest.mark.skipif(os.name != "posix", reason="this system has no such permissions")
class TestPrivate:
    """Rows of persons are their owner's."""

    def test_folders_and_files_of_persons_are_shut(self, tmp_path):
        take_turn(tmp_path, print)
        write_text(tmp_path / "clean/participants.csv", "id")
        write_text(tmp_path / "tables/baseline.csv", "n")
        assert {name: (tmp_path / name).stat().st_mode & 0o777 for name in OF_PERSONS} == dict.fromkeys(OF_PERSONS, 0o700)
        assert (tmp_path / "clean/participants.csv").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "tables/baseline.csv").stat().st_mode & 0o077

    def test_a_folder_that_is_open_to_the_world_is_shut_and_a_group_stays(self, tmp_path):
        (tmp_path / "clean").mkdir()
        (tmp_path / "clean").chmod(0o755)
        make_private(tmp_path)
        assert (tmp_path / "clean").stat().st_mode & 0o777 == 0o750
