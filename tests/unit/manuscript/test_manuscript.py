"""The manuscript aids of the shipped cohort: their numbers are those of the tidy tables, and nothing in them claims a cause."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import docx
import pandas as pd
import pytest

from ipscohort.catalogue.stages import FILES
from ipscohort.display.printing import SYNTHETIC
from ipscohort.manuscript import documents, markdown, word, write_manuscript
from ipscohort.manuscript.document import Grid, Heading, Paragraph
from ipscohort.manuscript.software import CITED
from ipscohort.manuscript.strobe import AUTHORS, FROM_RESULTS, ITEMS
from ipscohort.models.families import logistic, poisson
from tests.support.manuscript import inputs

KNOWN = [
    "5",
    "6a",
    "7",
    "8",
    "10",
    "11",
    "12a",
    "12b",
    "12c",
    "12d",
    "12e",
    "13a",
    "13b",
    "13c",
    "14a",
    "14b",
    "14c",
    "15",
    "16a",
    "16b",
    "16c",
    "17",
]
"""What a pipeline can know."""


@cache
def made():
    return documents(inputs())


def paragraphs(name):
    return [block.text for block in made()[0][name] if isinstance(block, Paragraph)]


def results():
    blocks = made()[0]["methods_and_results"]
    start = next(k for k, block in enumerate(blocks) if block == Heading("Results"))
    return [block.text for block in blocks[start:] if isinstance(block, Paragraph)]


def results_of(changed):
    """Methods and results of other inputs, as text."""
    return markdown.render(documents(changed)[0]["methods_and_results"]).decode()


def answers():
    (grid,) = [block for block in made()[0]["strobe"] if isinstance(block, Grid)]
    return {item: answer for item, _, answer in grid.rows}


def without_labels(text):
    """A text without the study's own names, which may hold digits, and without the confidence level."""
    labels = [info.label for info in inputs().codebook.variables.values()]
    labels += [text.lower()[:1] + text[1:] for text in inputs().flow["label"]]
    for label in sorted(labels, key=len, reverse=True):
        text = text.replace(label, "")
    return text.replace("95% CI ", "")


def digits_left(text, kept):
    """What remains of a text once every number with a row is taken out of it."""
    text = without_labels(text)
    for number in sorted({without_labels(number) for number in kept}, key=len, reverse=True):
        text = text.replace(number, "")
    return re.findall(r"\d+", text)


def test_every_number_of_the_results_has_a_row():
    kept = made()[1].query("document == 'methods_and_results'")["text"]
    assert [(text, left) for text in results() if (left := digits_left(text, kept))] == []
    assert digits_left(f"{results()[0]} And 17 more.", [*kept]) == ["7"] or digits_left("4711", kept)


def test_every_number_of_the_checklists_results_has_a_row():
    kept = made()[1].query("document == 'strobe'")["text"]
    assert {item: left for item in FROM_RESULTS if (left := digits_left(answers()[item], kept))} == {}


def test_each_row_named_is_of_a_file_that_the_stages_leave():
    paths = {file.path for file in FILES.values()}
    for where in made()[1]["source"]:
        assert re.sub("^sum of ", "", where).partition(":")[0] in paths, where


@pytest.mark.parametrize(
    "said",
    [
        "Of 110 rows of participants read, 103 persons were analysed.",
        "second half 27 of 49 (55%); first half 20 of 54 (37%)",
        "crude 2.09 (95% CI 0.95 to 4.59), p = 0.068, n = 103; adjusted 3.83 (95% CI 1.42 to 10.30), p = 0.008, n = 95.",
        "Of the adjusted estimate: 44 events for 6 coefficients",
        "median 609.0 days",
        "265.0 [93.0-512.0] days",
        "28 of 102 (27%) in month 30",
    ],
)
def test_the_results_say_what_was_found_and_how_doubtful_it_is(said):
    assert said in " ".join(results())


