"""Every format and every shape that the settings know has its reader or shaper, and a test."""

from __future__ import annotations

from typing import get_args

from ipscohort.config.ingest import FileFormat, JobSource
from ipscohort.ingest.readers import ENDINGS, READERS
from ipscohort.ingest.readers.signature import NAMES
from ipscohort.ingest.shapers import SHAPERS
from tests.support.records import ENDING, FORMATS


def test_formats_of_the_settings_have_a_reader_and_a_name():
    assert set(READERS) == set(get_args(FileFormat)) - {"auto"} == set(NAMES)
    assert set(ENDINGS.values()) == set(READERS)


def test_every_format_that_can_be_written_is_tested_on_the_same_cohort():
    # .sas7bdat is tested on a public file.
    assert {ENDINGS[f".{ENDING.get(fmt, fmt)}"] for fmt in FORMATS} == set(READERS) - {"sas7bdat"}


def test_shapes_of_the_settings_have_a_shaper():
    classes = get_args(get_args(JobSource)[0])
    assert {get_args(cls.model_fields["shape"].annotation)[0] for cls in classes} == set(SHAPERS)
