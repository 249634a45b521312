"""The section on printed values: what differs is seen first, in words too, and each value has its definition."""

from __future__ import annotations

from ipscohort.replication import replicate
from ipscohort.report import write_report
from tests.unit.replication.paper import codebook, printed, results, settings
from tests.unit.report.test_report import Page, inputs

VALUES = (
    {"statistic": "count", "printed": "10", "n": 10, "quantity": "persons"},
    {"statistic": "count", "column": "sex=male", "printed": "7", "n": 9, "quantity": "men <b>"},
    {"statistic": "median", "column": "wages_earned", "printed": "3", "quantity": "wages"},
    {"statistic": "q3", "column": "age", "printed": "-", "where": "Table 2", "quantity": "age Q3"},
    {"frame": "settings", "statistic": "given", "column": "exposures.half.split", "printed": "midpoint", "where": "Table 2"},
)


def page(*entries):
    whole = settings(source="Paper & co")
    return write_report(inputs(settings=whole, replication=replicate(printed(*entries), results(), whole, codebook())))


def words(text):
    return " ".join(Page(text).text.split())


def test_it_says_how_many_match_at_the_top_and_in_the_section():
    text = page(*VALUES)
    sentence = "2 of 4 printed values match; not: f3, f4."
    assert words(text).count(sentence) == 2
    assert text.index(sentence) < text.index('id="flow"')
    assert "Printed in: Paper &amp; co." in text
    assert "2 of 2 printed values match." in words(page(VALUES[0], VALUES[3]))


def test_what_differs_stands_first_with_both_values():
    text = words(page(*VALUES))
    assert "f3, men <b>: printed 7 (N = 9), recomputed 6 (N = 9) (value)" in text
    assert "f4, wages: printed 3, recomputed no result (no value of 'wages_earned' is recorded: the job records hold no wage)" in text
    assert text.index("f3, men") < text.index("Number with 'Sex' = male")


def test_each_value_stands_with_its_verdict_in_words_and_its_definition():
    text = page(*VALUES)
    assert text.count('<td class="verdict">matches') == 2
    assert text.count('<td class="verdict">differs') == 2
    assert text.count('<td class="verdict"><em>given</em>') == 1
    assert "Number with &#39;Sex&#39; = male among all persons analysed; N: those of whom it is recorded." in text
    assert text.index("<h3>Table 1</h3>") < text.index("<h3>Table 2</h3>")


def test_every_link_leads_somewhere_and_no_anchor_repeats():
    parsed = Page(page(*VALUES))
    assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert "#printed-f3" in parsed.links


def test_a_cohort_without_printed_values_has_no_such_section():
    text = write_report(inputs())
    assert "printed-values" not in text
    assert "Printed values" not in text
