"""`python -m ipscohort plan`: what a study of so many people can find, before it begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipscohort.arithmetic.precision import (
    MOST,
    Sizes,
    difference_limits,
    needed,
    odds_ratio_limits,
    power_of_ratio,
    power_of_shares,
    ratio_limits,
)
from ipscohort.display.printing import number, with_interval
from ipscohort.errors import Problem, UserError

RAREST, FURTHEST, WIDEST = 0.001, 1000.0, (0.01, 10.0)
"""Smallest share, and smallest difference of two; largest ratio; smallest and largest standard deviation of a logarithm that can be planned with."""
FEWEST = 5
"""Expected persons with or without the outcome in a group below which a normal approximation is not to be trusted."""


@dataclass(frozen=True)
class Plan:
    """What is asked.

    Attributes
    ----------
    totals : sequence of int
        Numbers of persons to look at.
    shares : tuple of float, or None
        Expected share with a job in the reference group and in the other, between 0 and 1.
    ratio, sd : float, or None
        Expected ratio of geometric means of time worked among those with a job, and the standard deviation of its logarithm.
    second : float
        Share of the persons in the second group.
    power, confidence : float
    """

    totals: Sequence[int]
    shares: tuple[float, float] | None = None
    ratio: float | None = None
    sd: float | None = None
    second: float = 0.5
    power: float = 0.8
    confidence: float = 0.95

    def check(self) -> None:
        """UserError where the numbers make no sense."""
        wrong = []
        if self.shares is None and self.ratio is None:
            wrong.append(Problem("plan", "nothing to compare", "give --shares, or --ratio with --sd-log"))
        if self.shares and not all(RAREST <= share <= 1 - RAREST for share in self.shares):
            wrong.append(Problem("--shares", f"a share is not between {RAREST} and {1 - RAREST}", "write 40% as 0.4"))
        if self.shares and abs(self.shares[0] - self.shares[1]) < RAREST:
            wrong.append(Problem("--shares", "both shares are as good as the same", "give the difference that the study should find"))
        if (self.ratio is None) != (self.sd is None):
            wrong.append(
                Problem("--ratio, --sd-log", "one without the other", "give both: the ratio, and the standard deviation of ln(time)")
            )
        if self.ratio is not None and (not 1 / FURTHEST <= self.ratio <= FURTHEST or abs(self.ratio - 1) < RAREST):
            wrong.append(
                Problem(
                    "--ratio",
                    f"not between {1 / FURTHEST:g} and {FURTHEST:g}, or 1",
                    "give the ratio that the study should find, such as 1.5",
                )
            )
        if self.sd is not None and not WIDEST[0] <= self.sd <= WIDEST[1]:
            wrong.append(
                Problem("--sd-log", f"not between {WIDEST[0]} and {WIDEST[1]:g}", "give the standard deviation of the natural logarithm")
            )
        bounds = (("--second", self.second, 0.0, 1.0), ("--power", self.power, 0.5, 1.0), ("--confidence", self.confidence, 0.5, 0.9999))
        for name, value, low, high in bounds:
            if not low < value < high:
                wrong.append(Problem(name, f"not between {low:g} and {high:g}", "write 80% as 0.8"))
        if any(total > MOST for total in self.totals):
            wrong.append(Problem("--n", f"more than {MOST} persons", "give the persons of one study"))
        elif any(total < 4 for total in self.totals) or (0 < self.second < 1 and any(min(_of(self, n)) < 2 for n in self.totals)):
            wrong.append(Problem("--n", "fewer than two persons in a group", "give larger numbers of persons"))
        if wrong:
            raise UserError("This can't be planned.", wrong)


def _of(plan: Plan, total: int) -> tuple[int, int]:
    sizes = Sizes.of(total, plan.second)
    return sizes.first, sizes.second


def planned(plan: Plan) -> str:
    """Power, expected interval and persons needed, in sentences; UserError where the numbers make no sense."""
    plan.check()
    return "\n".join([*(_shares(plan) if plan.shares else ()), *(_times(plan) if plan.ratio else ())]) + "\n"


def _shares(plan: Plan) -> Iterator[str]:
    first, second = plan.shares
    yield f"Obtained a job: {_percent(first)} in the reference group, {_percent(second)} in the other; two-sided p < {_level(plan)}."
    ci = f"{_percent(plan.confidence)} CI"
    for total in plan.totals:
        sizes = Sizes.of(total, plan.second)
        away = with_interval(*(100 * x for x in difference_limits(first, second, sizes, plan.confidence)), 1)
        odds = with_interval(*odds_ratio_limits(first, second, sizes, plan.confidence), 2)
        power = power_of_shares(first, second, sizes, plan.confidence)
        few = _few(plan.shares, sizes)
        yield (
            f"  {total} persons ({sizes.first} and {sizes.second}): power {_percent(power)}; expected {ci}: difference {away} percentage "
            f"points, odds ratio {odds}" + (f". Fewer than {FEWEST} expected in a cell: do not rely on this." if few else "")
        )
    found = needed(lambda sizes: power_of_shares(first, second, sizes, plan.confidence), plan.power, plan.second)
    yield _needed(plan, found, "persons", plan.shares)


def _times(plan: Plan) -> Iterator[str]:
    yield (
        f"Time worked of those with a job: ratio of geometric means {number(plan.ratio, 2)}, SD of the logarithm {number(plan.sd, 2)}; "
        f"two-sided p < {_level(plan)}. Only those who obtain a job count here."
    )
    for total in plan.totals:
        sizes = Sizes.of(total, plan.second)
        limits = with_interval(*ratio_limits(plan.ratio, plan.sd, sizes, plan.confidence), 2)
        power = power_of_ratio(plan.ratio, plan.sd, sizes, plan.confidence)
        yield f"  {total} workers ({sizes.first} and {sizes.second}): power {_percent(power)}; expected {_percent(plan.confidence)} CI: {limits}"
    found = needed(lambda sizes: power_of_ratio(plan.ratio, plan.sd, sizes, plan.confidence), plan.power, plan.second)
    yield _needed(plan, found, "workers")


def _few(shares: tuple[float, float], sizes: Sizes) -> bool:
    """Whether a cell of the expected table holds too few for a normal approximation."""
    groups = ((sizes.first, shares[0]), (sizes.second, shares[1]))
    return min(n * part for n, share in groups for part in (share, 1 - share)) < FEWEST


def _needed(plan: Plan, found: int | None, whom: str, shares: tuple[float, float] | None = None) -> str:
    if found is None:
        return f"  No number of {whom} that a study could have gives a power of {_percent(plan.power)}."
    sizes = Sizes.of(found, plan.second)
    few = f". Fewer than {FEWEST} expected in a cell: do not rely on this" if shares and _few(shares, sizes) else ""
    return (
        f"  For a power of {_percent(plan.power)}: {number(found, 0)} {whom} ({number(sizes.first, 0)} and {number(sizes.second, 0)}){few}."
    )


def _percent(share: float) -> str:
    text = number(100 * share, 1)
    return f"{text.removesuffix('.0')}%"


def _level(plan: Plan) -> str:
    return number(1 - plan.confidence, 3).rstrip("0")
