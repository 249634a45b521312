"""How a draft reads dates: by the format that reads most of them, and by asking where two read them otherwise."""

from __future__ import annotations

import pytest

from tests.unit.draft.drafting import PEOPLE, drafted, write


def test_a_day_that_may_be_a_month_is_asked_for(tmp_path):
    columns = {**PEOPLE, "inclusiedatum": [f"0{n % 9 + 1}/03/2015" for n in range(10)]}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    written = settings["ingest"]["participants"]["inclusion_date"]["date_format"]
    assert written == "DECIDE: %d/%m/%Y (reads 10 of 10) or %m/%d/%Y (reads 10 of 10), and they differ in the day"


@pytest.mark.parametrize("mark", ["-", "/", "."])
@pytest.mark.parametrize(("year", "years"), [("%Y", "2015"), ("%y", "87")])
def test_the_format_that_reads_most_values_wins(tmp_path, mark, year, years):
    """The 13th and later days tell: of American dates, a format that begins with the day reads a few only."""
    days = [mark.join([f"{n % 3 + 1:02d}", f"{11 + n:02d}", years]) for n in range(10)]
    settings, text = drafted(tmp_path, write(tmp_path, **{**PEOPLE, "inclusiedatum": days}))
    assert settings["ingest"]["participants"]["inclusion_date"]["date_format"] == mark.join(["%m", "%d", year])
    assert "not read" not in text


def test_one_date_that_only_one_format_reads_does_not_speak_for_the_others(tmp_path):
    days = [f"0{n % 9 + 1}-01-2015" for n in range(19)] + ["15-03-2015"]
    columns = {"respnr": [f"R{n:03d}" for n in range(20)], "inclusiedatum": days}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    written = settings["ingest"]["participants"]["inclusion_date"]["date_format"]
    assert written.startswith("DECIDE: %d-%m-%Y (reads 20 of 20) or %m-%d-%Y (reads 19 of 20)")


def test_dates_of_two_habits_are_asked_for_and_what_stays_unread_is_said(tmp_path):
    days = [f"{n + 11}-03-2015" for n in range(10)] + [f"03-{n + 11}-2015" for n in range(10)]
    columns = {"respnr": [f"R{n:03d}" for n in range(20)], "inclusiedatum": days}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    written = settings["ingest"]["participants"]["inclusion_date"]["date_format"]
    assert written.startswith("DECIDE: %d-%m-%Y (reads 12 of 20) or %m-%d-%Y (reads 12 of 20)")


def test_values_that_are_no_dates_are_counted(tmp_path):
    days = [f"{n + 10}-03-2015" for n in range(19)] + ["maart 2015"]
    columns = {"respnr": [f"R{n:03d}" for n in range(20)], "inclusiedatum": days}
    settings, text = drafted(tmp_path, write(tmp_path, **columns))
    assert settings["ingest"]["participants"]["inclusion_date"]["date_format"] == "%d-%m-%Y"
    assert "# 1 of 20 values are not read as dates: check names their rows" in text
    assert "maart" not in text


def test_years_of_two_digits_may_come_first(tmp_path):
    columns = {**PEOPLE, "inclusiedatum": [f"15-03-{n + 10}" for n in range(10)]}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    written = settings["ingest"]["participants"]["inclusion_date"]["date_format"]
    assert "%d-%m-%y (reads 10 of 10)" in written and "%y-%m-%d (reads 10 of 10)" in written


def test_a_time_of_day_beside_the_date(tmp_path):
    columns = {**PEOPLE, "inclusiedatum": [f"3/{n + 11}/2015 0:00" for n in range(10)]}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    assert settings["ingest"]["participants"]["inclusion_date"]["date_format"] == "%m/%d/%Y %H:%M"


def test_numbered_jobs_tell_together_how_their_dates_are_written(tmp_path):
    """The first job's dates can be read both ways; the second's cannot, and both are read by one format."""
    jobs = {
        "job1_start": ["04/01/2015"] * 10,
        "job1_end": ["05/01/2015"] * 10,
        "job2_start": ["06/15/2015"] * 10,
        "job2_end": ["07/20/2015"] * 10,
    }
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, **jobs))
    columns = settings["ingest"]["jobs"]["jobs"]["columns"]
    assert columns["start"] == {"column": "job{n}_start", "date_format": "%m/%d/%Y"}
    assert columns["end"]["date_format"] == "%m/%d/%Y"
