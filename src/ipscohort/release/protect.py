"""Which counts are hidden so that no hidden one can be worked out, and the proof that none can.

Primary: counts below the threshold, zero where the rules hide it, and what is left of a whole when such a one is taken off. They are looked
for in whole tables of the variables that a released count hangs on, printed or not: all participants less each group are a count too.
Secondary: for each count that can be bounded too closely, the cheapest further ones by a linear program that moves it by the declared width
while released counts cost what they would move (Kelly, Golden and Assad 1992, Networks 22:397, doi 10.1002/net.3230220407). Each solution is a
table that fits all that is released; the least and the most of a count over such tables is what an attacker can't get below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf

import numpy as np

from ipscohort.errors import Problem, UserError
from ipscohort.release.keys import MISSING, Counted, Key
from ipscohort.release.log import OTHERS, SMALL, ZERO
from ipscohort.release.move import Move
from ipscohort.release.rules import Rules
from ipscohort.release.system import Attack, Bounds, Summed, System
from ipscohort.release.witnesses import Witnesses

MOST_ROUNDS = 60
MOST_SOLVED = 300
"""Programs that are solved to show again what need not be hidden, fewer where they are large; what is left then stays hidden."""

MANY, STILL = 4, 0.8
"""Counts that are looked at together in one program rather than each by itself; and the share of them left at which that helps no more."""


@dataclass(frozen=True)
class Wanted:
    """A count that a part of the release would print.

    Attributes
    ----------
    key : Key
    cost : float
        What it is worth to a reader: totals more than single levels.
    exhibit : str
        The table or figure that would print it, for the log.
    """

    key: Key
    cost: float = 1.0
    exhibit: str = ""


@dataclass(frozen=True)
class Said:
    """That a median, a mean or an estimate stands says that enough persons are behind it; that a median does not, beside others of its row, that
    too few are.

    Attributes
    ----------
    key : Key
        Whom it is of.
    low, high : float
        What it says of their number: a least one or, with 0 and a most one, that they are no more.
    row : str
        What is hidden whole so that it says nothing.
    cost : float
        What that is worth to a reader.
    cell : str
        The cell of `Summed` with which it is hidden as well.
    """

    key: Key
    low: float
    high: float
    row: str
    cost: float = 2.0
    cell: str = ""


@dataclass
class Protected:
    """What is printed of the counts of one population.

    Attributes
    ----------
    counted : Counted
    rules : Rules
    shown : dict of Key -> (float, float)
        Of each released count what a reader learns: the least and the most that it can be; both the same where it is exact.
    hidden : dict of Key -> str
        Of each count that is not printed: why, SMALL, ZERO or OTHERS of log.REASONS.
    guarded : list of Key
        Counts that must not be worked out: those hidden, and sensitive ones that no table prints.
    wanted : list of Wanted
    values : list of Summed
        Means and sums that would be printed.
    silent : dict of str -> str
        Of each cell of `values`, and each row of `facts`, that is not printed: why.
    facts : list of Said
        What it would say of counts that other numbers stand.
    given : dict of Key -> (float, float)
        What another population says of counts of this one.
    bounds : dict of Key -> Bounds
        What the proof found for each guarded count; of those twice as wide as declared, or more, perhaps not the whole.
    exact : bool
        Whether the proof leaves no link between tables out (system.System).
    """

    counted: Counted
    rules: Rules
    shown: dict[Key, tuple[float, float]] = field(default_factory=dict)
    hidden: dict[Key, str] = field(default_factory=dict)
    guarded: list[Key] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    values: list[Summed] = field(default_factory=list)
    silent: dict[str, str] = field(default_factory=dict)
    facts: list[Said] = field(default_factory=list)
    given: dict[Key, tuple[float, float]] = field(default_factory=dict)
    bounds: dict[Key, Bounds] = field(default_factory=dict)
    exact: bool = True

    def printed(self, key: Key) -> int | None:
        """The count as it is printed, rounded where the rules round; None where it is hidden or was not asked for."""
        return None if key not in self.shown else self.rules.rounded(self.counted.count(key))

    @property
    def told(self) -> list[Summed]:
        """Means and sums that are printed."""
        return [value for value in self.values if value.cell not in self.silent]

    @property
    def said(self) -> list[Said]:
        """What the numbers that are printed say of how many they are of."""
        return [each for each in self.facts if each.row not in self.silent and each.cell not in self.silent]

    @property
    def named(self) -> list[Key]:
        """Keys of what is said and given."""
        return [*(each.key for each in self.facts), *self.given]

    @property
    def narrowest(self) -> float:
        """How many persons lie between the least and the most of the count that can be bounded closest; inf where none is guarded."""
        return min((each.width for each in self.bounds.values()), default=inf)


def protect(
    counted: Counted,
    wanted: Iterable[Wanted],
    rules: Rules,
    values: Iterable[Summed] = (),
    silent: Mapping[str, str] | None = None,
    *,
    facts: Iterable[Said] = (),
    given: Mapping[Key, tuple[float, float]] | None = None,
    hidden: Iterable[Key] = (),
) -> Protected:
    """Choose what is hidden; `prove` says whether it is enough.

    Parameters
    ----------
    counted : Counted
    wanted : iterable of Wanted
        Counts that would be printed.
    rules : Rules
    values : iterable of Summed
        Means and sums that would be printed; they tell of counts.
    silent : mapping of str -> str, optional
        Their cells that are hidden in any case, and why.
    facts : iterable of Said, optional
        What it would say of counts that other numbers stand.
    given : mapping of Key -> (float, float), optional
        What another population says of counts of this one: the least and the most.
    hidden : iterable of Key, optional
        Counts that are hidden for the sake of another population.
    """
    asked = list(wanted)
    dearest: dict[Key, float] = {}
    for each in asked:
        dearest[each.key] = max(each.cost, dearest.get(each.key, 0.0))
    found = Protected(counted, rules, wanted=asked, values=list(values), silent=dict(silent or {}))
    found.facts, found.given = list(facts), dict(given or {})
    looked_at = _looked_at(counted, [*dearest, *found.given], rules)
    system = System(counted, [*looked_at, *found.named], found.told)
    found.exact = system.exact
    why = {k: reason for k in looked_at if (reason := sensitive(counted, k, rules))}
    found.hidden = {k: OTHERS for k in hidden if k in dearest} | {k: why[k] for k in dearest if k in why}
    known = {k for k, (least, most) in found.given.items() if least == most}
    found.guarded = [k for k in why if k not in known]
    _hide_others(found, system, dearest)
    found.shown = _known(found, dearest)
    return found


def sensitive(counted: Counted, wanted: Key, rules: Rules) -> str:
    """Why a count must not be known; '' where it may be."""
    n = counted.count(wanted)
    only_missing = len(wanted.chosen) == 1 and wanted.chosen[0][1] == {MISSING}
    if only_missing and not rules.missing:
        return ""
    if 0 < n < rules.threshold or 0 < counted.behind(wanted) < rules.threshold:
        return SMALL
    if n or not rules.zeros or counted.by_definition(wanted):
        return ""
    of_missing = [name for name, levels in wanted.chosen if MISSING in levels]
    return ZERO if not of_missing or any(_says_something(counted, wanted, name) for name in of_missing) else ""


def _says_something(counted: Counted, nobody: Key, name: str) -> bool:
    """Whether that there is nobody says something of who has no value of a variable: only where there are such persons, and not by definition."""
    own = dict(nobody.chosen)[name]
    return len(nobody.chosen) > 1 and counted.unknown(name, own) > 0


def prove(found: Protected) -> Protected:
    """Bound every guarded count by what is released.

    Raises
    ------
    UserError
        One can be bounded closer than the declared width: nothing may be released then.
    """
    system = System(found.counted, [*found.shown, *found.guarded, *found.named], found.told)
    attack = Attack(system, knowledge(found), found.told)
    found.exact = system.exact
    found.bounds = _bounds(found, system, attack)
    close = [k for k, bounds in found.bounds.items() if bounds.width < found.rules.width]
    if close:
        problem = Problem(
            "release",
            f"{len(close)} hidden counts can be bounded closer than {found.rules.width} persons by what would be released",
            "raise nothing by hand: this is a fault of ipscohort, please report it; nothing was released",
        )
        raise UserError("The release is not safe.", [problem])
    return found


def _bounds(found: Protected, system: System, attack: Attack) -> dict[Key, Bounds]:
    """The least and the most of each guarded count. A solution found for one is one for all: of counts that those found already put twice the
    declared width apart, or more, these are taken.
    """
    seen, bounds = Witnesses(system, found.counted), {}
    same: dict[bytes, Bounds] = {}  # counts of the same unknowns: those that no released number tells apart
    for k in found.guarded:
        of = system.rows[k].tobytes()
        if of in same:
            bounds[k] = same[of]
        elif seen.narrow([k], 2 * found.rules.width):
            bounds[k], tables = attack.reached(k)
            same[of] = bounds[k]
            for cells in tables:
                seen.add(cells)
        else:
            bounds[k] = Bounds(*seen.between(k))
    return bounds


def knowledge(found: Protected, said: Iterable[Said] | None = None) -> dict[Key, tuple[float, float]]:
    """What a reader of the release knows of each count: those shown; that one hidden is not 0 where zeros are printed, or a row is there
    only because somebody is; and what other numbers say by standing there, all where none are named.
    """
    known = {k: (1.0, inf) for k in found.guarded if _occurs(found.counted, k)} | dict(found.shown)
    if not found.rules.zeros:
        known |= dict.fromkeys(found.hidden, (1.0, inf))
    more = found.said if said is None else said
    for k, low, high in [*((each.key, each.low, each.high) for each in more), *((k, *of) for k, of in found.given.items())]:
        least, most = known.get(k, (0.0, inf))
        known[k] = (max(least, low), min(most, high))
    return known


def _occurs(counted: Counted, k: Key) -> bool:
    return k in counted.there or (
        len(k.chosen) == 1 and len(k.chosen[0][1]) == 1 and (k.chosen[0][0], *k.chosen[0][1]) in counted.occurring
    )


def _looked_at(counted: Counted, asked: list[Key], rules: Rules) -> list[Key]:
    """Counts asked for, what is left of their wholes without them and without all that are large enough, by how many two of them differ of which
    one is part of the other by definition, and every cell of the tables of the variables of all these.
    """
    found = dict.fromkeys([*asked, *_small_together(counted, asked, rules)])
    for each in asked:
        for position, (name, levels) in enumerate(each.chosen):
            rest = frozenset(counted.levels[name]) - levels
            if rest:
                found[Key(each.population, (*each.chosen[:position], (name, rest), *each.chosen[position + 1 :]))] = None
    apart = counted.apart(asked)
    groups = counted.groups([*asked, *apart])
    found |= dict.fromkeys(apart)
    for variables in dict.fromkeys(each.variables for each in [*asked, *(k for k in apart if not k.variables & counted.made)]):
        found |= dict.fromkeys(each for each in counted.cells(variables, groups) if not counted.impossible(dict(each.chosen)))
    return list(found)


def _small_together(counted: Counted, asked: list[Key], rules: Rules) -> Iterator[Key]:
    """Those at any of the levels of a variable at which too few are, where they are too few all together: what is left of a whole less all others."""
    for rest, name in dict.fromkeys((tuple(of for of in each.chosen if of[0] != name), name) for each in asked for name in each.variables):
        at = {level: counted.count(Key(counted.name, tuple(sorted([*rest, (name, frozenset([level]))])))) for level in counted.levels[name]}
        few = frozenset(level for level, n in at.items() if n < rules.threshold and (n or rules.zeros))
        if 1 < len(few) < len(at) and 0 < sum(at[level] for level in few) < rules.threshold:
            yield Key(counted.name, tuple(sorted([*rest, (name, few)])))


def _known(found: Protected, asked: Mapping[Key, float]) -> dict[Key, tuple[float, float]]:
    return {k: found.rules.between(found.counted.count(k)) for k in asked if k not in found.hidden}


def _hide_others(found: Protected, system: System, cost: Mapping[Key, float]) -> None:
    """Hide further counts, means and sums until every guarded count is wide enough; then show again what need not be hidden."""
    seen, sensitive_ones = Witnesses(system, found.counted), set(found.guarded)
    for _ in range(MOST_ROUNDS):
        found.guarded = list(dict.fromkeys([*found.guarded, *found.hidden]))
        narrow = seen.narrow(found.guarded, found.rules.width)
        if not narrow:
            break
        for k in narrow:
            if seen.narrow([k], found.rules.width):
                if not found.counted.count(k) and Attack(system, {}).bounds(k).most == 0:
                    _let_go(found, k)
                    continue
                cells, moved, silent = Move(found, system, cost, knowledge(found, said=())).cheapest(k)
                found.hidden |= dict.fromkeys(moved, OTHERS)
                found.silent |= dict.fromkeys(silent, OTHERS)
                seen.add(cells)
    again = [k for k, why in found.hidden.items() if why == OTHERS and k not in sensitive_ones]
    tries = [*sorted(again, key=lambda k: (-cost[k], str(k))), *sorted(cell for cell, why in found.silent.items() if why == OTHERS)]
    left = MOST_SOLVED * 1000 // max(1000, system.n)
    for what in tries:
        left -= _show_again(found, system, seen, cost, what, left)


def _let_go(found: Protected, k: Key) -> None:
    """Guard a count of nobody no longer that is of nobody by definitions alone, without anything released: no secret of a person."""
    found.guarded.remove(k)
    found.hidden.pop(k, None)


def _show_again(found: Protected, system: System, seen: Witnesses, cost: Mapping[Key, float], what: Key | str, most: int) -> int:
    """Show a count, or a cell with a mean, again where no guarded count becomes too narrow by it; how many programs that took, of so many."""
    trial = replace(found, hidden=dict(found.hidden), silent=dict(found.silent), guarded=[k for k in found.guarded if k != what])
    if isinstance(what, Key):
        del trial.hidden[what]
        left = seen.with_count(what, found.rules.between(found.counted.count(what)))
    else:
        del trial.silent[what]
        left = seen.with_values(value for value in found.values if value.cell == what)
        for each in set(trial.said) - set(found.said):
            left = left & seen.with_count(each.key, (each.low, each.high))
    before, attack, solved, chance = seen.alive, None, 0, np.random.default_rng(1)
    seen.alive = left
    while narrow := seen.narrow(trial.guarded, found.rules.width):
        if solved >= most:
            seen.alive = np.append(before, np.ones(len(seen.alive) - len(before), dtype=bool))
            return solved
        solved += 1
        attack = attack or Attack(system, knowledge(replace(trial, shown=_known(trial, cost))), trial.told)
        if len(narrow) > MANY and (cells := attack.spread(narrow, chance)) is not None:
            seen.add(cells)
            if len(seen.narrow(narrow, found.rules.width)) <= len(narrow) * STILL:
                continue
            narrow = seen.narrow(narrow, found.rules.width)
        bounds, tables = attack.reached(narrow[0])
        for cells in tables:
            seen.add(cells)
        if bounds.width < found.rules.width:
            seen.alive = np.append(before, np.ones(len(seen.alive) - len(before), dtype=bool))
            return solved
        if seen.narrow(narrow[:1], found.rules.width):  # nothing bounds it
            trial.guarded = [k for k in trial.guarded if k != narrow[0]]
    found.hidden, found.silent = trial.hidden, trial.silent
    found.guarded = [k for k in found.guarded if k != what]
    return solved
