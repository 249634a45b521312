"""Hidden counts can't be worked out: tables worked by hand, linked by their margins, and with one hidden count shown again."""

import random
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from ipscohort.errors import UserError
from ipscohort.release.keys import MISSING, PERSONS, Counted, key
from ipscohort.release.log import OTHERS, SMALL, ZERO
from ipscohort.release.protect import Said, Wanted, protect, prove
from ipscohort.release.rules import Rules
from ipscohort.release.system import Attack, System

RULES = Rules(threshold=10, width=5, zeros=False)
RULES_OF_ZEROS = replace(RULES, zeros=True)


def population(**columns):
    """Persons by the levels of variables: `rows` of (n, {variable: level})."""
    n = len(next(iter(columns.values())))
    counted = Counted(PERSONS, pd.Series(range(n)))
    for name, values in columns.items():
        counted.add(name, pd.Series(values, dtype="string"), [level for level in dict.fromkeys(values) if level is not None])
    return counted


def crossed(table, rows="AB", columns="xyz"):
    """A table of counts as persons: {row: [n of each column]}."""
    pairs = [(row, column) for row in rows for column, n in zip(columns, table[row], strict=True) for _ in range(n)]
    return population(group=[row for row, _ in pairs], kind=[column for _, column in pairs])


def all_of(counted, *names):
    """Every cell of the table of some variables with all its margins."""
    wanted = [Wanted(key(PERSONS, {}), 50)]
    for name in names:
        wanted += [Wanted(key(PERSONS, {name: level}), 5) for level in counted.levels[name]]
    if len(names) == 2:
        levels = (counted.levels[name] for name in names)
        wanted += [Wanted(key(PERSONS, dict(zip(names, pair, strict=True)))) for pair in product(*levels)]
    return wanted


def cell(**chosen):
    return key(PERSONS, chosen)


TABLE = {"A": [3, 20, 30], "B": [25, 40, 15]}


def test_the_small_cell_alone_follows_from_its_row():
    counted = crossed(TABLE)
    found = protect(counted, all_of(counted, "group", "kind"), RULES)
    alone = replace(found, hidden={cell(group="A", kind="x"): SMALL}, shown={}, guarded=[cell(group="A", kind="x")])
    alone.shown = {each.key: RULES.between(counted.count(each.key)) for each in found.wanted if each.key not in alone.hidden}
    with pytest.raises(UserError, match="not safe"):
        prove(alone)
    assert alone.bounds[cell(group="A", kind="x")].least == alone.bounds[cell(group="A", kind="x")].most == 3


def test_a_two_by_three_table_hides_a_rectangle():
    counted = crossed(TABLE)
    found = prove(protect(counted, all_of(counted, "group", "kind"), RULES))
    assert found.hidden[cell(group="A", kind="x")] == SMALL
    others = [k for k, why in found.hidden.items() if why == OTHERS]
    # Two rows and two columns at least: one more in its row, one in its column, one where these meet.
    assert len(others) == 3
    assert all(not k.variables or len(k.variables) == 2 for k in others), "margins are dearer than cells"
    assert found.narrowest >= 5
    # By hand, with x and z hidden: A is 3 + 30 = 33, x is 28, so n(A, x) is 0 to 28 but that z of B, 15, can't fall below 0: 1 to 18.
    hidden_kind = next(dict(k.chosen)["kind"] for k in others if dict(k.chosen)["kind"] != {"x"})
    if hidden_kind == {"z"}:
        bounds = found.bounds[cell(group="A", kind="x")]
        assert (bounds.least, bounds.most) == (1, 17)


@pytest.mark.parametrize("rules", [RULES, Rules(zeros=True), Rules(zeros=False, width=9), Rules(zeros=False, base=5, width=15)], ids=str)
def test_one_secondary_suppression_less_and_the_proof_fails(rules):
    counted = crossed({"A": [3, 20, 30], "B": [25, 40, 15], "C": [12, 9, 22]}, rows="ABC")
    found = prove(protect(counted, all_of(counted, "group", "kind"), rules))
    others = [k for k, why in found.hidden.items() if why == OTHERS]
    assert others
    for k in others:
        less = replace(found, hidden={h: why for h, why in found.hidden.items() if h != k}, bounds={})
        less.shown = {**found.shown, k: rules.between(counted.count(k))}
        less.guarded = [g for g in found.guarded if g != k]
        with pytest.raises(UserError):
            prove(less)


