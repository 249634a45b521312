"""Make cohorts from seeds and run each through the workflow itself: do its tables give every printed value?

`make reconstruct-check SEEDS="1 2"`, or `python tests/reconstruct_check.py 1 2`. Each cohort is made, and run, in its own
folder below results/reconstruct. Fails where a value does not match, or where two cohorts (the shipped one too) share
more than a fifth of their rows.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

import pandas as pd
import pyreadstat

ROOT = Path(__file__).parents[1]
SETTINGS, DATA, PRINTED = Path("config/config.yaml"), Path("data/ips_mis"), Path("data/published")
FOLDER = ROOT / "results" / "reconstruct"
MOST_SHARED = 0.2
NOT_COMPARED = {"id", "client", "remark"}
"""Columns that would make rows of two cohorts differ, or agree, by their names alone."""


def main(seeds: list[str]) -> int:
    """The exit code: 0 when every seed gives every value and no two cohorts are alike."""
    failed = [seed for seed in seeds if not _check(seed)]
    alike = _alike({"shipped": ROOT / DATA} | {f"seed {seed}": _folder(seed) / DATA for seed in seeds if seed not in failed})
    print(f"{len(seeds) - len(failed)} of {len(seeds)} cohorts give every printed value.", *(f"Not: seed {seed}." for seed in failed))
    return 1 if failed or alike else 0


def _folder(seed: str) -> Path:
    return FOLDER / f"seed-{seed}"


def _check(seed: str) -> bool:
    """Make one cohort and run it; whether all printed values match."""
    folder = _folder(seed)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / SETTINGS).parent.mkdir(parents=True)
    shutil.copytree(ROOT / PRINTED, folder / PRINTED)
    text = (ROOT / SETTINGS).read_text(encoding="utf-8")
    (folder / SETTINGS).write_text(f"{text}\nresults_dir: ../results\n", encoding="utf-8")
    made, searching = _timed("-m", "ipscohort_reconstruct", "--seed", seed, "--out", str(folder / DATA))
    if not made:
        return False
    ran, running = _timed("-m", "snakemake", "--configfile", str(folder / SETTINGS))
    entries = folder / "results" / "ips_mis" / "replication" / "printed_values.csv"
    if not entries.is_file():
        return False
    counted = pd.read_csv(entries).query("not given")
    matched = int(counted["match"].sum())
    print(f"seed {seed}: {matched} of {len(counted)} printed values match; found in {searching:.0f} s, run in {running:.0f} s", flush=True)
    return ran and matched == len(counted) and len(counted) > 0


def _timed(*arguments: str) -> tuple[bool, float]:
    """Run Python; whether it went well, and how long it took. Its words are shown where it did not."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(" ".join(arguments), done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode == 0, time.perf_counter() - begun


def _alike(cohorts: dict[str, Path]) -> bool:
    """Print the largest share of rows that two cohorts have in common, by file; whether any is too large. A cohort is not compared with its own copy."""
    found = []
    for (one, here), (other, there) in combinations(cohorts.items(), 2):
        if all((here / name).read_bytes() == (there / name).read_bytes() for name in ("participants.sav", "interviews.sav")):
            continue
        found += [
            (_shared(_rows(here / name), _rows(there / name)), name, one, other)
            for name in sorted(path.name for path in here.iterdir() if (there / path.name).is_file())
        ]
    for share, name, one, other in sorted(found, reverse=True)[:3]:
        print(f"rows of {name} that {one} and {other} share: {100 * share:.1f}%")
    return any(share > MOST_SHARED for share, *_ in found)


def _rows(file: Path) -> Counter:
    """Rows of a raw file without ids, each with how often it occurs."""
    frame = pyreadstat.read_sav(str(file), user_missing=True)[0] if file.suffix == ".sav" else pd.read_csv(file, sep=";", dtype=str)
    kept = frame[[name for name in frame if name not in NOT_COMPARED]].astype(str)
    return Counter(kept.itertuples(index=False, name=None))


def _shared(one: Counter, other: Counter) -> float:
    """Rows in common, as a share of the smaller file."""
    return (one & other).total() / max(1, min(one.total(), other.total()))


if __name__ == "__main__":
    if not sys.argv[1:] or not all(seed.isdecimal() for seed in sys.argv[1:]):
        sys.exit('Name the seeds, whole numbers: make reconstruct-check SEEDS="1 2"')
    sys.exit(main(sys.argv[1:]))
