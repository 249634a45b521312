"""An attacker who has a released folder and nothing else, and bounds every hidden count by linear programming.

Each count that a table prints, or hides, is an unknown, named by what it counts, so that two tables that print the same share it. Printed
numbers, totals, complements, percentages within their rounding, means within theirs, curves, and who can be in which model are equations and
inequalities between them. A hidden count, or one that no table prints but that follows from those printed, is found where its least
and its most lie closer than the width that the release declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil, floor, inf
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.support.attacker_reads import job_row, read_curves, read_flow, read_jobs, read_models, same_as_printed
from tests.support.attacker_rules import read_followed, read_nobody, read_rules, read_turns
from tests.support.released_folder import DATE, EXTREME, HIDDEN, NUMERAL, Line, Sheet, sheets, texts, whole

Name = tuple[str, ...]
ALL = ""
CLOSE = 1e-6
COUNTED = re.compile(r"^(\[c\]|[\d,]+)(?: ?\((\[c\]|[\d.,]+)\))?$")
ESTIMATE = re.compile(r"-?[\d.,]+ \(-?[\d.,]+ to -?[\d.,]+\)")
LARGEST = 1e5
"""Of a value, or count, of which nothing is known, its most."""
AT_ONCE = 40
MEAN = re.compile(r"^(-?[\d.,]+) \(([\d.,]+)\)$")


@dataclass(frozen=True)
class Finding:
    """What an attacker found, and where; of a count its least and most."""

    kind: str
    what: str
    least: object = ""
    most: object = ""


@dataclass
class Unknowns:
    """Counts by name, what is known of them, and which of them must not be found.

    Attributes
    ----------
    hidden : dict of Name -> str
        Those that a table hides.
    targets : dict of Name -> dict of Name -> float
        Counts that no table prints, each a sum of unknowns.
    base, threshold : int
        To whose multiples counts are rounded, and how few are hidden: what is printed is known between two numbers.
    """

    names: dict[Name, int] = field(default_factory=dict)
    rows: list[tuple[dict[Name, float], float, float]] = field(default_factory=list)
    hidden: dict[Name, str] = field(default_factory=dict)
    targets: dict[Name, dict[Name, float]] = field(default_factory=dict)
    means: dict[tuple[str, str], list[Name]] = field(default_factory=dict)
    base: int = 1
    threshold: int = 0

    def add(self, terms: Mapping[Name, float], low: float, high: float | None = None) -> None:
        """That a sum of unknowns lies between two numbers, or is one."""
        for name in terms:
            self.names.setdefault(name, len(self.names))
        self.rows.append((dict(terms), low, low if high is None else high))

    def said(self, name: Name, text: str, where: str) -> int | None:
        """That a table prints a count, or hides it."""
        self.names.setdefault(name, len(self.names))
        n = None if HIDDEN in text else whole(text)
        if n is not None:
            half = 0 if self.base == 1 or n == 0 else self.base
            self.add({name: 1.0}, max(n - half // 2, min(n, self.threshold)) if half else n, n + (half - 1) // 2 if half else n)
        elif HIDDEN in text:
            self.hidden.setdefault(name, where)
        return n

    def at_most(self, small: Name, large: Name) -> None:
        """That all who are counted by one name are counted by the other, so that the rest is a count too."""
        self.add({large: 1.0, small: -1.0}, 0.0, inf)
        self.targets.setdefault((*small, "not, of", *large), {large: 1.0, small: -1.0})

    def sums_to(self, total: Name, parts: Iterable[Name]) -> None:
        """That parts make up a whole."""
        self.add({total: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0)

    def narrow(self, width: float) -> dict[Name, tuple[float, float]]:
        """Of hidden counts and targets: the least and the most of those for which they lie closer than the width.

        Each table that fits tells of all counts at once: what it shows to be wide enough is not looked at again.
        """
        limits, equations = self._matrices()
        wanted = {**{name: {name: 1.0} for name in self.hidden}, **self.targets}
        weights = np.zeros((len(wanted), len(self.names)))
        for i, terms in enumerate(wanted.values()):
            for name, by in terms.items():
                weights[i, self.names[name]] = by
        least, most, found = np.full(len(wanted), inf), np.full(len(wanted), -inf), {}
        chance = np.random.default_rng(1)
        for _ in range(AT_ONCE):  # several at once, up or down, to see of most that they are wide
            sought = (most - least < width + CLOSE) * chance.choice([-1.0, 1.0], len(wanted))
            solved = linprog(sought @ weights, *limits, *equations, bounds=(0, LARGEST), method="highs")
            if solved.status == 0:
                values = weights @ solved.x
                least, most = np.minimum(least, values), np.maximum(most, values)
        printed = {name: low for terms, low, high in self.rows if low == high and len(terms) == 1 for name in terms}
        for i, (name, terms) in enumerate(wanted.items()):
            if set(terms) <= set(printed):
                found[name] = 2 * (sum(by * printed[each] for each, by in terms.items()),)
                continue
            ends = []
            for sign in (1.0, -1.0):
                if most[i] - least[i] >= width + CLOSE:
                    break
                solved = linprog(sign * weights[i], *limits, *equations, bounds=(0, LARGEST), method="highs")
                if solved.status == 2:
                    raise ArithmeticError("what is released contradicts itself, as the attacker reads it")
                ends.append(float(weights[i] @ solved.x) if solved.status == 0 else -sign * inf)
                if solved.status == 0:
                    values = weights @ solved.x
                    least, most = np.minimum(least, values), np.maximum(most, values)
            if len(ends) == 2 and max(map(abs, ends)) < inf and floor(ends[1] + 1e-4) - ceil(ends[0] - 1e-4) < width:
                found[name] = (ceil(ends[0] - 1e-4), floor(ends[1] + 1e-4))
        return found

    def _matrices(self) -> tuple[tuple, tuple]:
        """What is known, as scipy's linprog has it: (A_ub, b_ub), (A_eq, b_eq)."""
        upper, right, equal, exact = [], [], [], []
        for terms, low, high in self.rows:
            if low == high:
                equal.append(terms), exact.append(low)
                continue
            if high < inf:
                upper.append(terms), right.append(high)
            if low > -inf:
                upper.append({name: -by for name, by in terms.items()}), right.append(-low)
        return (self._sparse(upper), right), (self._sparse(equal), exact)

    def _sparse(self, rows: list[dict[Name, float]]) -> csr_array:
        cells = [(i, self.names[name], by) for i, terms in enumerate(rows) for name, by in terms.items()]
        i, j, by = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_array((by, (i, j)), shape=(len(rows), len(self.names)))


