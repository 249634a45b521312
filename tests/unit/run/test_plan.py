"""What a study of so many people can find: sentences, limits and what makes no sense."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from ipscohort.arithmetic.precision import (
    Sizes,
    difference_limits,
    needed,
    odds_ratio_limits,
    power_of_ratio,
    power_of_shares,
    ratio_limits,
)
from ipscohort.errors import UserError
from ipscohort.run.plan import Plan, planned


def test_groups_are_whole_persons_and_add_up():
    assert Sizes.of(103, 0.5) == Sizes(51, 52)
    assert Sizes.of(100, 0.3) == Sizes(70, 30)


def test_the_direction_does_not_matter_to_the_power():
    assert power_of_shares(0.3, 0.5, Sizes(50, 50)) == pytest.approx(power_of_shares(0.5, 0.3, Sizes(50, 50)))
    assert power_of_ratio(2, 1, Sizes(20, 20)) == pytest.approx(power_of_ratio(0.5, 1, Sizes(20, 20)))


def test_power_of_unequal_groups_is_about_what_simulation_gives():
    rng, n, m = np.random.default_rng(1), 200, 60
    a, b = rng.binomial(n, 0.3, 40_000), rng.binomial(m, 0.5, 40_000)
    pooled = (a + b) / (n + m)
    z = (b / m - a / n) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    assert power_of_shares(0.3, 0.5, Sizes(n, m)) == pytest.approx((z > 1.959964).mean(), abs=0.02)


def test_expected_limits_are_those_of_the_expected_table():
    sizes = Sizes(100, 50)  # 40 of 100 against 30 of 50
    away, low, high = difference_limits(0.4, 0.6, sizes)
    assert (away, high - low) == pytest.approx((0.2, 2 * 1.959964 * (0.24 / 100 + 0.24 / 50) ** 0.5), rel=1e-6)
    ratio, low, high = odds_ratio_limits(0.4, 0.6, sizes)
    assert (ratio, np.log(high / low)) == pytest.approx((2.25, 2 * 1.959964 * (1 / 40 + 1 / 60 + 1 / 30 + 1 / 20) ** 0.5), rel=1e-6)
    ratio, low, high = ratio_limits(1.5, 1.2, Sizes(20, 20))
    assert (ratio, np.log(high / low)) == pytest.approx((1.5, 2 * 2.024394 * 1.2 * (2 / 20) ** 0.5), rel=1e-6)


def test_with_the_persons_needed_and_no_fewer_the_power_is_reached():
    for share in (0.5, 0.3):

        def power(sizes):
            return power_of_shares(0.4, 0.55, sizes)

        found = needed(power, 0.8, share)
        assert power(Sizes.of(found, share)) >= 0.8 > power(Sizes.of(found - 1, share))


def test_a_difference_that_nobody_could_find_needs_no_number():
    assert needed(lambda sizes: power_of_shares(0.4, 0.4000001, sizes), 0.8, 0.5) is None


def test_what_is_said():
    said = planned(Plan([103], (0.37, 0.55))).splitlines()
    assert said[1] == (
        "  103 persons (51 and 52): power 44.8%; expected 95% CI: difference 18.0 (-0.9 to 36.9) percentage points, odds ratio 2.08 (0.95 to 4.58)"
    )
    assert said[2] == "  For a power of 80%: 239 persons (119 and 120)."
    assert "do not rely" in planned(Plan([20], (0.1, 0.5)))
    assert "workers" in planned(Plan([40], ratio=2, sd=1.2))


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        (Plan([100]), "nothing to compare"),
        (Plan([100], (40, 55)), "--shares"),
        (Plan([100], (0.4, 0.4)), "same"),
        (Plan([100], ratio=1.5), "--sd-log"),
        (Plan([100], ratio=-1, sd=1), "--ratio"),
        (Plan([100], (0.4, 0.5), second=1.0), "--second"),
        (Plan([3], (0.4, 0.5)), "--n"),
        (Plan([30], (0.4, 0.5), second=0.01), "--n"),
        (Plan([30], (0.4, 0.5), power=80), "--power"),
    ],
)
def test_what_makes_no_sense_is_told(plan, named):
    with pytest.raises(UserError) as told:
        planned(plan)
    assert named in str(told.value)


def test_the_command_ends_with_1_and_no_traceback_where_something_is_to_be_mended():
    run = [sys.executable, "-m", "ipscohort", "plan", "--n", "100", "--shares", "40", "55"]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 1 and "write 40% as 0.4" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "plan",
    [
        Plan([100], ratio=float("nan"), sd=1),
        Plan([100], ratio=float("inf"), sd=1),
        Plan([100], ratio=1.8, sd=float("nan")),
        Plan([10**30], (0.4, 0.5)),
        Plan([100], (1e-300, 0.4)),
        Plan([100], (0.4, 0.4000001)),
        Plan([100], (0.4, 0.5), power=0.01),
        Plan([100], (0.4, 0.5), confidence=0.9999999),
    ],
)
def test_numbers_beyond_any_study_are_refused(plan):
    with pytest.raises(UserError):
        planned(plan)


def test_a_number_of_persons_with_hardly_any_expected_in_a_cell_is_marked():
    assert planned(Plan([20], (0.02, 0.4))).splitlines()[-1].endswith("do not rely on this.")
