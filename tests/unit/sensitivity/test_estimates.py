"""Alternatives on the shipped cohort: each row is that of a whole run with its settings; and what becomes of those that give no estimate."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.config import Settings
from ipscohort.config.choices import overlay
from ipscohort.config.sensitivity import n_specifications
from ipscohort.display.alternatives import at_a_glance, each_compared
from ipscohort.errors import Problem, UserError
from ipscohort.run.pipeline import analyse_records, results_of
from ipscohort.sensitivity import specifications, try_alternatives
from tests.support.alternatives import declared, estimates, tried, values
from tests.support.shipped import cohort, shipped

KEY = ["model", "exposure", "level", "adjustment"]
NUMBERS = [
    *("estimate", "std_error", "conf_low", "conf_high", "p_value", "ratio", "ratio_low", "ratio_high"),
    *("n", "n_events", "n_excluded", "method", "caution"),
]
CONFOUNDERS = ["sex", "age", "education", "worked_past_5_years", "mhi5"]


def choice(name: str, **alternatives: dict) -> dict:
    return {"choice": name, "here": "as it is", "alternatives": {key.replace("_", " "): value for key, value in alternatives.items()}}


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers by model, exposure, level and adjustment, the reference's rows and other adjustments left out."""
    kept = frame["adjustment"].isin(["crude", "adjusted"]) & frame["method"].ne("reference").fillna(True)
    return frame[kept].set_index(KEY)[NUMBERS].sort_index()


def rows(found: pd.DataFrame, number: int) -> pd.DataFrame:
    return tidy(found[found["number"].eq(number)])


def main(found: pd.DataFrame, number: int, model: str = "job_obtained", exposure: str = "experience") -> pd.Series:
    """The adjusted estimate of one specification."""
    chosen = found["number"].eq(number) & found["model"].eq(model) & found["exposure"].eq(exposure) & found["adjustment"].eq("adjusted")
    (position,) = found.index[chosen]
    return found.loc[position]


def test_the_studys_own_row_is_that_of_the_estimates():
    pd.testing.assert_frame_equal(rows(tried(), 0), tidy(shipped().fitted.estimates), check_exact=True)
    own = tried()[tried()["number"].eq(0)]
    assert set(own["role"]) == {"primary", "secondary"} and set(tried()["role"][tried()["number"].gt(0)]) == {"sensitivity"}
    assert own["chosen"].isna().all() and own["same_direction"].isna().all()


def test_warnings_are_those_of_the_estimates_without_the_checks():
    both = shipped().fitted.estimates.merge(tried()[tried()["number"].eq(0)], on=KEY, suffixes=("", "_here"))
    assert len(both) == 12 and both["warning_here"].notna().sum() >= 8
    assert all(str(row.warning).startswith(row.warning_here) for row in both.itertuples() if not pd.isna(row.warning_here))


@pytest.mark.parametrize("name", ["12 months", "six months later", "every job"])
def test_an_alternative_is_a_whole_run_with_its_settings(name):
    changes = next(found["alternatives"][name] for found in declared()["choices"] if name in found["alternatives"])
    settings = Settings.model_validate(overlay(cohort().settings.model_dump(mode="json"), changes))
    whole = analyse_records(settings, shipped().records).fitted.estimates
    (number,) = set(tried().loc[tried()["chosen"].str.endswith(f": {name}").fillna(False), "number"])
    pd.testing.assert_frame_equal(rows(tried(), number), tidy(whole), check_exact=True)


def test_combinations_are_whole_runs_too_in_whatever_order_they_are_computed():
    found = tried(crossed=True)
    assert found["number"].max() == 4 * 5 - 1
    wanted = {"study.follow_up": "18 months", "models.confounders": CONFOUNDERS[:4]}
    settings = Settings.model_validate(overlay(cohort().settings.model_dump(mode="json"), wanted))
    (number,) = set(
        found.loc[found["chosen"].eq("Length of follow-up: 18 months; Confounders: without mental health").fillna(False), "number"]
    )
    whole = analyse_records(settings, shipped().records).fitted.estimates
    pd.testing.assert_frame_equal(rows(found, number), tidy(whole), check_exact=True)


