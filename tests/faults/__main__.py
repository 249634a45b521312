"""`make faults`: break runs off at random moments, and see that the plain rerun ends in the same bytes; read mutated files of every format."""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import copy_project
from tests.faults.interrupted import Study, break_off, differences
from tests.faults.mutated import FORMATS, count


def main() -> None:
    """Count, for each kind of fault, how often all was well; end with code 1 where it was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--disks", type=int, default=20)
    parser.add_argument("--mutated", type=int, default=1000, help="files of each format; 0: none")
    parser.add_argument("--formats", nargs="+", default=list(FORMATS), choices=list(FORMATS))
    parser.add_argument("--keep", type=Path, help="folder for the files that broke a reader down or were a fault")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    wrong = count(chosen.mutated, chosen.seed, chosen.formats, chosen.keep) if chosen.mutated else 0
    wrong += _broken_off(chosen) if chosen.kills or chosen.disks else 0
    sys.exit(bool(wrong))


def _broken_off(chosen: argparse.Namespace) -> int:
    """How many reruns of a run that was broken off did not end in the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "project")
        study = Study(project.folder, "config/config.yaml", project.results("ips_mis"))
        begun = time.monotonic()
        code, said = study.run()
        took = time.monotonic() - begun
        assert code == 0, said
        expected = study.tree()
        trials = [
            ("killed at a random moment", chosen.kills, lambda chance: killed(study, chance, took)),
            ("disk full", chosen.disks, lambda chance: disk_full(study, chance)),
            ("broken off, then read-only", 4, lambda chance: read_only(study, chance, took)),
            ("two at once", 2, lambda _: at_once(study, 2)),
            ("four at once", 1, lambda _: at_once(study, 4)),
        ]
        return sum(_count(study, expected, *trial, random.Random(chosen.seed)) for trial in trials)


Fault = Callable[[random.Random], str]


def _count(study: Study, expected: dict[str, bytes], name: str, times: int, fault: Fault, chance: random.Random) -> int:
    """Try a fault so often; how often the run after it did not end in the expected bytes."""
    wrong = 0
    for number in range(1, times + 1):
        _forget(study)
        try:
            done = fault(chance)
        except Unavailable as why:
            print(f"{name}: not tried here ({why})")
            return 0
        code, said = study.run()
        found = [f"exit code {code}: {said[-800:]}"] if code else differences(study.tree(), expected)
        wrong += bool(found)
        if found:
            print(f"{name} {number} ({done}): {found[:5]}", flush=True)
    print(f"{name}: {times - wrong} of {times} reruns end in the same bytes", flush=True)
    return wrong


class Unavailable(Exception):
    """A fault that can't be made on this system."""


def _forget(study: Study) -> None:
    shutil.rmtree(study.results, ignore_errors=True)
    shutil.rmtree(study.folder / ".snakemake", ignore_errors=True)


def killed(study: Study, chance: random.Random, took: float) -> str:
    """A run that is ended from outside, once or several times in a row."""
    return ", then ".join(break_off(study, chance, took) for _ in range(chance.choice([1, 1, 1, 2, 3])))


def disk_full(study: Study, chance: random.Random) -> str:
    """A run whose results are on a disk that is too small; its message must say so."""
    size = int(10 ** chance.uniform(4.3, 6.9))
    with _small_disk(study.results, size):
        code, said = study.run()
    last = said.strip().splitlines()[-3:]
    assert code == 0 or "The disk is full." in said, said
    return f"{size} bytes: exit code {code}, {last}"


def read_only(study: Study, chance: random.Random, took: float) -> str:
    """A run that goes on with a broken one's results where nothing can be written any more; its message must say so and where."""
    with _small_disk(study.results, 200_000_000):
        done = break_off(study, chance, took)
        subprocess.run(["mount", "-o", "remount,ro", str(study.results)], check=True)
        code, said = study.run()
        subprocess.run(["mount", "-o", "remount,rw", str(study.results)], check=True)
    last = said.strip().splitlines()[-3:]
    assert "fault of ipscohort" not in said and (code == 0 or (str(study.results.name) in said and "-> " in last[-1])), said
    return f"{done}, then read-only: exit code {code}, {last}"


@contextmanager
def _small_disk(folder: Path, size: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Unavailable("no small disk can be mounted: it needs the rights of an administrator")
    kept = folder.with_name("kept")
    try:
        yield
        shutil.copytree(folder, kept)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    if kept.exists():
        shutil.rmtree(folder)
        kept.rename(folder)


def at_once(study: Study, runs: int) -> str:
    """Several runs of one cohort that begin together."""
    begun = [study.start() for _ in range(runs)]
    said = [run.communicate(timeout=600)[0] for run in begun]
    assert [run.returncode for run in begun] == [0] * runs, said
    return f"{runs} at once"


if __name__ == "__main__":
    main()