def styled(**tables):
    """The documents under other settings of tables, as texts by name."""
    given = inputs()
    changed = given.settings.model_copy(update={"tables": given.settings.tables.model_copy(update=tables)})
    return {name: markdown.render(blocks).decode() for name, blocks in documents(replace(given, settings=changed))[0].items()}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"style": "apa"}, "crude 2.09 [95% CI 0.95, 4.59], p = .068, n = 103"),
        ({"p_decimals": 2}, "adjusted 3.83 (95% CI 1.42 to 10.30), p \\< 0.01, n = 95"),
        ({"decimal_comma": True}, "observed for 94.047 person-days"),
        ({"decimal_comma": True}, "265,0 [93,0-512,0] days"),
        ({"percent_decimals": 1}, "28 of 102 (27.5%) in month 30"),
    ],
)
def test_numbers_look_as_the_settings_of_tables_ask(tables, said):
    assert said in styled(**tables)["methods_and_results"]


def test_no_p_value_and_no_test_is_told_where_the_settings_ask_for_none():
    said = styled(p_values=False)
    assert not re.search(r"\bp [=<\\]|log-rank|two-sided", " ".join([said["methods_and_results"], said["strobe"]]), re.IGNORECASE)
    assert "crude 2.09 (95% CI 0.95 to 4.59), n = 103; adjusted" in said["methods_and_results"]


@pytest.mark.parametrize(
    "said",
    [
        "all participants: 45% (95% CI 36 to 55) had a first job by the end of follow-up (30 months), median not reached (95% CI 660.0 to not reached)",
        "second half, 54% (95% CI 41 to 69) had a first job by the end of follow-up (30 months), median 609.0 days (95% CI 301.0 to not reached), n = 48 "
        "(leaves out 1 who obtained a job at an unknown time, so that the share is too low); log-rank",
        "median 450.5 days (95% CI 169.0 to not reached), n = 42; UWV",
    ],
)
def test_shares_and_medians_of_curves_have_their_limits_and_say_who_is_left_out(said):
    assert said in " ".join(results())


@pytest.mark.parametrize(
    "said",
    [
        "mean days before the first job, of the first 914: 633.5 (95% CI 564.8 to 702.2)",
        "difference in it, second half from first half, not adjusted: ",
        " Test of proportional hazards: crude p = 0.277; adjusted p = 0.",
        ", all terms p = ",
        " C-statistic, of the persons that the model was fitted to: crude 0.59 (95% CI 0.49 to 0.69); adjusted 0.74 (95% CI 0.64 to 0.84).",
    ],
)
def test_means_and_checks_of_models_stand_with_the_results_and_in_the_checklist(said):
    assert said in " ".join(results())
    assert said in " ".join(answers()[item] for item in ("16a", "16c"))


def test_each_mean_and_check_is_traced_to_its_row():
    where = made()[1]["source"]
    for start in (
        "survival/estimates.csv: estimate [exposure = experience, level = second half, measure = restricted_mean_difference",
        "models/proportional_hazards.csv: p_value [model = time_to_first_job, exposure = experience, adjustment = adjusted, term = global]",
        "models/diagnostics.csv: value [model = job_obtained, exposure = funding, adjustment = crude, check = c_statistic]",
    ):
        assert where.str.startswith(start).any(), start


def test_without_checks_and_means_nothing_is_said_of_them():
    given = inputs()
    means = given.survival_estimates["measure"].str.startswith("restricted_mean")
    fewer = replace(
        given,
        diagnostics=given.diagnostics.iloc[:0],
        proportional_hazards=given.proportional_hazards.iloc[:0],
        survival_estimates=given.survival_estimates[~means],
    )
    said = results_of(fewer)
    assert "C-statistic, of the persons" not in said and "Test of proportional" not in said and "difference in it" not in said


def test_a_median_prints_as_in_the_tables():
    from ipscohort.tables.survival import median_time_cell

    given = inputs()
    rows = given.survival_estimates[given.survival_estimates["measure"].eq("median")]
    for _, row in rows[rows["estimate"].notna()].iterrows():
        cell = median_time_cell(row, given.settings.tables, {"exposure": row["exposure"], "level": row["level"]}).text
        assert cell.partition(" ")[0] in made()[1]["text"].str.partition(" ")[0].tolist()


def test_days_worked_have_their_median_at_each_level_as_the_report_has():
    persons = inputs().persons
    said = " ".join(results())
    for level, n in {"second half": 27, "first half": 20}.items():
        days = persons.loc[persons["experience"].eq(level) & persons["job_obtained"].eq("yes"), "time_worked"].dropna()
        assert len(days) == n
        assert re.search(rf"{level} median \[quartiles\] {days.median():.1f} \[[\d.]+-[\d.]+\] days, n = {n}\b", said), level


