# REQUIRED INPUTS   ingest/*
# OUTPUTS           clean/participants.parquet       persons analysed, with the last day observed
#                   clean/jobs.parquet               competitive jobs in follow-up, sources reconciled
#                   clean/panel.parquet              weeks or months of the persons analysed
#                   clean/cleaning_log.csv           what each rule changed or set aside, and why
#                   clean/participant_flow.csv       persons left after each step, from read to analysed
#                   clean/disagreements.csv          facts on which two sources differ


rule clean_records:
    input:
        participants=rules.read_records.output.participants,
        jobs=rules.read_records.output.jobs,
        panel=rules.read_records.output.panel,
        codebook=rules.read_records.output.codebook,
        reading_log=rules.read_records.output.log,
    output:
        participants=result("clean/participants.parquet"),
        jobs=result("clean/jobs.parquet"),
        panel=result("clean/panel.parquet"),
        log=result("clean/cleaning_log.csv"),
        flow=result("clean/participant_flow.csv"),
        disagreements=result("clean/disagreements.csv"),
    log:
        result("logs/clean_records.log"),
    benchmark:
        result("benchmarks/clean_records.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("clean"),
        code=library("clean_records"),
    script:
        "../../scripts/clean_records.py"
