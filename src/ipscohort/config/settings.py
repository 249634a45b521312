"""The whole of a cohort's settings, and what of it one stage reads."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, model_validator

from ipscohort.catalogue.stages import DEFINITIONS_IGNORE, EVERYTHING, STAGES
from ipscohort.config.analysis import DerivedOutcomes, Exposure, Figures, Models, Survival, Tables, half_a_year
from ipscohort.config.base import COHORT_NAME, FileName, Strict, Text, YesNo
from ipscohort.config.clean import Clean
from ipscohort.config.first_job import with_first_job
from ipscohort.config.ingest import Ingest
from ipscohort.config.monitoring import Monitoring
from ipscohort.config.plain import at
from ipscohort.config.programme import Programme
from ipscohort.config.release import Release
from ipscohort.config.repeated import Repeated
from ipscohort.config.replication import Replication
from ipscohort.config.sensitivity import Sensitivity
from ipscohort.config.study import Study, plain_unit
from ipscohort.config.themes import Themes


class Settings(Strict):
    """One cohort, one file."""

    schema_version: Literal[1]
    """Version of this file's layout."""
    cohort: Annotated[str, Field(pattern=COHORT_NAME)]
    """The cohort's short name = this file's name without .yaml (but for config.yaml, the default) = the folder in results."""
    title: Text
    """Title of the report."""
    question: str = ""
    """The study's question in one sentence; it stands under the report's title."""
    description: str = ""
    """What the cohort is and where it comes from, in a sentence or two of the report."""
    synthetic: YesNo = False
    """`yes`: the records are made up, and every table, figure and page says so."""
    language: Literal["en", "nl", "de"] = "en"
    """Language of all words in tables, figures, the report and the aids for the manuscript: English, Dutch or German. Labels that this
    file gives stay as they are."""
    results_dir: FileName | None = None
    """Where results go, relative to this file; without it, results/ of the project."""
    study: Study
    ingest: Ingest
    clean: Clean = Clean()
    outcomes: DerivedOutcomes = DerivedOutcomes()
    exposures: dict[Text, Exposure] = {}
    """Exposures, by the names that models, survival and tables use."""
    models: Models = Models()
    survival: Survival = Survival()
    tables: Tables = Tables()
    figures: Figures = Figures()
    repeated: Repeated | None = None
    monitoring: Monitoring | None = None
    sensitivity: Sensitivity | None = None
    programme: Programme | None = None
    themes: Themes | None = None
    replication: Replication | None = None
    release: Release | None = None

    @model_validator(mode="before")
    @classmethod
    def _half_a_year(cls, values: Any) -> Any:
        """Without `outcomes.long_term`, half a year in the study's own time unit."""
        unit = plain_unit(at(values, "study", "time_unit"))
        outcomes = values.get("outcomes", {}) if isinstance(values, dict) else None
        if unit is not None and isinstance(outcomes, dict):
            return {**values, "outcomes": {"long_term": half_a_year(unit), **outcomes}}
        return values

    @model_validator(mode="before")
    @classmethod
    def _first_job(cls, values: Any) -> Any:
        """The regression of the time to the first job, where the study does not leave it out."""
        return with_first_job(values)


def parts_read(reader: str) -> tuple[str, ...]:
    """Parts of the settings that a stage reads, as the catalogue declares; `all` of them, or those that alternatives hang on."""
    every = tuple(Settings.model_fields)
    if reader == "definitions":
        return tuple(name for name in every if name not in DEFINITIONS_IGNORE)
    reads = EVERYTHING if reader == "all" else STAGES[reader].reads
    return every if reads == EVERYTHING else reads


class Slice:
    """The parts of a cohort's settings that one stage reads, as attributes.

    Parameters
    ----------
    parts : dict
        Part name, or part.key, -> its values, as `slice_for` gives them.
    model : class
        Whose parts they are: the settings, or a part of which single keys are read.
    of : str
        What their names begin with in the settings file: '' or the part and a dot.
    """

    def __init__(self, parts: dict[str, Any], model: type[BaseModel] = Settings, of: str = ""):
        self._of = of
        keys: dict[str, dict[str, Any]] = {}
        for name, values in parts.items():
            part, _, key = name.partition(".")
            if key:
                keys.setdefault(part, {})[key] = values
                continue
            field = model.model_fields[name]
            annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            setattr(self, name, TypeAdapter(annotation).validate_python(values))
        for part, some in keys.items():
            setattr(self, part, Slice(some, model.model_fields[part].annotation, f"{of}{part}."))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"this stage does not declare that it reads '{self.__dict__.get('_of', '')}{name}': see STAGES in catalogue/stages.py"
        )


def slice_for(stage: str, settings: Settings) -> dict[str, Any]:
    """What `stage` reads of the settings, as plain values that a workflow can carry and compare."""
    whole = settings.model_dump(mode="json")
    return {name: at(whole, *name.split(".")) for name in parts_read(stage)}