def test_where_means_are_compared_the_levels_have_their_means():
    given = inputs()
    models = given.settings.models
    linear = models.regressions["days_worked"].model_copy(update={"model": "linear"})
    changed = given.settings.model_copy(update={"models": models.model_copy(update={"regressions": {"days_worked": linear}})})
    rows = given.estimates.copy()
    of = rows["model"].eq("days_worked")
    rows.loc[of, "n_level"] = rows.loc[of, "level"].map({"second half": 49, "first half": 54}).astype("Int64")
    said = results_of(replace(given, settings=changed, estimates=rows))
    days = given.persons.loc[given.persons["experience"].eq("second half"), "time_worked"]
    assert len(days.dropna()) == 49
    assert f"second half mean (SD) {days.mean():.1f} ({days.std():.1f}) days, n = 49" in said


def test_no_middle_is_told_of_other_persons_than_the_models():
    given = inputs()
    said = results_of(replace(given, estimates=given.estimates.assign(n_level=19)))
    assert "second half n = 19; first half n = 19" in said
    assert "median [quartiles] 468.0" not in said


@pytest.mark.parametrize(
    "said",
    [
        "8 left out of the adjusted estimate: Worked competitively in past 5 years missing (5); Mental health (MHI-5, 0-100) missing (3).",
        "1 left out of the crude estimate: Funding missing (1).",
    ],
)
def test_who_is_missing_of_an_estimate_is_told_with_why(said):
    assert said in " ".join(results())
    assert "left out of the crude" not in " ".join(text for text in results() if "odds ratio, second half" in text.lower())


def test_the_methods_say_how_estimates_and_intervals_were_computed():
    said = results_of(inputs())
    assert "Method: logistic regression, maximum likelihood, Wald interval. The table has profile likelihood intervals beside them." in said
    assert "Method: linear regression of the natural logarithm, least squares, t interval." in said
    assert "separation" not in said


def test_the_methods_name_firth_and_robust_errors_where_a_fit_used_them():
    given = inputs()
    rows = given.estimates.copy()
    of = (
        rows["model"].eq("job_obtained")
        & rows["exposure"].eq("funding")
        & rows["adjustment"].eq("adjusted")
        & rows["method"].eq(logistic.ML)
    )
    assert of.any()
    rows.loc[of, "method"] = logistic.FIRTH
    rows.loc[rows["model"].eq("days_worked") & ~rows["method"].eq("reference"), "method"] = poisson.METHOD
    said = results_of(replace(given, estimates=rows))
    assert f"After separation (Funding, adjusted): {logistic.FIRTH}." in said
    assert "robust (HC1) standard errors, Wald interval." in said


def test_a_share_that_a_level_does_not_reach_is_named_with_why():
    given = inputs()
    rows = given.survival_estimates.copy()
    of = rows["level"].eq("UWV") & rows["measure"].eq("survival")
    rows.loc[of, ["time", "end_of_follow_up"]] = [183.0, False]
    rows.loc[of, ["estimate", "conf_low", "conf_high"]] = pd.NA
    rows.loc[of, "warning"] = "Nobody here was observed as long as 183 days (the longest 119 days). Left out: 1 person."
    said = results_of(replace(given, survival_estimates=rows))
    assert (
        "UWV, a first job within 183 days not estimable (nobody here was observed as long as 183 days (the longest 119 days)), median"
        in said
    )


def test_the_methods_say_what_the_settings_say():
    said = " ".join(paragraphs("methods_and_results"))
    for text in (
        "Participants were included from 10 March 2014 to 27 July 2017.",
        "first half before 19 November 2015, second half from then on; reference: first half.",
        "analysed by logistic regression among all persons analysed (odds ratio)",
        "adjusted for sex, age at inclusion, education, worked competitively in past 5 years and mental health (MHI-5, 0-100)",
        "(complete cases)",
        "with statsmodels",
    ):
        assert text in said, text


