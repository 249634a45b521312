"""The example of docs/themes.md, in memory: the shipped cohort with made-up interviews, themes of papers and a roadmap; and files for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort import themes
from ipscohort.config import Settings, load_cohort
from ipscohort.config.loader import Cohort
from ipscohort.config.themes import Themes
from ipscohort.files.exchange import Read
from ipscohort.run.pipeline import Analysis, analyse
from ipscohort.themes.reading import Interviews, read_interviews
from tests.support.shipped import ROOT

HEADER = ["segment", "who", "group", "theme", "sub", "way", "coder", "words", "shown"]
BOOK = {
    "work": {"label": "Work", "definition": "Of work", "subthemes": {"pay": "Pay", "hours": "Hours"}},
    "help": {"label": "Help", "definition": "Of help", "subthemes": {"meet": "Meetings"}},
}
SEGMENTS = {
    "file": "segments.csv",
    "segment": "segment",
    "person": "who",
    "group": "group",
    "theme": "theme",
    "subtheme": "sub",
    "direction": "way",
    "coder": "coder",
}
PAPER = {
    "file": "p.csv",
    "citation": "Doe 2020",
    "doi": "10.1/x",
    "theme": "t",
    "subtheme": "s",
    "direction": "d",
    "said_by": "w",
    "statement": "x",
}
PEOPLE = {"file": "people.csv", "person": "who", "group": "group"}


@cache
def cohort() -> Cohort:
    """config/ips_programme.yaml."""
    return load_cohort(ROOT / "config" / "ips_programme.yaml")


@cache
def analysed() -> Analysis:
    """Its analysis; nobody may change the frames."""
    return analyse(cohort().settings, cohort().files())


def settings(**changed: Any) -> Settings:
    """Its settings with other keys of `themes`."""
    values = cohort().settings.model_dump(mode="json")
    values["themes"] |= changed
    return Settings.model_validate(values)


def found(**changed: Any) -> themes.Found:
    """What the stage gives, with keys changed."""
    return themes.find(cohort().theme_files(), settings(**changed))


@cache
def shipped() -> themes.Found:
    """What it gives as shipped."""
    return found()


def inputs(of: themes.Found | None = None, **changed: Any) -> themes.Inputs:
    """What tables and figure are made from."""
    one = analysed()
    return themes.Inputs.made(settings(**changed), of or found(**changed), one.fitted.estimates, one.derived.codebook)


def read_of(of: themes.Found) -> Read:
    """Files that numbers of the tables come from."""
    one = analysed()
    frames = {"estimates": one.fitted.estimates, "fits": one.fitted.fits, "availability": one.derived.availability}
    return Read({**frames, **themes.frames(of), "codebook": one.derived.codebook})


def chosen(*, people: bool = False, **changed: Any) -> Themes:
    """Settings of `themes` for files that a test writes; keys of segments as segments__counted."""
    values: dict[str, Any] = {"groups": ["A", "B"], "codebook": BOOK, "segments": dict(SEGMENTS), "hide_below": 1}
    if people:
        values["interviewees"] = dict(PEOPLE)
    for key, value in changed.items():
        part, _, name = key.partition("__")
        if name:
            values[part][name] = value
        else:
            values[part] = value
    return Themes.model_validate(values)


def written(path: Path, header: list[str], rows: tuple) -> Path:
    """A CSV file."""
    pd.DataFrame([list(row) + [""] * (len(header) - len(row)) for row in rows], columns=header).to_csv(path, index=False)
    return path


def read(folder: Path, *rows: tuple, who: tuple | None = None, who_header: list[str] | None = None, **changed: Any) -> Interviews:
    """Segments (and interviewees, where given) of files with these rows, read."""
    files = {"themes.segments": written(folder / "segments.csv", HEADER, rows)}
    if who is not None:
        files["themes.interviewees"] = written(folder / "people.csv", who_header or ["who", "group"], who)
    return read_interviews(files, chosen(people=who is not None, **changed))
