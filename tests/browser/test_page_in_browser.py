"""The page as a reader has it: Debian's Chromium, wide and narrow, light and dark, by mouse and by keys, on paper.

Needs Chromium, node and `npm ci --prefix tests/browser`; says so and skips where they are not there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.page import page

HERE = Path(__file__).parent
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = [
    name
    for name, there in {
        "Chromium": BROWSER,
        "node": shutil.which("node"),
        "tests/browser/node_modules (npm ci --prefix tests/browser)": (HERE / "node_modules").is_dir(),
    }.items()
    if not there
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not there: {', '.join(MISSING)}")
NEVER_MORE_SHEETS_THAN = 12


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What was seen of the shipped cohort's page, or of that which IPSCOHORT_PAGE names."""
    folder = tmp_path_factory.mktemp("browser")
    whole = folder / "report.html"
    whole.write_text(page(), encoding="utf-8")
    shown = os.environ.get("IPSCOHORT_PAGE", str(whole))
    shots = os.environ.get("IPSCOHORT_SHOTS", str(folder / "shots"))
    run = subprocess.run(
        ["node", "look.mjs", BROWSER, str(Path(shown).resolve()), str(Path(shots).resolve())],
        cwd=HERE, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_no_rule_of_accessibility_is_broken_wide_or_narrow_light_or_dark(seen):
    assert len(seen["looks"]) == 4
    assert {(look["width"], look["colorScheme"]): look["findings"] for look in seen["looks"] if look["findings"]} == {}
    assert seen["withAnswer"] == []


def test_the_page_never_scrolls_sideways(seen):
    for look in seen["looks"]:
        for scrolled, there in (look["folded"], look["unfolded"]):
            assert scrolled <= there, look


def test_contents_are_folded_on_a_narrow_screen_only(seen):
    assert {look["width"]: look["contents"] for look in seen["looks"]} == {1400: True, 390: False}


def test_the_console_is_silent_and_nothing_is_fetched(seen):
    assert seen["console"] == []
    assert seen["outside"] == []


def test_a_number_answers_by_click_and_by_key(seen):
    assert seen["clicked"]["hidden"] is False and seen["clicked"]["inside"]
    for told in (seen["clicked"]["number"], "models/estimates.csv: ratio", "job_obtained ~ experience", "left out"):
        assert told in seen["clicked"]["text"]
    assert seen["escaped"]["hidden"] and seen["escaped"]["focus"] == seen["clicked"]["number"]
    assert seen["entered"]["hidden"] is False
    assert seen["closed"]["hidden"] and seen["closed"]["focus"] == seen["clicked"]["number"]


def test_links_lead_into_folded_parts_with_and_without_scripts(seen):
    assert seen["row"] == {"open": True, "visible": True}
    assert seen["unfolds"] and seen["finding"] and seen["withoutScript"]


def test_keys_reach_the_results_first_and_a_figure_is_saved_under_its_name(seen):
    assert seen["first"] == "To the results"
    assert seen["saved"].endswith(".svg")


def test_paper_holds_it_on_few_sheets(seen):
    assert 0 < seen["sheets"] <= NEVER_MORE_SHEETS_THAN
