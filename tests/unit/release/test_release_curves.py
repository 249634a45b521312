"""Curves at round times: no step tells of fewer persons than the threshold, counts and estimates are those of the records, figures hold no more."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.contracts import CURVES
from ipscohort.release import curves
from ipscohort.release.keys import PERSONS
from ipscohort.release.protect import protect
from ipscohort.release.rules import Rules
from ipscohort.release.steps import TABLE, Curve, frame, median_in_words
from ipscohort.survival.group import known_times
from tests.support import attacked, released

INTERVAL = re.compile(r"(?:([\d.]+) to ([\d.]+)|after ([\d.]+))$")


def printed(release):
    """(level, low, high, at risk, first jobs, taken off) of each line of the table of curves; '' is everybody."""
    table = next(table for table in release.made.tables if table.name == TABLE)
    found = []
    for group in table.groups:
        for row in group.rows:
            at = INTERVAL.match(row.label)
            if not at:
                level = "" if row.label == group.label else row.label
                continue
            low, high = (float(at[3]), np.inf) if at[3] else (float(at[1]), float(at[2]))
            risk, jobs, _, off = (cell.text for cell in row.cells[:4])
            found.append((group.label, level, low, high, int(risk), int(jobs), 0 if off == "-" else int(off)))
    return found


def of_group(release, label, level):
    persons = release.inputs.tables.persons
    if not level:
        return persons
    exposure = next(name for name in release.inputs.tables.exposures if release.inputs.tables.label(name) == label)
    return persons[persons[exposure].eq(level).fillna(False)]


@pytest.fixture(params=["default", "rossi"])
def release(request):
    return released.default() if request.param == "default" else attacked.rossi()


def test_every_step_is_of_as_many_persons_as_the_records_say_and_of_ten_or_more(release):
    lines = printed(release)
    assert len(lines) >= 3
    for label, level, low, high, _, jobs, off in lines:
        persons = of_group(release, label, level)
        time, event = persons["follow_time"].fillna(np.inf), persons["job_obtained"].eq("yes").fillna(False)
        assert jobs == (event & time.gt(low if low else -1) & time.le(high)).sum()
        assert jobs >= 10 and (off == 0 or off >= 10)


def test_times_are_round_and_no_time_of_a_person(release):
    ends = {high for *_, high, _, _, _ in printed(release) if np.isfinite(high)}
    unit = {"days": 90, "weeks": 4}[release.inputs.settings.study.time_unit]
    assert ends and all(end % unit == 0 for end in ends)


def test_inverting_a_curve_gives_its_printed_counts_and_nothing_finer(release):
    """As Guyot 2012 (doi 10.1186/1471-2288-12-9) inverts a curve: first jobs are at risk times the fall of the share, persons censored the rest.

    Between two points nothing moves, so that all first jobs between them stay one group: the smallest that is found has ten persons.
    """
    table = next(table for table in release.made.tables if table.name == TABLE)
    steps = frame(list(_curves(release)), 1e4, 0.95)
    for (_, _), own in steps.groupby(["exposure", "level"]):
        survival, risk = own["survival"].to_numpy(float), own["n_risk"].to_numpy(float)
        jobs = risk[1:] * (1 - survival[1:] / survival[:-1])
        assert np.allclose(jobs, own["n_event"].to_numpy(float)[1:])
        assert jobs.min() >= 10 - 1e-9
        lost = risk[1:-1] - jobs[:-1] - risk[2:]
        assert all(abs(n) < 1e-9 or n >= 10 - 1e-9 for n in lost)
    assert table.notes


def _curves(release):
    found = curves.plan(release.inputs)
    return [c for c in curves.curves_of(release.inputs, found, release.protected[PERSONS]) if len(c.events) > 1]


def test_points_lie_on_the_curve_of_the_records_where_few_were_censored(release):
    """At each point but the last the share is that of the Kaplan-Meier estimate of single days, within what fewer than ten persons censored change."""
    true = release.inputs.tables.curves
    for curve in _curves(release):
        own = true[true["exposure"].eq(curve.exposure) & true["level"].eq(curve.level)]
        found = curve.estimate(0.95)
        for at, share in zip(found.time[1:-1], found.survival[1:-1], strict=True):
            exact = float(own.loc[own["time"] <= at, "survival"].iloc[-1])
            assert abs(share - exact) < 0.03, (curve.level, at)


def test_the_estimate_is_the_product_of_its_steps():
    curve = Curve("all", "all", (90.0, 180.0, 914.0), 100, (10, 18, 22), (0, 10, 0))
    found = curve.estimate(0.95)
    assert list(found.survival) == pytest.approx([1.0, 0.9, 0.9 * 72 / 90, 0.9 * 0.8 * 40 / 62], rel=1e-12)
    assert list(found.n_risk[1:]) == curve.risk == [100, 90, 62]
    variance = 10 / (100 * 90) + 18 / (90 * 72)
    half = 1.959963984540054 * np.sqrt(variance) / np.log(0.72)
    assert sorted(0.72 ** np.exp([half, -half])) == pytest.approx([found.conf_low[2], found.conf_high[2]], rel=1e-9)
    assert median_in_words(curve, 0.95, "days") == "median after 180 days"


def test_a_curve_that_is_cut_ends_there():
    curve = Curve("all", "all", (90.0, 180.0, 914.0), 100, (10, 18), (0, 10))
    steps = frame([curve], 914.0, 0.95)
    assert steps["time"].tolist() == [0, 90, 180, 914]
    assert steps["survival"].isna().tolist() == [False, False, False, True]
    assert steps["n_censored"].fillna(-1).tolist() == [0, 0, 10, -1]
    assert median_in_words(curve, 0.95, "days") == ""
    assert set(CURVES.names()) == set(steps)


@pytest.mark.parametrize(
    ("events", "ends"),
    [
        ([5] * 25, (900.0,)),  # all on one day: what is left would be nobody
        (list(range(1, 20)), (900.0,)),  # too few for two steps
        ([], (900.0,)),
        ([10] * 10 + [800] * 10, (90.0, 900.0)),
        ([10] * 10 + [100] * 9 + [200] * 9 + [800] * 9, (90.0, 900.0)),  # nine would be left after 270
        ([10] * 10 + [100] * 9 + [200] * 9 + [800] * 10, (90.0, 270.0, 900.0)),
    ],
)
def test_where_follow_up_is_divided(events, ends):
    times = tuple(float(at) for at in range(90, 901, 90))
    assert curves.divided(times, [np.array(events, float)], 10) == ends


def test_persons_censored_are_taken_off_ten_at_a_time_and_never_so_that_a_few_are_left():
    ends, event = (90.0, 180.0, 270.0, 900.0), np.zeros(40, bool)
    time = np.array([50.0] * 6 + [100.0] * 7 + [200.0] * 12 + [900.0] * 15)
    assert curves.steps_of(time, event, ends, ends, 10).censored == ((), (0, 1), (2,), ())
    few = np.array([50.0] * 6 + [100.0] * 7 + [200.0] * 18 + [900.0] * 9)
    assert curves.steps_of(few, event, ends, ends, 10).censored == ((), (0, 1), (), ())


def test_a_few_of_unknown_time_stay_among_all_and_many_are_left_out():
    inputs = released.default_inputs()
    persons = inputs.tables.persons
    unknown = int((~known_times(persons)).sum())
    assert 0 < unknown < 10
    assert len(curves.timed(inputs, 10)[0]) == len(persons)
    assert len(curves.timed(inputs, unknown)[0]) == len(persons) - unknown


def test_a_threshold_above_the_first_jobs_gives_no_curve():
    inputs = replace(released.default_inputs(), rules=Rules(threshold=40))
    assert curves.plan(inputs).steps == {}
    curves.prepare(inputs)
    made = curves.made(inputs, {PERSONS: protect(inputs.counted[PERSONS], curves.wanted(inputs), inputs.rules)})
    assert not [table for table in made.tables if table.name == TABLE]
    assert {each.reason for each in made.refused} == {"few persons"}


def test_figures_say_no_count_that_is_hidden(release):
    for picture in release.made.pictures:
        counts = [int(n.replace(",", "")) for n in re.findall(r"n = ([\d,]+)", picture.alt)]
        assert all(n >= 10 for n in counts), picture.name
    names = [picture.name for picture in release.made.pictures]
    assert names == ["kaplan_meier", "forest", "risks_and_means"]
    assert not {"swimmer", "diagnostics", "time_worked", "participant_flow"} & set(names)


def test_a_figure_is_drawn_from_nothing_but_released_rows(release):
    picture = next(picture for picture in release.made.pictures if picture.name == "forest")
    _, drawn, _, _ = picture.files._what
    for name, value in vars(drawn).items():
        if isinstance(value, pd.DataFrame):
            assert value.empty or name == "estimates", name
    shown = {cell.text for table in release.made.tables for row in table.rows() for cell in row.cells}
    for row in drawn.estimates[drawn.estimates["n"].notna()].to_dict("records"):
        n = f"{int(row['n']):,}"
        assert any(text == n or text.endswith(f"/ {n}") for text in shown), row["model"]


@pytest.mark.parametrize("rules", [{"preset": "opensafely"}, {"round_to": 20}], ids=str)
def test_first_jobs_so_far_are_rounded_sums_and_no_step_is_of_nobody(rules):
    """No sums of rounded counts: those stray from the count of the same persons in other tables."""
    inputs = released.default_inputs(**rules)
    curves.prepare(inputs)
    made = curves.made(inputs, {PERSONS: protect(inputs.counted[PERSONS], curves.wanted(inputs), inputs.rules)})
    persons = inputs.tables.persons
    shown = [row for table in made.tables if table.name == TABLE for group in table.groups[:1] for row in group.rows if row.indent]
    assert len(shown) > 1
    for row in shown:
        time, event = persons["follow_time"].fillna(np.inf), persons["job_obtained"].eq("yes").fillna(False)
        at = INTERVAL.match(row.label)
        true = int((event & time.le(float(at[2]) if at[2] else np.inf)).sum())
        jobs, so_far = (int(row.cells[i].text) for i in (1, 2))
        assert so_far == inputs.rules.rounded(true) and jobs > 0
