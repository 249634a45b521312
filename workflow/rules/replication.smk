# REQUIRED INPUTS   the file of printed figures, outcomes/*, models/{estimates,fits}
# OUTPUTS           replication/figures.csv    each printed figure, the recomputed one, whether they match, the definition
#                   replication/matches.txt    how many match; not there where one does not and the settings call that an error
#                   replication/definitions.csv            alternatives to what the study does: which figures no longer match
#                   replication/definitions_figures.csv    each of these figures under each alternative
# Only where the settings name a file of printed figures; definitions only on request (make definitions).
VERDICT = []

if cohort.settings.replication:

    rule replicate_figures:
        input:
            printed=PRINTED_FILES,
            persons=rules.derive_outcomes.output.persons,
            jobs=rules.derive_outcomes.output.job_measures,
            rates=rules.derive_outcomes.output.rates,
            availability=rules.derive_outcomes.output.availability,
            definitions=rules.derive_outcomes.output.definitions,
            codebook=rules.derive_outcomes.output.codebook,
            estimates=rules.fit_models.output.estimates,
            fits=rules.fit_models.output.fits,
        output:
            figures=result("replication/figures.csv"),
        log:
            result("logs/replicate_figures.log"),
        benchmark:
            result("benchmarks/replicate_figures.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("replication"),
            printed=PRINTED,
            code=library("replicate_figures"),
        script:
            "../../scripts/replicate_figures.py"

    rule require_matches:
        input:
            figures=rules.replicate_figures.output.figures,
            page=result("report.html"),
            others=[result("settings.yaml"), result("run.json")],  # the run is complete before it fails
        output:
            matches=result("replication/matches.txt"),
        log:
            result("logs/require_matches.log"),
        benchmark:
            result("benchmarks/require_matches.tsv")
        conda:
            "../../environment.yml"
        params:
            on_mismatch=cohort.settings.replication.on_mismatch,
            code=library("require_matches"),
        script:
            "../../scripts/require_matches.py"

    VERDICT = rules.require_matches.output.matches
    logger.info(f"Printed figures: {VERDICT}")  # what it says is shown at the end


rule compare_definitions:
    input:
        raw=[raw(key) for key in cohort.files()],
        printed=PRINTED_FILES,
    output:
        alternatives=result("replication/definitions.csv"),
        figures=result("replication/definitions_figures.csv"),
    log:
        result("logs/compare_definitions.log"),
    benchmark:
        result("benchmarks/compare_definitions.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("definitions"),
        records=RECORDS,
        printed=PRINTED,
        code=library("compare_definitions"),
    script:
        "../../scripts/compare_definitions.py"
