"""What a run came to, as its last lines say it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from ipscohort.run.provenance import summary
from snakemake_logger_plugin_ipscohort import summary as lines

FLOW = pd.DataFrame({"n": [110, 103]})


def estimates(*models):
    """A reference row and one with what is said of each model."""
    rows = [
        {"model": f"m{k}", "exposure": "e", "adjustment": "crude", "estimate": estimate, "caution": caution}
        for k, model in enumerate(models)
        for estimate, caution in ((None, None), model)
    ]
    frame = pd.DataFrame(rows, columns=["model", "exposure", "adjustment", "estimate", "caution"])
    return frame.astype({"estimate": "Float64", "caution": "boolean"})


@pytest.mark.parametrize(
    ("models", "said"),
    [
        ([], None),
        ([(0.5, False)], "1 regression models. Warnings stand beside the numbers."),
        ([(0.5, False), (0.1, True)], "2 regression models; 1 to be read with care (few persons or events, or separation)."),
        ([(0.5, True), (0.1, True)], "2 regression models; ALL to be read with care"),
        ([(None, None), (0.1, True)], "2 regression models; 1 without an estimate, 1 to be read with care"),
    ],
)
def test_models_to_be_read_with_care_are_counted(tmp_path, models, said):
    found = summary(FLOW, estimates(*models))
    (tmp_path / "run.json").write_text(json.dumps({"summary": found}), encoding="utf-8")
    told = lines(tmp_path / "report.html")
    assert told[0] == "103 persons analysed."
    assert told[1].startswith(said) if said else told[1].startswith("Tables: ")
