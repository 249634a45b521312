"""Both shipped settings files give the numbers that they gave before: each table kept in `previous`, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.reference import compare_previous as previous
from tests.reference.compare_previous import Difference, Table, by_key, compare, differences, previous_files, table, undeclared
from tests.reference.previous_differences import DECLARED, says_more
from tests.support.results import write_results

FILES = previous_files()


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Today's tables of both cohorts."""
    folder = tmp_path_factory.mktemp("results")
    write_results(folder)
    return folder


@pytest.mark.parametrize("file", FILES)
def test_nothing_differs_but_what_is_declared(file, results):
    assert [str(difference) for difference in undeclared(file, differences(file, results))] == []


def test_the_tables_of_both_cohorts_are_kept():
    assert len([file for file in FILES if file.startswith("ips_mis/")]) == 18
    assert len([file for file in FILES if file.startswith("rossi/")]) == 12
    assert not any(file.startswith("rossi/") and file.endswith(("persons.csv", "log.csv", "disagreements.csv")) for file in FILES)


def test_every_declared_difference_is_found_and_none_reaches_a_number(results):
    found = {previous.declared(file, difference) for file in FILES for difference in differences(file, results)}
    assert [known.reason for known in DECLARED if known not in found] == [], "strike it from DECLARED: it is no more"
    for known in DECLARED:
        assert known.what in ("column added", "row added", "cell changed")
        if known.what == "cell changed":
            looks = known.columns == ("printed",) and known.same_but  # the same digits, as they are written now
            assert looks or set(known.columns) <= {"warning", "rule"}


@pytest.mark.parametrize("file", FILES)
def test_one_changed_cell_of_any_column_is_seen(file, results):
    old, new, like = few(*sides(file, results))
    kept = range(len(new))
    for column in old.columns:
        filled = [i for i in kept if new.at[i, column]]
        for i in {filled[0], filled[-1]} if filled else ():
            changed = new.copy()
            changed.at[i, column] = other(new.at[i, column], column in like.floats)
            assert undeclared(file, compare(old, changed, like)), f"row {i}: {column} can change unseen"


def other(cell: str, is_float: bool) -> str:
    """Another number in its tenth digit, or another word."""
    try:
        return repr(float(cell) * (1 + 1e-9) or 1e-300) if is_float else f"{cell}0"
    except ValueError:
        return f"{cell}0"


@pytest.mark.parametrize("file", FILES)
def test_a_row_or_a_column_that_goes_is_seen(file, results):
    whole, _, like = sides(file, results)
    old, new, _ = few(*sides(file, results), most=len(whole))
    assert len(new) == len(old) == len(whole)
    old, new = few(old, new, like)[:2]
    assert all(undeclared(file, compare(old, new.drop(columns=column), like)) for column in old.columns)
    assert all(undeclared(file, compare(old, new.drop(index=i), like)) for i in ({0, len(new) - 1} if len(new) else ()))


def few(old: pd.DataFrame, new: pd.DataFrame, like: Table, most: int = 60) -> tuple[pd.DataFrame, pd.DataFrame, Table]:
    """Rows that both sides have, from all over the table, with the first and the last: what is seen of a row hangs on no other."""
    before, now = by_key(old, like.key), by_key(new, like.key)
    both = [key for key in now if key in before]
    picked = both[:: -(-len(both) // most) or 1] if most else []
    picked += [key for key in both[-1:] if key not in picked]
    return (
        pd.DataFrame([before[key] for key in picked], columns=old.columns),
        pd.DataFrame([now[key] for key in picked], columns=new.columns),
        like,
    )


def sides(file: str, results: Path) -> tuple[pd.DataFrame, pd.DataFrame, Table]:
    """A table then, now, and what its contract says."""
    now = previous.path_now(file)
    return previous.kept(file), previous.read(results / now), table(now.split("/", 1)[1])


def test_each_kind_of_difference_is_told():
    old = pd.DataFrame({"id": ["a", "b"], "p": ["0.5", "0.25"], "gone": ["", ""]})
    new = pd.DataFrame({"id": ["c", "a"], "p": ["1.0", "0.6"], "more": ["", ""]})
    found = compare(old, new, Table(("id",), frozenset({"p"})))
    assert [(d.what, d.column, d.row.get("id", ""), d.old, d.new) for d in found] == [
        ("column added", "more", "", "", ""),
        ("column gone", "gone", "", "", ""),
        ("row added", "", "c", "", ""),
        ("row gone", "", "b", "", ""),
        ("cell changed", "p", "a", "0.5", "0.6"),
    ]
    assert str(found[-1]) == "cell changed: a / 0.6 / : p: '0.5' -> '0.6'"


@pytest.mark.parametrize(
    ("old", "new", "is_float", "expected"),
    [
        ("0.1", "0.10000000000000002", True, True),
        ("0.1", "0.1000000001", True, False),
        ("0.1", "", True, False),
        ("", "0.0", True, False),
        ("-0.1", "0.1", True, False),
        ("2.7e-131", "2.8e-131", True, False),
        ("47", "47.0", False, False),
        ("01", "1", False, False),
    ],
)
def test_numbers_agree_to_their_last_digits_and_all_else_to_the_letter(old, new, is_float, expected):
    assert previous.same(old, new, is_float) is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("n: 1.", "n: 1; more: 5.", True),
        ("n: 1.", "n: 2; more: 5.", False),
        ("n: 1.", "n: 1; less: 5.", False),
        ("n: 1.", "n: 12.", False),
        ("n: 1; more: 5.", "n: 1.", False),
        ("n: 1.", "n: 1.", False),
    ],
)
def test_words_may_say_more_and_nothing_else(old, new, expected):
    assert says_more(old, new, r"; more: \d") is expected


def test_a_declared_word_does_not_excuse_a_number():
    warning = next(known for known in DECLARED if known.columns == ("warning",))
    assert not warning.covers(Difference("cell changed", "estimate", {}, "0.5", "0.6"))
    assert not warning.covers(Difference("cell changed", "warning", {}, "44 persons", "45 persons"))


def test_the_page_is_what_the_comparison_gives(results):
    assert previous.PAGE.read_text(encoding="utf-8") == previous.page(results), f"renew it: {previous.RENEW}"
