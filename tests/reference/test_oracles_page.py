"""docs/oracles.md names every script that a number is checked against, and only scripts that are there."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.reference.rerun import SCRIPTS

PAGE = (ROOT / "docs" / "oracles.md").read_text(encoding="utf-8")


def test_every_script_stands_on_the_page_and_every_script_of_the_page_is_rerun():
    named = set(re.findall(r"`(\w+)\.R`", PAGE))
    assert set(SCRIPTS) - {"versions"} <= named
    assert named <= set(SCRIPTS)
    assert {path.stem for path in (ROOT / "tests" / "reference" / "R").glob("*.R")} >= named


def test_no_tolerance_is_looser_than_1e_4_but_where_it_is_said_why():
    loose = [line for line in PAGE.splitlines() if re.search(r"\b\de-[123]\b|\b[2-9]e-4\b", line)]
    assert all("which interpolates" in line for line in loose), loose