def test_two_tables_are_linked_by_the_margin_they_share():
    """Each table alone hides enough; the first one's margin by sex is the second one's row."""
    group = ["A"] * 40 + ["B"] * 40
    sex = ["f"] * 4 + ["m"] * 36 + ["f"] * 20 + ["m"] * 20
    job = ["yes"] * 12 + ["no"] * 12 + ["yes"] * 28 + ["no"] * 28
    counted = population(group=group, sex=sex, job=job)
    wanted = [*all_of(counted, "group", "sex"), *all_of(counted, "sex", "job"), *all_of(counted, "group", "job")]
    found = prove(protect(counted, wanted, RULES))
    assert cell(group="A", sex="f") in found.hidden
    # As one table: the same margins, so hiding a whole margin in one must hide it in all.
    assert all((k in found.hidden) != (k in found.shown) for k in {each.key for each in wanted})
    of_sex = {k for k in found.hidden if k.variables == {"group", "sex"}}
    assert len(of_sex) >= 3 or cell(group="A") in found.hidden


def test_all_participants_less_the_groups_is_a_count_too():
    """One person's group is unknown: all less both groups would tell all of that person."""
    counted = population(group=["A"] * 50 + ["B"] * 52 + [None], sex=["f"] * 25 + ["m"] * 25 + ["f"] * 26 + ["m"] * 26 + ["f"])
    wanted = [each for each in all_of(counted, "group", "sex") if MISSING not in str(each.key)]
    found = prove(protect(counted, wanted, RULES))
    alone = cell(group=MISSING, sex="f")
    assert alone in found.guarded
    assert found.bounds[alone].width >= 5
    assert all(counted.count(k) >= 10 for k in found.shown), "no printed count is small, and yet some are hidden"
    assert found.hidden


def test_nobody_is_hidden_where_the_rules_say_so_and_definitions_are_no_secret():
    counted = crossed({"A": [0, 20, 30], "B": [25, 40, 15]})
    wanted = all_of(counted, "group", "kind")
    zeros = prove(protect(counted, wanted, Rules(zeros=True)))
    assert zeros.hidden[cell(group="A", kind="x")] == ZERO
    assert not protect(counted, wanted, Rules(zeros=False)).hidden
    counted.rule_out({"group": "A", "kind": "x"})
    assert not protect(counted, wanted, Rules(zeros=True)).hidden
    with pytest.raises(ValueError, match="occurs"):
        counted.rule_out({"group": "B", "kind": "x"})


def test_what_is_left_of_a_whole_is_hidden_with_the_rest():
    """45 of 50 at one level: the other two levels together are 5, whatever each of them is."""
    counted = population(kind=["x"] * 45 + ["y"] * 3 + ["z"] * 2)
    found = prove(protect(counted, all_of(counted, "kind"), RULES))
    rest = cell(kind=("y", "z"))
    assert {cell(kind="x"), cell(kind="y"), cell(kind="z")} <= set(found.hidden) or key(PERSONS, {}) in found.hidden
    assert found.bounds[rest].width >= 5


def test_rounded_counts_are_known_within_their_rounding():
    rules = Rules(base=5)
    assert [rules.rounded(n) for n in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]
    assert [rules.between(n) for n in (0, 10, 12, 13)] == [(0, 0), (10, 12), (10, 12), (13, 17)]
    assert Rules(base=10).rounded(25) == 30 and Rules(base=10).between(25) == (25, 34)
    printed = [0, *range(10, 80)]
    for base, n in product((1, 2, 3, 5, 6, 10), printed[:60]):
        least, most = Rules(base=base).between(n)
        same = [m for m in printed if Rules(base=base).rounded(m) == Rules(base=base).rounded(n)]
        assert (least, most) == (min(same), max(same))


def test_a_person_with_many_rows_is_one_person():
    """Twelve jobs of two persons are a count of two."""
    counted = Counted("jobs", pd.Series(["p"] * 6 + ["q"] * 6 + [f"r{i}" for i in range(30)]))
    counted.add("kind", pd.Series(["a"] * 12 + ["b"] * 30, dtype="string"), ["a", "b"])
    wanted = [Wanted(key("jobs", {}), 50), *(Wanted(key("jobs", {"kind": level})) for level in "ab")]
    assert protect(counted, wanted, RULES).hidden[key("jobs", {"kind": "a"})] == SMALL


def test_bounds_are_those_of_whole_tables_not_of_pairs():
    """Three yes/no variables whose pairs are all known: only a table of all three bounds the cell as an attacker can."""
    pattern = [(1, 1, 0), (1, 0, 1), (0, 1, 1)]
    rows = [levels for levels in pattern for _ in range(20)]
    counted = population(**{name: [str(row[i]) for row in rows] for i, name in enumerate("abc")})
    pairs = [("a", "b"), ("b", "c"), ("a", "c")]
    known = {each.key: RULES.between(counted.count(each.key)) for pair in pairs for each in all_of(counted, *pair)}
    asked = cell(a="1", b="1", c="1")
    bounds = Attack(System(counted, [*known, asked]), known).bounds(asked)
    assert (bounds.least, bounds.most) == (0, 0)


