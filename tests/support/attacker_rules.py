"""What the attacker makes of rules that a release declares: that a number stands says of how many it is, and so does that one does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.attacker_reads import ADJUSTED, CRUDE, ESTIMATE, SECTION, job_row
from tests.support.released_folder import HIDDEN, Line, Sheet, whole

if TYPE_CHECKING:
    from tests.support.attacker import Name, Unknowns

MEDIAN = ", median"
OF_PERSONS = ("(SD)", MEDIAN)
ALL = ""
FOLLOW_UP = re.compile(r"Follow-up: (\d+) (days|weeks|months|years)\.")
DAYS = {"days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
NEARLY = 0.995


def read_rules(folder: Path, tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Take the rules of README.txt at their word."""
    said = (folder / "README.txt").read_text(encoding="utf-8")
    if few := re.search(r"Means, medians and rates are of (\d+) persons or more", said):
        _summaries(tables, known, int(few[1]), "A median of fewer persons is hidden" in said)
    if least := re.search(r"Regressions are of (\d+) persons or more, (\d+) or more of them", said):
        each = re.search(r"At each level of an exposure (\d+) persons or more", said)
        _models(tables, known, int(least[1]), int(least[2]), int(each[1]) if each else 0)


def _summaries(tables: Mapping[str, Sheet], known: Unknowns, few: int, only_few: bool) -> None:
    """A mean or median that stands is of as many; a median that does not, beside others of its row, is of fewer."""
    for sheet in tables.values():
        groups = sheet.groups()
        for head, below in _rows(sheet) if groups else ():
            for i, (exposure, level, _) in groups.items():
                terms = _base(known, head, below, (exposure, level))
                beside = [head.cells[j] for j, (other, *_) in groups.items() if other == exposure]
                if terms and re.search(r"\d", head.cells[i]):
                    known.add(terms, few, inf)
                elif terms and only_few and MEDIAN in head.label and head.cells[i] == HIDDEN and set(beside) != {HIDDEN}:
                    known.add(terms, 0, few - 1)


def _rows(sheet: Sheet) -> Iterator[tuple[Line, list[Line]]]:
    """Each mean or median, and the rows beneath it."""
    lines = sheet.lines
    for at, head in enumerate(lines):
        if not head.heading and not head.indented and any(word in head.label for word in OF_PERSONS):
            below = []
            for line in lines[at + 1 :]:
                if not line.indented:
                    break
                below.append(line)
            yield head, below


def _base(known: Unknowns, head: Line, below: list[Line], group: tuple[str, str]) -> dict[Name, float]:
    """Whose values they are: the row of those with a known value, or all without the missing ones; nothing where neither is known."""
    of = next(((head.label, line.label, *group) for line in below if "with" in line.label and "known" in line.label), None)
    if of in known.names:
        return {of: 1.0}
    if MEDIAN in head.label and "workers" in head.label:
        return {}
    missing = (head.label, "Missing", *group)
    return {("persons", *group): 1.0, **({missing: -1.0} if missing in known.names else {})}


def _models(tables: Mapping[str, Sheet], known: Unknowns, persons: int, events: int, each: int) -> None:
    """A regression whose estimate stands has persons, and persons with and without the outcome, as many as the rules ask."""
    for sheet in tables.values():
        if "Exposure" in sheet.title or not any(heading.startswith(CRUDE) for heading in sheet.columns):
            continue
        outcome = exposure = ""
        for line in sheet.lines:
            if line.heading and not line.indented:
                outcome = SECTION.split(line.label)[0]
            elif not line.indented:
                exposure = line.label.removesuffix(": n")
            for i, heading in enumerate(sheet.columns):
                adjustment, _, what = heading.partition(": ")
                if line.indented and adjustment in (CRUDE, ADJUSTED) and what and ESTIMATE.match(line.cells[i]):
                    _enough(known, (outcome, exposure), line.label, adjustment, (persons, events, each))


def _enough(known: Unknowns, where: tuple[str, str], level: str, adjustment: str, least: tuple[int, int, int]) -> None:
    for at, n, few in (("", least[0], least[1]), (level, least[2], least[2])):
        all_of, some = ("n", *where, at, adjustment), ("events", *where, at, adjustment)
        if all_of in known.names:
            known.add({all_of: 1.0}, n, inf)
        if some in known.names:
            known.add({some: 1.0}, few, inf)
            if all_of in known.names:
                known.add({all_of: 1.0, some: -1.0}, few, inf)


