"""What `python -m ipscohort reconstruct` says and leaves behind where it can't find a cohort."""

from __future__ import annotations

import pytest

from ipscohort.errors import UserError
from ipscohort.reconstruct.command import reconstruct_cohort
from ipscohort.reconstruct.search import stages
from tests.conftest import ROOT

PRINTED = ROOT / "data" / "published" / "vukadin2022.csv"


@pytest.fixture
def impatient(monkeypatch):
    """A search that hardly tries."""
    monkeypatch.setattr(stages, "ROUNDS", 2)
    monkeypatch.setattr(stages, "PLANS", {name: stages.Plan(20, 1.0, 0.1, 2) for name in stages.PLANS})


@pytest.mark.usefixtures("impatient")
def test_figures_that_were_not_met_are_named_and_nothing_is_written(tmp_path, capsys):
    with pytest.raises(UserError) as failed:
        reconstruct_cohort(PRINTED, 1, tmp_path / "made")
    text = str(failed.value)
    assert "hours per job" in text
    assert "t3_all_hours_" in text
    assert "try another seed" in text
    assert not (tmp_path / "made").exists()
    assert "round 2 of 2" in capsys.readouterr().out


def test_without_the_printed_figures_nothing_is_searched(tmp_path):
    with pytest.raises(UserError, match="--targets"):
        reconstruct_cohort(tmp_path / "none.csv", 1, tmp_path / "made")
