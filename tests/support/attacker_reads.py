"""What the attacker reads off tables of models, jobs and the participant flow, and off curves; `attacker` says what it makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.support.released_folder import HIDDEN, Line, Sheet, whole

if TYPE_CHECKING:
    from tests.support.attacker import Name, Unknowns

WITHIN = re.compile(r"^(\[c\]|[\d,]+)(?: / (\[c\]|[\d,]+))?$")
INTERVAL = re.compile(r"^(?:([\d.]+) to ([\d.]+)|after ([\d.]+))$")
ESTIMATE = re.compile(r"^-?[\d.,]+ \(")
SECTION = re.compile(r" \([a-z]+ outcome\)|: ")
ADJUSTED, CRUDE, MUTUAL = "Adjusted", "Crude", "Adjusted, also for the other exposures"
COUNT_COLUMNS = ("n, or events / n", "Events / n", "n")
FINITE = 1e6


def job_row(tables: Mapping[str, Sheet]) -> str:
    """The row of who obtained a job."""
    lines = tables["outcomes"].lines if "outcomes" in tables else []
    return next((line.label for line in lines if line.label.startswith("Obtained a") and "n (%)" in line.label), "")


def read_models(tables: Mapping[str, Sheet], known: Unknowns) -> Iterator[tuple[str, str]]:
    """Persons and events of each model; gives crude estimates that stand where their counts are hidden."""
    job = job_row(tables)
    for sheet in tables.values():
        if "Exposure" in sheet.title or not any(heading.startswith(CRUDE) for heading in sheet.columns):
            continue
        outcome = exposure = ""
        workers = {note.partition(": ")[0] for note in sheet.notes if "of those who obtained a job only" in note}
        for line in sheet.lines:
            if line.heading and not line.indented:
                outcome = SECTION.split(line.label)[0]
            elif not line.indented:
                exposure = line.label.removesuffix(": n")
                _persons(sheet, line, (outcome, exposure, ""), known)
            elif line.label.startswith("Left out"):
                _left_out(sheet, line, (outcome, exposure), known, job if outcome in workers else "")
            else:
                level = line.label.removesuffix(" (ref.)")
                _persons(sheet, line, (outcome, exposure, level), known)
                yield from _in_other_words(sheet, line, (outcome, exposure, level), known)
    _models_agree(known, job, _complete(tables, known, job))


def _complete(tables: Mapping[str, Sheet], known: Unknowns, job: str) -> set[str]:
    """Outcomes of logistic models that are known of everybody: then a crude model is of the whole group."""
    lines = tables["outcomes"].lines if job else []
    at = next((i for i, line in enumerate(lines) if line.label == job), len(lines))
    missing = any(line.indented and line.label.startswith("Missing") for line in lines[at + 1 : at + 2])
    logistic = {line.label for line in tables["regressions_logistic"].lines} if "regressions_logistic" in tables else set()
    found = {name[1] for name in known.names if name[0] == "events" and len(name) == 5}
    return {outcome for outcome in found if not missing and any(label.startswith(outcome) for label in logistic)}


def _columns(sheet: Sheet) -> Iterator[tuple[int, str, bool]]:
    """Number of a column, the adjustment whose persons it is of, and whether it holds counts."""
    for i, heading in enumerate(sheet.columns):
        adjustment, _, what = heading.partition(": ")
        adjustment = adjustment.removesuffix(" (95% CI)")
        same_rows = adjustment.startswith(f"{CRUDE}, on the")
        yield i, ADJUSTED if same_rows else adjustment, what in COUNT_COLUMNS or not what


def _persons(sheet: Sheet, line: Line, where: tuple[str, str, str], known: Unknowns) -> None:
    for i, adjustment, counts in _columns(sheet):
        said = WITHIN.match(line.cells[i]) if counts else None
        if not said or (": " not in sheet.columns[i] and where[2]):
            continue
        place = f"{sheet.name}: {line.label}, {adjustment}"
        known.names.setdefault(("n", *where, adjustment), len(known.names))
        if said[2] or (said[1] == HIDDEN and "vents" in sheet.columns[i]):  # of a cell hidden whole, the events may be why
            known.said(("events", *where, adjustment), said[1], place)
        if said[2] or said[1] != HIDDEN or "vents" not in sheet.columns[i]:
            known.said(("n", *where, adjustment), said[2] or said[1], place)


def _left_out(sheet: Sheet, line: Line, where: tuple[str, str], known: Unknowns, workers: str) -> None:
    for i, adjustment, counts in _columns(sheet):
        if counts and line.cells[i]:
            name = ("left out", *where, adjustment)
            known.said(name, line.cells[i], f"{sheet.name}: {line.label}")
            whole_of = (workers, "", "") if workers else ("persons", "", "")
            known.add({whole_of: 1.0, name: -1.0, ("n", *where, "", adjustment): -1.0}, 0.0)


def _in_other_words(sheet: Sheet, line: Line, where: tuple[str, str, str], known: Unknowns) -> Iterator[tuple[str, str]]:
    """A crude odds ratio, or risk, with its limits is the four counts: it may not stand where one of them is hidden."""
    outcome, exposure, level = where
    binary = any(name[:2] == ("events", outcome) for name in known.names) and "logistic" in sheet.name
    for i, heading in enumerate(sheet.columns):
        if binary and heading.startswith(f"{CRUDE}: OR") and ESTIMATE.match(line.cells[i]):
            printed = {name for terms, low, high in known.rows if low == high and len(terms) == 1 for name in terms}
            needed = {(what, outcome, exposure, at, CRUDE) for what in ("n", "events") for at in ("", level)}
            if not needed <= printed:
                yield f"{sheet.name}: {outcome} | {exposure} | {level}", line.cells[i]


def _models_agree(known: Unknowns, job: str, complete: set[str]) -> None:
    """Levels make up a model; events are persons; who is in an adjusted model is in the crude one, and in the group."""
    found = [name for name in known.names if name[0] in ("n", "events") and len(name) == 5]
    for name in found:
        what, outcome, exposure, level, adjustment = name
        if level == "":
            parts = [each for each in found if each[:3] == name[:3] and each[4] == adjustment and each[3]]
            if parts:
                known.sums_to(name, parts)
        if what == "events":
            known.at_most(name, ("n", *name[1:]))
        for larger in {ADJUSTED: (CRUDE,), MUTUAL: (ADJUSTED, CRUDE)}.get(adjustment, ()):
            if (*name[:4], larger) in known.names:
                known.at_most(name, (*name[:4], larger))
        group = ("persons", exposure if level else "", level)
        if what == "n" and group in known.names:
            known.at_most(name, group)
            if adjustment == CRUDE and outcome in complete:
                known.add({group: 1.0, name: -1.0}, 0.0) if level else None
        obtained = (job, exposure if level else "", level)
        if what == "events" and obtained in known.names:
            known.at_most(name, obtained)


def read_jobs(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Jobs by occupation, and those of them with a known value; the last row is of all."""
    sheet = tables.get("jobs")
    if sheet is None:
        return
    columns = [i for i, heading in enumerate(sheet.columns) if re.search(r"(?:, |: )n$", heading)]
    for i in columns:
        for line in sheet.lines:
            known.said(("jobs", sheet.columns[i], line.label), line.cells[i], f"jobs: {line.label}")
        known.sums_to(
            ("jobs", sheet.columns[i], sheet.lines[-1].label), [("jobs", sheet.columns[i], line.label) for line in sheet.lines[:-1]]
        )
        for line in sheet.lines if i != columns[0] else []:
            known.at_most(("jobs", sheet.columns[i], line.label), ("jobs", sheet.columns[columns[0]], line.label))


