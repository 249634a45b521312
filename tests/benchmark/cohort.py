"""A made-up cohort of any size as CSV files, analysed by the default cohort's definitions: for the benchmark.

Everybody in it is drawn at random; only the number of persons, of jobs and of cells per person is that of a real study.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
RECRUITED = np.datetime64("2014-03-10"), np.datetime64("2017-07-27")
FOLLOWED = 913
"""Days of 30 months, about."""
STATUS = {"ended": "known", "still working": "ongoing", "end not known": "unknown"}


def make_cohort(folder: Path, persons: int, jobs_each: float | int, seed: int = 1) -> Path:
    """Write participants.csv, specialists.csv, interviews.csv and the settings, named as the folder.

    Parameters
    ----------
    folder : Path
    persons : int
    jobs_each : float or int
        A whole number: so many jobs for everybody; else the mean of a Poisson distribution.

    Returns
    -------
    Path
        The settings file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    ids = np.char.add("C", np.char.zfill(np.arange(1, persons + 1).astype(str), 8))
    span = int((RECRUITED[1] - RECRUITED[0]).astype(int))
    inclusion = RECRUITED[0] + random.integers(-2, span + 3, persons)
    people = _participants(random, ids, inclusion)
    _write(folder / "participants.csv", people, ",")
    mean = 0.9 + 0.6 * (people["benefits"] == "1") + 0.3 * (people["sex"] == "2")
    count = np.full(persons, jobs_each) if isinstance(jobs_each, int) else random.poisson(jobs_each * mean / mean.mean())
    _jobs(random, folder, ids.repeat(count), inclusion.repeat(count))
    return _settings(folder)


def as_in_r(settings: Path) -> Path:
    """The settings without what the R script does not do: Cox regressions, models on other rows and of both exposures, checks of models.

    Returns
    -------
    Path
        A settings file beside it, named after it.
    """
    yaml = YAML()
    chosen = yaml.load(settings.read_text(encoding="utf-8"))
    chosen["cohort"] += "_as_in_r"
    chosen["models"] |= {"first_job": False, "crude_on_adjusted_rows": False, "mutual_adjustment": False, "diagnostics": False}
    path = settings.with_name(f"{chosen['cohort']}.yaml")
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(chosen, stream)
    return path


def _participants(random: np.random.Generator, ids: np.ndarray, inclusion: np.ndarray) -> dict[str, np.ndarray]:
    n = len(ids)

    def coded(most: int, first: int = 1, missing: float = 0.01) -> np.ndarray:
        values = random.integers(first, most + 1, n).astype("U8")
        return np.where(random.random(n) < missing, "", values)

    birth = inclusion - random.integers(int(17.9 * 365.25), int(66.2 * 365.25), n)
    columns = {"id": ids, "agency": coded(2, missing=0), "inclusion": _days(inclusion), "birth": _days(birth)}
    columns |= {"consent": _mostly(random, n, "1", "0"), "hospital": _mostly(random, n, "0", "1")}
    columns |= {"sex": coded(2, missing=0), "marital": coded(4), "living": coded(4), "country": coded(6), "education": coded(7)}
    columns |= {"work5y": coded(1, 0), "benefits": coded(4, missing=0), "diagnosis": coded(7)}
    columns |= {f"mhi{item}": coded(6, missing=0.005) for item in range(1, 6)}
    return columns | {f"rse{item}": coded(4, missing=0.005) for item in range(1, 11)}


def _jobs(random: np.random.Generator, folder: Path, ids: np.ndarray, inclusion: np.ndarray) -> None:
    """Two sources, a third of the jobs told by both, some told twice by one."""
    n = len(ids)
    start = random.integers(0, FOLLOWED, n)
    start = np.where(random.random(n) < 0.01, -random.integers(1, 200, n), start)
    length = 1 + random.exponential(200, n).astype(int)
    status = random.choice(np.array(list(STATUS)), n, p=[0.75, 0.22, 0.03])
    first, last = inclusion + start, inclusion + start + length
    known = random.random(n) >= 0.01
    hours = random.integers(4, 73, n)
    codes = np.array(["0110", "1345", "2341", "3412", "4110", "5223", "6113", "7115", "8322", "9412", ""])
    facts = {"isco08": random.choice(codes, n)} | {name: _mostly(random, n, "yes", "no", 0.04) for name in ("paid", "regular", "open")}
    told = random.choice(3, n)  # by specialists, by interviews, by both
    here = np.flatnonzero(told != 1)
    here = np.sort(np.r_[here, here[random.random(len(here)) < 0.03]])
    specialists = {
        "client": ids,
        "start": np.where(known, _days(first, "dmy"), ""),
        "end": np.where(status == "ended", _days(last, "dmy"), ""),
    }
    specialists |= {"status": status, "hours_per_week": np.char.replace((hours / 2).astype(str), ".", ",")}
    specialists |= dict(zip(("isco08", "prevailing_wage", "regular_labour_market", "open_to_anyone"), facts.values(), strict=True))
    _write(folder / "specialists.csv", {name: values[here] for name, values in specialists.items()}, ";")
    here = np.flatnonzero(told != 0)
    shift = random.integers(-3, 4, n) * (told == 2)
    interviews = {"id": ids, "start": np.where(known, _days(first + shift), ""), "end": np.where(status == "ended", _days(last + 3), "")}
    interviews |= {"end_status": status, "hours": (hours / 2).astype(str), **facts}
    _write(folder / "interviews.csv", {name: values[here] for name, values in interviews.items()}, ",")


def _mostly(random: np.random.Generator, n: int, common: str, rare: str, share: float = 0.01) -> np.ndarray:
    return np.where(random.random(n) < share, rare, common)


def _days(dates: np.ndarray, order: str = "ymd") -> np.ndarray:
    """Dates as text, by a table of all days between the first and the last."""
    if not len(dates):
        return np.array([], dtype="U10")
    first = dates.min()
    table = (first + np.arange(int((dates.max() - first).astype(int)) + 1)).astype(str)
    if order == "dmy":
        table = np.array([f"{day[8:]}-{day[5:7]}-{day[:4]}" for day in table])
    return table[(dates - first).astype(int)]


def _write(path: Path, columns: dict[str, np.ndarray], separator: str) -> None:
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    options = pyarrow.csv.WriteOptions(delimiter=separator, quoting_style="none")
    pyarrow.csv.write_csv(table, path, options)


def _settings(folder: Path) -> Path:
    """The default cohort's settings with these files in place of its own."""
    yaml = YAML()
    settings = yaml.load((ROOT / "config/config.yaml").read_text(encoding="utf-8"))
    settings["cohort"] = folder.name
    settings["results_dir"] = "results"
    for key in ("replication", "description", "title"):
        settings.pop(key, None)
    settings["title"] = "A made-up cohort for the benchmark"
    settings["tables"].pop("paper")
    people, jobs = settings["ingest"]["participants"], settings["ingest"]["jobs"]
    people["file"], jobs["specialists"]["file"], jobs["interviews"]["file"] = "participants.csv", "specialists.csv", "interviews.csv"
    for name, levels in {"agency": {1: "A", 2: "B"}, "sex": {1: "female", 2: "male"}, "diagnosis": dict(enumerate("ABCDEFG", 1))}.items():
        people["variables"][name]["codes"] = levels
    for source in jobs.values():
        source["columns"]["end_status"]["codes"] = dict(STATUS)
    path = folder / f"{folder.name}.yaml"
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(settings, stream)
    return path
