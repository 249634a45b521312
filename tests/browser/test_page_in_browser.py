"""The page as a reader has it: Debian's Chromium, wide and narrow, light and dark, by mouse and by keys, on paper.

IPSCOHORT_PAGE names the page (else the shipped cohort's is written), IPSCOHORT_SHOTS a folder for what was seen.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from shutil import which
from subprocess import run
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from selenium.webdriver import Keys

from tests.browser.driver import COLOURS, MISSING, NARROW, RULES, WIDE, Page, opened
from tests.support.page import page as shipped_page

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not there: {', '.join(MISSING)}")
NEVER_MORE_SHEETS_THAN = 12
LINES_BELOW_A_TITLE = 6
"""The second line of a table's title, its headings and its first rows."""
A4 = (210, 297)
NUMBER = "#findings .found a.n"
ANSWER = """(() => {
  const box = document.getElementById("answer"), focus = document.activeElement;
  return { hidden: box.hidden, text: box.textContent, inside: box.contains(focus), focus: focus.textContent };
})()"""
TARGET_IN_VIEW = """(() => {
  const at = document.querySelector("tr:target").getBoundingClientRect();
  return at.top >= 0 && at.bottom <= innerHeight && at.height > 0;
})()"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """Where the page is: the shipped cohort's, or that which IPSCOHORT_PAGE names."""
    if "IPSCOHORT_PAGE" in os.environ:
        return Path(os.environ["IPSCOHORT_PAGE"]).resolve().as_uri()
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(shipped_page(), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def shots(tmp_path_factory) -> Path:
    """The folder for pictures of the page and for its PDF file."""
    folder = Path(os.environ.get("IPSCOHORT_SHOTS", tmp_path_factory.mktemp("shots"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def reading(address: str, **reader: object) -> Iterator[Page]:
    """A page opened by a reader, whatever they do with it: the console stays silent and nothing is fetched."""
    with opened(address, **reader) as page:
        yield page
        assert page.said() == []
        assert page.fetched() == []


@dataclass(frozen=True)
class Look:
    """What one reader sees, first with all parts folded, then with a number's answer, then with all parts open."""

    width: int
    contents_open: bool
    folded: tuple[int, int]
    findings_with_answer: list[str]
    unfolded: tuple[int, int]
    findings: list[str]


@pytest.fixture(scope="module", params=product((WIDE, NARROW), ("light", "dark")), ids=lambda look: "-".join(map(str, look)))
def look(request, address, shots) -> Look:
    """One look at the page for each width and scheme."""
    width, scheme = request.param
    rules = RULES if scheme == "light" else COLOURS
    with reading(address, width=width, scheme=scheme) as page:
        assert page.value(f"matchMedia('(prefers-color-scheme: {scheme})').matches && innerWidth === {width}")
        page.shoot(shots / f"report-{width}-{scheme}.png")
        contents_open, folded = page.value('document.querySelector("details.contents").open'), page.widths()
        page.all(NUMBER)[2].click()
        assert not page.value(ANSWER)["hidden"]
        page.driver.save_screenshot(shots / f"answer-{width}-{scheme}.png")
        with_answer = page.findings(rules)
        page.press(Keys.ESCAPE)
        page.unfold()
        unfolded = page.widths()
        page.thin("#numbers tbody, #numbers ol")
        return Look(width, contents_open, folded, with_answer, unfolded, page.findings(rules))


def test_no_rule_of_accessibility_is_broken_wide_or_narrow_light_or_dark(look):
    assert look.findings == []
    assert look.findings_with_answer == []


def test_the_page_never_scrolls_sideways(look):
    for wide, seen in (look.folded, look.unfolded):
        assert wide <= seen, look


def test_contents_are_folded_on_a_narrow_screen_only(look):
    assert look.contents_open == (look.width == WIDE)


def test_the_console_is_silent_and_nothing_is_fetched(address):
    with reading(address) as page:
        page.unfold()


@pytest.mark.parametrize(
    ("noise", "told"),
    [
        ("<script>console.info('good morning')</script>", "good morning"),
        ("<script>undefined.thrown</script>", "TypeError"),
        ("<img src='http://localhost:9/some.png' alt=''>", "localhost:9/some.png"),
        ("<link rel='stylesheet' href='http://localhost:9/some.css'>", "localhost:9/some.css"),
    ],
)
def test_a_page_that_speaks_or_fetches_is_caught(noise, told, tmp_path):
    file = tmp_path / "noisy.html"
    file.write_text(f"<!doctype html><title>Noisy</title>{noise}", encoding="utf-8")
    with pytest.raises(AssertionError, match=told), reading(file.as_uri()):
        pass


def test_what_slipped_into_the_page_neither_runs_nor_fetches(address, tmp_path):
    """The page's policy holds where escaping failed: only its own script and style are known to it."""
    planted = "<script>window.ran = 1</script><img src='http://localhost:9/x.png' onerror='window.ran = 2'><p style='color: red' onclick='window.ran = 3'>x</p>"
    file = tmp_path / "planted.html"
    file.write_text(
        Path(url2pathname(urlsplit(address).path)).read_text(encoding="utf-8").replace("</main>", f"{planted}</main>"), encoding="utf-8"
    )
    with opened(file.as_uri()) as page:
        page.unfold()
        assert page.value("window.ran === undefined")
        refused = [said for said in map(str, page.said()) if "Content Security Policy" in said]
        assert any("localhost:9/x.png" in said for said in refused), "the picture was asked for"
        assert any("inline script" in said for said in refused)


def test_a_number_answers_by_click_and_by_key(address):
    with reading(address) as page:
        number = page.all(NUMBER)[2]
        number.click()
        clicked = page.value(ANSWER)
        assert not clicked["hidden"] and clicked["inside"]
        for told in (number.text, "models/estimates.csv: ratio", "job_obtained ~ experience", "left out"):
            assert told in clicked["text"]
        page.press(Keys.ESCAPE)
        escaped = page.value(ANSWER)
        assert escaped["hidden"] and escaped["focus"] == number.text
        page.press(Keys.ENTER)
        assert not page.value(ANSWER)["hidden"]
        page.press(Keys.TAB, Keys.ENTER)  # from the answer to its button, Close
        closed = page.value(ANSWER)
        assert closed["hidden"] and closed["focus"] == number.text


def test_links_lead_into_folded_parts(address):
    with reading(address) as page:
        page.all(NUMBER)[2].click()
        page.one("#answer .answer-row").click()
        page.stand_still()
        assert page.value('document.getElementById("numbers").open && document.querySelector("#numbers tr:target") !== null')
        assert page.value(TARGET_IN_VIEW)
        page.one('nav a[href="#provenance"]').click()
        assert page.value('document.getElementById("provenance").open')
        page.one("#findings .where a").click()
        page.stand_still()
        assert page.value(TARGET_IN_VIEW)


def test_links_lead_into_folded_parts_without_scripts(address):
    with reading(address, scripts=False) as page:
        page.one(NUMBER).click()
        assert page.one("#numbers tr:target").is_displayed()


def test_keys_reach_the_results_first(address):
    with reading(address) as page:
        page.press(Keys.TAB)
        assert page.value("document.activeElement.textContent") == "To the results"


def test_a_figure_is_saved_under_its_name(address):
    with reading(address) as page:
        link = page.one("figure.figure .file a")
        link.click()
        saved = page.saved()
        assert saved.name == link.get_attribute("download")
        assert saved.suffix == ".svg" and "<svg" in saved.read_text(encoding="utf-8")


def test_paper_holds_it_on_few_sheets_of_a4_upright_or_turned(address, shots):
    with reading(address) as page:
        sheets = page.print(shots / "report.pdf")
    assert 0 < len(sheets) <= NEVER_MORE_SHEETS_THAN
    for sheet in sheets:
        assert sorted(sheet) == pytest.approx(A4, abs=1)


@pytest.mark.skipif(which("pdftotext") is None, reason="not there: pdftotext")
def test_paper_never_leaves_the_title_of_a_table_at_the_foot_of_a_sheet(address, shots):
    file = shots / "titles.pdf"
    with reading(address) as page:
        page.print(file)
    text = run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    titles = []
    for sheet in text.split("\f"):
        lines = [line.strip() for line in sheet.splitlines() if line.strip()]
        titles += [(line, len(lines) - at - 1) for at, line in enumerate(lines) if re.match(r"Table \d+\. ", line)]
    assert titles
    assert [title for title, below in titles if below < LINES_BELOW_A_TITLE] == []
