"""Missing values imputed in the shipped cohort: table, sentences and answers, and that it has none of them without the key."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from ipscohort.analysis_results import results_frame
from ipscohort.answers import Material, answer
from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibits import TABLES
from ipscohort.config.analysis import Imputation
from ipscohort.manuscript.methods import missing
from ipscohort.report.findings import questions
from ipscohort.run.pipeline import analyse
from ipscohort.tables import cells_frame, make_tables, places, render
from tests.conftest import ROOT
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, STRUCTURAL, unanswered
from tests.support.manuscript import inputs
from tests.support.pipeline import read_of, table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.shipped import cohort, shipped

NAME = "imputation"


@cache
def settings():
    own = cohort().settings
    return own.model_copy(update={"models": own.models.model_copy(update={"imputation": Imputation()})})


@cache
def analysis():
    return analyse(settings(), cohort().files())


@cache
def tables():
    return make_tables(table_inputs(analysis(), settings()))


@cache
def material():
    return Material.of(read_of(analysis()), settings())


def test_it_is_made_where_it_is_asked_for_only():
    assert asked(TABLES[NAME].asked_by, settings()) and not asked(TABLES[NAME].asked_by, cohort().settings)
    assert NAME not in make_tables(table_inputs(shipped(), cohort().settings))
    said = " ".join(p.text for q in questions(whole.inputs()) for f in q.findings for p in (*f.found, *f.doubt))
    assert "imputed" not in said


def test_complete_cases_stay_as_they_are():
    for name in ("estimates", "fits", "standardised", "exclusions"):
        assert getattr(analysis().fitted, name).equals(getattr(shipped().fitted, name))


def test_the_table_has_pooled_estimates_beside_complete_cases():
    rows = [(row.label, [cell.text for cell in row.cells]) for row in tables()[NAME].groups[0].rows]
    label, model = rows[0]
    assert label.endswith(", adjusted") and model[0] == "44 / 95" and model[3] == "47 / 103" and model[7] == "8"
    level, numbers = rows[1]
    assert level == "second half against first half" and numbers[1] == "3.83 (1.42 to 10.30)"
    pooled = analysis().fitted.imputed.iloc[0]
    assert numbers[4] == f"{pooled['ratio']:.2f} ({pooled['ratio_low']:.2f} to {pooled['ratio_high']:.2f})"
    assert 3.4 < pooled["ratio"] < 4.1
    assert numbers[3] == "27 / 49" and numbers[9] == f"{100 * pooled['missing_share']:.1f}" == "0.4"
    assert numbers[6] == "{:.1f} ({:.1f} to {:.1f})".format(*(100 * pooled[["difference", "difference_low", "difference_high"]]))


def test_an_imputed_exposure_has_mean_counts_and_says_so():
    rows = [[cell.text for cell in row.cells] for group in tables()[NAME].groups for row in group.rows if row.label.startswith("UWV")]
    assert rows[0][3].startswith("21.0 / 6") and "." in rows[0][3].split(" / ")[1]
    assert any("means over the imputed data sets" in note for note in tables()[NAME].notes)
    assert not any("joint Wald test" in note for note in tables()[NAME].notes)  # no exposure has more than two levels


def test_of_hazards_and_of_differences_themselves_there_is_no_absolute_difference():
    rows = analysis().fitted.imputed
    cox = rows[rows["outcome"].eq("time_to_first_job")]
    assert len(cox) and cox["difference"].isna().all() and rows["difference"].notna().any()
    shown = [row.cells[6].text for row in tables()[NAME].groups[-1].rows if row.indent]
    assert set(shown) == {"-"}


def test_the_notes_say_the_assumption_and_who_is_imputed_how():
    notes = " ".join(tables()[NAME].notes)
    assert "missing at random" in notes and "is an assumption" in notes
    assert "Mental health (MHI-5, 0-100) imputed in 3 of 103 persons, by predictive mean matching." in notes


def test_every_number_of_the_table_answers():
    values, page = cells_frame(tables()).set_index("id")["value"].to_dict(), render(tables()[NAME], "html").decode()
    assert unanswered(page, values, STRUCTURAL) == []
    settled = (*STRUCTURAL, *IN_NOTES, r"past 5 years")
    assert unanswered(page, values, settled, ("p",), quoted=quoted_sentences(analysis())) == []


def test_answers_say_what_a_pooled_number_is_and_of_whom():
    mine = [each for each in answer(places({NAME: tables()[NAME]}), material()).all if each.source.startswith("models/imputed.csv")]
    assert len(mine) > 50
    for each in mine:
        assert each.definition.endswith("with missing values imputed.")
        assert "imputed data sets: " in each.about.behind and "models.imputation" in each.about.keys


def test_the_results_as_data_hold_them_as_sensitivity():
    rows = results_frame(list(places(tables())), material())
    mine = rows[rows["context"].eq("imputed")]
    assert set(mine["role"]) == {"sensitivity"} and {"fmi", "missing_share", "riv", "df", "monte_carlo", "difference"} <= set(
        mine["stat_name"]
    )


@pytest.mark.parametrize("part", ["found", "doubt"])
def test_findings_say_it_and_that_missing_at_random_is_assumed(part):
    report = whole.inputs_of(analysis(), settings(), imputed=analysis().fitted.imputed)
    (finding, *_) = questions(report)[0].findings
    said = [phrase.text for phrase in getattr(finding, part)]
    pooled = analysis().fitted.imputed.iloc[0]
    if part == "found":
        assert any(text.startswith(f"With missing values imputed 20 times {pooled['ratio']:.2f} (") for text in said)
        assert any(text.endswith("n = 103, of whom 8 have a value imputed.") for text in said)
    else:
        assert sum("missing at random" in text for text in said) == 1


def test_the_page_of_the_documents_gives_this_estimate():
    pooled = analysis().fitted.imputed.iloc[0]
    said = f"{pooled['ratio']:.2f} ({pooled['ratio_low']:.2f} to {pooled['ratio_high']:.2f}), n = {pooled['n']}"
    assert said in (ROOT / "docs" / "imputation.md").read_text(encoding="utf-8")


def test_the_methods_for_a_manuscript_say_it():
    given = replace(inputs(), settings=settings(), imputed=analysis().fitted.imputed)
    assert "taking values to be missing at random. Absolute differences were standardised in each imputed data set" in missing(given)
    assert "imputed" not in missing(inputs())
