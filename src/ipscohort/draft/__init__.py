"""Drafts a cohort's settings from its files: what the columns hold is recognised, what only the study knows is left open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ipscohort.config.places import check_name
from ipscohort.draft.lines import relative, text
from ipscohort.draft.opened import open_all
from ipscohort.draft.recognise import HEADING, Found, recognise
from ipscohort.errors import NEAR, Problem, Problems, UserError, nearest
from ipscohort.files.tableio import write_text
from ipscohort.ingest.readers import ENDINGS

__all__ = ["draft"]


def draft(files: Sequence[Path], target: Path, exposures: Sequence[str] = ()) -> str:
    """Read a cohort's files and write its settings to a new file.

    Parameters
    ----------
    files : sequence of Path
        Of any format; persons and jobs in one file or several.
    target : Path
        The settings file, named as the cohort; it must not be there yet.
    exposures : sequence of str
        Columns of the participants' file whose association with the outcomes is studied.

    Returns
    -------
    str
        What was recognised, in a few lines.

    Raises
    ------
    UserError
        The file is there already, a file can't be read, no persons are found, an exposure is no column.
    """
    _check_files(files)
    if target.parent.is_file():
        raise UserError(HEADING, [Problem(str(target.parent), "this is a file, not a folder", "give another --folder")])
    if target.exists():
        raise UserError(HEADING, [Problem(str(target), "this file is there already", "give another --name, or delete it")])
    check_name(target.stem, HEADING)
    found = recognise([opened for file in files for opened in open_all(Path(file), relative(Path(file), target.parent))], exposures)
    known = [seen.name for seen in (*found.inclusion, *found.characteristics.values())]
    wrong = [exposure for exposure in exposures if exposure not in known]
    if wrong:
        where = found.people.opened.name
        raise UserError(HEADING, [Problem(where, f"no column '{name}' that can be an exposure", nearest(name, known)) for name in wrong])
    write_text(target, text(found, target.stem, exposures, f"python -m ipscohort check {target.as_posix()}"))
    return summary(found)


def _check_files(files: Sequence[Path]) -> None:
    """The files must be there, each named once."""
    problems = Problems(HEADING)
    for position, file in enumerate(files):
        if not file.exists():
            folder = file.parent if file.parent.is_dir() else Path()
            near = nearest(file.name, [other.name for other in folder.iterdir() if other.is_file()])
            problems.add(
                str(file), "there is no such file", near if near.startswith(NEAR) else "paths start from the folder that you are in"
            )
        elif file in files[:position]:
            problems.add(str(file), "this file is named twice", "name each file once")
        elif file.is_file() and file.suffix.lower() not in ENDINGS and file.suffix.lower() not in (".xls", ".xlsb"):
            problems.add(str(file), f"the ending '{file.suffix}' is no known format of records", f"known are {', '.join(ENDINGS)}")
    problems.stop()


def summary(found: Found) -> str:
    """Which file holds what."""
    lines = [f"{found.people.opened.name}: {len(found.people.opened.table.frame)} persons, by column {found.id}"]
    for source in found.sources:
        where = source.records.opened.name if source.records else found.people.opened.name
        what = f"{len(source.family.members)} columns" if source.family else f"{len(source.columns)} columns recognised"
        lines.append(f"{where}: jobs of shape {source.shape}, {what}")
    lines += [f"{name}: left out, as it holds none of these persons" for name in found.skipped]
    if not found.sources:
        lines.append("jobs: none recognised")
    return "\n".join(lines)