def test_without_confounders_the_crude_estimate_stands_for_both():
    (number,) = set(tried().loc[tried()["chosen"].eq("Confounders: none").fillna(False), "number"])
    found = rows(tried(), number)
    crude, adjusted = (found.xs(name, level="adjustment") for name in ("crude", "adjusted"))
    pd.testing.assert_frame_equal(crude, adjusted)
    crude_here = tidy(shipped().fitted.estimates).xs("crude", level="adjustment")
    pd.testing.assert_frame_equal(crude, crude_here)


def test_an_alternative_that_changes_nobody_is_named_and_not_counted():
    found = tried()
    of_split = found["choice"].eq("Split of the inclusion period").fillna(False)
    assert found.loc[of_split & found["exposure"].eq("funding"), "same_as"].eq(0).all()
    assert found.loc[of_split & found["exposure"].eq("experience"), "same_as"].isna().all()
    regressions = cohort().settings.models.regressions
    counted = {(each.key["model"], each.key["exposure"]): len(each.counted) for each in each_compared(found, regressions)}
    assert counted == {(model, exposure): n for model in regressions for exposure, n in (("experience", 13), ("funding", 8))}


def test_the_sentence_says_what_the_rows_say():
    settings = cohort().settings
    said = [str(at_a_glance(each, settings.tables)) for each in each_compared(tried(), settings.models.regressions)]
    told = "Of 13 alternatives 13 point the same way and 10 exclude no difference; odds ratio from 1.92 to 5.88"
    assert said[0].startswith(f"{told} (1 of them per year of inclusion: another contrast, counted in the direction alone")
    assert said[1].endswith("(5 more only repeat one of these, or the study's own)")


def test_direction_and_no_difference_are_those_of_the_kind_of_model():
    def made(settings: Settings, **_) -> list[dict]:
        """A ratio above 1 and a difference above 0; under the alternatives on the other side, at it, and around it."""
        shift = {"30 days": -2.0, "30.4375 days": 0.0}.get(settings.study.month, 1.0)
        limits = (shift - 0.5, shift + 0.5)
        return [row(model, shift, limits, exponentiated) for model, exponentiated in (("job_obtained", True), ("days_worked", False))]

    changed = cohort().settings.model_dump(mode="json")
    changed["models"]["regressions"]["days_worked"]["model"] = "linear"
    tried_here = values(
        [choice("month", other_side={"study.month": "30 days"}, at_it={"study.month": "30.4375 days"})], models=changed["models"]
    )
    found = try_alternatives(tried_here, made)
    for model in ("job_obtained", "days_worked"):
        of_model = found[found["model"].eq(model)].set_index("number")
        assert of_model["same_direction"].tolist() == [pd.NA, False, False]
        assert of_model["excludes_no_difference"].tolist() == [True, True, False]


def row(model: str, estimate: float, limits: tuple[float, float], exponentiated: bool) -> dict:
    from math import exp

    made = {
        "model": model, "outcome": model, "exposure": "experience", "term": "experience", "level": "second half", "reference": "first half",
        "adjustment": "adjusted", "role": "primary", "estimate": estimate, "std_error": 0.2, "conf_low": limits[0], "conf_high": limits[1],
        "p_value": 0.5, "n": 40, "n_excluded": 0, "method": "made", "caution": False,
    }  # fmt: skip
    ratios = {"ratio": exp(estimate), "ratio_low": exp(limits[0]), "ratio_high": exp(limits[1])}
    return {**made, **(ratios if exponentiated else {})}