def test_a_table_bounds_another_by_the_variable_they_share():
    """The women of group B are not printed; all women are, by job, and so are those of A."""
    counted = population(group=["A"] * 40 + ["B"] * 40, sex=(["f"] * 25 + ["m"] * 15) + (["f"] * 12 + ["m"] * 28), job=["yes", "no"] * 40)
    shown = [cell(group="A", sex="f"), cell(sex="f", job="yes"), cell(sex="f", job="no")]
    known = {k: RULES.between(counted.count(k)) for k in shown}
    asked = cell(group="B", sex="f")
    bounds = Attack(System(counted, [*known, asked]), known).bounds(asked)
    assert (bounds.least, bounds.most) == (12, 12)


def test_a_ring_of_tables_is_closed():
    """a is b, b is c, c is d: that a is d follows from no two of the tables, and from all of them."""
    values = ["0"] * 50 + ["1"] * 50
    counted = population(a=values, b=values, c=values, d=values)
    known = {each.key: RULES.between(counted.count(each.key)) for pair in ("ab", "bc", "cd") for each in all_of(counted, *pair)}
    asked = cell(a="1", d="0")
    system = System(counted, [*known, asked])
    assert system.exact
    bounds = Attack(system, known).bounds(asked)
    assert (bounds.least, bounds.most) == (0, 0)


def test_one_person_is_few():
    counted = population(kind=["x"] * 45 + ["y"] * 44 + ["z"])
    assert protect(counted, all_of(counted, "kind"), RULES).hidden[cell(kind="z")] == SMALL


@pytest.mark.parametrize("zeros", [True, False])
def test_a_row_that_is_there_only_for_somebody_says_so(zeros):
    """A row of missing values is printed only where there are any, so an attacker knows of one at least; a declared level may be nobody's."""
    counted = population(kind=["x"] * 60 + ["y"] * 50 + [None] * 3)
    found = prove(protect(counted, all_of(counted, "kind"), Rules(zeros=zeros)))
    assert found.bounds[cell(kind=MISSING)].least == 1
    assert counted.occurring == {("kind", MISSING)}


def test_a_key_with_every_level_is_the_total():
    counted = population(kind=["x"] * 60 + ["y"] * 50)
    assert counted.normal(cell(kind=("x", "y"))) == key(PERSONS, {})
    assert counted.normal(cell(kind="x")) == cell(kind="x")
    assert str(cell(kind="x")) == "persons: kind = x"
    assert cell(b="1", a="2") == cell(a="2", b="1")


@pytest.mark.parametrize("zeros", [True, False])
@pytest.mark.parametrize("base", [1, 5])
def test_tables_drawn_at_random_are_protected(zeros, base):
    """Linked tables with many small cells and zeros: each is proved, and the truth lies within what an attacker finds."""
    rules = Rules(zeros=zeros, base=base, width=4, threshold=6)
    for seed in range(4):
        draw = random.Random(seed)
        values = {
            name: draw.choices([*"xyz", None], weights, k=90)
            for name, weights in zip("abc", ([8, 4, 1, 0], [9, 6, 0, 1], [9, 9, 2, 0.3]), strict=True)
        }
        counted = population(**values)
        wanted = [
            each for pair in ("ab", "ac") for each in all_of(counted, *pair) if (MISSING not in str(each.key) or len(each.key.chosen) == 1)
        ]
        found = prove(protect(counted, wanted, rules))
        assert found.narrowest >= 4
        for k, bounds in found.bounds.items():
            assert bounds.least <= counted.count(k) <= bounds.most
        assert zeros or all(counted.count(k) for k in found.hidden), "where zeros are shown, a hidden count is of somebody"


def test_that_one_whose_group_is_unknown_is_not_at_a_level_says_something_of_that_one():
    """Of one person the group is unknown, and of that one no sex but m: that there is no woman is what tells it."""
    counted = population(group=["A"] * 50 + ["B"] * 52 + [None], sex=["f"] * 25 + ["m"] * 25 + ["f"] * 26 + ["m"] * 26 + ["m"])
    wanted = [each for each in all_of(counted, "group", "sex") if MISSING not in str(each.key)]
    women = cell(group=MISSING, sex="f")
    assert counted.count(women) == 0
    found = prove(protect(counted, wanted, RULES_OF_ZEROS))
    assert women in found.guarded
    assert found.bounds[women].width >= 5
    assert women not in protect(counted, wanted, RULES).guarded, "where zeros are shown, this one may follow"


def test_a_missing_row_of_nobody_is_hidden_where_somebody_else_is_in_it():
    counted = population(half=["first"] * 50 + ["second"] * 50, benefits=[*["yes", "no"] * 49, "yes", None])
    wanted = [*all_of(counted, "half"), *(Wanted(cell(half=half, benefits=MISSING)) for half in ("first", "second"))]
    assert protect(counted, wanted, RULES_OF_ZEROS).hidden[cell(half="first", benefits=MISSING)] == ZERO


