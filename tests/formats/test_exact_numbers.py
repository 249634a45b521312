"""Ids and codes are kept to the last digit, or refused by name. Never two persons made one."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ipscohort.config.ingest import Column, File, Ingest
from ipscohort.errors import UserError
from ipscohort.ingest import read_cohort
from ipscohort.ingest.cells import take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.participants import read_ids
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.values import categories, numbers, words
from tests.support.records import write_file

LONG = [10**18 + 1, 10**18 + 2]


def parquet(folder, **columns):
    pa.parquet.write_table(pa.table(columns), folder / "a.parquet")
    return folder / "a.parquet"


def ids_of(path, name="ID"):
    """Ids, and the rows of what is wrong with them."""
    gathered = Gathered()
    found = read_ids(take(read_file(path, File(file=path.name)), Column(column=name), "key", gathered), gathered)
    return found.tolist(), [(problem.what, problem.rows) for problem in gathered.problems]


def test_decimals_of_parquet_are_the_codes_that_they_show(tmp_path):
    path = parquet(
        tmp_path, S=pa.array([Decimal("0.3"), Decimal("0.60"), Decimal("-1.0"), None, Decimal(0)], pa.decimal128(5, 2)), N=[1] * 5
    )
    gathered = Gathered()
    column = Column(column="S", codes={0.3: "low", 0.6: "high", -1: "below"}, missing={0: "none"})
    cells = take(read_file(path, File(file="a.parquet")), column, "key", gathered)
    assert categories(cells, gathered).fillna("-").tolist() == ["low", "high", "below", "-", "-"]
    assert cells.reason.fillna("-").tolist() == ["-", "-", "-", "blank", "none"]
    assert numbers(take(read_file(path, File(file="a.parquet")), Column(column="S"), "key", gathered), gathered)[:2].tolist() == [0.3, 0.6]
    assert not gathered.problems.found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scale=st.integers(0, 12), whole=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=4))
def test_any_decimal_is_written_plainly(tmp_path, scale, whole):
    values = [Decimal(w).scaleb(-scale) for w in whole]
    path = parquet(tmp_path, S=pa.array(values, pa.decimal128(38, scale)))
    cells = take(read_file(path, File(file="a.parquet")), Column(column="S"), "key", Gathered())
    assert [Decimal(text) for text in cells.text] == values
    assert not cells.text.str.contains(r"E|e|\.\d*0$|\.$", regex=True).any()


@pytest.mark.parametrize("kind", [pa.decimal128(20, 0), pa.decimal256(50, 2), pa.int64(), pa.uint64(), pa.string()])
def test_long_ids_of_parquet_stay_two(kind, tmp_path):
    values = [str(n) for n in LONG] if kind == pa.string() else [Decimal(n) for n in LONG] if pa.types.is_decimal(kind) else LONG
    path = parquet(tmp_path, ID=pa.array(values, kind))
    assert ids_of(path) == ([str(n) for n in LONG], [])


def test_two_persons_with_long_ids_keep_their_own_jobs(tmp_path):
    people = parquet(tmp_path, ID=pa.array([Decimal(n) for n in LONG], pa.decimal128(20, 0)))
    jobs = tmp_path / "jobs.parquet"
    pa.parquet.write_table(pa.table({"ID": pa.array(LONG, pa.int64()), "S": [1, 2], "E": [3, 4]}), jobs)
    columns = {"start": "S", "end": "E"}
    source = {"shape": "spells", "file": "jobs.parquet", "id": "ID", "columns": columns}
    ingest = Ingest.model_validate({"participants": {"file": "a.parquet", "id": "ID"}, "jobs": {"a": source}})
    found = read_cohort(ingest, {"participants": people, "jobs.a": jobs})
    assert found.participants["id"].tolist() == found.jobs["id"].tolist() == [str(n) for n in LONG]


LOST = "ids stored as numbers of a kind that can't hold so many digits: the last ones are lost"


@pytest.mark.parametrize("fmt", ["sav", "zsav", "por", "dta", "xpt", "xlsx", "parquet"])
def test_a_floating_number_above_2_to_the_53_is_no_id(fmt, tmp_path):
    path = write_file(pd.DataFrame({"ID": [7.0, 2.0**53, 2.0**53 - 2]}), tmp_path / f"a.{fmt}", fmt)
    found, problems = ids_of(path)
    assert problems == [(LOST, (3, 4) if fmt == "xlsx" else (2,))]
    assert [found[0], found[2]] == ["7", "9007199254740990"]


def test_numbers_of_a_workbook_have_fifteen_digits_and_its_texts_have_all(tmp_path):
    book = Workbook()
    for row in (["ID", "MIXED", "TEXT"], [10**15 - 1, 10**15 - 1, str(LONG[0])], [10**15, "a", str(LONG[1])], [7, 10**15, 7]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert ids_of(tmp_path / "a.xlsx") == (["999999999999999", "1000000000000000", "7"], [(LOST, (3,))])
    assert ids_of(tmp_path / "a.xlsx", "MIXED")[1] == [("ids written with an exponent: their last digits are lost", (4,))]
    assert ids_of(tmp_path / "a.xlsx", "TEXT") == ([*map(str, LONG), "7"], [])


def test_short_floating_numbers_hold_fewer_digits(tmp_path):
    frame = pd.DataFrame({"ID": np.array([7, 2**24, 16_777_214], dtype="float32"), "X": np.array([0.3, 0.7, 1e-5], dtype="float32")})
    frame.to_stata(tmp_path / "a.dta", write_index=False)
    frame.to_parquet(tmp_path / "a.parquet")
    for name in ("a.dta", "a.parquet"):
        found, problems = ids_of(tmp_path / name)
        assert problems == [(LOST, (2,))]
        assert [found[0], found[2]] == ["7", "16777214"]
        gathered = Gathered()
        cells = take(read_file(tmp_path / name, File(file=name)), Column(column="X"), "key", gathered)
        assert (cells.text.tolist(), numbers(cells, gathered).tolist()) == (["0.3", "0.7", "0.00001"], [0.3, 0.7, 0.00001])


def test_a_transport_file_of_short_numbers_holds_fewer_digits(tmp_path):
    path = write_file(pd.DataFrame({"ID": [7.0, 2.0**21 - 1, 2.0**21]}), tmp_path / "a.xpt", "xpt_5")
    data = bytearray(path.read_bytes())
    at = data.index(b"HEADER RECORD*******NAMESTR") + 80
    rows = data.index(b"HEADER RECORD*******OBS") + 80
    data[at + 4 : at + 6] = (4).to_bytes(2)
    cells = b"".join(bytes(data[rows + 8 * k : rows + 8 * k + 4]) for k in range(3))
    path.write_bytes(bytes(data[:rows]) + cells.ljust(80))
    assert ids_of(path) == (["7", "2097151", "2097152"], [(LOST, (3,))])


def test_sas_numbers_of_fewer_bytes_hold_fewer_digits():
    frame = pd.DataFrame({"ID": [7.0, 2.0**21, 2.0**21 - 1]})
    for below, rows in ((2.0**21, (1,)), (2.0**53, ())):
        gathered = Gathered()
        read_ids(take(RawTable("a.sas7bdat", frame, exact_below={"ID": below}), Column(column="ID"), "key", gathered), gathered)
        assert [problem.rows for problem in gathered.problems] == ([rows] if rows else [])


def csv(folder, *cells):
    (folder / "a.csv").write_text("ID,X\n" + "".join(f'"{cell}",1\n' for cell in cells), encoding="utf-8")
    return folder / "a.csv"


@pytest.mark.parametrize("cell", ["1E+18", "1.23457E+15", "1,23457E+15", " 1e+18 ", "1.0E18", "1.2345679E17", "-1E+05", "1E-05"])
def test_an_id_with_an_exponent_is_refused(cell, tmp_path):
    gathered = Gathered()
    path = csv(tmp_path, "7", cell, "P3")
    read_ids(take(read_file(path, File(file="a.csv")), Column(column="ID"), "key", gathered), gathered)
    assert [(problem.what, problem.rows) for problem in gathered.problems] == [
        ("ids written with an exponent: their last digits are lost", (3,))
    ]
    assert "as text" in gathered.problems.found[0].remedy
    assert cell.strip() not in str(gathered.problems.found[0])


def test_letters_that_are_no_exponent_are_ids(tmp_path):
    assert ids_of(csv(tmp_path, "1E5", "E12", "12E3", "1E+", "3E10", "AE+10", "1.5", "x")) == (
        ["1E5", "E12", "12E3", "1E+", "3E10", "AE+10", "1.5", "x"],
        [],
    )


def test_an_exponent_without_a_sign_beside_nothing_but_numbers(tmp_path):
    assert ids_of(csv(tmp_path, "1E18", "123456789012", "7"))[1] == [("ids written with an exponent: their last digits are lost", (2,))]
    assert ids_of(csv(tmp_path, "1E5", "2E5", "7"))[1] == []


def test_codes_and_texts_that_have_lost_digits_are_refused_unless_the_settings_name_them(tmp_path):
    path = csv(tmp_path, "1E+18", "7", "1E-05")
    for column, read, rows in (
        (Column(column="ID"), categories, (2, 4)),
        (Column(column="ID"), words, (2, 4)),
        (Column(column="ID", codes={"1E+18": "high", 7: "low"}, missing={"1E-05": "none"}), categories, None),
    ):
        gathered = Gathered()
        read(take(read_file(path, File(file="a.csv")), column, "key", gathered), gathered)
        assert [problem.rows for problem in gathered.problems] == ([rows] if rows else [])


def test_a_stand_in_that_is_a_very_large_number_can_be_declared(tmp_path):
    path = write_file(pd.DataFrame({"X": [3.0, 1e18, 9.99e307, 1e-7]}), tmp_path / "a.sav", "sav")
    gathered = Gathered()
    settings = Column(column="X", missing={1e18: "unknown", 9.99e307: "refused"})
    cells = take(read_file(path, File(file="a.sav")), settings, "key", gathered)
    assert numbers(cells, gathered).fillna(-1).tolist() == [3, -1, -1, 1e-7]
    assert cells.reason.fillna("-").tolist() == ["-", "unknown", "refused", "-"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.lists(st.integers(1, 2**63 - 1), min_size=2, max_size=5, unique=True),
    fmt=st.sampled_from(["csv", "xlsx", "parquet", "sav", "dta"]),
)
def test_different_ids_are_never_read_as_one(tmp_path, ids, fmt):
    values = pd.Series(ids, dtype="float64" if fmt in ("sav", "dta") else "int64")
    path = write_file(pd.DataFrame({"ID": values, "X": 1.0}), tmp_path / f"a.{fmt}", fmt)
    try:
        found, problems = ids_of(path)
    except UserError:
        return
    assert problems or found == [str(n) for n in ids]


def test_a_floating_number_of_two_bytes_holds_three_digits(tmp_path):
    path = parquet(tmp_path, ID=pa.array(np.array([7, 2047, 2048], dtype="float16")))
    assert ids_of(path) == (["7", "2047", "2048"], [(LOST, (3,))])


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_a_zero_character_inside_a_cell_is_refused_as_text_is_compared_up_to_it(kind, tmp_path):
    path = parquet(tmp_path, ID=pa.array(["1\x00A", "1\x00B", "1", None], pa.string()).cast(kind))
    (problem,) = ids_of(path)[1]
    assert "a character with the code 0" in problem[0]
    assert problem[1] == (1, 2)
    assert ids_of(parquet(tmp_path, ID=pa.array(["1A", "1B"], pa.string()).cast(kind))) == (["1A", "1B"], [])
