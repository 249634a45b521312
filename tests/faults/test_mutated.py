"""A few mutated files of each format, files that once went wrong, and counts in headers that say less or more than there is."""

from __future__ import annotations

import random
import struct
import sys
from pathlib import Path

import pytest

from ipscohort.config.ingest import File
from ipscohort.errors import UserError
from ipscohort.ingest.readers import read_file
from tests.faults import mutations
from tests.faults.mutated import FORMATS, OUTCOMES, sound, trials, tried

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory has limits on Linux only")
SEEDS = Path(__file__).parent / "seeds"


@LINUX
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_mutated_file_is_read_right_or_refused_in_words(fmt, tmp_path):
    found = list(trials(fmt, 6, 12, tmp_path))
    assert len(found) == 6
    assert [trial.how for trial in found if trial.outcome == "fault"] == []


@pytest.mark.parametrize("seed", sorted(SEEDS.iterdir()), ids=lambda seed: seed.name)
def test_a_file_that_once_went_wrong_is_refused_by_name(seed):
    with pytest.raises(UserError, match=rf"{seed.name}.*\n +->"):
        read_file(seed, File(file=seed.name))


def at_sas(data: bytes) -> int:
    """Where the number of records stands in tests/data/sas/jobs.sas7bdat."""
    return 11528


@pytest.mark.parametrize(
    ("way", "place", "kind"),
    [
        ("sav", lambda data: 80, "<i"),
        ("sav_packed_rows", lambda data: 80, "<i"),
        ("zsav", lambda data: 80, "<i"),
        ("dta", lambda data: data.index(b"<N>") + 3, "<q"),
        ("dta_8", lambda data: 6, "<i"),
        ("sas7bdat", at_sas, "<q"),
    ],
)
@pytest.mark.parametrize("more", [-2, -1, 1])
def test_a_header_that_says_another_number_of_records_is_refused(way, place, kind, more, tmp_path):
    cohort = sound(tmp_path, way)
    data = bytearray(cohort.files["jobs.interviews"].read_bytes())
    at = place(bytes(data))
    held = struct.unpack_from(kind, data, at)[0]
    assert held == 5
    struct.pack_into(kind, data, at, held + more)
    assert tried(cohort, "jobs.interviews", bytes(data), way).outcome == OUTCOMES[2]


@pytest.mark.parametrize("said", [b"3", b"4", b"6", b"9"])
def test_a_transport_file_that_says_another_number_of_records_is_refused(said, tmp_path):
    cohort = sound(tmp_path, "xpt")
    data = cohort.files["jobs.interviews"].read_bytes()
    at = data.index(b"5", data.index(b"HEADER RECORD*******OBSV8") + 48)
    assert tried(cohort, "jobs.interviews", data[:at] + said + data[at + 1 :], "count").outcome == OUTCOMES[2]


def test_a_transport_file_without_its_records_is_no_cohort_without_jobs(tmp_path):
    cohort = sound(tmp_path, "xpt")
    data = cohort.files["jobs.interviews"].read_bytes()
    end = data.index(b"HEADER RECORD*******OBSV8") + 80
    trial = tried(cohort, "jobs.interviews", data[:end], "cut where the records begin")
    assert trial.outcome == OUTCOMES[2] and "0 of 5 records" in trial.how, trial.how


def test_a_file_of_unknown_length_that_ends_within_a_record_is_refused(tmp_path):
    cohort = sound(tmp_path, "sav")
    data = bytearray(cohort.files["jobs.interviews"].read_bytes())
    struct.pack_into("<i", data, 80, -1)
    assert tried(cohort, "jobs.interviews", bytes(data), "unknown").outcome == OUTCOMES[0]
    assert tried(cohort, "jobs.interviews", bytes(data[:-3]), "cut").outcome == OUTCOMES[2]


@LINUX
@pytest.mark.parametrize(
    ("way", "bomb"), [("xlsx", lambda data, chance: mutations.bomb_in_zip(data, chance, 0.5)), ("xlsx", mutations.entities)]
)
def test_a_workbook_that_unpacks_without_end_is_refused_at_once(way, bomb, tmp_path):
    cohort = sound(tmp_path, way)
    trial = tried(cohort, "jobs.interviews", bomb(cohort.files["jobs.interviews"].read_bytes(), random.Random(3)), "bomb")
    assert trial.outcome == OUTCOMES[2], trial.how
