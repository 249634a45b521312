"""A file that breaks its reader down, never ends, or asks for all memory is named, and nothing else goes with it."""

from __future__ import annotations

import os
import sys
import time

import pytest

from ipscohort.errors import UserError
from ipscohort.files.reading import reading, watched_by
from ipscohort.run.apart import Limits, run_apart
from ipscohort.run.log import ToldError

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory has limits on Linux only")


def breaks_down():
    with reading("good.sav"):
        pass
    with reading("people.sav"):
        os._exit(139)


def never_ends():
    with reading("people.por"):
        time.sleep(60)


def thinks_long():
    with reading("people.por"):
        pass
    time.sleep(0.3)


def breaks_down_after_reading():
    with reading("people.sav"):
        pass
    os._exit(9)


def fills_memory():
    with reading("people.xlsx"):
        bytearray(3 * 10**9)


def test_a_reader_that_breaks_down_names_its_file():
    with pytest.raises(UserError, match=r"people\.sav: reading it ended the program without a word: the file is damaged or hostile"):
        run_apart(breaks_down)


def test_a_file_that_never_ends_is_given_up():
    since = time.monotonic()
    with pytest.raises(UserError, match=r"people.por: reading it has not ended after 0.005 minutes"):
        run_apart(never_ends, limits=Limits(seconds=0.3))
    assert time.monotonic() - since < 30


def test_only_the_reading_of_a_file_has_a_limit_of_time():
    run_apart(thinks_long, limits=Limits(seconds=0.1))


def test_a_breakdown_between_files_names_none():
    with pytest.raises(UserError, match="The records can't be checked") as caught:
        run_apart(breaks_down_after_reading)
    assert "people.sav" not in str(caught.value)


@LINUX
def test_a_file_that_asks_for_more_memory_than_it_may_is_named():
    with pytest.raises(ToldError, match=r"people\.xlsx: there is not enough memory for it"):
        run_apart(fills_memory, limits=Limits(memory=2 * 10**9))


@LINUX
def test_enough_memory_is_enough():
    run_apart(fills_memory, limits=Limits(memory=8 * 10**9))


def test_watchers_hear_of_begin_and_end_until_they_stop():
    heard = []

    def note(name, size):
        heard.append((name, size))

    with watched_by(note), pytest.raises(ValueError, match="x"), reading("a.csv", 5):
        raise ValueError("x")
    with reading("b.csv"):
        pass
    assert heard == [("a.csv", 5), ("", 0)]


def never_ends_busily():
    with reading("people.por", 900):
        while True:
            pass


def fills_memory_over_a_small_file():
    with reading("people.xlsx", 900):
        bytearray(2 * 10**9)


def test_a_small_file_may_not_keep_the_processor_busy_as_long_as_a_large_one():
    since = time.process_time(), time.monotonic()
    with pytest.raises(UserError, match=r"people\.por: reading it has not ended after 2 seconds|after 0.0\d+ minutes"):
        run_apart(never_ends_busily, limits=Brief(seconds=60))
    assert time.monotonic() - since[1] < 55


class Brief(Limits):
    """A file's least time is short, so that the test is."""

    def busy(self, size):
        return super().busy(size) / 4


@LINUX
def test_a_small_file_may_not_fill_the_memory_that_a_large_one_may():
    with pytest.raises(ToldError, match=r"people\.xlsx: there is not enough memory for it"):
        run_apart(fills_memory_over_a_small_file)


def test_what_the_work_gives_comes_back():
    assert run_apart(sorted, [2, 1]) == [1, 2]
