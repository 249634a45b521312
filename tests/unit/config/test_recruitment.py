"""Counts of recruitment: what is refused, and what rows they give."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ipscohort.config.recruitment import Recruitment, check_recruitment

APPROACHED, INCLUDED = {"label": "Approached", "n": 240}, {"label": "Included", "n": 103}


def made(*steps, **more):
    return Recruitment.model_validate({"source": "screening log", **more, "steps": list(steps)})


def rows(recruitment, *, group="all"):
    return {(row["step"], row["kind"], row["reason"]): row["n"] for row in recruitment.rows() if row["group"] == group}


@pytest.mark.parametrize("n", [-1, 240.0, 12.5, "many", "240", True, None, float("nan"), [240], {"A": -1}])
def test_what_is_no_count_is_refused(n):
    with pytest.raises(ValidationError, match="is no count: write a whole number from 0 on, or not recorded"):
        made({"label": "Approached", "n": n}, INCLUDED)


@pytest.mark.parametrize(
    ("steps", "what"),
    [
        ([APPROACHED, {"label": "Included", "n": 241}], "'Included' has 241, more than 'Approached' before it with 240"),
        (
            [APPROACHED, {"label": "Eligible", "n": "not recorded"}, {"label": "Included", "n": 241}],
            "'Included' has 241, more than 'Approached'",
        ),
        (
            [APPROACHED, {**INCLUDED, "left_out": {"no consent": 100, "moved": 38}}],
            "holds 137 fewer than 'Approached', and 138 are left out for a reason",
        ),
        (
            [APPROACHED, {"label": "Eligible", "n": "not recorded", "left_out": {"moved": 100}}, {**INCLUDED, "left_out": {"died": 38}}],
            "holds 137 fewer than 'Approached', and 138",
        ),
        ([{**APPROACHED, "left_out": {"moved": 1}}, INCLUDED], "is the first, so nobody is left out before it"),
        ([APPROACHED, {"label": "Included", "n": "not recorded"}], "the last, 'Included', has no number"),
        ([APPROACHED, {"label": "approached", "n": 103}], "two are called 'Approached'"),
        ([APPROACHED, {"label": "Included", "n": {"A": 103}}], r"is given by group \(A\), and the key by does not say what the groups are"),
        ([INCLUDED], "at least 2 items"),
    ],
)
def test_steps_that_can_not_be_are_refused(steps, what):
    with pytest.raises(ValidationError, match=what):
        made(*steps)


def test_a_step_without_source_says_what_is_assumed():
    with pytest.raises(ValidationError, match="'Approached' has neither a source nor an assumption"):
        made(APPROACHED, INCLUDED, source=None)
    assumed = {"assumption": "As in the year before"}
    assert made({**APPROACHED, **assumed}, {**INCLUDED, "source": "the paper"}, source=None)


def test_who_has_no_reason_is_counted_and_the_sums_agree():
    found = rows(made(APPROACHED, {**INCLUDED, "left_out": {"no consent": 100}}))
    assert found == {
        (1, "reached", "all"): 240,
        (2, "reached", "all"): 103,
        (2, "left out", "all"): 137,
        (2, "reason", "no consent"): 100,
        (2, "no reason", "all"): 37,
    }


def test_what_is_not_recorded_stays_so_and_nothing_is_worked_out_from_it():
    eligible = {"label": "Eligible", "n": 150, "left_out": {"no wish to work": "not recorded", "moved": 5}}
    found = rows(made({"label": "Approached", "n": "not recorded"}, eligible, {**INCLUDED, "left_out": {"no consent": "not recorded"}}))
    assert found[1, "reached", "all"] is None and found[2, "left out", "all"] is None and found[2, "reason", "moved"] == 5
    assert found[3, "left out", "all"] == 47 and found[3, "reason", "no consent"] is None
    assert (3, "no reason", "all") not in found, "how many have no reason can't be told while a reason has no number"


def test_nobody_left_out_and_steps_of_equal_size():
    found = rows(made({"label": "Referred", "n": 103}, INCLUDED))
    assert found[2, "left out", "all"] == 0 and (2, "no reason", "all") not in found


def test_groups_add_up_and_fall_each_on_its_own():
    by = {"by": "agency"}
    found = made({"label": "Referred", "n": {"A": 100, "B": 80}}, {"label": "Included", "n": {"A": 45, "B": 58}}, **by)
    assert rows(found)[1, "reached", "all"] == 180 and rows(found, group="B")[2, "left out", "all"] == 22
    with pytest.raises(ValidationError, match=r"'Included' \(B\) has 81, more than"):
        made({"label": "Referred", "n": {"A": 100, "B": 80}}, {"label": "Included", "n": {"A": 45, "B": 81}}, **by)
    with pytest.raises(ValidationError, match="'Referred' has 190, more than 'Approached' before it with 100"):
        made(
            {"label": "Approached", "n": 100},
            {"label": "Referred", "n": {"A": 190, "B": "not recorded"}},
            {"label": "Included", "n": 90},
            **by,
        )
    with pytest.raises(ValidationError, match="holds 5 fewer than 'Approached', and 19 are left out for a reason"):
        left = {"left_out": {"moved": {"A": 19, "B": "not recorded"}}}
        made({"label": "Approached", "n": 100}, {"label": "Included", "n": 95, **left}, **by)
    with pytest.raises(ValidationError, match="is not of the groups A, B"):
        made({"label": "Referred", "n": {"A": 100, "B": 80}}, {"label": "Included", "n": {"A": 45}}, **by)
    with pytest.raises(ValidationError, match="no step gives its number by agency"):
        made(APPROACHED, INCLUDED, **by)


@pytest.mark.parametrize(("by", "what"), [("agencies", "there is no variable"), ("age", "is no category"), ("agency", "")])
def test_the_variable_of_the_groups_is_looked_for(by, what):
    told = []
    values = {"study": {"recruitment": {"by": by}}, "ingest": {"participants": {}}}
    check_recruitment(values, {"agency": "category", "age": "number"}, lambda keys, *said: told.append((keys, *said)))
    assert [keys for keys, *_ in told] == ([("study", "recruitment", "by")] if what else [])
    assert not what or what in told[0][1]