def test_what_a_run_can_know_of_strobe_is_filled_and_the_rest_is_left_to_the_authors():
    filled = [item for item, answer in answers().items() if answer != AUTHORS]
    assert filled == KNOWN
    assert list(answers()) == list(ITEMS)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("10", "All 103 eligible persons in the records were analysed; regressions have those of whom every variable is known: "),
        ("10", "Obtained competitive employment, Funding: crude 102, adjusted 94; "),
        ("10", "Days worked in competitive jobs, Funding: crude 47, adjusted 44;"),
        ("10", "Time to first job, Funding: crude 101, adjusted 93."),
        ("16c", "Kaplan-Meier estimate, all participants: 45% (95% CI 36 to 55) had a first job by the end of follow-up (30 months)"),
        ("13a", "110 rows of participants read; 1 left out (rows that repeat another), 109 remain;"),
        ("13a", "1 left out (employed at entry), 103 remain. Analysed: 103 persons."),
        ("13b", "Left out: rows that repeat another, 1;"),
        ("5", "from 10 March 2014 to 27 July 2017. Follow-up was 30 months."),
        ("6a", "They were eligible if these held: informed consent; aged 18 to 65; not in hospital full-time. Persons who held a job"),
    ],
)
def test_an_item_of_strobe_answers_what_it_asks(item, said):
    assert said in answers()[item]


def test_a_kind_of_regression_that_is_no_plain_one_is_explained():
    said = " ".join(paragraphs("methods_and_results"))
    assert "analysed by log-linear regression (linear regression of the logarithm) among those who obtained a job" in said
    given = inputs()
    models = given.settings.models
    rate = models.regressions["days_worked"].model_copy(update={"model": "poisson", "outcome": "n_jobs", "offset": "time_observed"})
    changed = given.settings.model_copy(update={"models": models.model_copy(update={"regressions": {"days_worked": rate}})})
    said = results_of(replace(given, settings=changed))
    assert "analysed by Poisson regression with the logarithm of the time observed as offset among" in said


def test_no_item_of_strobe_repeats_another():
    said = answers()
    for one, other in [("13a", "13b"), ("5", "6a")]:
        assert not set(said[one].split(". ")) & set(said[other].split(". ")), (one, other)
    assert said["16c"].startswith("Kaplan-Meier")


def test_no_word_claims_a_cause_and_no_person_is_named():
    texts = [block.text for blocks in made()[0].values() for block in blocks if not isinstance(block, Grid)]
    texts += [
        cell for blocks in made()[0].values() for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row[2:]
    ]
    said = " ".join(texts)
    assert not re.search(r"\b(effects? of|causes?|caused|causal|leads? to|led to|improve[sd]?|due to|because of)\b", said, re.IGNORECASE)
    assert not re.search("SYN-|nan|<NA>|None", said)


def test_every_library_that_computes_has_its_version_and_what_to_cite():
    (grid,) = [block for block in made()[0]["software"] if isinstance(block, Grid)]
    assert {row[0] for row in grid.rows} == set(inputs().versions) == set(CITED)
    assert all(all(cell for cell in row) for row in grid.rows)


def test_word_and_markdown_say_the_same(tmp_path):
    for name, blocks in made()[0].items():
        document = docx.Document(io.BytesIO(word.render(blocks, SYNTHETIC)))
        texts = [block.text for block in blocks if not isinstance(block, Grid)]
        assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == texts, name
        assert document.sections[0].header.paragraphs[0].text == SYNTHETIC
        plain = markdown.render(blocks, SYNTHETIC).decode()
        assert plain.startswith(f"**{SYNTHETIC}**")
        for text in texts:
            assert text.replace("<", "\\<") in plain
        grids = [block for block in blocks if isinstance(block, Grid)]
        for grid, table in zip(grids, document.tables, strict=True):
            assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [grid.headings, *grid.rows]
            assert "w:tblHeader" in table.rows[0]._tr.xml


def test_two_writes_give_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        paths = [tmp_path / folder / f"{name}.{suffix}" for name in made()[0] for suffix in ("md", "docx")]
        write_manuscript(inputs(), paths, tmp_path / folder / "numbers.csv")
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()} for folder in ("one", "two"))
    assert one == two
    assert len(one) == 7


def test_markdown_takes_no_character_of_a_label_for_markup():
    grid = Grid(("a",), (("x | y*z",),), (1.0,))
    assert markdown.render([grid]).decode() == "| a |\n| --- |\n| x \\| y\\*z |\n"
