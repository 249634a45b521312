"""The stages in the order in which records flow: what each reads of the settings, may use, and leaves for the others.

A new stage is a `Stage` here, a rule file, a script and a package of its name; docs/architecture.md goes through it.
"""

from __future__ import annotations

from dataclasses import dataclass

EVERYTHING = ("*",)
"""`Stage.reads` of who reads all parts of the settings."""

COMPETING = "survival.competing"
"""Key of the reasons to leave that compete with a first job."""
TENURE = "survival.tenure"
"""Key by which the tenure of the first job is asked for."""
ALL_JOBS = "survival.all_jobs"
"""Key by which the mean number of jobs per person is asked for."""
STATES_OVER_TIME = "survival.states"
"""Key by which the share of persons in each state over time is asked for."""
IMPUTATION = "models.imputation"
"""Key by which multiple imputation is asked for."""
RECRUITMENT = "study.recruitment"
"""Key of the counts of recruitment."""
LEFT_EARLY = "models.left_early"
"""Key by which weights for who left early are asked for."""
REPEATED, SCORES = "repeated.employment", "repeated.scores"
"""Keys by which models of employment over time, and of scores measured in waves, are asked for."""
OUTSIDE = "sensitivity.series"
"""Key of the outside series that alternatives adjust for."""
FIDELITY = "programme.fidelity"
"""Key of the fidelity reviews."""
SEGMENTS, QUOTES, PAPERS, ROADMAP = "themes.segments", "themes.quotes", "themes.papers", "themes.roadmap"
"""Keys of coded segments, of those shown word by word, of themes of papers, and of the roadmap."""
BUSINESS_CASE = "programme.business_case"
"""Key of the business case."""
FUNDING = "programme.funding"
"""Key of the funding schemes."""


@dataclass(frozen=True)
class File:
    """A file between stages.

    Attributes
    ----------
    name : str
        Its name everywhere: in rules, in scripts, as the source of a number. No two files share one.
    path : str
        Where it lies in the cohort's results.
    contract : str
        Name of the contract that its table keeps; '' for what is no table, and for tables of words.
    field : str
        Field of the stage's result that is written to it; '' where that has the file's name.
    apart : bool
        Whether a step of its own writes it, so that nothing waits for it.
    of_persons : bool
        Of estimates: whether it has rows of single persons, so that neither tables nor the page take it over.
    asked_by : str
        Key of the settings without which it is not written; '' where it always is.
    """

    name: str
    path: str
    contract: str = ""
    field: str = ""
    apart: bool = False
    of_persons: bool = False
    asked_by: str = ""


@dataclass(frozen=True)
class Stage:
    """A step of the analysis: a rule file, a package of the library and a folder of results of this name.

    Attributes
    ----------
    name : str
    reads : tuple of str
        Parts of the settings, or a key of a part, such as survival.competing: an edit elsewhere does not rerun it.
    files : tuple of File
        What it leaves for other stages and for readers.
    uses : tuple of str
        Stages whose packages it may import; none but where that is declared here.
    """

    name: str
    reads: tuple[str, ...]
    files: tuple[File, ...] = ()
    uses: tuple[str, ...] = ()

    @property
    def own_files(self) -> tuple[File, ...]:
        """The files of its main step."""
        return tuple(file for file in self.files if not file.apart)


