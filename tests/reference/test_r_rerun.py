"""The rerun of R's scripts sees a value that moved in its 8th digit, and nothing smaller."""

from __future__ import annotations

import pytest

from tests.reference.rerun import HERE, SCRIPTS, compare_folders, same


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("0.12345678", "0.12345678", True),
        ("0.123456784", "0.123456785", True),
        ("0.12345678", "0.12345688", False),
        ("2.5597083e-18", "2.5597093e-18", False),
        ("", "0", False),
        ("1e-16", "-3e-16", False),
        ("yes", "no", False),
    ],
)
def test_same_to_8_digits(a, b, expected):
    assert same(a, b) is expected


def test_an_exact_zero_may_be_rounding_where_it_is_no_p_value():
    assert same("1e-16", "-3e-16", zero=1e-14)


def test_folders_are_compared_cell_by_cell(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, value in ((old, "1.5"), (new, "-1.5")):
        folder.mkdir()
        (folder / "a.csv").write_text(f'"term","estimate"\n"x","{value}"\n')
    (new / "b.csv").write_text('"n"\n"1"\n')
    assert compare_folders(old, new) == ["b.csv: in one folder only", "a.csv, line 2, estimate: 1.5 was committed, R now gives -1.5"]


def test_every_script_is_run():
    sourced = {
        "common",
        "ips_mis_data",
        "regression",
        "survival_tables",
        "time_tables",
        "cox_tables",
        "checks",
        "incidence_tables",
        "tenure_tables",
        "job_start_tables",
        "state_tables",
        "repeated_tables",
    }
    assert {path.stem for path in (HERE / "R").glob("*.R")} - sourced == set(SCRIPTS)
