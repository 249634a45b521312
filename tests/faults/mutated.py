"""Thousands of damaged and hostile files, each read as a run reads them: how many come out right, refused in words, or as a fault.

A sound small cohort of persons and jobs is written in a format, one of its files is mutated, and both are read in a guarded process of
their own. Right: the same table, or other values that the mutation wrote. Refused: a message that names the file. All else is a fault.
"""

from __future__ import annotations

import hashlib
import importlib
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from ipscohort.config.ingest import Ingest
from ipscohort.ingest import cohort as cohort_module
from ipscohort.run.apart import Limits, run_apart
from ipscohort.run.log import message
from tests.faults.mutations import mutate
from tests.support.records import ingest_settings, write_cohort

FORMATS = {
    "csv": ("csv",),
    "xlsx": ("xlsx",),
    "sav": ("sav", "sav_packed_rows"),
    "zsav": ("zsav",),
    "por": ("por",),
    "dta": ("dta", "dta_8"),
    "sas7bdat": ("sas7bdat",),
    "xpt": ("xpt", "xpt_5"),
    "parquet": ("parquet",),
}
"""Format -> the ways in which it is written here (see tests.support.records)."""
MADE_BY_R = Path(__file__).parents[1] / "data" / "sas"
SECONDS, MEMORY = 10.0, 2 * 10**9
GIVEN_UP = 120.0
"""Seconds by the clock after which reading counts as one that never ends."""
UNCOUNTED = ("xpt_5",)
"""Ways of writing that say how many columns there are, and not how many rows."""
UNKNOWABLE = ("csv",)
"""Those that say neither."""
OUTCOMES = ("as the sound file", "other values", "refused in words", "reader broke down, said in words", "fault")


@dataclass(frozen=True)
class Sound:
    """A cohort that is right.

    Attributes
    ----------
    way : str
        How it is written.
    files : dict of str -> Path
    ingest : Ingest
    found : tuple
        What reading it gives, see `read`.
    """

    way: str
    files: dict[str, Path]
    ingest: Ingest
    found: tuple


@dataclass(frozen=True)
class Trial:
    """What came of one mutated file.

    Attributes
    ----------
    outcome : str
        One of OUTCOMES.
    how : str
        The mutation, and what came of it in words.
    data : bytes
    """

    outcome: str
    how: str
    data: bytes


def sound(folder: Path, way: str) -> Sound:
    """Write the cohort in one way."""
    folder.mkdir(parents=True, exist_ok=True)
    if way == "sas7bdat":
        files = {"participants": folder / "people.sas7bdat", "jobs.interviews": folder / "jobs.sas7bdat"}
        for file in files.values():
            shutil.copy(MADE_BY_R / file.name, file)
    else:
        files = write_cohort(folder, way)
    ingest = Ingest.model_validate(ingest_settings(way))
    for name in run_apart(_modules, ingest, files):  # once here, and not in each process
        with suppress(ImportError):
            importlib.import_module(name)
    return Sound(way, files, ingest, run_apart(read, ingest, files))


def _modules(ingest: Ingest, files: dict[str, Path]) -> list[str]:
    """Libraries that reading a cohort needs."""
    had = set(sys.modules)
    read(ingest, files)
    return sorted(set(sys.modules) - had)


def read(ingest: Ingest, files: dict[str, Path]) -> tuple[dict[str, tuple[int, list[str]]], str]:
    """Read a cohort as a run does: rows and columns of each file, and a digest of all that it holds."""
    shapes, held = {}, hashlib.sha256()

    def noted(path: Path, file: object, **options: object) -> object:
        table = READ(path, file, **options)
        shapes[Path(path).name] = (len(table.frame), list(table.frame.columns))
        held.update(f"{table.frame.to_csv()}{table.value_labels}{table.user_missing}".encode(errors="surrogatepass"))
        return table

    with patch.object(cohort_module, "read_file", noted):
        records = cohort_module.read_cohort(ingest, files)
    frames = (records.participants, records.jobs, records.missing_values)
    held.update("".join(pd.DataFrame(frame).to_csv() for frame in frames).encode(errors="surrogatepass"))
    return shapes, held.hexdigest()


READ = cohort_module.read_file


