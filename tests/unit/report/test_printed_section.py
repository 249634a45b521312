"""The section on printed values: what differs is seen first, in words too, and each value has its definition."""

from __future__ import annotations

import re

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
    shown = whole.model_copy(update={"exposures": {}})
    return write_report(inputs(settings=shown, replication=replicate(printed(*entries), results(), whole, codebook())))


def words(text):
    return " ".join(Page(text).text.split())


def test_it_says_how_many_match_at_the_top_and_in_the_section():
    text = page(*VALUES)
    sentence = "2 of 4 printed values match; not: f3, f4."
    assert sentence in words(text)
    card = words(text[text.index('<ul class="cards"') : text.index("</ul>")])
    assert "Printed values that match 2 of 4 Paper & co. Not: f3, f4." in card
    assert "Printed in: Paper &amp; co." in text
    assert "2 of 2 printed values match." in words(page(VALUES[0], VALUES[3]))


def test_each_value_that_is_not_covered_is_named_with_its_reason():
    silent = {"frame": "none", "statistic": "not_covered", "printed": "2.50", "quantity": "chi-squared", "note": "No such <test> is made."}
    text = page(*VALUES, silent)
    section = text.partition('<section id="printed-values">')[2]
    above, _, folded = section.partition("<details")
    assert "f7 (Table 1), chi-squared: 2.50. No such <test> is made." in words(above).replace("</a>", "")
    assert '<td class="verdict">not covered: No such &lt;test&gt; is made.' in folded
    assert "2 of 4 printed values match; not: f3, f4. 1 more is printed and not covered" in words(text)
    assert 'class="not-covered"' not in page(*VALUES)


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
    assert text.index("<h4>Table 1</h4>") < text.index("<h4>Table 2</h4>")


def test_what_matches_is_folded_and_what_differs_is_not():
    section = page(*VALUES).partition('<section id="printed-values">')[2]
    above, _, folded = section.partition("<details")
    assert "2 of 4 printed values match" in above and "printed 7 (N = 9), recomputed 6 (N = 9)" in above
    assert 'id="printed-f3"' in folded and "<details open" not in section


def test_a_definition_and_a_rule_are_written_once_and_referred_to():
    twice = {**VALUES[1], "printed": "6", "n": 9, "quantity": "men again"}
    text = page(VALUES[1], twice)
    assert text.count("Number with &#39;Sex&#39; = male among all persons analysed") == 1
    assert 'as <a href="#printed-f2">f2</a>' in text
    rules = re.findall(r'<li id="printed-rule-(\d+)">(.*?)</li>', page(*VALUES))
    assert len({rule for _, rule in rules}) == len(rules)
    assert [int(number) for number, _ in rules] == list(range(1, len(rules) + 1))


def test_every_link_leads_somewhere_and_no_anchor_repeats():
    parsed = Page(page(*VALUES))
    assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert "#printed-f3" in parsed.links


def test_a_cohort_without_printed_values_has_no_such_section():
    text = write_report(inputs())
    assert 'id="printed-values"' not in text
    assert "Printed values" not in text
