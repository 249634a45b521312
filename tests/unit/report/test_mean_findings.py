"""What the page says of mean times without a job: with a common time or several, with and without interval and p."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ipscohort.report.means import mean_doubts, mean_finding
from tests.support import page as whole

LEVELS = ["second half", "first half"]
EXPOSURE = "experience"


def rows() -> pd.DataFrame:
    frame = whole.inputs().survival_estimates
    return frame[frame["exposure"].eq(EXPOSURE)].copy()


def said(frame: pd.DataFrame, inputs=None, levels=LEVELS) -> str:
    return mean_finding(inputs or whole.inputs(), frame, EXPOSURE, levels).text


def of(frame: pd.DataFrame, measure: str, level: str = "second half") -> pd.Series:
    return frame["measure"].eq(measure) & frame["level"].eq(level)


def test_means_stand_with_their_common_time_and_their_difference():
    assert said(rows()) == (
        "Mean days before the first job in the first 913 days (95% CI): 542.9 (437.3 to 648.6) in second half, 712.9 (629.2 to 796.6) in first half; "
        "difference -170.0 (-304.8 to -35.2), p = 0.013, not adjusted."
    )


def test_without_a_common_time_each_mean_has_its_own():
    frame = rows()
    frame.loc[of(frame, "restricted_mean"), "time"] = 365.0
    assert said(frame).startswith(
        "Mean days before the first job (95% CI): 542.9 (437.3 to 648.6) in second half in the first 365 days, 712.9 (629.2 to 796.6) in first half in "
        "the first 913 days; difference"
    )


def test_without_an_interval_a_difference_stands_alone_and_is_doubted():
    frame = rows()
    difference = of(frame, "restricted_mean_difference")
    frame.loc[difference, ["conf_low", "conf_high", "p_value"]] = pd.NA
    frame.loc[difference, "warning"] = "No interval and no p: why. Left out: 1 person who worked, but the time of the first job is unknown."
    assert said(frame).endswith("; difference -170.0, not adjusted.")
    assert [phrase.text for phrase in mean_doubts(frame, EXPOSURE, LEVELS)] == [
        "Mean time before the first job, second half: No interval and no p: why."
    ]


def test_who_is_left_out_alone_is_no_further_doubt():
    assert mean_doubts(rows(), EXPOSURE, LEVELS) == []


def test_without_p_values_none_is_said():
    inputs = whole.inputs()
    tables = inputs.settings.tables.model_copy(update={"p_values": False})
    inputs = replace(inputs, settings=inputs.settings.model_copy(update={"tables": tables}))
    assert said(rows(), inputs).endswith("; difference -170.0 (-304.8 to -35.2), not adjusted.")


def test_of_several_levels_each_difference_names_both():
    frame = rows()
    third = frame[frame["level"].eq("second half")].assign(level="third")
    text = said(pd.concat([frame, third]), levels=["second half", "third", "first half"])
    assert text.count("difference -170.0 (-304.8 to -35.2) of ") == 2
    assert "of third from first half, p = 0.013, not adjusted" in text


@pytest.mark.parametrize("kept", [[], ["median", "survival"]])
def test_without_means_nothing_is_said(kept):
    frame = rows()
    assert mean_finding(whole.inputs(), frame[frame["measure"].isin(kept)], EXPOSURE, LEVELS).parts == ()