_STAGES = (
    Stage(
        "ingest",
        reads=("ingest", "language"),
        files=(
            File("participants", "ingest/participants.parquet", "participants"),
            File("jobs", "ingest/jobs.parquet", "jobs"),
            File("panel", "ingest/panel.parquet", "panel"),
            File("missing_values", "ingest/missing_values.parquet", "missing_values"),
            File("records_codebook", "ingest/codebook.json", field="codebook"),
            File("reading_log", "ingest/reading_log.csv", "cleaning_log", field="log"),
        ),
    ),
    Stage(
        "clean",
        reads=("clean", "study", "language"),
        files=(
            File("clean_participants", "clean/participants.parquet", "clean_participants", field="participants"),
            File("clean_jobs", "clean/jobs.parquet", "clean_jobs", field="jobs"),
            File("jobs_kind_unknown", "clean/jobs_kind_unknown.parquet", "jobs_kind_unknown", of_persons=True, asked_by=FUNDING),
            File("clean_panel", "clean/panel.parquet", "panel", field="panel"),
            File("log", "clean/cleaning_log.csv", "cleaning_log"),
            File("flow", "clean/participant_flow.csv", "participant_flow"),
            File("disagreements", "clean/disagreements.csv", "disagreements"),
            File("recruitment", "clean/recruitment.csv", "recruitment", asked_by=RECRUITMENT),
        ),
    ),
    Stage(
        "outcomes",
        reads=("outcomes", "study", "exposures", "synthetic", "language"),
        files=(
            File("persons", "outcomes/persons.parquet", "persons"),
            File("persons_sav", "outcomes/persons.sav", apart=True),
            File("periods", "outcomes/periods.parquet", "periods"),
            File("rates", "outcomes/rates.csv", "rates"),
            File("rates_by_exposure", "outcomes/rates_by_exposure.csv", "rates_by_exposure"),
            File("job_measures", "outcomes/job_measures.csv", "job_measures"),
            File("availability", "outcomes/availability.csv", "availability"),
            File("definitions", "outcomes/definitions.csv"),
            File("codebook", "outcomes/codebook.json"),
        ),
    ),
    Stage(
        "models",
        reads=("models", "exposures", "study", COMPETING, "language"),
        files=(
            File("estimates", "models/estimates.csv", "estimates"),
            File("confounder_estimates", "models/confounder_estimates.csv", "estimates"),
            File("fits", "models/fits.csv", "fits"),
            File("exclusions", "models/exclusions.csv", "exclusions"),
            File("missing_patterns", "models/missing_patterns.csv", "missing_patterns"),
            File("associations", "models/exposures_associated.csv", "associations"),
            File("standardised", "models/standardised.csv", "standardised"),
            File("proportional_hazards", "models/proportional_hazards.csv", "proportional_hazards"),
            File("schoenfeld", "internal/schoenfeld_residuals.parquet", "schoenfeld", of_persons=True),
            File("diagnostics", "models/diagnostics.csv", "diagnostics"),
            File("diagnostic_points", "models/diagnostic_points.parquet", "diagnostic_points", of_persons=True),
            File("influence", "internal/influence.csv", "influence", of_persons=True),
            File("imputed", "models/imputed.csv", "imputed", asked_by=IMPUTATION),
            File("imputed_variables", "models/imputed_variables.csv", "imputed_variables", asked_by=IMPUTATION),
            File("weighted", "models/weighted.csv", "weighted", asked_by=LEFT_EARLY),
        ),
    ),
    Stage(
        "survival",
        reads=("survival", "exposures", "study", "outcomes", "language"),
        uses=("outcomes",),
        files=(
            File("curves", "survival/curves.csv", "curves"),
            File("survival_estimates", "survival/estimates.csv", "survival_estimates", field="estimates"),
            File("survival_tests", "survival/tests.csv", "survival_tests", field="tests"),
            File("incidence_curves", "survival/cumulative_incidence.csv", "cumulative_incidence", asked_by=COMPETING),
            File("gray_tests", "survival/gray_tests.csv", "gray_tests", asked_by=COMPETING),
            File("tenure_curves", "survival/tenure.csv", "tenure_curves", asked_by=TENURE),
            File("job_starts", "survival/job_starts.csv", "job_starts", asked_by=ALL_JOBS),
            File("jobs_per_person", "survival/jobs_per_person.csv", "jobs_per_person", asked_by=ALL_JOBS),
            File("job_start_tests", "survival/job_start_tests.csv", "job_start_tests", asked_by=ALL_JOBS),
            File("states", "survival/states.csv", "states", asked_by=STATES_OVER_TIME),
            File("time_in_states", "survival/time_in_states.csv", "time_in_states", asked_by=STATES_OVER_TIME),
        ),
    ),
    Stage(
        "repeated",
        reads=("repeated", "models", "exposures", "study", "language"),
        uses=("models",),
        files=(
            File("repeated_models", "repeated/models.csv", "repeated_models", field="models", asked_by=REPEATED),
            File("repeated_estimates", "repeated/estimates.csv", "repeated_estimates", field="estimates", asked_by=REPEATED),
            File("repeated_curves", "repeated/curves.csv", "repeated_curves", field="curves", asked_by=REPEATED),
            File("repeated_missing", "repeated/missing.csv", "repeated_missing", field="missing", asked_by=REPEATED),
            File("wave_means", "repeated/score_means.csv", "wave_means", asked_by=SCORES),
            File("wave_estimates", "repeated/score_changes.csv", "wave_estimates", asked_by=SCORES),
        ),
    ),
    Stage(
        "tables",
        reads=("tables", "models", "exposures", "outcomes", "study", "survival", "repeated", "ingest", "synthetic", "language"),
        files=(
            File("cells", "tables/cells.csv"),
            File("content", "tables/content.json"),
            File("answers", "tables/answers.json"),
            File("results", "results.parquet", "results"),
            File("results_json", "results.json"),
        ),
    ),
    Stage("figures", reads=("figures", "models", "exposures", "study", "repeated", "tables", "synthetic", "language")),
    Stage(
        "monitoring",
        reads=("monitoring", "outcomes", "study", "tables", "figures", "synthetic", "language"),
        uses=("outcomes", "tables", "figures"),
        files=(File("quarters", "monitoring/quarters.csv", "quarters"),),
    ),
    Stage(
        "sensitivity",
        reads=(
            *("schema_version", "cohort", "title", "sensitivity", "ingest", "clean", "study", "outcomes", "exposures", "models"),
            *("tables", "figures", "synthetic", "language"),
        ),
        uses=("ingest", "models", "tables", "figures"),
        files=(
            File("specifications", "sensitivity/specifications.csv", "specifications"),
            File("outside_series", "sensitivity/outside_series.csv", "outside_series", asked_by=OUTSIDE),
            File("sensitivity_answers", "sensitivity/answers.json"),
        ),
    ),
    Stage(
        "programme",
        reads=(
            "programme",
            "question",
            "clean.recruitment",
            "ingest",
            "study",
            "outcomes",
            "exposures",
            "models",
            "tables",
            "figures",
            "synthetic",
            "language",
        ),
        uses=("ingest", "outcomes", "models", "tables", "figures"),
        files=(
            File("fidelity_reviews", "programme/fidelity_reviews.csv", "fidelity_reviews", field="reviews", asked_by=FIDELITY),
            File("fidelity_items", "programme/fidelity_items.csv", "fidelity_items", field="items", asked_by=FIDELITY),
            File(
                "fidelity_persons", "internal/fidelity_at_inclusion.csv", "fidelity_persons", "persons", of_persons=True, asked_by=FIDELITY
            ),
            File("fidelity_cover", "programme/fidelity_cover.csv", "fidelity_cover", field="cover", asked_by=FIDELITY),
            File("fidelity_estimates", "programme/fidelity_estimates.csv", "fidelity_estimates", field="estimates", asked_by=FIDELITY),
            File("funding_clauses", "programme/funding_clauses.csv", "funding_clauses", field="clauses", asked_by=FUNDING),
            File("funding_payments", "programme/funding_payments.csv", "funding_payments", field="by_payment", asked_by=FUNDING),
            File("funding_performance", "programme/funding_performance.csv", "funding_performance", "performance", asked_by=FUNDING),
            File("funding_costs", "programme/funding_costs.csv", "funding_costs", field="costs", asked_by=FUNDING),
            File("funding_quarters", "programme/funding_quarters.csv", "funding_quarters", field="quarters", asked_by=FUNDING),
            File("funding_classes", "programme/funding_classes.csv", "funding_classes", field="classes", asked_by=FUNDING),
            File("funding_estimates", "programme/funding_estimates.csv", "funding_estimates", field="estimates", asked_by=FUNDING),
            File("funding_persons", "internal/funding_persons.csv", "funding_persons", "persons", of_persons=True, asked_by=FUNDING),
            File("payments", "internal/funding_payments.csv", "payments", of_persons=True, asked_by=FUNDING),
            *(
                File(f"business_case_{name}", f"programme/business_case_{name}.csv", f"business_case_{name}", name, asked_by=BUSINESS_CASE)
                for name in ("inputs", "people", "ledger", "gross", "outcomes", "differences", "acceptability", "shared", "varied")
            ),
            File(
                *("business_case_persons", "internal/business_case_persons.csv", "business_case_persons", "persons"),
                of_persons=True,
                asked_by=BUSINESS_CASE,
            ),
            File("programme_answers", "programme/answers.json"),
        ),
    ),
    Stage(
        "themes",
        reads=("themes", "ingest", "study", "outcomes", "exposures", "models", "tables", "figures", "synthetic", "language"),
        uses=("ingest", "models", "tables", "figures"),
        files=(
            File("theme_segments", "internal/theme_segments.csv", "theme_segments", "segments", of_persons=True, asked_by=SEGMENTS),
            File("theme_silent", "internal/interviewees_without_segment.csv", "theme_silent", "silent", of_persons=True, asked_by=SEGMENTS),
            File("theme_reading", "themes/reading.csv", "theme_reading", "reading", asked_by=SEGMENTS),
            File("theme_people", "themes/interviewees.csv", "theme_people", "people", asked_by=SEGMENTS),
            File("theme_counts", "themes/themes.csv", "theme_counts", "counts", asked_by=SEGMENTS),
            File("theme_agreement", "themes/agreement.csv", "theme_agreement", "agreement", asked_by=SEGMENTS),
            File("theme_quotes", "themes/quotes.csv", "theme_quotes", "quotes", asked_by=QUOTES),
            File("theme_statements", "themes/statements.csv", "theme_statements", "statements", asked_by=PAPERS),
            File("theme_statement_counts", "themes/statement_counts.csv", "theme_statement_counts", "statement_counts", asked_by=PAPERS),
            File("roadmap_steps", "themes/roadmap_steps.csv", "roadmap_steps", "steps", asked_by=ROADMAP),
            File("roadmap_states", "themes/roadmap_states.csv", "roadmap_states", "states", asked_by=ROADMAP),
            File("themes_answers", "themes/answers.json"),
        ),
    ),
    Stage(
        "replication",
        reads=("replication", "clean", "outcomes", "study", "exposures", "models", "tables", "language"),
        files=(
            File("replication", "replication/printed_values.csv", "replication"),
            File("alternatives", "replication/definitions.csv", "alternatives"),
            File("changed_values", "replication/definitions_values.csv", "changed_values"),
            File("matches", "replication/matches.txt"),
        ),
    ),
    Stage(
        "verify",
        reads=("title", "cohort", "models", "survival", "exposures", "study", "synthetic"),
        uses=("models", "survival"),
        files=(
            File("verify_data", "verify/data.csv"),
            File("verify_sav", "verify/data.sav"),
            File("refit_r", "verify/refit.R"),
            File("refit_spss", "verify/refit.sps"),
            File("refit_spss_only", "verify/refit_spss_only.sps"),
            File("verify_readme", "verify/README.txt"),
        ),
    ),
    Stage("report", reads=EVERYTHING, uses=("tables", "figures"), files=(File("report_answers", "report/answers.json"),)),
    Stage("manuscript", reads=EVERYTHING, uses=("tables",), files=(File("manuscript_numbers", "manuscript/numbers.csv"),)),
)

STAGES: dict[str, Stage] = {stage.name: stage for stage in _STAGES}
"""Every stage by name, in order."""

FILES: dict[str, File] = {file.name: file for stage in _STAGES for file in stage.files}
"""Every file between stages by name, in the order in which they are written."""

DEFINITIONS_IGNORE = (
    "description",
    "results_dir",
    "survival",
    "repeated",
    "figures",
    "monitoring",
    "sensitivity",
    "programme",
    "themes",
    "release",
)
"""Parts of the settings on which no recomputed value hangs: alternatives are not compared anew when they change."""
