"""What the manuscript aids of the shipped cohort are written from."""

from __future__ import annotations

from functools import cache

from ipscohort.catalogue.stages import STAGES
from ipscohort.files.exchange import Read
from ipscohort.manuscript import ManuscriptInputs
from ipscohort.outcomes import definitions
from ipscohort.run.provenance import versions
from tests.support import shipped
from tests.support.pipeline import by_stage


@cache
def inputs() -> ManuscriptInputs:
    found, settings = shipped.shipped(), shipped.cohort().settings
    given = (
        (file.name, getattr(result, file.field or file.name, None))
        for stage, result in by_stage(found).items()
        for file in STAGES[stage].files
    )
    read = {name: content for name, content in given if content is not None}
    read["definitions"] = definitions(settings.study, settings.outcomes, read["codebook"])
    return ManuscriptInputs.of(Read(read), settings, {"ipscohort": "0.1.0", **versions()})
