# REQUIRED INPUTS   the cohort's files of records, as its settings name them
# OUTPUTS           settings.yaml                    the settings in full, once they fit the records
#                   ingest/participants.parquet      one row per person, characteristics by the settings' names
#                   ingest/jobs.parquet              one row per job record (empty for panel, durations, outcomes)
#                   ingest/panel.parquet             one row per person and week or month (empty for other shapes)
#                   ingest/missing_values.parquet    why a value is missing
#                   ingest/codebook.json             labels, units, levels
#                   ingest/reading_log.csv           what reading changed

if cohort.settings.ingest.fetch:

    rule fetch_records:
        output:
            records=raw("participants"),
        log:
            result("logs/fetch_records.log"),
        benchmark:
            result("benchmarks/fetch_records.tsv")
        conda:
            "../../environment.yml"
        params:
            fetch=reads("ingest")["ingest"]["fetch"],
            code=library("fetch_records"),
        script:
            "../../scripts/fetch_records.py"


# The first job: finds every mistake before any result is touched. Later stages wait for it but don't rerun because of it.
rule check_cohort:
    input:
        raw=[raw(key) for key in cohort.files()],
    output:
        settings=update(result("settings.yaml")),
    log:
        result("logs/check_cohort.log"),
    benchmark:
        result("benchmarks/check_cohort.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("check"),
        files=list(cohort.files()),
        records=content,
        code=library("check_cohort"),
    script:
        "../../scripts/check_cohort.py"


rule read_records:
    input:
        raw=[raw(key) for key in cohort.files()],
        checked=ancient(rules.check_cohort.output.settings),
    output:
        participants=result("ingest/participants.parquet"),
        jobs=result("ingest/jobs.parquet"),
        panel=result("ingest/panel.parquet"),
        missing_values=result("ingest/missing_values.parquet"),
        codebook=result("ingest/codebook.json"),
        log=result("ingest/reading_log.csv"),
    log:
        result("logs/read_records.log"),
    benchmark:
        result("benchmarks/read_records.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("ingest"),
        files=list(cohort.files()),
        records=content,
        code=library("read_records"),
    script:
        "../../scripts/read_records.py"
