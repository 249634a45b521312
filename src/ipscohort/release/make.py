"""One release: all parts together, protected, proved, and written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.catalogue.formats import BOOKS, EXPORTS, TABLE_FORMATS
from ipscohort.config import Cohort
from ipscohort.files.tableio import PARTIAL, write_bytes, write_frame, write_json, write_text
from ipscohort.release import turns
from ipscohort.release.checker import checker_page
from ipscohort.release.inputs import ReleaseInputs, release_inputs
from ipscohort.release.keys import PERSONS
from ipscohort.release.log import NO_RULE, log_frame, log_text
from ipscohort.release.page import release_page
from ipscohort.release.parts import Made, Refused, parts
from ipscohort.release.protect import Protected, protect, prove
from ipscohort.release.readme import checks_readme, readme
from ipscohort.run.turn import take_turn, tell_user
from ipscohort.tables.content import Table
from ipscohort.tables.render import bind, render
from ipscohort.words import speaking

RELEASE, CHECK = "release", "release_check"
"""Folders of a cohort's results: what may leave the room; what an output checker reads, which stays."""
ONE_BEFORE = (
    "this is an earlier release, maybe of other records, settings or rules; its README.txt names them. This time nothing was written, "
    "and it was left as it was."
)


@dataclass
class Released:
    """A release, before it is written.

    Attributes
    ----------
    inputs : ReleaseInputs
    protected : dict of str -> Protected
        By population, each with its proof.
    made : Made
        Of all parts.
    """

    inputs: ReleaseInputs
    protected: dict[str, Protected] = field(default_factory=dict)
    made: Made = field(default_factory=Made)


def release(cohort: Cohort, results: Path) -> str:
    """Write what of a cohort's results may leave the room, and for the output checker what was hidden and why.

    Parameters
    ----------
    cohort : Cohort
    results : Path
        The folder of all results, where the settings name none.

    Returns
    -------
    str
        What a user is told.

    Raises
    ------
    UserError
        There are no results of these settings and records, or the proof failed; nothing was written then, and a user is told of a release of
        before that still lies there.
    """
    folder = cohort.results(results)
    take_turn(folder)
    with speaking(cohort.settings.language), _told_of_one_before(folder):
        inputs, folder = release_inputs(cohort, results)
        released = released_of(inputs)
        write_release(released, folder)
    hidden = sum(len(each.hidden) for each in released.protected.values())
    shown = sum(len(each.shown) for each in released.protected.values())
    return "\n".join(
        [
            f"{len(released.made.tables)} tables and {len(released.made.pictures)} figures may leave the room: {(folder / RELEASE).as_posix()}",
            f"{shown} counts are shown and {hidden} hidden; the hidden one that can be bounded closest has "
            f"{min(each.narrowest for each in released.protected.values()):g} persons between its least and its most.",
            f"For the output checker, and not to leave the room: {(folder / CHECK / 'for_the_output_checker.html').as_posix()}",
        ]
    )


@contextmanager
def _told_of_one_before(folder: Path) -> Iterator[None]:
    """Where no release is made, say that one of before still lies there."""
    try:
        yield
    except Exception:
        if (folder / RELEASE).exists():
            tell_user(f"{(folder / RELEASE).as_posix()}: {ONE_BEFORE}")
        raise