def read_flow(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Who is left after each step, and so who was left out at it."""
    lines = tables["participants"].lines if "participants" in tables else []
    for line in lines:
        known.said(("left", line.label), line.cells[0], f"participants: {line.label}")
    for before, after in pairwise(lines):
        known.at_most(("left", after.label), ("left", before.label))


def same_as_printed(known: Unknowns, tables: Mapping[str, Sheet], name: Name, ends: tuple[float, float]) -> bool:
    """Whether persons with the outcome in a crude model, whose cell is hidden whole, are those of a printed row: part of them and as many."""
    if name[0] != "events" or name[-1] != CRUDE:
        return False
    row = (job_row(tables), *name[2:4])
    return any(set(terms) == {row} and low == high == ends[0] == ends[1] for terms, low, high in known.rows)


def read_curves(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """First jobs and persons censored of each curve by the smallest intervals that any two curves tell apart, as Guyot inverts a curve.

    At a step the number at risk falls by the first jobs and by those taken off; the share tells the same once more, as first jobs over at risk.
    """
    sheet = next((s for s in tables.values() if s.columns[:2] == ("At risk at its start", "First jobs")), None)
    if sheet is None or known.base > 1:  # of rounded counts each point is of sums rounded once, which tables print too
        return
    curves: dict[tuple[str, str], list[tuple[float, float, Line]]] = {}
    exposure = level = ""
    for line in sheet.lines:
        if (at := INTERVAL.match(line.label)) and line.indented:
            low, high = (float(at[3]), FINITE) if at[3] else (float(at[1]), float(at[2]))
            curves.setdefault((exposure, level), []).append((low, high, line))
        elif line.heading:
            exposure = line.label
        else:
            everybody = exposure == line.label
            exposure, level = ("" if everybody else exposure), ("" if everybody else line.label)
    cuts = sorted({end for steps in curves.values() for low, high, _ in steps for end in (low, high)})
    atoms = list(pairwise(cuts))
    for group, steps in curves.items():
        _curve(group, steps, atoms, known, job_row(tables))
    for kind in ("first job", "censored"):
        for atom in atoms:
            for name in {exposure for exposure, _ in curves if exposure}:
                levels = sorted(at for exposure, at in curves if exposure == name)
                rest = ((kind, str(atom), name, "(other)"),)
                known.sums_to((kind, str(atom), "", ""), [*((kind, str(atom), name, at) for at in levels), *rest])
                known.targets[rest[0]] = {rest[0]: 1.0}


def _curve(
    group: tuple[str, str], steps: list[tuple[float, float, Line]], atoms: list[tuple[float, float]], known: Unknowns, job: str
) -> None:
    at_risk: dict[Name, float] = {("persons", *group): 1.0}
    waiting: list[Name] = []
    for low, high, line in steps:
        inside = [atom for atom in atoms if low <= atom[0] and atom[1] <= high]
        jobs = [("first job", str(atom), *group) for atom in inside]
        waiting += [("censored", str(atom), *group) for atom in inside]
        known.add(at_risk, whole(line.cells[0]))
        known.add(dict.fromkeys(jobs, 1.0), whole(line.cells[1]))
        for name in jobs:
            if len(jobs) > 1:
                known.targets[name] = {name: 1.0}
        at_risk = {**at_risk, **dict.fromkeys(jobs, -1.0)}
        off = whole(line.cells[3])
        if off is not None:
            known.add(dict.fromkeys(waiting, 1.0), off)
            at_risk, waiting = {**at_risk, **dict.fromkeys(waiting, -1.0)}, []
    whole_curve = steps[-1][1] == FINITE
    every = {(kind, str(atom), *group): 1.0 for kind in ("first job", "censored") for atom in atoms}
    known.add({("persons", *group): 1.0, **dict.fromkeys(every, -1.0)}, 0.0)
    known.targets["without a job", *group] = at_risk
    known.targets |= {("censored", str(atom), *group): {("censored", str(atom), *group): 1.0} for atom in atoms[:-1]}
    if whole_curve and (job, *group) in known.names:
        known.add({(job, *group): 1.0, **{name: -1.0 for name in every if name[0] == "first job"}}, 0.0)


__all__ = ["HIDDEN", "read_curves", "read_flow", "read_jobs", "read_models"]
