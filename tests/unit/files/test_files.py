"""Files are written whole, with the same bytes for the same content, and read back as they were."""

import pandas as pd
import pytest

from ipscohort.contracts import CONTRACTS, CURVES, Column, Contract, ContractError
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.files.memory import give_back
from ipscohort.files.sav import spss_names, write_sav
from ipscohort.files.tableio import read_table, whole, write_bytes, write_pieces, write_table

THINGS = Contract(
    "things",
    "a thing",
    (
        Column("id", "text", "its id"),
        Column("when", "date", "a day", "not known"),
        Column("n", "integer", "a count", "not known", low=0),
        Column("x", "number", "a number", "not known"),
        Column("ok", "flag", "a flag", "not known"),
        Column("answer", "yes_no", "an answer", "not known"),
    ),
    key=("id",),
    more=True,
)
CODEBOOK = Codebook("spells", dated=True, variables={"school type": VariableInfo("school type", "School", "category", "", ("low", "high"))})


@pytest.fixture
def things():
    frame = pd.DataFrame(
        {
            "id": ["007", "b"],
            "when": pd.to_datetime(["2016-02-29", None]),
            "n": [3, None],
            "x": [0.1 + 0.2, None],
            "ok": [True, None],
            "answer": ["yes", None],
            "school type": pd.array(["high", None], dtype="string"),
        }
    )
    return THINGS.conform(frame)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_is_read_back_as_it_was(things, tmp_path, suffix):
    write_table(things, THINGS, tmp_path / f"things{suffix}")
    back = read_table(tmp_path / f"things{suffix}", THINGS)
    pd.testing.assert_frame_equal(back[THINGS.names()], things[THINGS.names()])
    first = (tmp_path / f"things{suffix}").read_bytes()
    write_table(back if suffix == ".parquet" else things, THINGS, tmp_path / f"again{suffix}")
    assert (tmp_path / f"again{suffix}").read_bytes() == first


def test_contracts_refuse_what_they_do_not_allow(things):
    for broken, why in [
        (things.assign(id="a"), "key"),
        (things.assign(n=-1), "below"),
        (things.assign(answer="perhaps"), "other words"),
        (things.assign(id=None), "missing values"),
        (things.drop(columns="id"), "absent"),
    ]:
        with pytest.raises(ContractError, match=why):
            THINGS.conform(broken)
    with pytest.raises(ContractError, match="does not know"):
        CURVES.conform(CURVES.empty().assign(extra=1))


def test_every_contract_can_be_empty():
    for contract in CONTRACTS.values():
        assert contract.conform(contract.empty()).empty


def test_nothing_half_written_is_left(tmp_path):
    target = tmp_path / "a.txt"
    write_bytes(target, b"old")
    with pytest.raises(TypeError):
        write_bytes(target, "not bytes")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_spss_file_holds_labels_codes_and_no_clock(things, tmp_path):
    import pyreadstat

    write_sav(things, THINGS, CODEBOOK, tmp_path / "a.sav", synthetic=True)
    frame, meta = pyreadstat.read_sav(tmp_path / "a.sav")
    assert meta.file_label == "SYNTHETIC records"
    assert meta.column_names_to_labels["school_type"] == "School"
    assert meta.variable_value_labels["school_type"] == {1.0: "low", 2.0: "high"}
    assert frame["school_type"].tolist()[0] == 2.0
    assert frame["answer"].tolist()[0] == 1.0
    assert str(frame["when"].tolist()[0]) == "2016-02-29"
    assert frame["id"].tolist() == ["007", "b"]
    assert (tmp_path / "a.sav").read_bytes()[92:109] == b"01 Jan 8000:00:00"


def test_spss_names_are_legal_and_differ():
    assert spss_names(["a b", "a_b", "1st", "Ünï"]) == ["a_b", "a_b_2", "v_1st", "Ünï"]


class TestPieces:
    """A long table, written a piece at a time."""

    def test_one_piece_gives_the_file_that_the_whole_table_gives(self, things, tmp_path):
        write_table(things, THINGS, tmp_path / "whole.parquet")
        write_pieces([things], THINGS, tmp_path / "piece.parquet")
        assert (tmp_path / "piece.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()

    def test_several_give_the_same_rows_in_order(self, things, tmp_path):
        write_pieces((things.iloc[[k]] for k in (0, 1)), THINGS, tmp_path / "things.parquet")
        pd.testing.assert_frame_equal(read_table(tmp_path / "things.parquet", THINGS), things)

    def test_each_is_held_to_the_contract_and_nothing_half_written_is_left(self, things, tmp_path):
        wrong = things.assign(n=pd.array([-1, 1], dtype="Int64"))
        with pytest.raises(ContractError, match="below 0"):
            write_pieces(iter([things, wrong]), THINGS, tmp_path / "things.parquet")
        assert not list(tmp_path.iterdir())


def test_memory_can_be_given_back_at_any_time():
    give_back()


def test_a_write_that_fails_names_its_file_and_leaves_the_old_one(tmp_path, monkeypatch):
    import errno
    import os

    path = tmp_path / "t.txt"
    write_bytes(path, b"old")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left") as caught:
        write_bytes(path, b"new")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_library_that_gives_the_number_of_an_error_in_words_is_understood(tmp_path):
    with pytest.raises(OSError, match="28") as caught, whole(tmp_path / "t.parquet"):
        raise OSError("Error writing bytes to file. Detail: [errno 28] No space left on device")
    assert caught.value.errno == 28


def test_two_writers_of_one_file_do_not_meet(tmp_path):
    with whole(tmp_path / "t") as first, whole(tmp_path / "t") as second:
        assert first != second
        first.write_text("first")
        second.write_text("second")
    assert (tmp_path / "t").read_text() == "first"
    assert [file.name for file in tmp_path.iterdir()] == ["t"]
