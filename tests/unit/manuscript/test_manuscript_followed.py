"""How long persons were followed, and when they came, as the manuscript says it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ipscohort.manuscript import documents, markdown
from ipscohort.manuscript.document import Grid
from tests.support.manuscript import inputs

ASSUMED = "by assumption: the settings say that everybody was observed to the end"
AS_NO = "Who left before the end of follow-up without a job counts as not having obtained one."


def text_of(given) -> str:
    return markdown.render(documents(given)[0]["methods_and_results"]).decode()


def answers(given) -> dict[str, str]:
    (grid,) = [block for block in documents(given)[0]["strobe"] if isinstance(block, Grid)]
    return {item: answer for item, _, answer in grid.rows}


def who_left(given):
    """One person without a job left."""
    idle = given.persons["job_obtained"].eq("no").to_numpy().nonzero()[0][0]
    return replace(given, persons=given.persons.assign(full_follow_up=[k != idle for k in range(len(given.persons))]))


def test_that_nobody_was_lost_is_called_an_assumption_where_no_record_says_so():
    given = inputs()
    assert f"Follow-up was complete for 103 of 103 (100%), {ASSUMED}." in text_of(given)
    assert answers(given)["14c"].endswith(
        f"(100%), {ASSUMED}. Median follow-up (reverse Kaplan-Meier): 912.0 days (95% CI 911.0 to 913.0)."
    )
    assert answers(given)["12d"].startswith(f"No loss to follow-up, {ASSUMED}. Kaplan-Meier estimates")
    assert AS_NO not in answers(given)["12d"]


def test_who_left_without_a_job_counts_as_without_one_and_that_is_said():
    given = who_left(inputs())
    assert "Follow-up was complete for 102 of 103 (99%)." in text_of(given)
    assert AS_NO in answers(given)["12d"]


def test_median_follow_up_is_that_of_the_estimates():
    given = inputs()
    rows = given.survival_estimates
    of = rows["measure"].eq("follow_up_median") & rows["exposure"].eq("all")
    assert "Median follow-up (reverse Kaplan-Meier): 912.0 days (95% CI 911.0 to 913.0)." in text_of(given)
    other = replace(given, survival_estimates=rows.assign(estimate=rows["estimate"].mask(of, 700.0)))
    assert "Median follow-up (reverse Kaplan-Meier): 700.0 days" in text_of(other)
    assert "Median follow-up (reverse" not in text_of(replace(given, survival_estimates=rows[~of]))


def test_where_the_settings_name_no_recruitment_its_months_are_those_of_the_records():
    given = inputs()
    clean = given.settings.clean.model_copy(update={"recruitment": None})
    silent = replace(given, settings=given.settings.model_copy(update={"clean": clean}))
    assert "Participants were included from March 2014 to July 2017." in text_of(silent)
    assert answers(silent)["5"].startswith("Participants were included from March 2014 to July 2017.")
    undated = replace(silent, persons=silent.persons.assign(inclusion_date=pd.NaT))
    assert "Participants were included" not in text_of(undated)