def attack(folder: Path, ids: Iterable[str] = ()) -> list[Finding]:
    """Everything that somebody finds in a release who has nothing else.

    Parameters
    ----------
    folder : Path
        The released folder.
    ids : iterable of str
        Texts of single persons, such as their ids, which may stand nowhere.
    """
    threshold, width = declared(folder)
    tables = sheets(folder)
    rounded = re.search(r"rounded to multiples of (\d+)", (folder / "README.txt").read_text(encoding="utf-8"))
    known = Unknowns(base=int(rounded[1]) if rounded else 1, threshold=threshold)
    for read in (_groups, _characteristics, _time_observed, read_jobs, read_flow, read_curves):
        read(tables, known)
    other_words = [Finding("counts in other words", *said) for said in (*read_models(tables, known), *read_followed(tables))]
    sums(known)
    _joined(known)
    _workers(tables, known)
    read_turns(tables, known)
    read_rules(folder, tables, known)
    found = [
        Finding("bounded", f"{' | '.join(name)} ({known.hidden.get(name, 'by difference')})", *ends)
        for name, ends in known.narrow(width).items()
        if (name in known.hidden or (0 < ends[1] < threshold and (known.base == 1 or ends[0] > 0)))
        and not same_as_printed(known, tables, name, ends)
    ]
    found += [Finding(*said, 0, 0) for said in read_nobody(tables, known)] if zeros_hidden(folder) else []
    return [*found, *other_words, *_small(known, threshold), *_said_elsewhere(folder, tables, ids)]


def declared(folder: Path) -> tuple[int, int]:
    """The threshold and the width that a release declares in its README."""
    said = (folder / "README.txt").read_text(encoding="utf-8")
    threshold, width = re.search(r"fewer than (\d+) persons are hidden", said), re.search(r"to fewer than (\d+) persons between", said)
    return int(threshold[1]), int(width[1])


def zeros_hidden(folder: Path) -> bool:
    """Whether a release says that it hides counts of nobody."""
    return "Counts of nobody are hidden" in (folder / "README.txt").read_text(encoding="utf-8")


