"""An attacker with nothing but a released folder finds no hidden count; with one suppression less he finds it, as he does in folders made by hand."""

import csv

import pytest

from ipscohort.release.keys import JOBS, PERSONS, key
from ipscohort.release.log import OTHERS
from ipscohort.release.make import released_of, write_release
from tests.support import attacked, released
from tests.support.attacker import Unknowns, attack, mean_of, sums
from tests.support.released_folder import Line

README = (
    "Counts of fewer than 10 persons are hidden.\n"
    "No hidden count can be bounded by what is released to fewer than 5 persons between its least and its most.\n"
)
GROUPS = ("Characteristic", "All participants (N = 100)", "Site: A (N = 60)", "Site: B (N = 40)")
COMPLETE = ("A variable without a row 'Missing' is complete.",)
SAFE = [("Sex, n (%)",), ("    female", "50 (50)", "[c]", "[c]"), ("    male", "50 (50)", "[c]", "[c]")]


def folder(place, *rows, name="baseline", head=GROUPS, notes=COMPLETE, **files):
    """A released folder with one table, and other files by their name."""
    (place / "tables").mkdir(parents=True, exist_ok=True)
    with (place / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        width = len(head)
        csv.writer(file).writerows(
            tuple(row) + ("",) * (width - len(row)) for row in [("A table",), head, *rows, *[(note,) for note in notes]]
        )
    (place / "README.txt").write_text(README, encoding="utf-8")
    for file, text in files.items():
        (place / file.replace("_", ".")).write_text(text, encoding="utf-8")
    return place


def kinds(found):
    return {each.kind for each in found}


@pytest.mark.parametrize("rules", [{"preset": "opensafely"}, {"preset": "ohdsi"}, {"threshold": 6, "width": 4}], ids=str)
def test_other_rules_give_nothing(rules, tmp_path):
    inputs = released.made_inputs("medians that tell how many workers", rules)
    assert attack(attacked.written(released_of(inputs), tmp_path), ["person-"]) == []


@pytest.mark.parametrize("name", [*attacked.SMALL, *released.MADE])
def test_small_groups_of_made_cohorts_are_not_found(name, tmp_path):
    release = attacked.small(name) if name in attacked.SMALL else released.made(name)
    assert attack(attacked.written(release, tmp_path), ["person-"]) == []


def test_the_shipped_cohort_gives_nothing(tmp_path):
    assert attack(attacked.written(released.default(), tmp_path)) == []


def test_a_whole_folder_with_page_and_figures_gives_nothing(tmp_path):
    write_release(attacked.small("four by the difference of two variables"), tmp_path)
    leaves = tmp_path / "release"
    assert (leaves / "figures" / "kaplan_meier.svg").is_file() and (leaves / "tables" / "time_to_first_job_in_steps.csv").is_file()
    assert attack(leaves, ["person-"]) == []


def test_a_real_cohort_gives_nothing(tmp_path):
    assert attack(attacked.written(attacked.rossi(), tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "chosen", "found"),
    [
        ("a level of four", {"group": "a"}, "persons | group | b"),
        ("a level of four", {"group": "a", "job_obtained": "yes"}, "Obtained a job, n (%) | group | b"),
        ("levels of twelve and three, and five missing", {"group": "b"}, "persons | group | (hidden and none)"),
        ("four by the difference of two variables", {"school": "some"}, "school, n (%) | none"),
        ("a rare diagnosis", {"diagnosis": "second"}, "diagnosis, n (%) | rare"),
    ],
)
def test_one_secondary_suppression_less_and_the_attacker_finds_what_it_hid(name, chosen, found, tmp_path):
    release = attacked.small(name) if name in attacked.SMALL else released.made(name)
    shown = key(PERSONS, chosen)
    assert release.protected[PERSONS].hidden[shown] == OTHERS
    after = attack(attacked.written(attacked.shown_again(release, shown), tmp_path))
    assert [each for each in after if each.what.startswith(found) and each.most - each.least < 5], after


def test_every_secondary_suppression_of_a_variable_is_needed_as_the_attacker_sees_it(tmp_path):
    release = attacked.small("four by the difference of two variables")
    others = [k for k, why in release.protected[PERSONS].hidden.items() if why == OTHERS and "school" in k.variables]
    assert len(others) == 3
    for number, each in enumerate(others):
        assert attack(attacked.written(attacked.shown_again(release, each), tmp_path / str(number))), each


def test_a_row_of_medians_less_hidden_and_the_attacker_finds_what_it_tells(tmp_path):
    """That the median of one site is of ten or more, and those of the others are not, bounds how many obtained a job."""
    release = released.made("medians that tell how many workers")
    rows = [row for row, why in release.protected[PERSONS].silent.items() if row.startswith("medians of") and why == OTHERS]
    assert len(rows) == 2
    for number, row in enumerate(rows):
        assert kinds(attack(attacked.written(attacked.told_again(release, row), tmp_path / str(number)))) == {"bounded"}, row


def test_second_jobs_are_found_where_jobs_stand_beside_workers(tmp_path):
    """29 jobs of 20 workers: 9 second and later ones."""
    release = released.default()
    jobs = key(JOBS, {"experience": "first half"})
    assert jobs in release.protected[JOBS].hidden
    found = attack(attacked.written(attacked.shown_again(release, jobs), tmp_path))
    assert [(each.least, each.most) for each in found if "first half | not, of | jobs in all" in each.what] == [(9, 9)]


def test_time_observed_of_nearly_all_of_follow_up_is_found(tmp_path):
    rows = [("Time observed, total person-weeks", "5,190", "[c]", "[c]"), ("Followed to the end of follow-up, n (%)", "[c]", "[c]", "[c]")]
    place = folder(tmp_path, *SAFE, *rows, name="outcomes", notes=(*COMPLETE, "Follow-up: 52 weeks."))
    assert kinds(attack(place)) == {"counts in other words"}
    rows[0] = ("Time observed, total person-weeks", "4,150", "[c]", "[c]")
    assert attack(folder(tmp_path, *SAFE, *rows, name="outcomes", notes=(*COMPLETE, "Follow-up: 52 weeks."))) == []


def test_a_safe_table_gives_nothing(tmp_path):
    assert attack(folder(tmp_path, *SAFE)) == []


def test_a_small_number_is_found(tmp_path):
    found = attack(folder(tmp_path, *SAFE, ("Married, n (%)", "30 (30)", "27 (45)", "3 (8)")))
    assert "small" in kinds(found)


def test_what_is_left_of_a_row_is_found(tmp_path):
    found = attack(folder(tmp_path, *SAFE, ("Married, n (%)", "30 (30)", "27 (45)", "[c]")))
    assert [(each.least, each.most) for each in found if "Married" in each.what and "(baseline" in each.what] == [(3, 3)]


def test_what_is_left_of_a_column_is_found(tmp_path):
    rows = [("Sex, n (%)",), ("    female", "92 (92)", "[c]", "[c]"), ("    male", "[c]", "[c]", "[c]")]
    found = attack(folder(tmp_path, *rows))
    assert [(each.least, each.most) for each in found if "| male |  |" in each.what] == [(8, 8)]


def test_a_complement_that_no_table_prints_is_found(tmp_path):
    found = attack(folder(tmp_path, *SAFE, ("Housed, n (%)", "96 (96)", "[c]", "[c]")))
    assert [(each.least, each.most) for each in found if each.what.startswith("Housed, n (%) |  |  | not")] == [(4, 4)]


def test_rows_of_which_one_is_part_of_the_other_are_taken_from_each_other(tmp_path):
    rows = [
        ("Obtained a job, n (%)", "47 (47)", "[c]", "[c]"),
        ("Weeks to first job, median [IQR]", "20 [10-30]", "[c]", "[c]"),
        ("    Workers with a known time, n", "46", "[c]", "[c]"),
    ]
    found = attack(folder(tmp_path, *SAFE, *rows, name="outcomes"))
    assert [(each.least, each.most) for each in found if "not, of | Obtained" in each.what][:1] == [(1, 1)]
    rows[2] = ("    Workers with a known time, n", "[c]", "[c]", "[c]")
    assert not [each for each in attack(folder(tmp_path, *SAFE, *rows, name="outcomes")) if "not, of | Obtained" in each.what]


def test_nobody_of_an_unknown_group_or_missing_value_is_found(tmp_path):
    """One of 101 is in neither group: no woman, by the row of women; and the value that somebody lacks is lacked in group B."""
    head = (GROUPS[0], "All participants (N = 101)", *GROUPS[2:])
    rows = [
        ("Sex, n (%)",),
        ("    female", "50 (50)", "30 (50)", "20 (50)"),
        ("    male", "51 (50)", "[c]", "[c]"),
        ("Married, n (%)", "[c]", "[c]", "[c]"),
        ("    Missing, n", "[c]", "0", "[c]"),
    ]
    place = folder(tmp_path, *rows, head=head)
    assert "nobody of a missing value" not in kinds(attack(place))
    (place / "README.txt").write_text(README + "Counts of nobody are hidden too.\n", encoding="utf-8")
    found = [(each.kind, each.what) for each in attack(place) if each.kind.startswith("nobody")]
    assert found == [
        ("nobody of a missing value", "baseline: Missing, n, Site"),
        ("nobody of an unknown group", "Sex, n (%) | female | Site | (none)"),
    ]


def test_a_percentage_tells_how_many_are_missing(tmp_path):
    """50 are 52.1% of 96: 4 have no value."""
    rows = [("Married, n (%)", "50 (52.1)", "[c]", "[c]"), ("    Missing, n", "[c]", "[c]", "[c]")]
    found = attack(folder(tmp_path, *rows))
    assert [(each.least, each.most) for each in found if "Missing |  |" in each.what] == [(4, 4)]


@pytest.mark.parametrize(("means", "found"), [(("40.0", "30.0", "50.0"), (50, 50)), (("40.0", "39.9", "40.1"), None)])
def test_means_tell_how_many_are_in_a_group(means, found):
    """Half of them, where groups of means 30 and 50 have 40 together; nothing, where their means are alike to the last digit."""
    known, groups = Unknowns(), [("", ""), ("Site", "A"), ("Site", "B")]
    for group, mean in zip(groups, means, strict=True):
        mean_of(Line("Age, mean (SD)", indented=False, cells=(f"{mean} (9.0)",)), 0, group, {("persons", *group): 1.0}, known)
    sums(known)
    known.add({("persons", "", ""): 1.0}, 100)
    known.add({("persons", "Site", "(none)"): 1.0}, 0)
    known.sums_to(("persons", "", ""), [("persons", "Site", level) for level in ("A", "B", "(none)")])
    known.hidden = {("persons", "Site", "A"): "baseline"}
    assert known.narrow(5) == ({("persons", "Site", "A"): found} if found else {})


def test_the_difference_of_two_models_is_found(tmp_path):
    head = ("Exposure", "Crude: Events / n", "Crude: OR (95% CI)", "Adjusted: Events / n", "Adjusted: OR (95% CI)")
    rows = [("Job (primary outcome)",), ("Site", "50 / 100", "", "46 / 94", ""), ("    A (ref.)", "25 / 50", "1", "23 / 47", "1")]
    rows.append(("    B", "25 / 50", "1.00 (0.46 to 2.19)", "23 / 47", "1.00 (0.44 to 2.25)"))
    found = attack(folder(tmp_path, *rows, name="regressions_logistic", head=head))
    assert {(each.least, each.most) for each in found} >= {(6, 6), (3, 3)}


def test_a_crude_odds_ratio_of_hidden_counts_is_found(tmp_path):
    head = ("Exposure", "Crude: Events / n", "Crude: OR (95% CI)")
    rows = [("Job (primary outcome)",), ("Site", "50 / 100", ""), ("    A (ref.)", "[c]", "1"), ("    B", "[c]", "0.10 (0.02 to 0.50)")]
    assert "counts in other words" in kinds(attack(folder(tmp_path, *rows, name="regressions_logistic", head=head)))


def test_a_step_of_a_curve_is_found_by_the_difference_to_another(tmp_path):
    """First jobs of everybody up to 20 days, less those at one site and the other's total, are 4 persons' in 20 days."""
    folder(tmp_path, ("Sex, n (%)",), *SAFE[1:])
    head = ("Interval", "At risk at its start", "First jobs", "First jobs so far", "Taken off as censored", "Share")
    rows = [("All participants",), ("All participants", "", "", "", "", "-"), ("    0 to 20", "100", "34", "34", "-", "34.0")]
    rows += [
        ("    after 20", "66", "16", "50", "-", "50.0"),
        ("Site",),
        ("A", "", "", "", "", "-"),
        ("    0 to 20", "60", "30", "30", "-", "50.0"),
    ]
    rows += [("    after 20", "30", "10", "40", "-", "66.7")]
    found = attack(folder(tmp_path, *rows, name="time_to_first_job_in_steps", head=head))
    assert [(each.least, each.most) for each in found if each.what.startswith("first job | (0.0, 20.0) | Site | (other)")] == [(4, 4)]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"report_html": "<p>Included on 2019-03-04.</p>"}, "date"),
        ({"report_html": "<p>Included on 4-3-2019.</p>"}, "date"),
        ({"results_json": '["P-017"]'}, "id"),
        ({"report_html": "<p>n = 7</p>"}, "in no table"),
        ({"report_html": "<p>Odds ratio 2.50 (1.10 to 5.70)</p>"}, "in no table"),
    ],
)
def test_what_stands_elsewhere_is_found(files, kind, tmp_path):
    assert kinds(attack(folder(tmp_path, *SAFE, **files), ["P-017"])) == {kind}


def test_the_last_time_of_a_person_is_found(tmp_path):
    assert "extreme" in kinds(attack(folder(tmp_path, *SAFE, ("Days worked, maximum", "900.5", "900.5", "480.0"))))
