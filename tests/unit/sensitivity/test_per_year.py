"""The date of inclusion as a number: another contrast, whose direction alone is counted, and never among the numbers of groups."""

from __future__ import annotations

import json
from math import exp

import pandas as pd
import pytest

from ipscohort.config import Settings, load_cohort
from ipscohort.contracts.sensitivity import ADJUSTED
from ipscohort.display.alternatives import at_a_glance, each_compared
from ipscohort.errors import Problems, UserError
from ipscohort.figures import house_style
from ipscohort.outcomes.exposures import years_since_first
from ipscohort.run.alternatives_check import check_alternatives
from ipscohort.sensitivity import alternatives_table, draw_curve, try_alternatives
from ipscohort.sensitivity.inputs import Inputs
from ipscohort.tables.content import Table
from tests.support.alternatives import estimates, tried, values
from tests.support.shipped import ROOT, cohort, shipped

LINEAR = {"exposures.experience.split": "linear"}
CHOICES = [
    {
        "choice": "Inclusion",
        "here": "halves",
        "alternatives": {"earlier": {"exposures.experience.split": "2015-08-19"}, "per year": LINEAR},
    },
    {"choice": "Confounders", "here": "five", "alternatives": {"none": {"models.confounders": []}}},
]


def compared(found: pd.DataFrame, model: str = "job_obtained", exposure: str = "experience"):
    each = each_compared(found, cohort().settings.models.regressions)
    return next(one for one in each if (one.key["model"], one.key["exposure"]) == (model, exposure))


def shown(found: pd.DataFrame, choices: list, *, crossed: bool = False) -> tuple[Table, Inputs]:
    inputs = Inputs.of(found, shipped().derived.codebook, Settings.model_validate(values(choices, crossed=crossed)))
    return alternatives_table(inputs), inputs


def rows_of(table: Table) -> dict[str, list[str]]:
    return {row.label: [cell.text for cell in row.cells] for row in table.groups[0].rows}


def test_years_are_days_over_365_25_since_the_first_and_missing_stays_missing():
    days = pd.Series(pd.to_datetime(["2014-03-10", None, "2015-03-10", "2018-03-10"]))
    assert years_since_first(days).round(10).tolist() == [0.0, pd.NA, round(365 / 365.25, 10), 4.0]


def test_it_is_told_apart_by_contrast_effect_and_reference():
    per_year = compared(tried()).apart
    assert len(per_year) == 1
    row = per_year.iloc[0]
    assert (row["contrast"], row["effect"], row["level"]) == ("per year of inclusion", "odds ratio per year", "second half")
    assert pd.isna(row["reference"]) and row["warning"].startswith("Per year of inclusion, not second half against first half.")
    assert row["ratio"] == pytest.approx(exp(row["estimate"])) and row["ratio_low"] < row["ratio"] < row["ratio_high"]
    assert (row["n"], row["n_events"], row["n_excluded"]) == (95, 44, 8)
    assert tried().loc[tried()["exposure"].eq("funding"), "contrast"].isna().all()


@pytest.mark.parametrize("shift", [-30.0, 30.0])
def test_it_is_in_no_range_however_far_it_lies(shift):
    found = tried().copy()
    of = found["contrast"].notna()
    for name in ("estimate", "conf_low", "conf_high"):
        found.loc[of, name] = found.loc[of, name] + shift
    for name, log in (("ratio", "estimate"), ("ratio_low", "conf_low"), ("ratio_high", "conf_high")):
        found.loc[of, name] = found.loc[of, log].map(exp)
    said = str(at_a_glance(compared(found), cohort().settings.tables))
    assert "10 exclude no difference; odds ratio from 1.92 to 5.88 (1 of them" in said
    from tests.support.alternatives import declared

    rows = rows_of(shown(found, declared()["choices"])[0])
    assert rows["All alternatives that change it"] == ["1.92 to 5.88", "", "", "13 of 13", "10 of 12"]
    assert rows["Split of the inclusion period (here: 19 November 2015)"] == ["3.32 to 4.82", "", "", "4 of 4", "4 of 4"]


def test_it_stands_below_the_choices_in_a_section_of_its_own_and_is_marked():
    from tests.support.alternatives import declared

    table, _ = shown(tried(), declared()["choices"])
    labels = [row.label for row in table.groups[0].rows]
    assert labels[-3:] == [
        "Per year of inclusion, in place of groups: another contrast",
        "a number, per year",
        "All alternatives that change it",
    ]
    row = table.groups[0].rows[-2]
    assert [cell.text for cell in row.cells] == ["2.50 (1.41 to 4.45)", "44 / 95", "8", "yes", "-"]
    assert str(row.cells[0].notes[0]).startswith("Another contrast: odds ratio per year, later against earlier inclusion")
    assert any("Per year of inclusion: the date of inclusion as a number" in str(note) for note in table.notes)
    without = [choice for choice in CHOICES if choice["choice"] == "Confounders"]
    plain, _ = shown(try_alternatives(values(without), estimates()), without)
    assert not any("Per year" in str(note) for note in plain.notes)


@pytest.mark.parametrize("reference, level", [("first half", "second half"), ("second half", "first half")])
def test_its_direction_is_that_of_later_against_earlier_whichever_half_is_the_reference(reference, level):
    exposures = cohort().settings.model_dump(mode="json")["exposures"]
    exposures["experience"]["reference"] = reference
    found = try_alternatives(values(CHOICES, exposures=exposures), estimates())
    one = compared(found)
    assert one.own["level"] == level and len(one.apart) == 1
    assert one.apart["estimate"].iloc[0] == pytest.approx(0.91675836073776185, rel=1e-8)
    assert bool(one.apart["same_direction"].iloc[0]) is True
    assert (one.own_value > 1) is (level == "second half")