def released_of(inputs: ReleaseInputs) -> Released:
    """Protect the counts of all parts together, prove that none hidden can be worked out, and make what is released."""
    chosen = list(parts())
    for part in chosen:
        if hasattr(part, "prepare"):
            part.prepare(inputs)
    wanted = [each for part in chosen for each in part.wanted(inputs)]
    told = [part.values(inputs) for part in chosen if hasattr(part, "values")]
    values, silent = [value for some, _ in told for value in some], {cell: why for _, some in told for cell, why in some.items()}
    facts = [fact for part in chosen if hasattr(part, "facts") for fact in part.facts(inputs)]
    values += turns.told(inputs, wanted)
    found = Released(inputs)
    for population, counted in inputs.counted.items():
        mine = [each for each in wanted if each.key.population == population]
        said = {"facts": [fact for fact in facts if fact.key.population == population]}
        if population == PERSONS:
            said |= {"values": values, "silent": silent}
        protected = protect(counted, mine, inputs.rules, **said, **turns.beside(inputs, population, mine, found.protected))
        found.protected[population] = prove(protected)
    for part in chosen:
        _add(found.made, part.made(inputs, found.protected))
    there = {table.name for table in found.made.tables} | {picture.name for picture in found.made.pictures}
    missing = [name for name in (*TABLES, *FIGURES) if name not in there and not any(each.exhibit == name for each in found.made.refused)]
    found.made.refused += [Refused(name, "", NO_RULE) for name in missing]
    return found


def _add(made: Made, more: Made) -> None:
    made.tables += more.tables
    made.pictures += more.pictures
    made.refused += more.refused
    made.methods |= more.methods


def write_release(released: Released, folder: Path) -> None:
    """Write both folders whole, each beside its place; then rename them together."""
    tables = {table.name: table for table in released.made.tables}
    leaves: dict[str, object] = {"report.html": release_page(released), "README.txt": readme(released)}
    for name, table in tables.items():
        for suffix in (*TABLE_FORMATS, *EXPORTS):
            leaves[f"tables/{name}.{suffix}"] = render(table, suffix)
    for suffix in BOOKS:
        leaves[f"tables/tables.{suffix}"] = bind(list(tables.values()), suffix)
    for picture in released.made.pictures:
        for suffix, data in picture.files.items():
            leaves[f"figures/{picture.name}.{suffix}"] = data
    cells = cells_of(tables)
    leaves |= {"results.csv": cells, "results.json": cells.to_dict("records")}
    stays = {"log.csv": log_frame(released), "log.md": log_text(released), "for_the_output_checker.html": checker_page(released)}
    _replace({folder / RELEASE: leaves, folder / CHECK: {**stays, "README.txt": checks_readme(released)}})


def cells_of(tables: Mapping[str, Table]) -> pd.DataFrame:
    """The results as data: one row for each cell of each released table, as it is printed and no digit more."""
    rows = [
        (table.name, path, column.heading, cell.text)
        for table in tables.values()
        for path, row, _ in table.paths()
        for column, cell in zip(table.columns, row.cells, strict=False)
        if cell.text
    ]
    return pd.DataFrame(rows, columns=["table", "row", "column", "printed"])


def _replace(folders: Mapping[Path, Mapping[str, object]]) -> None:
    """Write folders beside their places, take away what was there before, the first one first, and put them there whole, the first one last.

    So wherever this is broken off, the first one is there only with the others that were made with it.
    """
    beside = {place: place.with_name(f".{place.name}.{os.getpid()}{PARTIAL}") for place in folders}
    before = {place: place.with_name(f".{place.name}.before{PARTIAL}") for place in folders}
    for place in folders:
        for old in place.parent.glob(f".{place.name}.*{PARTIAL}"):
            shutil.rmtree(old, ignore_errors=True)
    try:
        for place, contents in folders.items():
            beside[place].mkdir(parents=True, mode=0o700)
            for name, content in contents.items():
                _write(beside[place] / name, content)
        for place in folders:
            if place.exists():
                place.rename(before[place])
        for place in reversed(list(folders)):
            beside[place].rename(place)
    except OSError:  # a folder is open in another program
        for place in reversed(list(folders)):
            if before[place].exists():
                shutil.rmtree(place, ignore_errors=True)
                before[place].rename(place)
        raise
    finally:
        for path in (*beside.values(), *before.values()):
            shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, content: object) -> None:
    if isinstance(content, bytes):
        write_bytes(path, content)
    elif isinstance(content, pd.DataFrame):
        write_frame(content, path)
    elif isinstance(content, str):
        write_text(path, content)
    else:
        write_json(path, content)
