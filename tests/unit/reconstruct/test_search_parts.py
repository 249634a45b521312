"""The parts of the search: printed intervals, quartiles, annealing, its own models against the libraries' ones."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.display import printing
from ipscohort_reconstruct.search.anneal import anneal
from ipscohort_reconstruct.search.linear import Assignment
from ipscohort_reconstruct.search.people import EXPOSURES, SCALE, People, logistic
from ipscohort_reconstruct.search.placing import MIN_GAP, Worker
from ipscohort_reconstruct.search.targets import AIM, Targets
from ipscohort_reconstruct.search.totals import Totals
from ipscohort_reconstruct.search.values import GROUPS, QUARTILES, CrossedError, Slots, Values, bracket, known_counts, quartiles
from tests.conftest import ROOT

TARGETS = Targets.read(ROOT / "data" / "published" / "vukadin2022.csv")


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("quantity", "value", "matches"),
    [
        ("t2_days_to_job_q1", 58.75, True),  # a half goes away from zero: 58.8
        ("t2_days_to_job_q1", 58.85, False),
        ("t2_days_to_job_q1", 58.7499, False),
        ("m_fund_b", -0.735, False),  # -0.74
        ("m_fund_b", -0.725, True),
        ("m_fund_b", 0.73, False),
        ("t1_n", 103, True),
        ("t1_n", 102.49, False),
        ("m_exp_or_hi", 10.3049, True),
        ("m_exp_or_hi", 10.305, False),
    ],
)
def test_a_value_is_exact_where_it_prints_as_the_printed_one(quantity, value, matches):
    assert TARGETS.exact(quantity, value) is matches
    assert (printing.number(value, len(TARGETS.printed[quantity].partition(".")[2])) == TARGETS.printed[quantity]) is matches


def test_a_miss_counts_half_widths_beyond_the_part_aimed_at():
    assert TARGETS.miss("m_exp_or", 3.83) == 0
    assert TARGETS.miss("m_exp_or", 3.834) == 0
    assert TARGETS.miss("m_exp_or", 3.84) == pytest.approx(2 - AIM)
    assert TARGETS.miss("m_exp_or", float("nan")) == 100


def test_pinned_neighbours_give_the_quartile():
    for seed in range(200):
        try:
            low, high = bracket(rng(seed), 537.3, 0.05, 0.25, "wait", None)
        except CrossedError:
            continue
        assert printing.number(low + 0.25 * (high - low), 1) == "537.3"
        assert low == int(low)
        assert high == int(high)


def test_the_fast_quartiles_are_the_librarys():
    for n in (4, 5, 12, 33, 46, 67, 70):
        values = rng(n).integers(1, 60, n).astype(float)
        assert quartiles(values) == pytest.approx({name: quantile(values, p) for name, p in QUARTILES.items()})


def test_slots_pin_the_printed_quartiles_whatever_stands_between():
    slots = Slots.of(rng(3), 46, TARGETS, "t2_days_to_job", "wait")
    for share in (0.0, 0.5, 1.0):
        values = np.floor(slots.low + share * (slots.high - slots.low))
        printed = [printing.number(quantile(values, p), 1) for p in QUARTILES.values()]
        assert printed == ["58.8", "200.5", "537.3"]


@pytest.mark.parametrize("measure", ["hours", "days"])
def test_known_values_by_group_add_up_to_the_printed_numbers(measure):
    counts = known_counts(TARGETS, measure, rng(1))
    assert sum(counts.values()) == TARGETS.count(f"t3_all_{measure}_valid")
    assert all(counts[group] <= TARGETS.count(f"t3_{group}_n") for group in GROUPS)
    assert counts["unkn"] == 2  # a dash for its quartiles


@pytest.mark.parametrize("seed", [1, 2])
def test_hours_meet_table_3_in_every_group_and_over_all(seed):
    random = rng(seed)
    for _ in range(20):
        try:
            stage = Values.draw(random, TARGETS, "hours")
        except CrossedError:
            continue
        if anneal(stage, random, 20_000, 2.0, 0.05).met:
            break
    assert stage.unmet() == []
    group = stage.group()
    for name in [*GROUPS, "all"]:
        values = stage.values if name == "all" else stage.values[group == name]
        for quartile, p in QUARTILES.items():
            quantity = f"t3_{name}_hours_{quartile}"
            if quantity in TARGETS:
                assert printing.number(quantile(values, p), 1) == TARGETS.printed[quantity], quantity


def stages():
    random = rng(5)
    people = People.draw(random, TARGETS, 1.3)
    totals = Totals.draw(random, TARGETS)
    assignment = Assignment.draw(random, TARGETS, people, np.maximum(totals.totals(), 1))
    return {"hours": Values.draw(random, TARGETS, "hours"), "totals": totals, "people": people, "assignment": assignment}


@pytest.mark.parametrize("name", ["hours", "totals", "people", "assignment"])
def test_a_change_taken_back_leaves_no_trace(name):
    stage, random = stages()[name], rng(9)
    before = copy.deepcopy(stage)
    for _ in range(200):
        undo = stage.change(random)
        if undo is not None:
            undo()
    for key, value in vars(before).items():
        if key not in ("start", "targets", "models"):  # where a fit begins is no part of the state
            np.testing.assert_equal(
                getattr(stage, key) if not hasattr(value, "__dict__") else vars(getattr(stage, key)),
                getattr(before, key) if not hasattr(value, "__dict__") else vars(value),
            )


def test_annealing_goes_the_same_way_for_the_same_seed():
    def walk():
        random = rng(11)
        stage = Totals.draw(random, TARGETS)
        anneal(stage, random, 500, 3.0, 0.03)
        return stage.totals()

    np.testing.assert_array_equal(walk(), walk())


class Hill:
    """Meets its aim at 7; cannot go below 0."""

    def __init__(self, aim):
        self.place, self.aim = 0, aim

    def change(self, random):
        step = int(random.choice((-1, 1)))
        if self.place + step < 0:
            return None
        self.place += step

        def undo():
            self.place -= step

        return undo

    def cost(self):
        return abs(self.place - self.aim)

    def unmet(self):
        return []


def test_annealing_says_whether_it_got_there():
    there, never = Hill(7), Hill(-1)
    assert anneal(there, rng(), 2_000, 1.0, 0.1).met is True
    assert there.place == 7
    assert anneal(never, rng(), 500, 1.0, 0.01) == (False, 500)
    assert never.place == 0


def test_the_searchs_models_are_the_librarys():
    import statsmodels.api as sm

    random = rng(4)
    people = People.draw(random, TARGETS, 1.3)
    for exposure in EXPOSURES:
        rows = np.flatnonzero(people.complete(exposure))
        design = people.design(exposure, rows)
        fit = sm.Logit(people.job[rows], design).fit(disp=0, tol=1e-12)
        beta, error = logistic(design / SCALE, people.job[rows], np.zeros(design.shape[1]))
        assert beta[1] == pytest.approx(fit.params[1], rel=1e-8)
        assert error == pytest.approx(fit.bse[1], rel=1e-6)
    totals = random.integers(1, 800, TARGETS.count("t2_days_worked_valid")).astype(float)
    assignment = Assignment.draw(random, TARGETS, people, totals)
    found = assignment.coefficients()
    rows = np.flatnonzero(people.complete("half") & (people.job == 1))
    ols = sm.OLS(np.log(totals)[assignment.order][rows], people.design("half", rows)).fit()
    low, high = ols.conf_int()[1]
    expected = {"m_exp_b": ols.params[1], "m_exp_b_lo": low, "m_exp_b_hi": high, "m_exp_b_p": ols.pvalues[1], "m_exp_b_r2": ols.rsquared}
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-8)


def test_ns_of_the_models_follow_from_who_lacks_what():
    people = People.draw(rng(6), TARGETS, 1.3)
    workers = people.job == 1
    assert [int(people.complete(exposure).sum()) for exposure in EXPOSURES] == [95, 94]
    assert [int((people.complete(exposure) & workers).sum()) for exposure in EXPOSURES] == [44, 44]


def test_a_workers_jobs_follow_each_other_with_gaps_and_overlaps():
    worker = Worker(np.array([10, 5, 7]), np.array([0, 1, 2]), np.array([-3, MIN_GAP]), 100)
    assert worker.starts().tolist() == [100, 107, 132]
    assert worker.end() == 138
