"""Records are read once: the check hands them to the step; another file, setting or code means reading anew."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config import load_cohort
from ipscohort.ingest import read_cohort
from ipscohort.run.check import ensure_checked, record_digests
from ipscohort.run.handover import Handover
from tests.conftest import ROOT

COHORT = load_cohort(ROOT / "config" / "config.yaml")
INGEST = COHORT.slice_for("ingest")["ingest"]


@pytest.fixture(scope="module")
def records():
    return read_cohort(COHORT.settings.ingest, COHORT.files())


def place(folder, ingest=INGEST, digests=None):
    return Handover(folder, ingest, digests or record_digests(COHORT))


def test_what_is_left_is_what_was_read(tmp_path, records):
    place(tmp_path).leave(records)
    found = place(tmp_path).find()
    assert found.codebook == records.codebook
    for name in ("participants", "jobs", "panel", "missing_values", "log"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(records, name))


def test_the_step_takes_it_and_a_later_check_finds_it_in_its_place(tmp_path, records):
    place(tmp_path).leave(records)
    assert place(tmp_path).take()
    assert (tmp_path / "ingest" / "participants.parquet").is_file()
    assert [path.name for path in (tmp_path / "ingest" / ".read").iterdir()] == ["key.txt"]
    assert not place(tmp_path).take()
    assert place(tmp_path).find() is not None


@pytest.mark.parametrize("changed", [{"ingest": INGEST | {"fetch": "other"}}, {"digests": {"participants": "another file"}}], ids=str)
def test_other_settings_or_files_mean_reading_anew(tmp_path, records, changed):
    place(tmp_path).leave(records)
    assert place(tmp_path, **changed).find() is None
    assert not place(tmp_path, **changed).take()


def test_half_of_it_is_nothing(tmp_path, records):
    place(tmp_path).leave(records)
    (tmp_path / "ingest" / ".read" / "panel.parquet").unlink()
    assert place(tmp_path).find() is None
    assert not place(tmp_path).take()


def test_a_check_leaves_what_it_read_and_does_not_read_again(tmp_path, monkeypatch):
    def ensure():
        ensure_checked(COHORT, record_digests(COHORT), tmp_path / "logs" / "checked.sha256")

    ensure()
    assert place(tmp_path).find() is not None
    (tmp_path / "logs" / "checked.sha256").unlink()
    monkeypatch.setattr("ipscohort.run.pipeline.read", lambda *_: pytest.fail("read again"))
    ensure()