def tried(cohort: Sound, key: str, data: bytes, how: str) -> Trial:
    """Read the cohort with other bytes in one of its files."""
    file = cohort.files[key]
    kept = file.read_bytes()
    before, begun, since = _most(), _busy(), time.monotonic()
    try:
        file.write_bytes(data)
        try:
            found, said = run_apart(read, cohort.ingest, cohort.files, limits=Limits()), ""
        except Exception as error:
            found, said = None, message(error)
    finally:
        file.write_bytes(kept)
    took, most = _busy() - begun, _most()
    wrong = [f"{took:.1f} s"] if took > SECONDS or time.monotonic() - since > GIVEN_UP else []
    wrong += [f"{most / 1e9:.1f} GB"] if most > max(before, MEMORY) else []
    if found is None:
        wrong += _badly_said(said, file.name)
        died = "without a word" in said
        return Trial("fault" if wrong else OUTCOMES[3] if died else "refused in words", f"{how}: {'; '.join([*wrong, said])}", data)
    wrong += _silently(found, cohort, file.name)
    outcome = "as the sound file" if found == cohort.found else "other values"
    return Trial("fault" if wrong else outcome, f"{how}: {'; '.join(wrong)}", data)


def _most() -> float:
    """Bytes that the largest process up to now held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _busy() -> float:
    """Seconds of the processor that reading has taken up to now: how busy the computer is besides does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _badly_said(said: str, name: str) -> list[str]:
    """What is wrong with a message."""
    wrong = ["a fault of the program"] if "fault of ipscohort" in said or "Traceback" in said else []
    named = name in said or "ingest." in said  # of the cohort as a whole, the setting is named that says what the file holds
    return wrong + ([] if named else ["the file is not named"]) + ([] if "->" in said else ["no remedy"])


def _silently(found: tuple, cohort: Sound, name: str) -> list[str]:
    """Rows or columns that are lost or made up without a word, in a format that says how many there are."""
    rows, columns = found[0][name]
    expected, named = cohort.found[0][name]
    if cohort.way.split("_")[0] in UNKNOWABLE:
        return []
    counted = cohort.way not in UNCOUNTED
    wrong = [f"{rows} rows of {expected} in silence"] if counted and rows != expected else []
    return wrong + ([f"{len(columns)} columns of {len(named)} in silence"] if len(columns) != len(named) else [])


def trials(fmt: str, times: int, seed: int, folder: Path) -> Iterator[Trial]:
    """So many mutated files of a format."""
    chance = random.Random(f"{seed} {fmt}")
    cohorts = [sound(folder / way, way) for way in FORMATS[fmt]]
    for _ in range(times):
        cohort = chance.choice(cohorts)
        key = chance.choice(list(cohort.files))
        how, data = mutate(fmt, cohort.files[key].read_bytes(), chance)
        yield tried(cohort, key, data, f"{cohort.way} {key} {how}")


def count(times: int, seed: int, formats: list[str], keep: Path | None = None) -> int:
    """Print the table of counts, and each fault; how many faults there were."""
    wrong, lines = 0, [f"| format | {' | '.join(OUTCOMES)} | longest | memory |", f"|---|{'---:|' * (len(OUTCOMES) + 2)}"]
    for fmt in formats:
        counts, longest = Counter(), 0.0
        with tempfile.TemporaryDirectory() as folder:
            since = _busy()
            for number, trial in enumerate(trials(fmt, times, seed, Path(folder)), 1):
                longest, since = max(longest, _busy() - since), _busy()
                counts[trial.outcome] += 1
                if number % 250 == 0:
                    print(f"{fmt}: {number} files, {dict(counts)}, {longest:.1f} s", flush=True)
                if trial.outcome in OUTCOMES[3:]:
                    print(f"{fmt} {number}: {trial.how}", flush=True)
                    if keep:
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / f"{fmt}_{number}").write_bytes(trial.data)
        wrong += counts["fault"]
        cells = [f"{counts[outcome]:,}" for outcome in OUTCOMES]
        lines.append(f"| {fmt} | {' | '.join(cells)} | {longest:.1f} s | {_most() / 1e9:.1f} GB |")
        print(lines[-1], flush=True)
    print("\n".join(lines))
    return wrong
