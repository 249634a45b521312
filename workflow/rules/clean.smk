# REQUIRED INPUTS   ingest/*
# OUTPUTS           clean/participants.parquet       persons analysed, with the last day observed
#                   clean/jobs.parquet               competitive jobs in follow-up, sources reconciled
#                   clean/jobs_kind_unknown.parquet  jobs of which it is not recorded whether they are competitive; for funding
#                   clean/panel.parquet              weeks or months of the persons analysed
#                   clean/cleaning_log.csv           what each rule changed or set aside, and why
#                   clean/participant_flow.csv       persons left after each step, from read to analysed
#                   clean/disagreements.csv          facts on which two sources differ
#                   clean/recruitment.csv            persons on the way to inclusion, where the settings give them


rule clean_records:
    input:
        **files("participants", "jobs", "panel", "records_codebook", "reading_log"),
    output:
        **written_by("clean"),
    log:
        result("logs/clean_records.log"),
    benchmark:
        result("benchmarks/clean_records.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("clean"),
        code=library("clean_records"),
        checked=CHECKED["clean"],
    script:
        "../../scripts/clean_records.py"