def workers(unknown):
    """100 persons, 47 with a job, of some of whom the time to it is unknown; who had none has no time by definition."""
    times = ["above 0"] * (47 - unknown) + [None] * (53 + unknown)
    half = (["first"] * 20 + ["second"] * 27) + (["first"] * 34 + ["second"] * 19)
    counted = population(job=["yes"] * 47 + ["no"] * 53, time=times, half=half)
    counted.rule_out({"job": "no", "time": "above 0"})
    wanted = [Wanted(key(PERSONS, {}), 50), *(Wanted(cell(half=half), 10) for half in ("first", "second"))]
    for chosen in ({}, {"half": "first"}, {"half": "second"}):
        wanted += [Wanted(cell(job="yes", **chosen), 2), Wanted(cell(time="above 0", **chosen))]
    return counted, wanted


def test_what_two_rows_differ_by_is_a_count_where_one_is_of_the_other_by_definition():
    """47 obtained a job, 46 of them have a known time to it: one has not. No table prints both variables together."""
    counted, wanted = workers(1)
    found = prove(protect(counted, wanted, RULES_OF_ZEROS))
    for unknown in (
        cell(job="yes", time=MISSING),
        cell(job="yes", time=MISSING, half="second"),
        cell(job="yes", time=MISSING, half="first"),
    ):
        assert unknown in found.guarded
        assert found.bounds[unknown].width >= 5
    assert not {cell(job="yes"), cell(time="above 0")} <= set(found.shown)


def test_rows_that_differ_by_nobody_stand():
    """All times are known: that nobody's is unknown says nothing of anybody, as who had no job has none by definition."""
    counted, wanted = workers(0)
    assert not prove(protect(counted, wanted, RULES_OF_ZEROS)).hidden


def test_what_a_median_says_by_standing_bounds_no_hidden_count():
    """Of 32 workers 23 are at A and 9 at B, both hidden; that B's median alone is hidden says that at B they are 9 or fewer, and at A 23 or more."""
    counted = population(site=["A"] * 50 + ["B"] * 50, job=(["yes"] * 23 + ["no"] * 27) + (["yes"] * 9 + ["no"] * 41))
    wanted = [Wanted(key(PERSONS, {}), 50), Wanted(cell(job="yes"), 50), *(Wanted(cell(site=at, job="yes")) for at in "AB")]
    row = "medians by site"
    said = [Said(cell(site="A", job="yes"), 10.0, float("inf"), row), Said(cell(site="B", job="yes"), 0.0, 9.0, row)]
    assert not protect(counted, wanted, RULES, facts=said).silent, "0 to 9 is as wide as asked"
    narrow = replace(RULES, width=12)
    found = prove(protect(counted, wanted, narrow, facts=said))
    assert found.silent == {row: OTHERS}
    with pytest.raises(UserError):
        prove(replace(found, silent={}))


def test_levels_of_few_are_few_together_too():
    """Four and four at two of four levels: all less the other two are eight, whatever each is."""
    counted = population(kind=["w"] * 30 + ["x"] * 30 + ["y"] * 4 + ["z"] * 4)
    found = prove(protect(counted, all_of(counted, "kind"), RULES))
    assert found.bounds[cell(kind=("y", "z"))].width >= 5
    assert not {cell(kind="w"), cell(kind="x"), key(PERSONS, {})} <= set(found.shown)


def test_second_jobs_are_guarded_by_what_persons_say():
    """Ten workers have eleven jobs: one of them has two. With thirty, twenty more of all ten, which may be known."""
    for jobs, hidden in ((11, True), (30, False)):
        counted = Counted("jobs", pd.Series([i % 10 for i in range(jobs)]))
        counted.add("turn", pd.Series(["first"] * 10 + ["later"] * (jobs - 10), dtype="string"), ["first", "later"])
        first = key("jobs", {"turn": "first"})
        found = prove(protect(counted, [Wanted(key("jobs", {}))], RULES_OF_ZEROS, given={first: (10.0, 10.0)}))
        assert (key("jobs", {}) in found.hidden) == hidden


def test_where_zeros_are_shown_a_count_hidden_for_others_is_of_somebody_in_the_proof_too():
    """Hidden later for others' sake, it can't be 0 in a table that was found before to be wide enough."""
    for seed in (8, 21):
        draw = random.Random(seed)
        weights = {"a": [9, 5, 3, 1], "b": [9, 6, 0, 0.7]}
        counted = population(**{name: draw.choices([*"xyz", None], each, k=60) for name, each in weights.items()})
        assert prove(protect(counted, all_of(counted, "a", "b"), Rules(threshold=5, width=5, zeros=False))).narrowest >= 5
