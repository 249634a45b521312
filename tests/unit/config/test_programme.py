"""What a settings file may say of the programme, and what it is told of mistakes."""

from __future__ import annotations

import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from ipscohort.run.check import check_cohort
from tests.conftest import ROOT

TEXT = (ROOT / "config" / "ips_programme.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())


def changed(folder, *changes: tuple[str, str]):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "ips_programme.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_off_there_is_nothing():
    assert load_cohort(ROOT / "config" / "config.yaml").settings.programme is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "participants_agency: agency",
            "participants_agency: agenci",
            ("no category under ingest.participants.variables is called 'agenci'", "'agency'"),
        ),
        ("participants_agency: agency", "participants_agency: mhi5", ("no category under ingest.participants.variables is called 'mhi5'",)),
        ("items: item_{n}", "items: item", ("write {n} where the item's number stands",)),
        ("items: item_{n}", "items: [a, b]", ("the scale has 25 items, and 2 are listed",)),
        ("items: item_{n}", "reviewer: who", ("name items, or a total",)),
        ("items: item_{n}", "{total: score, prorate_up_to: 2}".strip("{}").replace(", ", "\n    "), ("prorate_up_to is about items",)),
        ("items: item_{n}", f"items: [{', '.join(['item_1'] * 25)}]", ("'item_1' for item 1, item 2, item 3", "a column of its own")),
        ("items: item_{n}", "items: item_{n}\n    total: item_3", ("one column is named for several things: 'item_3' for total, item 3",)),
        ("items: item_{n}", "items: item_{n}\n    reviewer: ' agency'", ("'agency' for agency, reviewer",)),
        ("items: item_{n}", "items: item_{n}\n    limits: {fair: 100}", ("limits rise from fair over good to exemplary",)),
        ("items: item_{n}", "items: item_{n}\n    beside: [fundings]", ("there is no exposure 'fundings'",)),
        ("items: item_{n}", "items: item_{n}\n    regressions: [job]", ("there is no regression 'job'",)),
        ("items: item_{n}", "items: item_{n}\n    between_reviews: linear", ("'linear' is not possible here",)),
        ("items: item_{n}", "items: item_{n}\n    low_item: 6", ("low_item",)),
        ("fidelity_SYNTHETIC.csv", "fidelity.csv", ("there is no file", "fidelity_SYNTHETIC.csv")),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path, old, new, says):
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (old, new)))
    assert all(words in str(error.value) for words in (*says, "programme.fidelity")), str(error.value)


@pytest.mark.parametrize("name", ["fidelity_total", "fidelity_class", "fidelity_points", "fidelity_inclusion_years"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      sex: {column: sex", "      NAME: {column: work5y, type: number}\n      sex: {column: sex"),
        ("      mhi5: {kind", "      NAME: {kind"),
        ("  experience:", "  NAME:"),
    ],
)
def test_the_studys_own_variables_are_not_overwritten(tmp_path, name, old, new):
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (old, new.replace("NAME", name))))
    assert f"'{name}' is what programme.fidelity calls a variable of its own" in str(error.value)
    assert "choose another name than" in str(error.value)


def test_no_mistake_in_fidelity_only_points_at_the_manual(tmp_path):
    for wrong in (
        "items: item",
        "items: [a, b]",
        "reviewer: who",
        "total: score\n    prorate_up_to: 2",
        "items: item_{n}\n    limits: {fair: 120}",
    ):
        with pytest.raises(UserError) as error:
            load_cohort(changed(tmp_path, ("items: item_{n}", wrong)))
        assert "see config/README.md" not in str(error.value)


def test_the_regression_that_is_added_by_itself_may_be_named(tmp_path):
    loaded = load_cohort(changed(tmp_path, ("items: item_{n}", "items: item_{n}\n    regressions: [time_to_first_job]")))
    assert loaded.settings.programme.fidelity.regressions == ["time_to_first_job"]


def test_without_dates_of_inclusion_no_review_lies_before(tmp_path):
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, ("    inclusion_date: inclusion\n", "")))
    assert "no inclusion dates, so that no review lies before or after one" in str(error.value)


def test_a_part_must_be_named(tmp_path):
    block = TEXT[TEXT.index("programme:\n") :]
    with pytest.raises(UserError) as error:
        load_cohort(changed(tmp_path, (block, "programme: {}\n")))
    assert "name a part of it" in str(error.value)


def test_the_check_before_a_run_reads_the_reviews(tmp_path):
    reviews = tmp_path / "reviews.csv"
    text = (ROOT / "data" / "ips_mis" / "fidelity_SYNTHETIC.csv").read_text(encoding="utf-8")
    reviews.write_text(text.replace("agency B,2016-05-10,5", "agency C,2016-05-10,6"), encoding="utf-8")
    loaded = load_cohort(changed(tmp_path, ((ROOT / "data" / "ips_mis" / "fidelity_SYNTHETIC.csv").as_posix(), reviews.as_posix())))
    with pytest.raises(UserError) as error:
        check_cohort(loaded)
    assert "column agency: agencies that 'agency' of the participants does not know (row 10)" in str(error.value)
    assert "column item_1: ratings outside 1 to 5 (row 10)" in str(error.value)
