"""Cox regressions: who is in, what is said beside a hazard ratio, and what has none. The numbers are held to R's in tests/reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.families.cox import monotone_terms
from ipscohort.models.families.risk_sets import RiskSets, joined_times, newton
from ipscohort.models.fit import Fitted, fit_models
from tests.support.models import BOOK, REFERENCES, only
from tests.support.parts import for_models


def people(time, event, group, **more) -> pd.DataFrame:
    """PERSONS with times to the first job; '.' is missing."""

    def text(values) -> pd.Series:
        return pd.Series([None if v == "." else v for v in values], dtype="string")

    known = [None if e == "." else bool(int(e)) for e in event]
    return PERSONS.conform(
        pd.DataFrame(
            {
                "id": [str(i) for i in range(len(time))],
                "row": range(len(time)),
                "job_obtained": text(["." if e is None else "yes" if e else "no" for e in known]),
                "follow_time": pd.Series([None if t == "." else float(t) for t in time], dtype="Float64"),
                "first_job_event": pd.Series(known, dtype="boolean"),
                "group": text(group),
                **{name: values if hasattr(values, "dtype") else text(values) for name, values in more.items()},
            }
        )
    )


def run(frame, exposure="group", confounders=(), **regression) -> Fitted:
    asked = {"outcome": "time_to_first_job", "model": "cox", "confounders": list(confounders), **regression}
    exposures = {exposure: Exposure(variable=exposure, reference=REFERENCES[exposure])}
    return fit_models(frame, BOOK, for_models(exposures, Models(regressions={"m": asked}, crude_on_adjusted_rows=False)))


def many(n=200, seed=4, change=0.0):
    """Exponential times of two groups, with a hazard ratio of 2 that changes by `change` (on its log) after the median."""
    random = np.random.default_rng(seed)
    group = random.choice(["a", "b"], n)
    hazard = np.where(group == "b", 2.0, 1.0)
    early = random.exponential(size=n) / hazard
    late = 0.5 + random.exponential(size=n) / np.where(group == "b", 2.0 * np.exp(change), 1.0)
    time = np.where(early < 0.5, early, late)
    return people(np.ceil(time * 100), ["1"] * n, group, age=pd.Series(random.integers(18, 65, n), dtype="Float64"))


def test_everybody_is_in_and_who_has_no_job_is_censored():
    found = run(people([3, 5, 8, 9, 9, 9], "110010", "aababb"))
    row = only(found.fits)
    assert (row["population"], row["n_population"], row["n"], row["n_events"]) == ("all persons analysed", 6, 6, 3)
    assert set(found.confounder_estimates["term"]) == set(), "a Cox model has no intercept"
    level = only(found.estimates, level="b")
    assert (level["n_level"], level["n_events_level"]) == (3, 1)
    assert level["method"] == "Cox regression, maximum partial likelihood, ties by Efron, Wald interval"


def test_whose_time_is_unknown_is_left_out_with_the_reason_and_counted():
    frame = people([3, ".", ".", ".", 8, 9, 9, 9], ["1", "1", ".", "0", "1", "0", "0", "1"], "aaaabbba")
    frame.loc[[1, 3], "first_job_event"] = pd.NA
    row = only(run(frame).fits)
    assert row["n"] == 5
    assert row["why_excluded"] == (
        "3 left out: Time to first job unknown, as the start of a job is unknown (1); "
        "Time to first job unknown, as it is unknown whether they obtained a job (1); "
        "Time to first job unknown, as they had no job and the time of censoring is unknown (1)"
    )


def test_who_left_early_is_censored_and_no_warning_counts_them_as_no():
    frame = many()
    frame["full_follow_up"] = pd.array([False] * len(frame), dtype="boolean")
    assert pd.isna(only(run(frame).fits)["warning"])


def test_any_time_with_its_event_can_be_the_outcome():
    frame = people([1] * 8, "1" * 8, "abababab", smokes=["yes", "no"] * 4, pay=pd.Series([3, 5, 2, 8, 9, 4, -1, None], dtype="Float64"))
    frame.loc[5, "smokes"] = pd.NA
    frame["smokes"] = frame["smokes"].mask(frame.index.isin([1, 4]), "yes")
    row = only(run(frame, outcome="pay", event="smokes").fits)
    assert row["n"] == 5 and row["n_events"] == 4
    assert row["why_excluded"] == "3 left out: Pay missing (1); Smokes missing (1); Pay below 0, which is no time (1)"


def test_events_per_coefficient_count_events_alone():
    frame = many(40)
    frame["first_job_event"] = pd.array([i < 35 for i in range(40)], dtype="boolean")
    frame["job_obtained"] = pd.array(["yes" if i < 35 else "no" for i in range(40)], dtype="string")
    assert only(run(frame).fits)["events_per_coefficient"] == 35, "not the five without the event"
    few = run(people([1, 2, 3, 4, 5, 6, 7, 8], "11111000", "abababab"))
    assert only(few.fits)["warning"] == "5 events for 1 coefficient (5.0 each, fewer than 10): the estimates may be unstable."
    assert only(few.estimates, level="b")["warning"].startswith("Only 4 persons in 'b'. Only 4 persons in 'a'. 5 events")


def test_a_level_without_events_is_separation_and_has_penalised_estimates():
    found = run(people(range(1, 21), "10" * 10, "ab" * 10))
    row, fit = only(found.estimates, level="b"), only(found.fits)
    assert fit["status"] == "penalised" and row["caution"]
    assert row["method"].startswith("Cox regression, Firth penalised partial likelihood, ties by Breslow")
    assert "At each event, Group 'b' tells who had it from the others at risk in one direction (separation)" in fit["warning"]
    assert np.isfinite(float(row["ratio"])) and row["ratio"] < 0.2
    test = only(found.proportional_hazards)
    assert test["warning"] == "Proportional hazards are not tested, as the estimates are penalised." and pd.isna(test["p_value"])
    assert found.schoenfeld.empty


def test_levels_that_separate_are_named_and_have_no_joint_test():
    found = run(people(range(1, 22), "100" * 7, ["a"] * 21, three=list("xyz") * 7), exposure="three")
    row = only(found.fits)
    assert row["status"] == "penalised" and pd.isna(row["global_p_value"])
    assert "At each event, Three 'y' and Three 'z' tell who had it" in row["warning"]
    assert row["warning"].count("The joint test of the levels is left out, as the estimates are penalised.") == 1
    assert "joint test" not in only(run(people(range(1, 21), "10" * 10, "ab" * 10)).fits)["warning"]


def test_a_confounder_that_separates_is_named():
    frame = people(range(1, 21), "11101110111011101110", "ab" * 10, smokes=["yes" if i % 4 == 3 else "no" for i in range(20)])
    found = run(frame, confounders=["smokes"])
    warning = only(found.fits, adjustment="adjusted")["warning"]
    assert "Smokes 'yes' tells who had it" in warning and "Not the exposure alone separates" in warning
    assert only(found.fits, adjustment="crude")["status"] == "fitted"


@pytest.mark.parametrize(
    ("time", "event", "group", "why"),
    [
        ([1, 2, 3, 4], "0000", "abab", "Nobody of the 4 persons in the model had the event, so hazards can't be compared."),
        (
            [1, 1, 5, 6, 7],
            "00111",
            "bbaaa",
            "At no event were persons of Group 'b' and others at risk together, so that their hazards can't be compared.",
        ),
        ([".", "."], "11", "ab", "Nobody has all of the values that the model needs"),
        ([1, 2, 3], "111", "aaa", "Group: everybody in the model is in the group 'a', so there is nothing to compare."),
        ([1], "1", "b", "Group: nobody in the model is in the reference group 'a'."),
    ],
)
def test_what_has_no_hazard_ratio_says_why(time, event, group, why):
    found = run(people(time, event, group))
    row = only(found.fits)
    assert row["status"] == "not fitted" and row["warning"].startswith(why)
    assert found.estimates["ratio"].isna().all()
    assert only(found.proportional_hazards)["warning"].startswith(why)


def test_no_persons_and_no_columns_of_times_give_rows_that_say_so():
    frame = people([], "", "")
    assert only(run(frame).fits)["warning"] == "There is nobody in the population (all persons analysed)."
    untimed = people([".", ".", "."], "101", "aba").assign(first_job_event=pd.array([pd.NA] * 3, dtype="boolean"))
    assert only(run(untimed).fits)["n"] == 0


def test_a_confounder_that_nobody_at_risk_has_is_left_out_and_said():
    frame = people([1, 1, *range(5, 25)], "00" + "1" * 20, "ab" * 11, site=["south", "south", *["north"] * 20])
    found = run(frame, confounders=["site"])
    row = only(found.fits, adjustment="adjusted")
    assert row["status"] == "fitted"
    assert "Site 'south' is not in the model: at no event were persons with and without it at risk together." in row["warning"]
    assert pd.isna(only(found.confounder_estimates, level="south")["estimate"])
    crude, adjusted = (only(found.estimates, level="b", adjustment=a)["estimate"] for a in ("crude", "adjusted"))
    assert adjusted == pytest.approx(crude, rel=1e-12)


def test_a_hazard_ratio_that_changes_is_called_an_average():
    steady, changing = run(many()), run(many(400, change=-1.6))
    assert pd.isna(only(steady.fits)["warning"])
    row = only(changing.estimates, level="b")
    said = "There is evidence that the hazard ratio of Group is not the same over the follow-up (test of proportional hazards: p < 0.001)"
    assert said in row["warning"]
    assert "if it is not, the one given is an average over it: look at the figure of proportional hazards." in row["warning"]
    assert " changes " not in row["warning"]
    assert row["caution"]
    tests = changing.proportional_hazards
    assert tests["term"].tolist() == ["group", "global"] and (tests["p_value"] < 0.05).all()


def test_a_change_of_another_term_is_said_of_all_together():
    frame = many(400, change=-1.6)
    frame = frame.assign(site=frame["group"].map({"a": "north", "b": "south"}), group=pd.Series(list("ab") * 200, dtype="string"))
    found = run(frame, confounders=["site"])
    warning = only(found.fits, adjustment="adjusted")["warning"]
    said = "There is evidence that the hazard ratio of Site is not the same over the follow-up (test of proportional hazards of all terms together: p"
    assert warning.startswith(said)
    assert pd.isna(only(found.fits, adjustment="crude")["warning"])


def test_events_at_one_time_give_an_estimate_and_no_test():
    found = run(people([5] * 12, "110111011011", "ab" * 6))
    assert only(found.fits)["status"] == "fitted"
    assert only(found.proportional_hazards)["warning"] == "All events fall on one time, so proportional hazards can't be tested."
    assert len(found.schoenfeld) == 9
    said = "All events fall on one time: the hazard ratio compares who had the event then, and nothing of when."
    assert said in only(found.fits)["warning"] and only(found.estimates, level="b")["caution"]


def test_one_hazard_ratio_without_differences_at_one_time_is_not_given_in_silence():
    found = run(people([5] * 8, "1" * 8, "ab" * 4))
    assert only(found.estimates, level="b")["ratio"] == pytest.approx(1.0)
    assert "All events fall on one time" in only(found.fits)["warning"]
    assert only(run(many()).fits)["warning"] is pd.NA


def test_a_level_that_left_before_any_event_is_left_out_alone():
    left = people([1, 1, *range(5, 25)], "00" + "1" * 20, "ab" * 11, three=["z", "z", *"xyxyyxxyxyxyyxyxxyyx"])
    found = run(left, exposure="three")
    assert only(found.fits)["status"] == "fitted" and pd.isna(only(found.fits)["global_p_value"])
    assert (
        "At no event were persons of Three 'z' and others at risk together, so that their hazards can't be compared."
        in only(found.fits)["warning"]
    )
    lost, kept = (only(found.estimates, level=level) for level in "zy")
    assert pd.isna(lost["estimate"]) and pd.isna(lost["ratio"]) and lost["method"] == "not estimated" and lost["n_level"] == 2
    without = run(left[left["three"].ne("z")], exposure="three")
    assert kept["estimate"] == pytest.approx(only(without.estimates, level="y")["estimate"], rel=1e-12)
    assert set(found.schoenfeld["level"]) == {"y"}


def test_a_reference_that_left_before_any_event_leaves_nothing_to_compare():
    found = run(people([1, 1, *range(5, 25)], "00" + "1" * 20, "ab" * 11, three=["x", "x", *"zyzyyzzyzyzyyzyzzyyz"]), exposure="three")
    row = only(found.fits)
    assert row["status"] == "not fitted" and "At no event were persons of Three 'y' and Three 'z' and others" in row["warning"]


def test_residuals_hold_no_ids_and_average_to_the_estimate():
    found = run(many())
    assert "id" not in found.schoenfeld
    assert found.schoenfeld["residual"].mean() == pytest.approx(found.schoenfeld["estimate"].iloc[0], rel=1e-9)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_estimates_equal_those_of_statsmodels(ties):
    from statsmodels.duration.hazard_regression import PHReg

    random = np.random.default_rng(8)
    matrix = random.normal(size=(150, 3))
    time, event = np.ceil(random.exponential(size=150) * 12), random.random(150) < 0.7
    beta, moments, information = newton(RiskSets.of(matrix, time, event, ties), np.zeros(3))
    theirs = PHReg(time, matrix, status=event.astype(int), ties=ties).fit()
    assert beta == pytest.approx(theirs.params, rel=1e-9)
    assert np.sqrt(np.linalg.inv(information).diagonal()) == pytest.approx(theirs.bse, rel=1e-9)
    assert moments.log_likelihood == pytest.approx(theirs.llf, rel=1e-10)


def test_scale_and_origin_of_a_number_change_nothing_but_its_own_unit():
    frame = many()
    plain = run(frame, confounders=["age"])
    moved = run(frame.assign(age=frame["age"] * 1e6 + 1e9), confounders=["age"])
    for name in ("estimate", "std_error"):
        old, new = (only(f.estimates, level="b", adjustment="adjusted")[name] for f in (plain, moved))
        assert new == pytest.approx(old, rel=1e-7)
        old, new = (only(f.confounder_estimates, term="age")[name] for f in (plain, moved))
        assert new * 1e6 == pytest.approx(old, rel=1e-7)


def test_times_that_differ_by_rounding_are_one():
    assert joined_times(np.array([0.1 + 0.2, 0.3, 0.5])).tolist() == [0.3, 0.3, 0.5]
    assert joined_times(np.array([1.0, 2.0])).tolist() == [1.0, 2.0]
    assert joined_times(np.array([1e10, 1e10 + 1, 1e10 + 900])).tolist() == [1e10, 1e10, 1e10 + 900], "near as a share of their size"


def test_monotone_terms_are_those_along_which_the_likelihood_never_falls():
    time, event = np.arange(1.0, 9.0), np.array([1, 0, 1, 0, 1, 0, 1, 0], dtype=bool)
    only_first = np.column_stack([event.astype(float), [1.0, 3.0, 2.0, 0.0, 0.5, 2.5, 1.5, 1.0]])
    assert monotone_terms(RiskSets.of(only_first, time, event, "efron")) == [0]
    neither = only_first.copy()
    neither[0, 0] = 0.0
    assert monotone_terms(RiskSets.of(neither, time, event, "efron")) == []
    assert newton(RiskSets.of(only_first, time, event, "efron"), np.zeros(2)) is None


def test_a_single_event_never_ends_a_run(tmp_path):
    """Firth's profile can be flat: limits are left out, or there is no estimate, with the reason."""
    import numpy as np

    from tests.support.models import persons, run

    rng = np.random.default_rng(1)
    n = 60
    for at in range(0, n, 7):
        frame = persons(
            n,
            job_obtained=["yes" if i == at else "no" for i in range(n)],
            follow_time=np.round(rng.uniform(10, 180, n)),
            first_job_event=[i == at for i in range(n)],
            group="ab" * (n // 2),
            age=rng.integers(20, 60, n),
            income=rng.integers(1, 9, n),
        )
        frame["first_job_event"] = frame["first_job_event"].astype("boolean")
        found = run(frame, "time_to_first_job", "cox", confounders=["age", "income"])
        row = found.fits[found.fits["adjustment"] == "adjusted"].iloc[0]
        assert row["status"] in ("penalised", "not fitted") and row["warning"]
