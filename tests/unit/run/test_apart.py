"""Work in a process of its own: what went wrong comes back as the text that a user reads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ipscohort.errors import Problem, UserError
from ipscohort.run import apart as apart_module
from ipscohort.run.apart import Beside, run_apart
from ipscohort.run.log import ToldError, message


def write(path):
    path.write_text("done", encoding="utf-8")


def mistaken():
    raise UserError("The records do not fit.", [Problem("people.csv, column sex", "what it holds", "mend it")])


def wrong():
    raise ValueError("a person's value")


def ends_without_a_word():
    os._exit(9)


def test_work_is_done(tmp_path):
    assert run_apart(write, tmp_path / "file") is None
    assert (tmp_path / "file").read_text(encoding="utf-8") == "done"


def test_a_user_s_mistake_keeps_its_words():
    with pytest.raises(ToldError) as told:
        run_apart(mistaken)
    assert message(told.value) == "The records do not fit.\n  people.csv, column sex: what it holds\n      -> mend it"


def test_a_fault_is_told_by_kind_and_place_without_its_message():
    with pytest.raises(ToldError) as told:
        run_apart(wrong)
    text = message(told.value)
    assert "ValueError, raised in" in text and "test_apart.py" in text and "in wrong" in text
    assert "a person's value" not in text


def test_a_process_that_dies_is_said_in_words():
    with pytest.raises(UserError, match="damaged, or memory ran out"):
        run_apart(ends_without_a_word)


class TestBeside:
    """Work beside the program's own."""

    def test_it_is_done_on_what_is_held_when_it_begins(self, tmp_path):
        held = ["done"]
        beside = Beside(lambda: (tmp_path / "file").write_text(held[0], encoding="utf-8"))
        held.clear()
        beside.finish()
        assert (tmp_path / "file").read_text(encoding="utf-8") == "done"

    def test_what_goes_wrong_is_told_when_it_is_waited_for(self):
        beside = Beside(wrong)
        with pytest.raises(ToldError) as told:
            beside.finish()
        assert "ValueError, raised in" in message(told.value) and "a person's value" not in message(told.value)

    def test_a_process_that_dies_is_said_in_words(self):
        beside = Beside(ends_without_a_word)
        with pytest.raises(UserError, match="memory ran out"):
            beside.finish()

    def test_the_end_can_be_waited_for_alone(self):
        Beside(wrong).end()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this system")
@pytest.mark.parametrize("apart", ["run_apart(work)", "Beside(work).finish()"])
def test_nothing_stays_behind_where_the_program_is_killed(tmp_path, apart):
    program = f"""
import os, signal, sys, time
from pathlib import Path
from ipscohort.run.apart import Beside, run_apart

PARENT = os.getpid()

def work():
    os.kill(PARENT, signal.SIGKILL)
    while os.getppid() == PARENT:
        time.sleep(0.01)
    Path(sys.argv[1]).write_text("done")

{apart}
"""
    env = {**os.environ, "PYTHONPATH": str(Path(apart_module.__file__).parents[2])}
    # ends once every process that holds the pipe has ended
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "file")], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "file").read_text(encoding="utf-8") == "done"
