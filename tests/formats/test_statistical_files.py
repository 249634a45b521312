"""What SPSS, Stata and SAS files carry beside values: declared missing codes, labels, dates as numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from ipscohort.config.ingest import Column, File
from ipscohort.errors import UserError
from ipscohort.ingest.cells import take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.readers.spss_portable import number
from ipscohort.ingest.values import numbers
from tests.support.records import write_file

PUBLIC = Path(__file__).parents[1] / "data" / "public"
LABELS = {"SEX": {1.0: "man", 2.0: "woman", 9.0: "refused"}}


def raw(path: Path):
    return read_file(path, File(file=path.name))


def reasons(table, name, **settings):
    return take(table, Column(column=name, **settings), "key", Gathered()).reason.fillna("-").tolist()


@pytest.mark.parametrize(("fmt", "ending"), [("sav", "sav"), ("sav_packed_rows", "sav"), ("zsav", "zsav")])
def test_user_missing_codes_of_spss_stay_apart_from_blanks(fmt, ending, tmp_path):
    frame = pd.DataFrame({"SEX": [1.0, 9.0, 95.0, None], "WHY": ["x", "zz", "", "y"]})
    ranges = {"SEX": [9, {"lo": 90, "hi": 99}], "WHY": ["zz"]}
    table = raw(write_file(frame, tmp_path / f"a.{ending}", fmt, variable_value_labels=LABELS, missing_ranges=ranges))
    assert table.frame["SEX"].isna().tolist() == [False, True, True, True]
    assert reasons(table, "SEX") == ["-", "refused", "user-missing code", "blank"]
    assert reasons(table, "WHY") == ["-", "user-missing code", "blank", "-"]


def test_reasons_of_the_settings_come_before_value_labels_and_codes_of_the_settings_before_both(tmp_path):
    frame = pd.DataFrame({"SEX": [1.0, 9.0, 8.0]})
    labels = {"SEX": {8.0: "other", 9.0: "refused"}}
    table = raw(write_file(frame, tmp_path / "a.sav", "sav", variable_value_labels=labels, missing_ranges={"SEX": [8, 9]}))
    assert reasons(table, "SEX", missing={9: "no answer"}) == ["-", "no answer", "other"]
    assert reasons(table, "SEX", codes={1: "man", 8: "other"}) == ["-", "refused", "-"]


def test_user_missing_codes_of_portable_files_are_read(tmp_path):
    table = raw(PUBLIC / "user_missing.por")
    assert reasons(table, "SEX") == ["-", "-", "refused", "user-missing code"]
    assert reasons(table, "NM") == ["-", "user-missing code", "-", "blank"]
    assert reasons(table, "M") == ["-", "user-missing code", "blank", "-"]
    assert table.frame["D"].dt.date.tolist()[:2] == [date(2015, 3, 1), date(2015, 3, 2)]
    assert table.variable_labels == {"SEX": "Sexe"}


@pytest.mark.parametrize(("text", "value"), [("3A", 100), ("-1", -1), ("0.F", 0.5), ("1+2", 900), ("30-1", 3), ("", 0)])
def test_numbers_to_base_30(text, value):
    assert number(text) == value


def test_extended_missing_values_of_stata_and_a_plain_one_below_them(tmp_path):
    # pyreadstat 1.3.7 alone gives 1, 2, 'a', 3 here: the last is leftover memory.
    frame = pd.DataFrame({"ID": [1, 2, 3, 4], "SEX": pd.Series([1, 2, "a", None], dtype=object)})
    labels = {"SEX": {1: "man", 2: "woman", "a": "refused"}}
    path = write_file(frame, tmp_path / "a.dta", "dta", variable_value_labels=labels, missing_user_values={"SEX": ["a"]})
    table = raw(path)
    assert table.frame["SEX"].tolist()[:2] == [1, 2]
    assert table.frame["SEX"].isna().tolist() == [False, False, True, True]
    assert reasons(table, "SEX") == ["-", "-", "refused", "blank"]
    assert reasons(table, "SEX", missing={".a": "no answer"}) == ["-", "-", "no answer", "blank"]


def test_a_value_label_of_an_extended_missing_value_alone(tmp_path):
    frame = pd.DataFrame({"ID": [1, 2], "X": pd.Series([7.5, "b"], dtype=object)})
    path = write_file(frame, tmp_path / "a.dta", "dta", variable_value_labels={"X": {"b": "not asked"}}, missing_user_values={"X": ["b"]})
    assert reasons(raw(path), "X") == ["-", "not asked"]


@pytest.mark.parametrize("fmt", ["xpt", "xpt_5"])
def test_special_missing_values_of_transport_files(fmt, tmp_path):
    path = write_file(pd.DataFrame({"T": ["B.", "A"], "X": [2.5, None], "Y": [None, 1.0]}), tmp_path / "a.xpt", fmt)
    data = path.read_bytes()
    plain = b"." + bytes(7)
    assert data.count(plain) == 2
    last = data.rindex(plain)
    first = data.index(plain)
    path.write_bytes(data[:first] + b"R" + data[first + 1 : last] + b"_" + data[last + 1 :])
    table = raw(path)
    assert table.frame["X"].tolist()[0] == 2.5
    assert reasons(table, "X") + reasons(table, "Y") == ["-", "user-missing code", "user-missing code", "-"]
    assert {codes.dropna().iloc[0] for codes in table.user_missing.values()} == {".R", "._"}


def test_a_transport_file_of_two_data_sets_is_refused(tmp_path):
    path = write_file(pd.DataFrame({"X": [1.0]}), tmp_path / "a.xpt", "xpt_5")
    data = path.read_bytes()
    path.write_bytes(data + data[240:])
    with pytest.raises(UserError, match="2 data sets"):
        raw(path)


def test_sas_data_set_gives_known_values():
    table = raw(PUBLIC / "iris.sas7bdat")
    assert list(table.frame.columns) == ["Sepal_Length", "Sepal_Width", "Petal_Length", "Petal_Width", "Species"]
    assert len(table.frame) == 150
    # Means of Anderson's iris data, as R's datasets::iris gives them.
    means = table.frame.drop(columns="Species").mean()
    assert means.to_numpy() == pytest.approx([5.843333333333334, 3.057333333333333, 3.758, 1.199333333333333], rel=1e-12)
    # The file's own width cuts the names of the species to six letters.
    assert table.frame["Species"].value_counts().to_dict() == {"setosa": 50, "versic": 50, "virgin": 50}


def test_variable_and_value_labels_are_kept(tmp_path):
    path = write_file(
        pd.DataFrame({"SEX": [1.0]}), tmp_path / "a.sav", "sav", variable_value_labels=LABELS, column_labels={"SEX": "Geslacht"}
    )
    table = raw(path)
    assert table.variable_labels == {"SEX": "Geslacht"}
    assert table.value_labels == {"SEX": {"1": "man", "2": "woman", "9": "refused"}}


def test_an_impossible_spss_date_names_its_row_once_the_column_is_used(tmp_path):
    frame = pd.DataFrame({"ID": [1.0, 2.0, 3.0], "D": [13_644_547_200.0, 1e18, -5.0]})
    table = raw(write_file(frame, tmp_path / "a.sav", "sav", variable_format={"D": "DATE11"}))
    assert table.frame["D"].dt.date.tolist()[0] == date(2015, 3, 1)
    gathered = Gathered()
    take(table, Column(column="ID"), "ingest.participants.id", gathered)
    assert not gathered.problems.found
    take(table, Column(column="D"), "ingest.participants.inclusion_date", gathered)
    assert [problem.rows for problem in gathered.problems] == [(2, 3)]


@pytest.mark.parametrize(
    ("fmt", "shown", "stored"),
    [
        ("sav", "SDATE10", (date(2015, 3, 1) - date(1582, 10, 14)).days * 86400),
        ("sav", "DATETIME20", (date(2015, 3, 1) - date(1582, 10, 14)).days * 86400),
        ("dta", "%td", (date(2015, 3, 1) - date(1960, 1, 1)).days),
        ("dta", "%tdDD-NN-CCYY", (date(2015, 3, 1) - date(1960, 1, 1)).days),
        ("dta", "%tc", (date(2015, 3, 1) - date(1960, 1, 1)).days * 86_400_000),
        ("xpt", "DDMMYY10", (date(2015, 3, 1) - date(1960, 1, 1)).days),
        ("xpt", "DATETIME20", (date(2015, 3, 1) - date(1960, 1, 1)).days * 86400),
    ],
)
def test_dates_by_their_display_format(fmt, shown, stored, tmp_path):
    frame = pd.DataFrame({"ID": [1.0, 2.0], "D": [float(stored), None]})
    found = raw(write_file(frame, tmp_path / f"a.{fmt}", fmt, variable_format={"D": shown})).frame["D"]
    assert found.iloc[0] == pd.Timestamp("2015-03-01")
    assert pd.isna(found.iloc[1])


@pytest.mark.parametrize(("fmt", "shown", "stored"), [("sav", "MOYR8", 13_644_547_200.0), ("dta", "%tm", 662.0)])
def test_a_month_stays_a_month(fmt, shown, stored, tmp_path):
    path = write_file(pd.DataFrame({"D": [stored]}), tmp_path / f"a.{fmt}", fmt, variable_format={"D": shown})
    assert raw(path).frame["D"].tolist() == ["2015-03"]


def test_whole_number_dates_of_stata_with_a_missing_one(tmp_path):
    frame = pd.DataFrame({"ID": [1, 2, 3], "D": pd.Series([20148, None, 20149], dtype="Int64")})
    found = raw(write_file(frame, tmp_path / "a.dta", "dta", variable_format={"D": "%td"})).frame["D"]
    assert found.dt.date.tolist()[0] == date(2015, 3, 1)
    assert found.isna().tolist() == [False, True, False]


DAY = (date(2015, 3, 1) - date(1960, 1, 1)).days
DAY_SAS, MOMENT_SAS = float(DAY), (DAY + 10 / 24) * 86400
DAYS_OF_SAS = [
    "DATE9",
    "DAY2",
    "DDMMYY10",
    "DDMMYYB10",
    "DDMMYYC8",
    "DDMMYYD8",
    "DDMMYYN8",
    "DDMMYYP10",
    "DDMMYYS8",
    "MMDDYY10",
    "MMDDYYD10",
    "YYMMDD10",
    "YYMMDDN8",
    "YYMMDDS10",
    "WEEKDATE17",
    "WEEKDATX17",
    "WEEKDAY1",
    "WEEKU5",
    "WEEKV11",
    "WEEKW5",
    "WORDDATE",
    "WORDDATX",
    "DOWNAME",
    "JULIAN7",
    "JULDAY3",
    "PDJULG4",
    "PDJULI4",
    "E8601DA",
    "B8601DA8",
    "IS8601DA",
    "NENGO",
    "MINGUO",
    "HDATE",
    "HEBDATE",
    "EURDFDD10",
    "EURDFDE9",
    "EURDFWDX",
    "DEUDFDD10",
    "NLDATE",
    "NLDATEL",
    "NLDATEMD",
    "NLDATES",
    "NLDATEW",
    "NLDATEWN",
]
MOMENTS_OF_SAS = [
    "DATETIME20",
    "DATEAMPM",
    "MDYAMPM",
    "DTDATE9",
    "DTWKDATX",
    "E8601DN10",
    "E8601DT19",
    "E8601DZ20",
    "E8601DX",
    "E8601LX",
    "B8601DN8",
    "B8601DT",
    "B8601DZ",
    "B8601DX",
    "B8601LX",
    "IS8601DN",
    "IS8601DT",
    "IS8601DZ",
    "EURDFDT",
    "DEUDFDT",
    "NLDATM",
    "NLDATMAP",
    "NLDATMDT",
    "NLDATML",
    "NLDATMMD",
    "NLDATMW",
    "NLDATMZ",
]


def sas_dates(folder, shown, *stored):
    frame = pd.DataFrame({"ID": [1.0] * (len(stored) + 1), "D": [*stored, None]})
    return raw(write_file(frame, folder / "a.xpt", "xpt", variable_format={"D": shown})).frame["D"]


@pytest.mark.parametrize("shown", DAYS_OF_SAS)
def test_days_of_sas_under_any_format(shown, tmp_path):
    assert sas_dates(tmp_path, shown, DAY_SAS).dropna().tolist() == [pd.Timestamp("2015-03-01")]


@pytest.mark.parametrize("shown", MOMENTS_OF_SAS)
def test_moments_of_sas_under_any_format(shown, tmp_path):
    assert sas_dates(tmp_path, shown, MOMENT_SAS).dropna().tolist() == [pd.Timestamp("2015-03-01 10:00")]


@pytest.mark.parametrize("shown", ["BEST12", "8", "F8.2", "COMMA9", "Z5", "MYFMT", "PERCENT8", "DOLLAR9", "ROMAN", "DATEX", ""])
def test_other_formats_of_sas_are_numbers(shown, tmp_path):
    assert sas_dates(tmp_path, shown, DAY_SAS).dropna().tolist() == [DAY_SAS]


@pytest.mark.parametrize(
    ("shown", "per_day", "known"),
    [
        *(
            (name, 1, "2015-01")
            for name in ("MONYY7", "MMYY7", "MMYYS7", "YYMM7", "YYMMN6", "YYMON7", "MONNAME", "MONTH2", "NLDATEYM", "EURDFMY7")
        ),
        *((name, 1, "2015q1") for name in ("YYQ6", "YYQC6", "YYQR8", "YYQRN", "QTR", "QTRR", "NLDATEYQ")),
        *((name, 1, "2015") for name in ("YEAR4", "NLDATEYR")),
        ("DTMONYY7", 86400, "2015-01"),
        ("DTYYQC6", 86400, "2015q1"),
        ("DTYEAR4", 86400, "2015"),
    ],
)
def test_a_period_of_sas_stays_one_unless_days_in_it_are_known(shown, per_day, known, tmp_path):
    first = (date(2015, 1, 1) - date(1960, 1, 1)).days * float(per_day)
    assert sas_dates(tmp_path, shown, first).dropna().tolist() == [known]
    days = sas_dates(tmp_path, shown, first, (DAY_SAS + 1) * per_day).dropna()
    assert days.dt.date.tolist() == [date(2015, 1, 1), date(2015, 3, 2)]


@pytest.mark.parametrize(
    "shown",
    ["TIME8", "TIMEAMPM11", "HHMM5", "HOUR4", "MMSS8", "TOD8", "E8601TM", "E8601TZ", "E8601LZ", "B8601TM", "IS8601TM", "NLTIME", "NLTIMAP"],
)
def test_times_of_sas_are_no_numbers(shown, tmp_path):
    assert sas_dates(tmp_path, shown, 37_200.0, 90_061.5, -60.0).dropna().tolist() == ["10:20:00", "25:01:01.5", "-00:01:00"]


def test_a_moment_of_which_sas_shows_the_time_is_a_moment(tmp_path):
    assert sas_dates(tmp_path, "TOD8", MOMENT_SAS).dropna().tolist() == [pd.Timestamp("2015-03-01 10:00")]


@pytest.mark.parametrize(
    ("shown", "stored", "known"),
    [
        *((f"{name}11", date(2015, 3, 1), pd.Timestamp("2015-03-01")) for name in ("DATE", "ADATE", "EDATE", "JDATE", "SDATE")),
        *((f"{name}20", date(2015, 3, 1), pd.Timestamp("2015-03-01")) for name in ("DATETIME", "YMDHMS")),
        ("MOYR8", date(2015, 3, 1), "2015-03"),
        ("QYR8", date(2015, 4, 1), "2015q2"),
        ("QYR8", date(2015, 4, 2), pd.Timestamp("2015-04-02")),
        ("WKYR10", date(2015, 1, 8), "2015w02"),
        ("WKYR10", date(2015, 1, 9), pd.Timestamp("2015-01-09")),
        ("TIME8", 37_200.0, "10:20:00"),
        ("DTIME14", 180_000.0, "50:00:00"),
        ("WKDAY3", 3.0, 3.0),
        ("MONTH3", 3.0, 3.0),
    ],
)
def test_dates_and_times_of_spss_by_their_format(shown, stored, known, tmp_path):
    seconds = stored if isinstance(stored, float) else (stored - date(1582, 10, 14)).days * 86400.0
    path = write_file(pd.DataFrame({"D": [seconds]}), tmp_path / "a.sav", "sav", variable_format={"D": shown})
    assert raw(path).frame["D"].tolist() == [known]


@pytest.mark.parametrize(
    ("shown", "stored", "known"),
    [
        ("%td", DAY, pd.Timestamp("2015-03-01")),
        ("%-tdDD/NN/CCYY", DAY, pd.Timestamp("2015-03-01")),
        ("%d", DAY, pd.Timestamp("2015-03-01")),
        ("%tc", MOMENT_SAS * 1000, pd.Timestamp("2015-03-01 10:00")),
        # 25 leap seconds had been inserted by then; without them this would be 2 March.
        ("%tC", ((DAY + 1) * 86400 - 1 + 25) * 1000, pd.Timestamp("2015-03-01 23:59:59")),
        ("%tC", (date(1970, 1, 1) - date(1960, 1, 1)).days * 86_400_000, pd.Timestamp("1970-01-01")),
        ("%tcHH:MM:SS", 37_200_000, "10:20:00"),
        ("%tcHH:MM", MOMENT_SAS * 1000, pd.Timestamp("2015-03-01 10:00")),
        ("%tm", 662, "2015-03"),
        ("%tw", (2015 - 1960) * 52 + 8, "2015w09"),
        ("%tq", (2015 - 1960) * 4 + 1, "2015q2"),
        ("%th", (2015 - 1960) * 2 + 1, "2015h2"),
        ("%tq", -1, "1959q4"),
        ("%ty", 2015, 2015.0),
        ("%9.0g", 2015, 2015.0),
    ],
)
def test_dates_of_stata_by_their_format(shown, stored, known, tmp_path):
    path = write_file(pd.DataFrame({"D": [float(stored)]}), tmp_path / "a.dta", "dta", variable_format={"D": shown})
    assert raw(path).frame["D"].tolist() == [known]


def test_dates_of_a_business_calendar_are_a_problem_once_used(tmp_path):
    path = write_file(pd.DataFrame({"D": [100.0, None], "X": 1.0}), tmp_path / "a.dta", "dta", variable_format={"D": "%tbsimple"})
    assert [(fault.column, fault.rows) for fault in raw(path).faults] == [("D", (1,))]


def test_a_duration_taken_for_a_number_says_what_it_is(tmp_path):
    path = write_file(pd.DataFrame({"D": [144_000.0]}), tmp_path / "a.sav", "sav", variable_format={"D": "TIME8"})
    gathered = Gathered()
    numbers(take(raw(path), Column(column="D"), "ingest.jobs.a.hours", gathered), gathered)
    assert "compute it as a number" in gathered.problems.found[0].remedy
