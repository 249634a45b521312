"""What the page holds, and what it must not hold."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.config import load_cohort
from ipscohort.report import ReportInputs, write_report
from ipscohort.report.parts import disagreement_text, flow_boxes

ROOT = Path(__file__).parents[3]
TABLE = (
    '<!doctype html>\n<html><head><title>Employment &amp; work</title></head>\n<body>\n<figure class="table" id="table-outcomes">'
    '<figcaption id="x">Employment &amp; work</figcaption><table><tr><td>47 (46)</td></tr></table></figure>\n</body></html>\n'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def flow(*steps):
    return c.PARTICIPANT_FLOW.conform(pd.DataFrame(steps, columns=["step", "label", "n", "n_left_out"]))


def persons():
    frame = pd.DataFrame(
        {
            "id": ["ANNA-1", "BERT-2", "CARL-3", "DORA-4"],
            "row": [1, 2, 3, 4],
            "full_follow_up": [True, True, True, False],
            "time_observed": [52.0, 52, 52, 10],
            "job_obtained": ["yes", "yes", "yes", "no"],
            "time_to_first_job": [5.0, 7, 9, pd.NA],
            "time_worked": [10.0, 20, pd.NA, 0],
        }
    )
    return c.PERSONS.conform(frame)


def log():
    row = {"rule": "hours_out_of_range", "table": "jobs.work", "action": "set_missing", "n": 2, "ids": "ANNA-1;BERT-2", "rows": "7;9"}
    return c.CLEANING_LOG.conform(pd.DataFrame([{**row, "why": "Hours lie above 80 <a week>"}]))


def availability():
    frame = pd.DataFrame({"measure": ["wages_earned"], "available": [False], "rule": ["sum"], "why_not": ["no wage is recorded"]})
    return c.AVAILABILITY.conform(frame)


def inputs(**changes):
    whole = ReportInputs(
        settings=load_cohort_settings(),
        persons=persons(),
        flow=flow(
            ("read", "Rows read", 6, 0),
            ("twice", "Rows that repeat another", 5, 1),
            ("age", "Aged 18 to 65", 4, 1),
            ("analysed", "Analysed", 4, 0),
        ),
        log=log(),
        disagreements=c.DISAGREEMENTS.empty(),
        availability=availability(),
        definitions=pd.DataFrame({"name": ["time_to_first_job"], "rule": ["First start - inclusion."]}),
        tables={"outcomes": TABLE},
        figures={"rates": SVG},
        provenance={"Records": {"participants": "0" * 64}, "Versions": {"Python": "3.12"}},
    )
    return replace(whole, **changes)


def load_cohort_settings():
    return load_cohort(ROOT / "config" / "rossi.yaml").settings


class Page(HTMLParser):
    """Ids, links and sources of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.sources, self.text, self.tags = [], [], [], "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs["href"]] if "href" in attrs else []
        self.sources += [attrs["src"]] if "src" in attrs else []

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def page():
    return write_report(inputs())


def test_the_head_says_internal(page):
    assert "internal, exact small numbers" in page.partition("</head>")[0]
    assert page.index("Internal, exact small numbers.") < page.index("<h1>")


def test_nothing_comes_from_outside_and_nothing_runs(page):
    assert not re.search(r"https?:", page)
    parsed = Page(page)
    assert all(link.startswith("#") or re.fullmatch(r"[\w/]+\.(csv|svg)", link) for link in parsed.links)
    assert all(source.startswith("data:image/svg+xml;base64,") for source in parsed.sources)
    assert "script" not in parsed.tags
    assert "link" not in parsed.tags
    assert "@import" not in page
    assert "url(" not in page


def test_no_id_of_a_person_stands_in_it(page):
    assert not re.search("ANNA|BERT|CARL|DORA", page)
    assert "clean/cleaning_log.csv" in page


def test_every_entry_of_the_contents_leads_somewhere(page):
    parsed = Page(page)
    assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert "#table-outcomes" in parsed.links


def test_tables_are_taken_as_they_are_and_numbered(page):
    assert '<figcaption id="x">Table 1. Employment &amp; work</figcaption>' in page
    assert "<td>47 (46)</td>" in page
    assert "tables/outcomes.csv" in page
    assert page.count("<!doctype") == 1


def test_the_summary_is_made_from_the_numbers(page):
    text = " ".join(Page(page).text.split())
    assert (
        "4 persons analysed over 52 weeks of follow-up, 166 person-weeks observed; 3 of 4 (75%) followed to the end of follow-up." in text
    )
    assert "3 of 4 (75%) obtained a competitive job." in text
    assert "Among those who obtained a job, median time to it: 7.0 [-] weeks (quartiles in brackets, n = 3)." in text
    assert "Time worked by those who worked: 15.0 [-] weeks (median and quartiles, n = 2)." in text