def _workers(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Workers of whom something is known obtained a job, whatever row says either: the rest of those who did is a count too."""
    job = job_row(tables)
    for name in [each for each in known.names if len(each) == 4 and each[1].startswith("Workers with")]:
        if (obtained := (job, *name[2:])) in known.names:
            known.at_most(name, obtained)


def _groups(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Persons of each group; those of all levels of an exposure, and those of none, are all persons."""
    levels: dict[str, set[str]] = {}
    for sheet in tables.values():
        for exposure, level, n in sheet.groups().values():
            known.said(_n(exposure, level), n, f"{sheet.name}: heading")
            levels.setdefault(exposure, set()).add(level)
    for exposure, own in levels.items():
        if exposure:
            _parts(known, ("persons",), exposure, own)


def _n(exposure: str, level: str) -> Name:
    return ("persons", exposure, level)


def _joined(known: Unknowns) -> None:
    """A level 'low or medium' is who is 'low' and who is 'medium' in another variable."""
    levels = [name for name in known.names if len(name) == 4 and name[0] not in ("n", "sum")]
    by = {}
    for name in levels:
        by.setdefault((name[0], name[2:]), {})[name[1]] = name
    for name in levels:
        parts = name[1].split(" or ")
        for (variable, group), own in by.items() if len(parts) > 1 else ():
            if variable != name[0] and group == name[2:] and set(parts) <= set(own):
                known.sums_to(name, [own[part] for part in parts])


def _parts(known: Unknowns, what: Name, exposure: str, levels: Iterable[str]) -> None:
    """That a count of everybody is that of all levels and of who has none; the latter is a target, as no table prints it."""
    missing = (*what, exposure, "(none)")
    known.sums_to((*what, ALL, ALL), [*((*what, exposure, level) for level in sorted(levels)), missing])
    known.targets[missing] = {missing: 1.0}
    shown = [(*what, exposure, level) for level in sorted(levels) if (*what, exposure, level) not in known.hidden]
    known.targets[(*what, exposure, "(hidden and none)")] = {(*what, ALL, ALL): 1.0, **dict.fromkeys(shown, -1.0)}
    if what != ("persons",):
        known.at_most(missing, _n(exposure, "(none)"))


def _characteristics(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Tables with a column for each group: categories that are all there are, yes or no, missing, means."""
    for sheet in tables.values():
        groups = sheet.groups()
        if not groups:
            continue
        complete = any("without a row 'Missing' is complete" in note for note in sheet.notes)
        above: list[Line] = []
        for line in [*sheet.lines, Line("", False, ())]:
            if line.indented:
                above.append(line)
                continue
            if above:
                _variable(sheet, groups, above, known, complete)
            above = [line]


def _variable(sheet: Sheet, groups: Mapping[int, tuple[str, str, str]], lines: list[Line], known: Unknowns, complete: bool) -> None:
    head, rest = lines[0], lines[1:]
    missing = next((line for line in rest if line.label.startswith("Missing")), None)
    levels = [line for line in rest if line is not missing]
    for i, (exposure, level, _) in groups.items():
        persons, of = _n(exposure, level), (head.label,)
        gone = (*of, "Missing", exposure, level)
        if missing:
            known.said(gone, missing.cells[i], f"{sheet.name}: {head.label}, missing")
            known.at_most(gone, persons)
        base = {persons: 1.0, gone: -1.0} if missing else {persons: 1.0}
        if not head.heading and "(SD)" in head.label:
            mean_of(head, i, (exposure, level), base, known)
        parts = []
        for line in [head] if not head.heading else []:
            parts += _counted(sheet, line, i, (line.label,), (exposure, level), base, known, exact=complete or bool(missing))
        for line in levels:
            parts += _counted(sheet, line, i, (*of, line.label), (exposure, level), base, known, exact=complete or bool(missing))
        if head.heading and levels and parts and (complete or missing):
            known.add({**base, **dict.fromkeys(parts, -1.0)}, 0.0)
    for line in [*([] if head.heading else [head]), *rest]:
        what = (line.label,) if line is head else (head.label, "Missing" if line is missing else line.label)
        if any((*what, exposure, level) in known.names for exposure, level, _ in groups.values()):
            for exposure in dict.fromkeys(exposure for exposure, _, _ in groups.values() if exposure):
                _parts(known, what, exposure, {level for e, level, _ in groups.values() if e == exposure})


def _counted(
    sheet: Sheet, line: Line, i: int, what: Name, group: tuple[str, str], base: Mapping[Name, float], known: Unknowns, *, exact: bool
) -> list[Name]:
    """A count with its percentage: of its base where that is known, else of at most that."""
    said = COUNTED.match(line.cells[i])
    if not said or " total " in line.label or line.label.endswith("number") or "(SD)" in line.label:
        return []
    name = (*what, *group)
    n = known.said(name, said[1], f"{sheet.name}: {line.label}")
    known.add({**base, name: -1.0}, 0.0, inf)
    if "n (%)" in what[0]:
        known.targets.setdefault((*name, "not"), {**base, name: -1.0})
    if n and said[2] and said[2] != HIDDEN and known.base == 1:
        share, half = float(said[2].replace(",", ".")), 0.5 * 10.0 ** -len(said[2].partition(".")[2])
        low, high = 100 * n / (share + half), 100 * n / (share - half) if share > half else inf
        known.add(base, low - CLOSE, inf)
        if exact:
            known.add(base, -inf, high + CLOSE)
    return [name]


def mean_of(line: Line, i: int, group: tuple[str, str], base: Mapping[Name, float], known: Unknowns) -> None:
    """A mean within its rounding tells the sum of the values, for each person of the base; sums of groups make up that of everybody."""
    said, total = MEAN.match(line.cells[i]), ("sum", line.label, *group)
    mean = said[1].replace(",", "") if said else ""
    if mean.startswith("-"):
        return
    known.names.setdefault(total, len(known.names))
    half = 0.5 * 10.0 ** -len(mean.partition(".")[2])
    low, high = (float(mean) - half, float(mean) + half) if mean else (0.0, LARGEST)
    known.add({total: 1.0, **{name: -low * by for name, by in base.items()}}, 0.0, inf)
    known.add({total: 1.0, **{name: -high * by for name, by in base.items()}}, -inf, 0.0)
    known.means.setdefault(line.label, []).append(group)


def _time_observed(tables: Mapping[str, Sheet], known: Unknowns) -> None:
    """Where all were followed to the end, time observed tells the number of persons of a group, within a hundredth."""
    for sheet in tables.values():
        total = next((line for line in sheet.lines if line.label.startswith("Time observed, total")), None)
        full = next((line for line in sheet.lines if line.label.startswith("Followed to the end")), None)
        groups = sheet.groups()
        if not total or not full or known.base > 1 or "(100)" not in full.cells[min(groups)]:
            continue
        each = [(whole(total.cells[i]), whole(n)) for i, (_, _, n) in groups.items()]
        mean = next((time / n for time, n in each if time and n), None)
        for (time, _), (exposure, level, _) in zip(each, groups.values(), strict=True):
            if time and mean:
                known.add({_n(exposure, level): 1.0}, time / mean / 1.01, time / mean * 1.01)


def sums(known: Unknowns) -> None:
    """Sums of groups, and of who is in none, make up that of everybody."""
    for label, groups in known.means.items():
        for exposure in dict.fromkeys(exposure for exposure, _ in groups if exposure):
            none = ("sum", label, exposure, "(none)")
            known.sums_to(("sum", label, ALL, ALL), [none, *(("sum", label, *group) for group in groups if group[0] == exposure)])
            known.add({none: 1.0, _n(exposure, "(none)"): -LARGEST}, -inf, 0.0)


def _small(known: Unknowns, threshold: int) -> Iterator[Finding]:
    """Counts of a few that are printed."""
    for terms, low, high in known.rows:
        if len(terms) == 1 and low == high and 0 < low < threshold and next(iter(terms.values())) == 1.0:
            yield Finding("small", " | ".join(next(iter(terms))), low, high)


def _said_elsewhere(folder: Path, tables: Mapping[str, Sheet], ids: Iterable[str]) -> Iterator[Finding]:
    """Dates, ids, extremes, and counts that stand in a page, a picture's words or data, but in no table."""
    said = texts(folder)
    known = {n for name, text in said.items() if name.startswith("tables/") and name.endswith(".csv") for n in NUMERAL.findall(text)}
    for name, text in said.items():
        yield from (Finding("date", name, found) for found in DATE.findall(text))
        yield from (Finding("id", name, found) for found in ids if re.search(rf"(?<![\w-]){re.escape(found)}(?![\w-])", text))
        if not name.startswith("tables/") or name.endswith(".csv"):
            counts = re.findall(r"\bn = ([\d,]+)", text) + re.findall(r"\b(\d+)/\d+\b", text) + re.findall(r"\b\d+/(\d+)\b", text)
            yield from (Finding("in no table", name, n) for n in dict.fromkeys(counts) if n not in known)
    for sheet in tables.values():
        for heading in [*sheet.columns, *(line.label for line in sheet.lines if not line.heading)]:
            if EXTREME.search(heading):
                yield Finding("extreme", sheet.name, heading)
    cells = " ; ".join(cell for sheet in tables.values() for line in sheet.lines for cell in line.cells)
    estimates = set(ESTIMATE.findall(" ".join(cells.split())))
    for name, text in said.items():
        if name.endswith((".svg", ".html")):
            yield from (Finding("in no table", name, e) for e in dict.fromkeys(ESTIMATE.findall(text)) if e not in estimates)
