"""The section on which choice matters, and the definitions used."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.config import Settings
from ipscohort.report import write_report
from ipscohort.report.definitions import used
from tests.unit.report.test_report import Page, inputs, load_cohort_settings

ROW = {"here": "counts once", "keys": "outcomes.overlap: sum", "n_values": 124, "n_no_longer": 0, "n_only_so": 0}
ALTERNATIVES = c.ALTERNATIVES.conform(
    pd.DataFrame(
        [
            {**ROW, "choice": "Two <jobs>", "alternative": "counts twice", "n_no_longer": 6, "n_only_so": 1},
            {**ROW, "choice": "Two <jobs>", "alternative": "counts for none"},
            {**ROW, "choice": "Last day", "alternative": "left out", "n_no_longer": None, "n_only_so": None, "why_not": "Nobody is left."},
        ]
    )
)
COMPARED = {"choice": "Two <jobs>", "alternative": "counts twice", "where": "Table 2", "printed": "265.0", "match": False}
VALUES = c.CHANGED_VALUES.conform(
    pd.DataFrame(
        [
            {**COMPARED, "id": "f0", "quantity": "days worked", "population": "employed", "recomputed_as_printed": "266.0"},
            {**COMPARED, "id": "f1", "quantity": "jobs", "recomputed_as_printed": "265.0", "n_printed": 73, "n_recomputed": 72},
            {**COMPARED, "id": "f2", "quantity": "odds ratio", "recomputed_as_printed": None},
            *({**COMPARED, "id": f"f{n}", "quantity": f"value {n}", "recomputed_as_printed": "1"} for n in (3, 4, 5)),
            {**COMPARED, "id": "f6", "quantity": "hours", "recomputed_as_printed": "265.0", "match": True},
        ]
    )
)


@pytest.fixture(scope="module")
def section():
    page = write_report(inputs(alternatives=ALTERNATIVES, changed_values=VALUES))
    assert "#which-choice-matters" in Page(page).links
    return page.partition('<details class="part" id="which-choice-matters">')[2].partition('<details class="part" id="definitions">')[0]


def test_each_alternative_says_which_values_no_longer_match(section):
    text = " ".join(Page(section).text.split())
    assert "3 alternatives tried; under 1 of them at least one printed value no longer matches." in text
    assert "6 of 124" in text and "days worked, employed: 265.0 → 266.0" in text
    assert "jobs: 265.0 (N = 73) → 265.0 (N = 72)" in text
    assert "odds ratio: 265.0 → not computable" in text
    assert "and 2 more" in text and "value 5: 265.0 → 1" in text
    assert "Match only so:" in text and "hours: 265.0 → 265.0" in text
    assert "0 of 124 no printed value changes" in text
    assert "Could not be computed: Nobody is left." in text


def test_an_alternative_under_which_a_value_matches_only_then_does_not_read_as_idle():
    mended = ALTERNATIVES.iloc[[0]].assign(n_no_longer=0)
    page = write_report(inputs(alternatives=mended, changed_values=VALUES[VALUES["match"]]))
    text = " ".join(Page(page).text.split())
    assert "0 of 124 Match only so:hours: 265.0 → 265.0" in text
    assert "no printed value changes" not in text


def test_a_choice_stands_once_beside_its_alternatives(section):
    assert section.count("Two &lt;jobs&gt;") == 1
    assert 'rowspan="2"' in section and 'rowspan="1"' in section


def test_without_a_comparison_there_is_no_section():
    assert "which-choice-matters" not in write_report(inputs())
    assert "which-choice-matters" not in write_report(inputs(alternatives=c.ALTERNATIVES.empty(), changed_values=VALUES))


def test_definitions_tell_the_rule_of_quartiles_and_of_age():
    rules = pd.DataFrame({"name": ["follow_up"], "rule": ["30 months."]})
    plain = load_cohort_settings()
    assert used(rules, plain)["name"].tolist() == ["follow_up", "quantiles"]
    values = plain.model_dump(mode="json")
    values["tables"]["percentiles"] = "linear"
    values["ingest"]["participants"] |= {"birth_date": "born", "age": "completed_years", "inclusion_date": "included"}
    del values["ingest"]["participants"]["variables"]["age"]
    table = used(rules, Settings.model_validate(values)).set_index("name")["rule"]
    assert table["quantiles"] == "Linear interpolation at 1 + (n - 1) p."
    assert table["age"].startswith("Birthdays reached")


def test_a_value_leads_to_its_row_among_the_printed_ones(section):
    assert section.count('href="#printed-f') == 7


def test_made_up_records_do_not_tell_what_the_authors_chose(section):
    settings = load_cohort_settings().model_copy(update={"synthetic": True})
    page = write_report(inputs(settings=settings, alternatives=ALTERNATIVES, changed_values=VALUES))
    assert "not which choice the paper's authors made" in page and "authors" not in section
