"""Settings are drafted from foreign files in a process of their own: a damaged or hostile one is named, and takes nothing with it."""

from __future__ import annotations

import os
import random

import pytest

from ipscohort.__main__ import main
from ipscohort.ingest.readers import READERS
from tests.faults.mutations import bomb_in_zip, entities
from tests.support.records import people, write_file


def said(folder, path) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["init", str(path), "--name", "mine", "--folder", str(folder)])
    assert not (folder / "mine.yaml").exists()
    assert "fault of ipscohort" not in str(ended.value)
    return str(ended.value)


def test_a_reader_that_breaks_down_is_told_by_its_file(tmp_path, monkeypatch):
    path = write_file(people(), tmp_path / "people.sav", "sav")
    monkeypatch.setitem(READERS, "sav", lambda path, file: os._exit(139))
    assert "people.sav: reading it ended the program without a word" in said(tmp_path, path)


@pytest.mark.parametrize("damage", [lambda data: data[:900], lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x03")])
def test_a_damaged_workbook_is_told_in_words(damage, tmp_path):
    path = write_file(people(), tmp_path / "people.xlsx", "xlsx")
    path.write_bytes(damage(path.read_bytes()))
    assert "people.xlsx: the file can't be read as an Excel file" in said(tmp_path, path)


@pytest.mark.parametrize("bomb", [lambda data, chance: bomb_in_zip(data, chance, 0.5), entities])
def test_a_workbook_without_end_is_told_in_words(bomb, tmp_path):
    path = write_file(people(), tmp_path / "people.xlsx", "xlsx")
    path.write_bytes(bomb(path.read_bytes(), random.Random(1)))
    assert "people.xlsx" in said(tmp_path, path)


def test_a_cell_too_long_for_csv_is_told_in_words(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(f"PID,X\n1,{'a' * 200_000}\n2,b\n")
    assert "people.csv" in said(tmp_path, path)
