"""Families of models: what each estimates and refuses, and that a further one needs its record alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ipscohort.models.families import FAMILIES, tables_of
from tests.support.models import only, persons, plenty, run, yes_no

ROOT = Path(__file__).parents[3]


def test_every_family_is_registered_under_its_own_name():
    assert {name: family.name for name, family in FAMILIES.items()} == {name: name for name in FAMILIES}
    files = {path.stem for path in (ROOT / "src" / "ipscohort" / "models" / "families").glob("*.py")}
    assert set(FAMILIES) == files - {"__init__", "base", "least_squares", "profile", "proportional_hazards", "risk_sets"}


def test_tables_are_those_of_the_families_in_use_in_the_order_of_the_registry():
    found = list(tables_of(["log_linear", "logistic", "log_linear"]))
    assert [name for name in found if name.startswith("regressions")] == ["regressions", "regressions_logistic", "regressions_log_linear"]
    assert found[:6] == ["recruitment", "baseline", "outcomes", "regressions", "survival", "cumulative_incidence"]  # as the report has them
    assert found[-3:] == ["paper_baseline", "paper_outcomes", "paper_jobs"]
    assert found.index("regressions_log_linear") + 1 == found.index("confounders")
    assert not [name for name in tables_of([]) if name.startswith("regressions")]


def test_the_records_load_no_statistics_library():
    code = (
        "import sys, ipscohort.models.families, ipscohort.config; "
        "print([m for m in ('numpy', 'pandas', 'scipy', 'statsmodels', 'firthmodels') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


# Linear


def test_a_crude_linear_estimate_is_the_difference_in_means_with_a_t_interval():
    frame = persons(7, pay=[0, 4, 8, 10, 12, 14, 20], group="aaabbbb")
    found = run(frame, "pay", "linear")
    row = only(found.estimates, level="b")
    a, b = np.array([0.0, 4, 8]), np.array([10.0, 12, 14, 20])
    pooled = (((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()) / 5
    assert row["estimate"] == pytest.approx(14 - 4)
    assert row["std_error"] == pytest.approx((pooled * (1 / 3 + 1 / 4)) ** 0.5)
    assert row["conf_high"] - row["estimate"] == pytest.approx(2.5705818366147395 * row["std_error"])  # t, 5 df
    assert row[["ratio", "ratio_low", "ratio_high", "n_events"]].isna().all()
    assert 0 < only(found.fits)["r_squared"] < 1


def test_a_linear_model_of_time_worked_is_of_everybody_with_0_for_who_did_not_work():
    frame = persons(8, job_obtained=yes_no("yyyyyynn"), time_worked=[1, 10, 100, 20, 20, 200, 0, 0], group="aaabbbab")
    found = run(frame, "time_worked", "linear")
    fitted = only(found.fits)
    assert (fitted["population"], fitted["n_population"], fitted["n"]) == ("all persons analysed", 8, 8)
    assert only(found.estimates, level="b")["estimate"] == pytest.approx(240 / 4 - 111 / 4)


def test_time_to_the_first_job_is_of_workers_only_in_every_family():
    frame = persons(6, job_obtained=yes_no("yyyynn"), time_to_first_job=[1, 10, 100, 20, None, None], group="ababab")
    assert only(run(frame, "time_to_first_job", "linear").fits)["population"] == "those who obtained a job"


# Poisson


def test_a_crude_ratio_of_counts_has_the_closed_form_of_its_robust_error():
    a, b = np.array([0.0, 1, 2, 5]), np.array([3.0, 4, 4, 6, 8])
    found = run(persons(9, n_jobs=[*a, *b], group="aaaabbbbb"), "n_jobs", "poisson")
    row = only(found.estimates, level="b")
    variance = sum(((y - y.mean()) ** 2).sum() / y.sum() ** 2 for y in (a, b)) * 9 / (9 - 2)  # HC1
    assert row["ratio"] == pytest.approx(b.mean() / a.mean())
    assert row["std_error"] == pytest.approx(variance**0.5)
    assert row["conf_high"] == pytest.approx(row["estimate"] + 1.959963984540054 * row["std_error"])
    assert (row["n_events"], row["n_events_level"]) == (33, 25)


def test_an_offset_makes_it_a_ratio_of_rates():
    frame = persons(6, n_jobs=[1, 2, 3, 2, 4, 5], time_observed=[10, 10, 20, 5, 10, 10], group="aaabbb")
    row = only(run(frame, "n_jobs", "poisson", offset="time_observed").estimates, level="b")
    assert row["ratio"] == pytest.approx((11 / 25) / (6 / 40))


def test_who_was_not_observed_for_any_time_is_left_out_of_a_rate():
    frame = persons(8, n_jobs=[1, 2, 3, 2, 4, 5, 0, 1], time_observed=[10, 10, 20, 5, 10, 10, 0, None], group="aaabbbab")
    found = run(frame, "n_jobs", "poisson", offset="time_observed")
    assert only(found.fits)["n"] == 6
    assert only(found.fits)["why_excluded"] == (
        "2 left out: Time observed missing (1); Time observed 0 or below, in which nothing can be counted (1)"
    )
    assert found.exclusions.set_index("variable")["n"].to_dict() == {"time_observed": 1, "time_observed <= 0": 1}


def test_a_count_below_0_is_left_out_and_said():
    frame = persons(7, pay=[1, 2, 3, 2, 4, 5, -1], group="aaabbba")
    assert only(run(frame, "pay", "poisson").fits)["why_excluded"] == "1 left out: Pay below 0, which is no count (1)"


def test_overdispersion_is_said_and_its_absence_is_not():
    many = persons(8, n_jobs=[0, 1, 30, 2, 0, 60, 3, 9], group="aaaabbbb")
    even = persons(8, n_jobs=[4, 5, 6, 5, 8, 9, 8, 10], group="aaaabbbb")
    assert "times as much as a Poisson model has it (overdispersion)" in only(run(many, "n_jobs", "poisson").fits)["warning"]
    assert pd.isna(only(run(even, "n_jobs", "poisson", few_events=1).fits)["warning"])


def test_a_small_total_at_a_level_is_said():
    row = only(
        run(persons(12, n_jobs=[3, 4, 5, 6, 2, 7, 1, 0, 0, 1, 1, 0], group="a" * 6 + "b" * 6), "n_jobs", "poisson").estimates, level="b"
    )
    assert "A total of only 3 in 'b'." in row["warning"]


def test_a_short_follow_up_is_said_of_counts_but_not_of_rates():
    frame = plenty(n_jobs=np.random.default_rng(2).poisson(2, 120), time_observed=[10.0] * 120, full_follow_up=[False] * 3 + [True] * 117)
    said = [str(only(run(frame, "n_jobs", "poisson", **more).fits)["warning"]) for more in ({}, {"offset": "time_observed"})]
    assert "their number of jobs may be cut short" in said[0]
    assert "cut short" not in said[1]


def test_a_short_follow_up_is_said_of_the_time_to_a_job_among_workers():
    times = np.random.default_rng(2).integers(1, 180, 120).astype(float)
    frame = plenty(time_to_first_job=times, full_follow_up=[False] * 3 + [True] * 117).assign(job_obtained="yes")
    said = only(run(frame, "time_to_first_job", "log_linear").fits)["warning"]
    assert "Left before the end of follow-up, so that only a short time to the first job could be seen of them" in said


REFUSED = [
    ("no events", "poisson", {"n_jobs": [0] * 6, "group": "ababab"}, "Nothing was counted in any of the 6 persons in the model"),
    ("no event at a level", "poisson", {"n_jobs": [1, 0, 4, 0, 2, 0], "group": "ababab"}, "told apart by Group 'b'"),
    ("no event at the reference", "poisson", {"n_jobs": [0, 1, 0, 4, 0, 2], "group": "ababab"}, "told apart by Group 'b'"),
    ("all equal", "poisson", {"n_jobs": [3] * 6, "group": "ababab"}, "explains every person's outcome exactly"),
    ("one person", "poisson", {"n_jobs": [3, 1, 4, 2, 7, 3], "group": "aaaaab"}, "One person alone determines Group 'b'"),
    ("all equal", "linear", {"n_jobs": [3] * 6, "group": "ababab"}, "Everybody in the model has the same outcome"),
    ("exact", "linear", {"n_jobs": [3, 4] * 3, "group": "ababab"}, "residual variance zero"),
    ("too few", "linear", {"n_jobs": [3, 4], "group": "ab"}, "2 persons are too few for 2 coefficients"),
    ("too few", "poisson", {"n_jobs": [3, 4], "group": "ab"}, "2 persons are too few for 2 coefficients"),
]


@pytest.mark.parametrize(("model", "columns", "said"), [case[1:] for case in REFUSED], ids=[f"{c[1]} {c[0]}" for c in REFUSED])
def test_what_cannot_be_fitted_says_why(model, columns, said):
    found = run(persons(len(columns["n_jobs"]), **columns), "n_jobs", model)
    assert only(found.fits)["status"] == "not fitted"
    assert said in only(found.fits)["warning"]
    assert found.estimates["estimate"].isna().all()


def test_values_that_are_no_counts_are_refused_with_their_number():
    found = run(persons(6, pay=[1, 2.5, 3, 2, 0.5, 5], group="aaabbb"), "pay", "poisson")
    assert only(found.fits)["warning"] == (
        "2 persons in the model have values that are not whole numbers, so the outcome is no count: choose another model for it."
    )


def test_an_estimate_that_is_infinite_through_a_confounder_is_refused():
    frame = plenty(n_jobs=np.random.default_rng(5).poisson(2, 120))
    frame["site"] = pd.Series(["south"] * 8 + ["north"] * 112, dtype="string")
    frame.loc[:7, "n_jobs"] = 0
    found = run(frame, "n_jobs", "poisson", confounders=["site"])
    assert "told apart by Site 'south'" in only(found.fits, adjustment="adjusted")["warning"]
    assert only(found.fits, adjustment="crude")["status"] == "fitted"


def test_counts_that_do_not_converge_are_withheld(monkeypatch):
    from ipscohort.models.families import poisson

    monkeypatch.setattr(poisson, "newton", lambda problem, scaled: None)
    found = run(plenty(n_jobs=np.random.default_rng(5).poisson(2, 120)), "n_jobs", "poisson")
    assert only(found.fits)["warning"] == "The estimation did not converge, so no estimate is given."


# Nothing else knows a family by name

WORDS_OF_OTHERS = {
    "arithmetic/quantiles.py": {"linear"},
    "config/analysis.py": {"linear", "logistic"},
    "config/imputationchecks.py": {"logistic"},
    "config/leftearlychecks.py": {"logistic"},
    **{
        f"{place}.py": {"linear"}
        for place in (
            "config/repeated",
            "display/repeated",
            "manuscript/on_request",
            "repeated/sample",
            "repeated/waves",
            "report/repeated",
        )
    },
    "models/imputation/variables.py": {"logistic"},
    "models/imputation/draws.py": {"logistic"},
}
"""A rule of quantiles and a form of time are called linear too, and a way to impute logistic; only logistic regressions are weighted for who left early."""
REGISTRIES = ("verify/r_script.py", "verify/spss.py")
"""Calls of other programs, keyed by family: one without a call is named as not refitted."""


def names_in(path: Path) -> set[str]:
    """Families named by a text of the code, documentation apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wanted = {*FAMILIES, *(family.table for family in FAMILIES.values())}
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in wanted}


