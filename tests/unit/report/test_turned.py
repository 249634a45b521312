"""An estimate that points the other way in another model of the same question says so first, in its finding and under the question."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pandas as pd
import pytest

from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.further import _alternatives
from ipscohort.report.findings import questions
from ipscohort.report.turned import turned
from tests.support import alternatives
from tests.support import page as whole
from tests.support.manuscript import inputs as of_manuscript

KEY = {"model": "job_obtained", "exposure": "experience", "level": "second half"}
BASE = pd.DataFrame([{**KEY, "adjustment": "adjusted", "estimate": -0.6, "std_error": 0.4, "ratio": exp(-0.6)}])


def report(**frames):
    return replace(whole.inputs(), **frames)


def said(inputs) -> list[str]:
    regression = inputs.settings.models.regressions["job_obtained"]
    return [text for (text,) in turned(inputs, regression, "job_obtained", "experience", "adjusted")]


def changed(frame: pd.DataFrame, adjustment: str, estimate: float) -> pd.DataFrame:
    """With another estimate of this model."""
    here = frame["model"].eq("job_obtained") & frame["exposure"].eq("experience") & frame["level"].eq("second half")
    here &= frame["adjustment"].eq(adjustment)
    return frame.assign(estimate=frame["estimate"].mask(here, estimate), ratio=frame["ratio"].mask(here, exp(estimate)))


def test_nothing_is_said_where_all_point_the_same_way_or_hardly_differ():
    assert said(report()) == []
    assert said(report(estimates=changed(whole.inputs().estimates, "crude", -0.004))) == []  # prints as 1.00
    small = changed(changed(whole.inputs().estimates, "adjusted", 0.1), "crude", -0.1)
    assert said(report(estimates=small)) == []  # apart by less than a standard error


@pytest.mark.parametrize(
    ("frames", "models"),
    [
        ({"estimates": "crude"}, "without adjustment"),
        ({"estimates": "crude_on_adjusted_rows"}, "without adjustment, on the same persons"),
        ({"estimates": "mutual"}, "with the other exposures in the same model"),
        ({"imputed": BASE}, "with missing values imputed"),
        ({"weighted": BASE}, "with who left early weighted for"),
    ],
)
def test_each_model_that_turns_is_named_first(frames, models):
    ((name, given),) = frames.items()
    inputs = report(**{name: changed(whole.inputs().estimates, given, -0.6) if isinstance(given, str) else given})
    assert said(inputs) == [f"The estimate points the other way {models}."]


def test_the_other_exposures_are_compared_with_the_estimate_at_the_head():
    other = changed(changed(whole.inputs().estimates, "mutual", -0.6), "alone_on_mutual_rows", -0.5)
    assert said(report(estimates=other)) == ["The estimate points the other way with the other exposures in the same model."]
    other = changed(whole.inputs().estimates, "alone_on_mutual_rows", -0.6)
    assert said(report(estimates=other)) == []


def test_it_is_the_doubt_that_stands_beside_the_answer():
    inputs = report(estimates=changed(whole.inputs().estimates, "mutual", -0.6))
    answer = next(answer for question in questions(inputs) for answer in question.answers)
    assert answer.doubt.text == "The estimate points the other way with the other exposures in the same model."


def test_fidelity_and_alternatives_are_looked_at_too():
    alone = BASE.assign(adjustment="alone_on_mutual_rows", estimate=0.8, ratio=exp(0.8))
    both = pd.concat([alone, BASE.assign(adjustment="mutual")])
    assert said(report(fidelity_estimates=both)) == [
        "The estimate points the other way with the fidelity of the agencies in the same model."
    ]
    tried = alternatives.tried()
    assert said(report(specifications=tried)) == []
    there = tried["model"].eq("job_obtained") & tried["exposure"].eq("experience") & tried["number"].eq(2)
    other = tried.assign(estimate=tried["estimate"].mask(there, -0.6), ratio=tried["ratio"].mask(there, exp(-0.6)))
    assert said(report(specifications=other)) == ["The estimate points the other way under some of the alternatives."]


def test_the_manuscript_tells_how_many_alternatives_point_the_same_way():
    tried, numbers = alternatives.tried(), Numbers()
    rows = tried[tried["model"].eq("job_obtained") & tried["exposure"].eq("experience") & tried["adjustment"].eq("adjusted")]
    kept = rows[rows["number"].gt(0) & rows["same_as"].isna() & rows["why_not"].isna()]
    text = _alternatives(replace(of_manuscript(), specifications=tried), numbers, KEY)
    assert text.startswith(
        f" Of the alternatives that give another estimate ({len(kept)}) {int(kept['same_direction'].sum())} point the same way; odds ratio from "
    )
    alike = kept[kept["contrast"].isna() & kept["effect"].eq("odds ratio")]["ratio"]
    assert text.endswith(f" from {alike.min():.2f} to {alike.max():.2f}.")
    assert len(numbers.printed) == 4 and _alternatives(of_manuscript(), numbers, KEY) == ""
