"""Ids of jobs that nearly match a participant's: said by what, and accepted only as the settings say."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipscohort.errors import UserError
from ipscohort.ids.matching import RULES, id_keys, in_one_form, near_matches
from tests.support.records import read_texts

CAFE = "caf\u00e9"
NEAR = {
    "case": ("AB12", "ab12"),
    "blanks": ("AB12", "AB 12"),
    "hyphens": ("AB-12", "AB\u201312"),
    "leading_zeros": ("7", "007"),
    "unicode": (CAFE, unicodedata.normalize("NFD", CAFE)),
    "alphabets": ("PA1", "\u0420\u04101"),
}


def text(*ids):
    return pd.Series(list(ids), dtype="string")


def near(ids, people, **options):
    found = near_matches(text(*ids), text(*people), **options)
    return {row.id: (row.rules, row.matches) for row in found.itertuples()}


@pytest.mark.parametrize("rule", NEAR)
def test_each_rule_alone(rule):
    own, other = NEAR[rule]
    assert set(NEAR) == set(RULES)
    assert near([other, "zzz"], [own, "P9"]) == {other: ((rule,), (own,))}
    for one in RULES:
        assert (id_keys(text(own, other), [one]).nunique() == 1) == (one == rule)


@pytest.mark.parametrize(
    ("job", "person", "rules"),
    [
        ("p1", "P01", ("case", "leading_zeros")),
        ("p-0 1", "P1", ("blanks", "case", "hyphens", "leading_zeros")),
        ("P\u00a01", "P1", ("blanks",)),
        ("P\u200b1", "P1", ("blanks",)),
        ("\uff30\uff11", "P1", ("unicode",)),
        ("STRASSE1", "stra\u00dfe1", ("case",)),
        ("10", "1", None),
        ("1-01", "101", ("hyphens",)),
        ("1-01", "1-1", ("leading_zeros",)),
        ("1.01", "1.1", None),
        ("0", "00", ("leading_zeros",)),
        ("P1", "P2", None),
    ],
)
def test_the_fewest_rules_that_match_are_named(job, person, rules):
    assert near([job], [person]) == ({job: (rules, (person,))} if rules else {})


def test_an_id_may_nearly_match_several():
    assert near(["p1"], ["P1", "P 1", "p01"]) == {"p1": (("case",), ("P1",))}
    assert near(["ab"], ["AB", "Ab", "aB"]) == {"ab": (("case",), ("AB", "Ab", "aB"))}


def test_a_letter_and_its_accent_meet_where_a_hyphen_between_them_is_gone():
    assert near(["A\u0301"], ["A-\u0301"]) == {"A\u0301": (("hyphens",), ("A-\u0301",))}


def test_ids_that_match_and_missing_ones_are_not_near():
    assert near_matches(text("a", None), text("a", "A", None)).empty


def test_rules_may_be_limited():
    assert near(["p1", "P01"], ["P1"], allowed=["case"]) == {"p1": (("case",), ("P1",))}


@settings(deadline=None)
@given(
    st.lists(st.text("aA0 1-\u2013e\u0301\u00e9.", min_size=1, max_size=5).map(str.strip).filter(bool), min_size=2, max_size=6, unique=True)
)
def test_a_near_match_is_one_under_its_rules_and_under_no_fewer(ids):
    jobs, people = ids[: len(ids) // 2], ids[len(ids) // 2 :]
    found = near(jobs, people)
    for job in jobs:
        under = {rule_set for rule_set in _subsets() for person in people if id_keys(text(job, person), list(rule_set)).nunique() == 1}
        assert (job in found) == bool(under)
        assert job not in found or len(found[job][0]) == min(map(len, under))


def _subsets():
    from itertools import combinations

    return [chosen for n in range(1, len(RULES) + 1) for chosen in combinations(RULES, n)]


COLUMNS = {"start": "s", "end": "e"}


def read(folder, people, jobs, **source):
    cohort = {"participants": {"id": "id"}, "jobs": {"a": {"shape": "spells", "id": "id", "columns": COLUMNS, **source}}}
    participants = "id,x\n" + "".join(f'"{one}",1\n' for one in people)
    records = "id,s,e\n" + "".join(f'"{one}",{n},{n + 1}\n' for n, one in enumerate(jobs, 1))
    return read_texts(folder, cohort, participants=participants, a=records)


def test_matches_are_off_by_default(tmp_path):
    records = read(tmp_path, ["P1", "P2"], ["p1", "P2"])
    assert records.jobs["id"].tolist() == ["p1", "P2"]
    assert records.log.empty


def test_matches_that_the_settings_accept_are_listed(tmp_path):
    records = read(tmp_path, ["P1", "P2", "P3"], ["p1", "P2", "P03", "p 3", "p1", "p02"], id_match=["leading_zeros", "case"])
    assert records.jobs["id"].tolist() == ["P1", "P2", "P3", "p 3", "P1", "P2"]
    assert records.log[["rule", "table", "action", "n", "ids", "rows"]].to_numpy().tolist() == [
        ["ids_nearly_matched", "jobs.a", "changed", 2, "P1", "2;6"],
        ["ids_nearly_matched", "jobs.a", "changed", 1, "P3", "4"],
        ["ids_nearly_matched", "jobs.a", "changed", 1, "P2", "7"],
    ]
    assert [why.split("only by ")[1] for why in records.log["why"]] == [
        "case (id_match)",
        "leading zeros (id_match)",
        "case and leading zeros (id_match)",
    ]


def test_trimming_is_still_listed_apart(tmp_path):
    records = read(tmp_path, ["1", "P2"], ["1.0", "p2"], id_match=["case"])
    assert records.log[["rule", "rows"]].to_numpy().tolist() == [["ids_nearly_matched", "3"], ["ids_matched_after_trimming", "2"]]


def test_two_participants_that_become_one_are_refused(tmp_path):
    with pytest.raises(UserError) as caught:
        read(tmp_path, ["P1", "p1", "P2", "P2"], ["P2"], id_match=["case"])
    (problem,) = caught.value.problems
    assert problem.where == "ingest.jobs.a.id_match"
    assert "participants whose ids become one by case" in problem.what
    assert problem.ids == ("P1", "p1")
    assert len(read(tmp_path, ["P1", "p1", "P2"], ["P2"], id_match=["blanks"]).jobs) == 1


def test_a_job_that_could_be_either_of_two_is_refused(tmp_path):
    with pytest.raises(UserError) as caught:
        read(tmp_path, ["Ab", "aB"], ["ab"], id_match=["case"])
    assert [problem.ids for problem in caught.value.problems] == [("Ab", "aB"), ("ab",)]
    assert caught.value.problems[1].rows == (2,)


DECOMPOSED = unicodedata.normalize("NFD", CAFE)


def test_two_forms_of_one_letter_and_what_nobody_sees_make_no_two_ids(tmp_path):
    records = read(tmp_path, [CAFE, "P\u200b2", "P3"], [DECOMPOSED, "P2\ufeff", "\u2060P3", "P3"])
    assert records.participants["id"].tolist() == [CAFE, "P2", "P3"]
    assert records.jobs["id"].tolist() == [CAFE, "P2", "P3", "P3"]
    assert records.log[["rule", "table", "action", "ids", "rows"]].to_numpy().tolist() == [
        ["ids_in_one_form", "participants", "changed", "P2", "3"],
        ["ids_in_one_form", "jobs.a", "changed", f"{CAFE};P2;P3", "2;3;4"],
    ]


def test_participants_who_are_one_in_one_form_stand_twice(tmp_path):
    records = read(tmp_path, [CAFE, DECOMPOSED], [CAFE])  # as two rows of one id do: cleaning keeps one, or ends the run
    assert records.participants["id"].tolist() == [CAFE, CAFE]


def test_an_id_of_nothing_that_is_seen_is_no_id(tmp_path):
    with pytest.raises(UserError, match="records without an id"):
        read(tmp_path, ["P1", "\u200b\u2060"], ["P1"])


def test_other_ids_stay_as_they_are():
    ids = text("A-1", "\u0391-1", "\uff21\uff11", None)  # Latin, Greek and wide letters are told apart: no rule is applied unasked
    assert in_one_form(ids).equals(ids)


CYRILLIC, GREEK, WIDE = "\u0420\u041001", "\u03a1\u039101", "\uff30\uff2101"
"""PA01 in letters of other alphabets, and in wide ones."""


@pytest.mark.parametrize("other", [CYRILLIC, GREEK])
def test_a_job_whose_id_looks_like_a_participants_is_told_by_its_rule_and_joined_on_request(tmp_path, other):
    assert near_matches(pd.Series([other]), pd.Series(["PA01", "PA02"]))[["rules", "matches"]].to_numpy().tolist() == [
        [("alphabets",), ("PA01",)]
    ]
    assert near_matches(pd.Series([other.lower()]), pd.Series(["PA01"]))["rules"].tolist() == [("alphabets", "case")]
    records = read(tmp_path, ["PA01"], [other], id_match=["alphabets"])
    assert records.jobs["id"].tolist() == ["PA01"]
    assert records.log["rule"].tolist() == ["ids_nearly_matched"]


@pytest.mark.parametrize("other", [CYRILLIC, GREEK, WIDE])
def test_participants_whose_ids_look_alike_stay_apart_and_are_named(tmp_path, other):
    records = read(tmp_path, ["PA01", "PA02", other], ["PA01"])
    assert records.participants["id"].tolist() == ["PA01", "PA02", other]
    assert records.log[["rule", "table", "action", "ids", "rows"]].to_numpy().tolist() == [
        ["look_alike", "participants", "kept", f"PA01;{other}", "2;4"]
    ]


@pytest.mark.parametrize("ids", [["l1", "I1", "11"], ["O1", "01"], [CYRILLIC, "\u0420\u041002"], ["\u0416", "K"], ["P1", "p1"]])
def test_letters_of_one_alphabet_and_ids_in_another_alone_are_not_named(tmp_path, ids):
    assert "look_alike" not in read(tmp_path, ids, [ids[0]]).log["rule"].tolist()


def test_every_letter_that_is_taken_for_a_latin_one_is_of_another_alphabet_and_looks_like_one():
    from ipscohort.ids.look_alike import PAIRS

    others = [other for each in PAIRS for other in each]
    assert len(set(others)) == len(others) > 50
    assert {unicodedata.name(other).split()[0] for other in others} == {"CYRILLIC", "GREEK"}
    for each, latin in PAIRS.items():
        kinds = {
            ("CAPITAL" in unicodedata.name(letter)) or ("LUNATE SIGMA" in unicodedata.name(letter) and letter == "\u03f9")
            for letter in (*each, latin)
        }
        assert len(kinds) == 1, (each, latin)


def _levels(folder, values, **variable):
    cohort = {
        "participants": {"id": "id", "variables": {"place": {"column": "x", "type": "category", **variable}}},
        "jobs": {"a": {"shape": "spells", "id": "id", "columns": COLUMNS}},
    }
    participants = "id,x\n" + "".join(f'P{n},"{value}"\n' for n, value in enumerate(values, 1))
    return read_texts(folder, cohort, participants=participants, a="id,s,e\nP1,1,2\n")


def test_levels_that_look_alike_are_named_by_the_ids_of_those_who_have_them(tmp_path):
    records = _levels(tmp_path, ["A", "\u0410", "B", "A"])
    assert records.participants["place"].tolist() == ["A", "\u0410", "B", "A"]
    assert records.log[["rule", "action", "ids", "rows"]].to_numpy().tolist() == [["look_alike", "kept", "P1;P2;P4", "2;3;5"]]
    assert records.log["why"].str.startswith("ingest.participants.variables.place: some look alike").all()


NAMES = ["Ann", "Bob", "Cy", "Di", "Ed", "Flo", "Ann"]


def test_a_category_of_single_persons_values_is_refused_without_naming_one(tmp_path):
    with pytest.raises(UserError, match="no category: 6 different values in 7 rows, most of them in one row only") as caught:
        _levels(tmp_path, NAMES)
    assert not [name for name in NAMES if name in str(caught.value)]
    with pytest.raises(UserError, match="no category"):  # surnames: many persons, and most names once
        _levels(tmp_path, [*NAMES, *["Smith"] * 50])


@pytest.mark.parametrize(
    ("values", "variable"),
    [(NAMES, {"levels": sorted(set(NAMES))}), (NAMES, {"codes": {name: name.lower() for name in NAMES}}), (NAMES[:5], {}), (NAMES * 2, {})],
)
def test_a_category_that_is_declared_or_small_or_shared_is_read(tmp_path, values, variable):
    assert _levels(tmp_path, values, **variable).participants["place"].notna().all()


def test_a_column_in_which_no_value_is_a_level_is_told_as_such(tmp_path):
    with pytest.raises(UserError, match="values that are no code"):
        _levels(tmp_path, NAMES, codes={"a": "b"})