def test_a_slope_the_other_way_is_seen():
    real = estimates()

    def flipped(settings: Settings, **more) -> list[dict]:
        sign = -1 if settings.exposures["experience"].linear else 1
        return [
            {**row, "estimate": sign * row["estimate"], "ratio": exp(sign * row["estimate"])} if row.get("ratio") else row
            for row in real(settings, **more)
        ]

    one = compared(try_alternatives(values(CHOICES), flipped))
    assert bool(one.apart["same_direction"].iloc[0]) is False
    assert "Of 3 alternatives 2 point the same way" in str(at_a_glance(one, cohort().settings.tables))


def test_crossed_it_keeps_apart_from_groups_in_each_option():
    found = try_alternatives(values(CHOICES, crossed=True), estimates())
    table, inputs = shown(found, CHOICES, crossed=True)
    rows = rows_of(table)
    one = compared(found)
    own = one.rows[one.rows["contrast"].notna()]
    assert (
        len(own) == 2
        and rows["per year"][0] == f"{own['ratio'].min():.2f} to {own['ratio'].max():.2f}"
        and rows["per year"][1:] == ["2", "2 of 2", "-"]
    )
    none = one.counted[one.counted["Confounders"].eq("none")]
    groups = none[none["contrast"].isna()]
    assert len(none) == 3 and rows["none"][0] == f"{groups['ratio'].min():.2f} to {groups['ratio'].max():.2f}"
    assert rows["none"][1:3] == ["3", "3 of 3"] and rows["none"][3].endswith("of 2")
    with house_style():
        figure = draw_curve(inputs)
    drawn = [x for line in figure.axes[0].lines if line.get_marker() == "^" for x in line.get_xdata()]
    assert len(drawn) == 2


def test_where_nothing_else_is_tried_the_sentence_gives_the_direction_alone():
    choices = [{"choice": "Inclusion", "here": "halves", "alternatives": {"per year": LINEAR}}]
    found = try_alternatives(values(choices), estimates())
    assert str(at_a_glance(compared(found), cohort().settings.tables)) == (
        "Of the alternatives tried, all per year of inclusion, which is another contrast, 1 of 1 point the same way"
    )
    assert rows_of(shown(found, choices)[0])["All alternatives that change it"][3:] == ["1 of 1", "-"]


def test_who_has_no_date_of_inclusion_is_left_out_and_counted():
    from ipscohort.config.choices import overlay
    from ipscohort.models.refit import Refits
    from ipscohort.outcomes.exposures import add_exposures

    derived = shipped().derived
    settings = Settings.model_validate(overlay(cohort().settings.model_dump(mode="json"), LINEAR))
    people = derived.persons.drop(columns="experience").copy()
    people.loc[people.index[:5], "inclusion_date"] = pd.NaT
    codebook = shipped().records.codebook
    columns, described = add_exposures(people, codebook, {"experience": settings.exposures["experience"]})
    described.variables.update({name: info for name, info in derived.codebook.variables.items() if name != "experience"})
    rows = Refits().of(people.assign(**columns), described, settings)
    crude = next(row for row in rows if row["model"] == "job_obtained" and row["exposure"] == "experience" and row["adjustment"] == "crude")
    assert (crude["n"], crude["n_excluded"]) == (98, 5)


def load(tmp_path, more: str, change=lambda text: text):
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    file = tmp_path / "config.yaml"
    file.write_text(f"{change(text)}\n{more}\n", encoding="utf-8")
    return load_cohort(file)


def test_the_study_itself_compares_groups(tmp_path):
    with pytest.raises(UserError) as error:
        load(tmp_path, "", lambda text: text.replace("    split: 2015-11-19\n", "    split: linear\n"))
    assert "exposures.experience.split: linear is an alternative to groups" in str(error.value)
    assert "in an alternative under sensitivity.choices" in str(error.value)


def test_no_printed_value_is_recomputed_with_it(tmp_path):
    with pytest.raises(UserError, match=r"linear is an alternative of sensitivity\.choices only"):
        load(tmp_path, "", lambda text: text.replace("{exposures.experience.split: midpoint}", "{exposures.experience.split: linear}"))


def test_only_the_date_of_inclusion_can_be_linear(tmp_path):
    changes = {"exposures.funding.split": "linear", "exposures.funding.levels": ["municipality", "UWV"]}
    sensitivity = {"choices": [{"choice": "What", "here": "so", "alternatives": {"otherwise": changes}}]}
    with pytest.raises(UserError, match="linear is a rule for inclusion_date only"):
        load(tmp_path, f"sensitivity: {json.dumps(sensitivity)}")


def test_everybody_included_on_one_day_is_named():
    people = shipped().derived.persons.assign(inclusion_date=pd.Timestamp("2015-01-01"))
    choices = [{"choice": "What", "here": "so", "alternatives": {"per year": LINEAR}}]
    found = Problems("")
    check_alternatives(Settings.model_validate(values(choices)), people, found)
    (only,) = [f"{each.where}: {each.what}" for each in found]
    assert "all were included on one day, so that nothing can be told per year" in only
    found = Problems("")
    check_alternatives(Settings.model_validate(values(choices)), shipped().derived.persons, found)
    assert not found.found


def test_adjusted_rows_only_are_shown():
    assert set(compared(tried()).rows["adjustment"]) == {ADJUSTED}
