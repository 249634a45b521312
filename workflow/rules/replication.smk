# REQUIRED INPUTS   the file of printed values, outcomes/*, models/{estimates,fits}
# OUTPUTS           replication/printed_values.csv    each printed value, the recomputed one, whether they match, the definition
#                   replication/matches.txt    how many match; not there where one does not and the settings call that an error
#                   replication/definitions.csv            alternatives to what the study does: which values no longer match
#                   replication/definitions_values.csv    each of these values under each alternative
# Only where the settings name a file of printed values; definitions only on request (make definitions).
if cohort.settings.replication:

    rule replicate_values:
        input:
            **files("persons", "job_measures", "rates", "availability", "definitions", "codebook"),
            **files("estimates", "fits"),
            printed=PRINTED_FILES,
        output:
            **files("replication"),
        log:
            result("logs/replicate_values.log"),
        benchmark:
            result("benchmarks/replicate_values.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("replication"),
            printed=PRINTED,
            code=library("replicate_values"),
        script:
            "../../scripts/replicate_values.py"

    rule require_matches:
        input:
            **files("replication"),
            page=result("report.html"),
            others=[result("settings.yaml"), result("run.json")],  # the run is complete before it fails
        output:
            **files("matches"),
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

    WANTED += rules.require_matches.output
    logger.info(
        f"Printed values: {rules.require_matches.output.matches}"
    )  # what it says is shown at the end


rule compare_definitions:
    input:
        raw=[raw(key) for key in cohort.files()],
        printed=PRINTED_FILES,
    output:
        **files("alternatives", "changed_values"),
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