@pytest.mark.parametrize("folder", ["src/ipscohort", "scripts"])
def test_no_module_but_its_own_names_a_family(folder):
    for path in sorted((ROOT / folder).rglob("*.py")):
        place = path.relative_to(ROOT / folder).as_posix()
        if not place.startswith("models/families/") and place not in REGISTRIES:
            assert names_in(path) - WORDS_OF_OTHERS.get(place, set()) == set(), path


def test_no_rule_of_the_workflow_names_a_family():
    for path in [*(ROOT / "workflow" / "rules").glob("*.smk"), ROOT / "Snakefile"]:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in FAMILIES if f'"{name}"' in text or f"regressions_{name}" in text], path


@pytest.mark.parametrize("name", ["logistic", "poisson", "regressions_linear"])
def test_a_name_in_the_code_is_found(tmp_path, name):
    (tmp_path / "a.py").write_text(f'"""Of {name} models."""\n\n\ndef f(model):\n    return model == "{name}"\n', encoding="utf-8")
    assert names_in(tmp_path / "a.py") == {name}


# Negative binomial


def counted(a, b, **more):
    return persons(len(a) + len(b), n_jobs=[*a, *b], group="a" * len(a) + "b" * len(b), **more)


def test_a_crude_negative_binomial_ratio_is_that_of_means_and_its_error_holds_the_dispersion():
    found = run(counted([0, 0, 0, 4, 9, 1], [0, 12, 3, 0, 20, 7]), "n_jobs", "negative_binomial")
    row, fit = only(found.estimates, level="b"), only(found.fits)
    assert row["ratio"] == pytest.approx((42 / 6) / (14 / 6), rel=1e-9)
    variance = sum((1 + fit["dispersion"] * mean) / mean / 6 for mean in (14 / 6, 7))
    assert row["std_error"] == pytest.approx(variance**0.5, rel=1e-9)
    assert fit["dispersion"] > 0.5


def test_counts_that_vary_no_more_than_poissons_have_no_negative_binomial():
    found = run(counted([3, 4, 3, 4, 3, 4], [5, 6, 5, 6, 5, 6]), "n_jobs", "negative_binomial")
    assert only(found.fits)["status"] == "not fitted"
    assert "choose poisson" in only(found.fits)["warning"] or "did not converge" in only(found.fits)["warning"]


def test_a_group_in_which_nothing_was_counted_has_no_ratio():
    found = run(counted([0, 0, 0, 0, 0, 0], [0, 12, 3, 0, 20, 7]), "n_jobs", "negative_binomial")
    assert "no finite estimate" in only(found.fits)["warning"]


def test_a_negative_binomial_has_absolute_differences_but_no_bootstrap_of_its_own():
    found = run(counted([0, 0, 0, 4, 9, 1], [0, 12, 3, 0, 20, 7]), "n_jobs", "negative_binomial", bootstrap={"replicates": 200})
    row = only(found.standardised, measure="difference")
    assert row["estimate"] == pytest.approx(7 - 14 / 6)
    assert pd.isna(row["bootstrap_low"])