def read_turns(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Everybody who obtained a job has one job at least: how many more there are is a count too."""
    job = job_row(tables)
    sheet = tables.get("outcomes")
    line = next((line for line in sheet.lines if line.label.endswith("obtained, number")), None) if sheet else None
    if line is None or not job:
        return
    groups = sheet.groups()
    for i, (exposure, level, _) in groups.items():
        workers, jobs = (job, exposure, level), ("jobs in all", exposure, level)
        if workers in known.names:
            known.said(jobs, line.cells[i], f"outcomes: {line.label}")
            known.at_most(workers, jobs)
    for exposure in {exposure for exposure, _, _ in groups.values() if exposure}:
        own = [("jobs in all", exposure, level) for e, level, _ in groups.values() if e == exposure]
        none = ("jobs in all", exposure, "(none)")
        if {*own, ("jobs in all", "", "")} <= set(known.names):
            known.sums_to(("jobs in all", "", ""), [*own, none])
            if (job, exposure, "(none)") in known.names:
                known.at_most((job, exposure, "(none)"), none)


def read_followed(tables: Mapping[str, Sheet]) -> Iterator[tuple[str, str]]:
    """Where time observed, divided by the persons, is nearly the length of follow-up, few or none left early: it may not stand where that is hidden."""
    sheet = tables.get("outcomes")
    lines = {line.label.partition(",")[0]: line for line in sheet.lines} if sheet else {}
    total, full = lines.get("Time observed"), lines.get("Followed to the end of follow-up")
    length = next((found for note in sheet.notes if (found := FOLLOW_UP.search(note))), None) if sheet else None
    unit = re.search(r"person-(\w+)", total.label) if total else None
    for i, (exposure, level, n) in sheet.groups().items() if full and length and unit else ():
        time, persons = whole(total.cells[i]), whole(n)
        if time and persons and full.cells[i] == HIDDEN:
            share = time / persons * DAYS[unit[1]] / (int(length[1]) * DAYS[length[2]])
            if share > NEARLY:
                yield f"{total.label} | {exposure} | {level}", f"{100 * share:.1f}% of follow-up"


def read_nobody(tables: Mapping[str, Sheet], known: Unknowns) -> Iterator[tuple[str, str]]:
    """Nobody among those of whom a value is missing, where there are some: a row of missing values is there only for somebody.

    A printed 0 says it, and so does what is left of a row after all groups: of who is in none of them, nobody is counted. Not looked at is
    an exposure of which all columns are 0 in the row: it may be made from the same column of the records.
    """
    printed = {name: low for terms, low, high in known.rows if low == high and len(terms) == 1 for name in terms}
    for sheet in tables.values():
        for line in sheet.lines:
            if line.label.startswith("Missing"):
                by: dict[str, list[str]] = {}
                for i, (exposure, _, _) in sheet.groups().items():
                    by.setdefault(exposure, []).append(line.cells[i])
                for exposure, cells in by.items():
                    if "0" in cells and set(cells) != {"0"}:
                        yield ("nobody of a missing value", f"{sheet.name}: {line.label}, {exposure}")
    unknown = {name[1] for name in known.targets if name[0] == "persons" and name[-1] == "(none)" and printed_rest(printed, name[1]) != 0}
    for name in known.targets:
        if name[-1] != "(none)" or name[-2] not in unknown or name[0] in ("persons", "sum"):
            continue
        what, exposure = name[:-2], name[-2]
        groups = [each for each in known.names if each[:-2] == what and each[-2] == exposure and each[-1] != "(none)"]
        same_column = [n for each, n in printed.items() if each[:2] == (what[0], "Missing") and each[2] == exposure and each[3] != "(none)"]
        if same_column and not any(same_column):
            continue
        total = printed.get((*what, ALL, ALL))
        if total and groups and set(groups) <= set(printed) and total == sum(printed[each] for each in groups):
            yield ("nobody of an unknown group", " | ".join(name))


def printed_rest(printed: Mapping[Name, float], exposure: str) -> float | None:
    """How many are in no group, by what is printed; None where a group's number is hidden."""
    own = [name for name in printed if name[:2] == ("persons", exposure) and name[2] != "(none)"]
    return None if not own else printed.get(("persons", ALL, ALL), 0) - sum(printed[each] for each in own)