def test_the_summary_says_how_far_unknown_dates_leave_the_median_open():
    open_to = persons().assign(time_worked_least=[10.0, 20, 0, 0], time_worked_most=[10.0, 50, 52, 0])
    text = " ".join(Page(write_report(inputs(persons=c.PERSONS.conform(open_to)))).text.split())
    assert (
        "Time worked by those who worked: 15.0 [-] weeks (median and quartiles, n = 2; 1 of them have work that is known only in part, "
        "with which the median lies between 15.0 and 30.0)." in text
    )


def test_shares_in_the_summary_are_of_the_known():
    partly = persons().assign(full_follow_up=[True, pd.NA, True, False], job_obtained=["yes", "yes", "no", pd.NA])
    text = " ".join(Page(write_report(inputs(persons=c.PERSONS.conform(partly)))).text.split())
    assert "2 of 3 (67%) followed to the end of follow-up." in text
    assert "2 of 3 (67%) obtained a competitive job." in text


def test_outcomes_that_the_records_lack_leave_no_sentence():
    bare = persons().assign(job_obtained=pd.NA, time_to_first_job=pd.NA, time_worked=pd.NA, time_observed=pd.NA, full_follow_up=pd.NA)
    text = " ".join(Page(write_report(inputs(persons=c.PERSONS.conform(bare)))).text.split())
    assert "4 persons analysed over 52 weeks of follow-up." in text
    assert "obtained a competitive job" not in text
    assert "nan" not in text.lower().split()


def test_cleaning_is_shown_escaped_with_its_count(page):
    assert "Hours lie above 80 &lt;a week&gt;" in page
    assert "hours out of range" in page
    assert "No rule changed anything" in write_report(inputs(log=c.CLEANING_LOG.empty()))


def test_definitions_and_absent_measures_are_named(page):
    text = Page(page).text
    assert "Time to first job" in text
    assert "First start - inclusion." in text
    assert "No wage is recorded." in text


def test_a_synthetic_cohort_has_a_banner():
    settings = load_cohort_settings().model_copy(update={"synthetic": True})
    assert '<p class="banner">SYNTHETIC DATA' in write_report(inputs(settings=settings))
    assert "SYNTHETIC" not in write_report(inputs())


def test_the_page_has_the_same_bytes_every_time(page):
    assert write_report(inputs()) == page


@pytest.mark.parametrize(
    ("steps", "boxes"),
    [
        (
            [("read", "Read", 6, 0), ("a", "Twice", 6, 0), ("b", "Too old", 4, 2), ("analysed", "Analysed", 4, 0)],
            [("Read", 6, ()), ("Analysed", 4, ("Too old: 2",))],
        ),
        (
            [("read", "Read", 6, 0), ("a", "Twice", 5, 1), ("b", "Too old", 3, 2), ("analysed", "Analysed", 3, 0)],
            [("Read", 6, ()), ("Remain", 5, ("Twice: 1",)), ("Analysed", 3, ("Too old: 2",))],
        ),
        ([("read", "Read", 6, 0), ("analysed", "Analysed", 6, 0)], [("Read", 6, ()), ("Analysed", 6, ())]),
    ],
)
def test_the_flow_draws_steps_that_left_somebody_out(steps, boxes):
    assert [(box.label, box.n, box.left_out) for box in flow_boxes(flow(*steps))] == boxes


def test_disagreements_are_counted():
    row = {"id": "ANNA-1", "job_kept": 1, "job_replaced": 2, "source_kept": "a", "source_replaced": "b", "kept": "x", "replaced": "y"}
    frame = c.DISAGREEMENTS.conform(pd.DataFrame([{**row, "fact": "start"}, {**row, "fact": "hours_per_week"}]))
    assert (
        disagreement_text(frame)
        == "Two sources disagree on 2 facts of 1 job of 1 person (hours per week 1, start 1). Which: clean/disagreements.csv."
    )


def test_the_summary_says_what_an_exposure_stands_for():
    settings = load_cohort(ROOT / "config" / "config.yaml").settings
    page = write_report(inputs(settings=settings))
    summary = page[page.index('id="summary"') : page.index('id="flow"')]
    assert "Funding: a proxy for the type of IPS funding. The groups may also differ in severity of mental health problems" in summary
    assert "(half of the inclusion period): a proxy for the agencies&#39; experience with IPS + MIS." in summary
