"""What the page holds, and what it must not hold."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.catalogue.exhibits import FIGURES, Exhibit
from ipscohort.config import load_cohort
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.report import ReportInputs, write_report
from ipscohort.report.parts import disagreement_text, idle_steps
from ipscohort.tables import render
from ipscohort.tables.content import absent_table
from tests.support import page as whole

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
            "financial_aid": ["yes", "no", "no", "no"],
            "work_experience": ["no", "yes", "yes", "no"],
        }
    )
    return c.PERSONS.conform(frame)


def log():
    row = {"rule": "hours_out_of_range", "table": "jobs.work", "action": "set_missing", "n": 2, "ids": "ANNA-1;BERT-2", "rows": "7;9"}
    return c.CLEANING_LOG.conform(pd.DataFrame([{**row, "why": "Hours lie above 80 <a week>"}]))


def availability():
    frame = pd.DataFrame({"measure": ["wages_earned"], "available": [False], "rule": ["sum"], "why_not": ["no wage is recorded"]})
    return c.AVAILABILITY.conform(frame)


CODEBOOK = Codebook(
    shape="panel",
    dated=False,
    variables={
        "financial_aid": VariableInfo("financial_aid", "Financial aid", "yes_no", levels=("no", "yes")),
        "work_experience": VariableInfo("work_experience", "Work experience", "yes_no", levels=("no", "yes")),
    },
)


def inputs(**changes):
    whole = ReportInputs(
        settings=load_cohort_settings(),
        codebook=CODEBOOK,
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
        downloads={"tables/outcomes.csv": b"a,b\n"},
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


def test_nothing_comes_from_outside_and_no_link_is_lost_when_the_page_is_mailed(page):
    assert not re.search(r"https?:", page)
    parsed = Page(page)
    assert all(link.startswith(("#", "data:text/csv;base64,", "data:application/zip;base64,")) for link in parsed.links)
    assert all(source.startswith("data:image/svg+xml;base64,") for source in parsed.sources)
    assert "link" not in parsed.tags
    assert not re.search(r"<script[^>]* src|fetch\(|XMLHttpRequest|import\(", page)
    assert "@import" not in page
    assert "url(" not in page
    assert page.count("<style") == 1


def test_a_browser_runs_only_the_page_s_own_script_and_style(page):
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)[1].replace("&#39;", "'")
    for element in ("style", "script"):
        (text,) = re.findall(rf"<{element}>(.*?)</{element}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy


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
    assert page.count("<!doctype") == 1


def test_the_page_carries_tables_and_everything_else_along(page):
    csv = re.search(r'<a download="outcomes.csv" href="data:text/csv;base64,([^"]+)">Table 1 as CSV', page)
    assert base64.b64decode(csv[1]) == b"a,b\n"
    together = re.search(r'<a download="rossi.zip" href="data:application/zip;base64,([^"]+)"', page)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(together[1]))) as archive:
        assert archive.namelist() == ["figures/rates.svg", "tables/outcomes.csv"]
        assert archive.read("figures/rates.svg").decode() == SVG
        assert {member.date_time[0] for member in archive.infolist()} == {1980}


def card(page, label):
    found = re.search(rf'<li class="card"><p class="card-label">(?:<a href="[^"]+">)?{label}<.*?</li>', page, re.DOTALL)
    return " ".join(Page(found[0]).text.split())


def test_the_cards_are_made_from_the_numbers(page):
    assert card(page, "Persons analysed") == (
        "Persons analysed 4 6 rows read; 2 left out on the way. 166 person-weeks observed in 52 weeks of follow-up; followed to its end: "
        "3 of 4 (75%)."
    )
    assert (
        card(page, "Obtained a job")
        == "Obtained a job 3 (75%) of 4 persons Left before the end of follow-up and counted as no: 1. Definition"
    )
    assert card(page, "Time to the first job") == (
        "Time to the first job 7.0 weeks Median [-] among the 3 who obtained one and whose time to it is known. Definition"
    )
    assert card(page, "Time worked") == "Time worked 15.0 weeks Median [-] of the 2 who worked. Definition"


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("paper", "45% (36 to 55) had one by the end of 30 months of follow-up, with 56 still at risk."),
        ("apa", "45% [36, 55] had one by the end of 30 months of follow-up, with 56 still at risk."),
    ],
)
def test_the_share_of_everybody_is_in_percent_in_every_style(style, said):
    cohort = whole.inputs()
    settings = cohort.settings.model_copy(update={"tables": cohort.settings.tables.model_copy(update={"style": style})})
    assert said in card(write_report(replace(cohort, settings=settings)), "Time to the first job")


def test_that_everybody_was_followed_to_the_end_is_called_an_assumption_where_no_record_says_so():
    said = card(whole.page(), "Persons analysed")
    assert said.endswith("followed to its end: 103 of 103 (100%), by assumption: the settings say that everybody was observed to the end.")
    cohort = whole.inputs()
    partly = cohort.persons.assign(full_follow_up=[False, *[True] * 102])
    assert card(write_report(replace(cohort, persons=partly)), "Persons analysed").endswith("followed to its end: 102 of 103 (99%).")


def test_the_card_of_the_job_has_its_definition_and_no_caption_repeats_its_title():
    OPEN = "Counted as no, but had a job of which it is not recorded whether it was competitive: 2."
    rule = "Any competitive job begun in 30 months of follow-up while observed, also an undated one."
    assert card(whole.page(), "Obtained a competitive job").endswith(f"of 103 persons {rule} {OPEN} Definition")
    assert "Participant flow.</strong> Rows read, persons left out" in whole.page()


def test_what_looks_like_a_contradiction_is_explained_where_it_stands():
    unknown = c.PERSONS.conform(persons().assign(time_to_first_job=[5.0, 7, pd.NA, pd.NA]))
    text = card(write_report(inputs(persons=unknown)), "Time to the first job")
    assert "among the 2 who obtained one and whose time to it is known." in text
    assert "1 of the 3 who obtained a job left out: the weeks or months before it are unknown." in text


def test_work_known_in_part_is_said_beside_the_time_worked():
    open_to = persons().assign(time_worked_least=[10.0, 20, 0, 0], time_worked_most=[10.0, 50, 52, 0])
    text = card(write_report(inputs(persons=c.PERSONS.conform(open_to))), "Time worked")
    assert "2 of them can have worked more" in text or "1 of them can have worked more" in text


def test_shares_in_the_cards_are_of_the_known():
    partly = persons().assign(full_follow_up=[True, pd.NA, True, False], job_obtained=["yes", "yes", "no", pd.NA])
    page = write_report(inputs(persons=c.PERSONS.conform(partly)))
    assert "followed to its end: 2 of 3 (67%)." in card(page, "Persons analysed")
    assert card(page, "Obtained a job") == "Obtained a job 2 (67%) of 3 persons 1 person of whom it is not known left out. Definition"


def test_outcomes_that_the_records_lack_have_no_card():
    bare = persons().assign(job_obtained=pd.NA, time_to_first_job=pd.NA, time_worked=pd.NA, time_observed=pd.NA, full_follow_up=pd.NA)
    page = write_report(inputs(persons=c.PERSONS.conform(bare)))
    assert page.count('class="card"') == 1
    assert "nan" not in Page(page).text.lower().split()


def test_the_question_stands_under_the_title(page):
    assert page.index("<h1>") < page.index('<p class="question">Do men who were offered') < page.index('<ul class="cards"')
    none = load_cohort_settings().model_copy(update={"question": ""})
    assert 'class="question"' not in write_report(inputs(settings=none))


def test_a_table_that_cannot_be_filled_is_one_line(page):
    absent = render(absent_table("survival", "Time to first job", "No times <here>."), "html").decode()
    text = write_report(inputs(tables={"survival": absent, "outcomes": TABLE}))
    part = text.partition('<section id="not-available">')[2].partition("</section>")[0]
    assert "<li><b>Time to first job:</b> No times &lt;here&gt;.</li>" in part
    assert text.count("<table") == page.count("<table")
    assert "Table 2" not in text


def test_the_paper_s_own_layout_stands_only_where_printed_values_are_named(page):
    with_paper = {"paper_outcomes": TABLE.replace("table-outcomes", "table-paper-outcomes"), "outcomes": TABLE}
    assert "table-paper-outcomes" not in write_report(inputs(tables=with_paper))


def test_a_figure_of_no_section_finds_a_place(page, monkeypatch):
    monkeypatch.setitem(FIGURES, "new_one", Exhibit("new_one", "What it shows.", "New"))
    text = write_report(inputs(figures={"rates": SVG, "new_one": SVG}))
    part = text.partition('<section id="more">')[2].partition("</section>")[0]
    assert "Figure 2. New." in part
    assert '<section id="more">' not in page


def test_cleaning_is_shown_escaped_with_its_count(page):
    assert "Hours lie above 80 &lt;a week&gt;" in page
    assert "hours out of range" in page
    assert "No rule changed anything" in write_report(inputs(log=c.CLEANING_LOG.empty()))


def test_on_paper_a_figure_lets_the_page_end_after_its_caption_and_a_table_does_not(page):
    """A caption that must not be parted from what follows, last in its figure, binds the figure to the title of the next table."""
    paper = page[page.rindex("@media print") :]
    assert re.search(r"\.figure figcaption {[^}]*break-after: auto", paper)
    assert "figure.table figcaption { break-inside: avoid; break-after: avoid; }" in page


def test_definitions_and_absent_measures_are_named(page):
    text = Page(page).text
    assert "Time to first job" in text
    assert "First start - inclusion." in text
    assert "no wage is recorded." in text


def test_a_synthetic_cohort_has_a_banner():
    settings = load_cohort_settings().model_copy(update={"synthetic": True})
    assert '<p class="banner">SYNTHETIC DATA' in write_report(inputs(settings=settings))
    assert "SYNTHETIC" not in write_report(inputs())


def test_the_page_has_the_same_bytes_every_time(page):
    assert write_report(inputs()) == page


def test_steps_that_left_nobody_out_are_named():
    steps = [
        ("read", "Read", 6, 0),
        ("a", "Twice", 6, 0),
        ("b", "Too old", 4, 2),
        ("c", "Moved away", 4, 0),
        ("analysed", "Analysed", 4, 0),
    ]
    assert idle_steps(flow(*steps)) == ["Twice", "Moved away"]


def test_a_figure_says_what_it_shows_where_its_drawing_does():
    drawn = "<svg><desc>Of 6 persons &amp; 2 left out.</desc></svg>"
    said = write_report(inputs(figures={"rates": drawn, "forest": "<svg/>"}))
    assert 'alt="Of 6 persons &amp; 2 left out."' in said
    assert f'alt="{FIGURES["forest"].caption[:40]}' in said


def test_disagreements_are_counted():
    row = {"id": "ANNA-1", "job_kept": 1, "job_replaced": 2, "source_kept": "a", "source_replaced": "b", "kept": "x", "replaced": "y"}
    frame = c.DISAGREEMENTS.conform(pd.DataFrame([{**row, "fact": "start"}, {**row, "fact": "hours_per_week"}]))
    assert (
        disagreement_text(frame)
        == "Two sources disagree on 2 facts of 1 job of 1 person (hours per week 1, start 1). Which: clean/disagreements.csv."
    )
