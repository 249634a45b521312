# REQUIRED INPUTS   the cohort's files of records, as its settings name them
# OUTPUTS           settings.yaml                    the settings in full, defaults included
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
            package=package_version(cohort.settings.ingest.fetch),
            code=library("fetch_records"),
        script:
            "../../scripts/fetch_records.py"


rule write_settings:
    output:
        settings=result("settings.yaml"),
    log:
        result("logs/write_settings.log"),
    benchmark:
        result("benchmarks/write_settings.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("all"),
        code=library("write_settings"),
    script:
        "../../scripts/write_settings.py"


WANTED += rules.write_settings.output


rule read_records:
    input:
        raw=[raw(key) for key in cohort.files()],
    output:
        **written_by("ingest"),
    log:
        result("logs/read_records.log"),
    benchmark:
        result("benchmarks/read_records.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("ingest"),
        records=RECORDS,
        checked=CHECKED["ingest"],
        code=library("read_records"),
    script:
        "../../scripts/read_records.py"
