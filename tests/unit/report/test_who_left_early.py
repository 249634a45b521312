"""The example's arrests before a job, weighted for: table, sentences and answers, and that the shipped cohort has none of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ipscohort.analysis_results import results_frame
from ipscohort.answers import Material, answer
from ipscohort.config import load_cohort
from ipscohort.config.analysis import LeftEarly
from ipscohort.models.fit import fit_models
from ipscohort.report.findings import questions
from ipscohort.run.fetch import fetch_records
from ipscohort.run.pipeline import analyse
from ipscohort.tables import cells_frame, make_tables, places, render
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, STRUCTURAL, unanswered
from tests.support.pipeline import read_of, table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.shipped import cohort, shipped

NAME = "left_early"


@cache
def settings():
    own = load_cohort(Path(__file__).parents[3] / "config" / "rossi.yaml").settings
    arrested = own.survival.model_copy(update={"competing": []})  # arrests are lost here, as any other leaving
    return own.model_copy(update={"models": own.models.model_copy(update={"left_early": LeftEarly()}), "survival": arrested})


@cache
def rossi():
    with TemporaryDirectory() as folder:
        records = Path(folder) / "rossi.csv"
        fetch_records(settings().ingest.fetch, records)
        return analyse(settings(), {"participants": records})


@cache
def tables():
    return make_tables(table_inputs(rossi(), settings()))


def material():
    return Material.of(read_of(rossi()), settings())


def test_the_table_has_both_estimates_and_who_left_by_group():
    rows = [(row.label, [cell.text for cell in row.cells]) for row in tables()[NAME].groups[0].rows]
    adjusted, reference, level = rows[:3]
    assert adjusted[1][0] == "360 / 432" and adjusted[1][3:5] == ["37", "360 / 395"]
    assert reference[1][3:7] == ["21", "179 / 195", "1", "1"]
    assert level[1][3:7] == ["16", "181 / 200", "0.84 (0.41 to 1.74)", "0.97 (0.46 to 2.02)"]


def test_every_number_of_the_table_answers():
    values, page = cells_frame(tables()).set_index("id")["value"].to_dict(), render(tables()[NAME], "html").decode()
    assert unanswered(page, values, STRUCTURAL) == []
    assert unanswered(page, values, (*STRUCTURAL, *IN_NOTES), ("p",), quoted=quoted_sentences(rossi())) == []
    mine = [each for each in answer(places({NAME: tables()[NAME]}), material()).all if each.source.startswith("models/weighted.csv")]
    assert len(mine) > 20
    assert all(
        each.definition.endswith("weighted for who left early.") and "left early without a job" in each.about.left_out[0] for each in mine
    )


def test_the_results_as_data_hold_them_as_sensitivity():
    rows = results_frame(list(places(tables())), material())
    mine = rows[rows["context"].eq("weighted") & rows["stat_name"].eq("estimate")]
    assert len(mine) == 4 and set(mine["role"]) == {"sensitivity"}


def test_findings_say_it():
    said = [
        p.text
        for q in questions(whole.inputs_of(rossi(), settings(), weighted=rossi().fitted.weighted))
        for f in q.findings
        for p in f.found
    ]
    text = "With 37 who left early without a job left out and the others weighted for them 0.97 (0.46 to 2.02), n = 395."
    assert said.count(text) == 1
    (finding, *_) = questions(whole.inputs_of(rossi(), settings(), weighted=rossi().fitted.weighted))[0].findings
    doubts = [phrase.text for phrase in finding.doubt]
    assert sum(text.startswith("Weighted for who left early: The weights rest on 37 persons who left early") for text in doubts) == 1


def test_where_who_left_competes_with_a_job_nobody_is_weighted_and_nothing_says_so():
    own = settings().model_copy(update={"survival": settings().survival.model_copy(update={"competing": ["arrested"]})})
    found = fit_models(rossi().derived.persons, rossi().derived.codebook, own)
    weighted = replace(rossi(), fitted=replace(rossi().fitted, weighted=found.weighted))
    assert found.weighted["estimate"].isna().all() and set(found.weighted["n_competing"]) == {37}
    table = make_tables(table_inputs(weighted, own))[NAME]
    rows = [[cell.text for cell in row.cells] for row in table.groups[0].rows]
    assert rows[0][3:5] == ["0", "-"] and rows[1][3:7] == ["0", "-", "-", "-"] and rows[2][3:7] == ["0", "-", "-", "-"]
    notes = " ".join(table.notes)
    assert notes.startswith("Nobody is weighted here") and "stands for" not in notes
    said = [
        p.text for q in questions(whole.inputs_of(weighted, own, weighted=found.weighted)) for f in q.findings for p in (*f.found, *f.doubt)
    ]
    assert not any("eighted for" in text for text in said)


def test_closed_records_have_a_column_of_their_own():
    persons = rossi().derived.persons
    lock = persons["full_follow_up"].eq(False) & (persons["row"] % 2 == 0)
    persons = persons.assign(ended_by=persons["ended_by"].mask(lock, "data lock"))
    found = fit_models(persons, rossi().derived.codebook, settings())
    table = make_tables(table_inputs(replace(rossi(), fitted=found), settings()))[NAME]
    assert "Records closed early, n" in [column.label for column in table.columns]
    row = [cell.text for cell in table.groups[0].rows[0].cells]
    assert int(row[3]) + int(row[4]) == 37 and int(row[4]) > 5 and row[5] == "360 / 395"
    report = whole.inputs_of(replace(rossi(), fitted=found), settings(), weighted=found.weighted)
    said = [p.text for q in questions(report) for f in q.findings for p in f.found]
    assert any(f"With {row[3]} who left early without a job and {row[4]} whose records were closed early left out" in text for text in said)


def test_it_is_made_where_it_is_asked_for_only():
    assert NAME not in make_tables(table_inputs(shipped(), cohort().settings))
    assert shipped().fitted.weighted.empty
