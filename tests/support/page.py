"""The page of the shipped cohort, as a run writes it, in memory."""

from __future__ import annotations

from functools import cache
from typing import Any

from ipscohort.answers import Material, answer
from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibits import FIGURES
from ipscohort.config import Settings
from ipscohort.outcomes import definitions
from ipscohort.report import ReportInputs, write_report
from ipscohort.report.definitions import used
from ipscohort.run.pipeline import Analysis
from ipscohort.tables import make_tables, places, render
from tests.support import shipped
from tests.support.pipeline import by_stage, read_of, table_inputs

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 7 4"><path d="M0 0h7v4z"/></svg>'


def inputs_of(found: Analysis, settings: Settings, **more: Any) -> ReportInputs:
    """What the page of a cohort is written from; a blank drawing stands for each figure."""
    tables = make_tables(table_inputs(found, settings))
    answers = answer(places(tables), Material.of(read_of(found), settings))
    cleaned, derived, codebook = by_stage(found)["clean"], found.derived, found.derived.codebook
    return ReportInputs(
        settings=settings,
        codebook=codebook,
        persons=derived.persons,
        flow=cleaned.flow,
        log=cleaned.log,
        disagreements=cleaned.disagreements,
        availability=derived.availability,
        definitions=used(definitions(settings.study, settings.outcomes, codebook), settings),
        tables={name: render(table, "html").decode() for name, table in tables.items()},
        figures={name: SVG for name, exhibit in FIGURES.items() if asked(exhibit.asked_by, settings)},
        provenance={"records": {"participants": "0" * 64}, "versions": {"Python": "3.11"}},
        downloads={f"tables/{name}.csv": render(table, "csv") for name, table in tables.items()},
        estimates=found.fitted.estimates,
        fits=found.fitted.fits,
        standardised=found.fitted.standardised,
        survival_estimates=found.survived.estimates,
        survival_tests=found.survived.tests,
        curves=found.survived.curves,
        gray_tests=found.survived.gray_tests,
        jobs_per_person=found.survived.jobs_per_person,
        time_in_states=found.survived.time_in_states,
        missing_values=found.records.missing_values,
        answers=answers,
        **more,
    )


@cache
def inputs() -> ReportInputs:
    """That of the shipped cohort."""
    found = shipped.shipped()
    return inputs_of(found, shipped.cohort().settings, replication=shipped.compared(found).reset_index())


@cache
def page() -> str:
    """The page."""
    return write_report(inputs())