def test_one_that_can_not_be_computed_says_why_without_persons_and_the_others_go_on():
    real = estimates()

    def stopping(settings: Settings, **more) -> list[dict]:
        if settings.clean.employed_at_entry != "exclude":
            raise UserError("Cleaning left nobody.", [Problem("participants", "nobody is left", rows=(7,), ids=("ANNA-1",))])
        return real(settings, **more)

    choices = [choice("entry", kept={"clean.employed_at_entry": "clip"}, shorter={"study.follow_up": "12 months"})]
    found = try_alternatives(values(choices), stopping)
    assert set(found.loc[found["number"].eq(1), "why_not"]) == {"Cleaning left nobody. participants: nobody is left."}
    assert found.loc[found["number"].eq(2), "why_not"].isna().all()
    assert "ANNA" not in found.to_csv()
    each = next(each_compared(found, cohort().settings.models.regressions))
    assert str(at_a_glance(each, cohort().settings.tables)).endswith("(1 more give no estimate)")


def test_another_reference_another_kind_of_estimate_and_a_model_that_is_gone_are_told_apart():
    only = cohort().settings.model_dump(mode="json")["models"]["regressions"]["job_obtained"]
    choices = [
        choice("group", other={"exposures.funding.reference": "UWV"}),
        choice("how many", one={"models.regressions": {"job_obtained": only}}),
        choice("kind", difference={"models.regressions.days_worked.model": "linear"}),
    ]
    found = try_alternatives(values(choices), estimates())
    assert main(found, 1, exposure="funding")["why_not"] == "There is no such model or group under these settings."
    assert main(found, 2, "days_worked")["why_not"] == "There is no such model or group under these settings."
    assert pd.isna(main(found, 2)["why_not"])
    other = main(found, 3, "days_worked")
    assert pd.isna(other["ratio"]) and other["effect"] != main(found, 0, "days_worked")["effect"] and other["same_direction"]
    each = {(e.key["model"], e.key["exposure"]): e for e in each_compared(found, cohort().settings.models.regressions)}
    assert len(each["days_worked", "experience"].counted) == 1 and each["days_worked", "experience"].alike.empty


def test_specifications_in_order():
    sensitivity = Settings.model_validate(values(declared()["choices"])).sensitivity
    assert [spec.number for spec in specifications(sensitivity)] == list(range(14)) and n_specifications(sensitivity) == 14
    crossed = sensitivity.model_copy(update={"crossed": True})
    assert len(specifications(crossed)) == n_specifications(crossed) == 4 * 6 * 5 * 2
    assert specifications(crossed)[0].chosen == "" and specifications(crossed)[1].chosen == "Competitive job: every job"


def test_what_is_kept_between_settings_changes_no_result():
    base = cohort().settings.model_dump(mode="json")
    results, apart = results_of(cohort().files()), []
    for changes in ({}, {"outcomes.last_day": "not_counted"}, {"study.follow_up": "12 months"}, {}):
        settings = Settings.model_validate(overlay(base, changes))
        kept, anew = results(settings), analyse_records(settings, shipped().records).frames()
        apart += [(changes, name) for name in anew if not kept[name].equals(anew[name])]
    assert apart == []


def test_a_value_changed_in_one_column_is_fitted_again():
    from ipscohort.models.refit import Refits

    derived, settings, refits = shipped().derived, cohort().settings, Refits()
    first = refits.of(derived.persons, derived.codebook, settings)
    for name in ("age", "job_obtained", "experience"):
        column = derived.persons[name].copy()
        column.iloc[:6] = column.iloc[6:12].to_numpy()
        again = refits.of(derived.persons.assign(**{name: column}), derived.codebook, settings)
        assert again != first, name
    assert refits.of(derived.persons, derived.codebook, settings) == first


def test_the_contract_holds_and_reads_back(tmp_path):
    from ipscohort.files.tableio import read_table, write_table

    write_table(tried(), c.SPECIFICATIONS, tmp_path / "specifications.csv")
    read = read_table(tmp_path / "specifications.csv", c.SPECIFICATIONS)
    names = c.SPECIFICATIONS.names()
    pd.testing.assert_frame_equal(read[names], tried()[names])
    assert list(read)[len(names) :] == [found["choice"] for found in declared()["choices"]]
