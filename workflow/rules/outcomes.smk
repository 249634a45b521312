# REQUIRED INPUTS   clean/{participants,jobs,panel}.parquet, ingest/codebook.json
# OUTPUTS           outcomes/persons.parquet         the analysis data: one row per person analysed
#                   outcomes/persons.sav             the same for SPSS, with labels
#                   outcomes/periods.parquet         employed or not, by person and week or month
#                   outcomes/rates.csv               employment rates
#                   outcomes/job_measures.csv        hours and days per job
#                   outcomes/availability.csv        each outcome, its rule, and why it is absent where it is
#                   outcomes/definitions.csv         the definitions used, in words
#                   outcomes/codebook.json           labels, units, levels, exposures included


rule derive_outcomes:
    input:
        participants=rules.clean_records.output.participants,
        jobs=rules.clean_records.output.jobs,
        panel=rules.clean_records.output.panel,
        codebook=rules.read_records.output.codebook,
    output:
        persons=result("outcomes/persons.parquet"),
        persons_sav=result("outcomes/persons.sav"),
        periods=result("outcomes/periods.parquet"),
        rates=result("outcomes/rates.csv"),
        job_measures=result("outcomes/job_measures.csv"),
        availability=result("outcomes/availability.csv"),
        definitions=result("outcomes/definitions.csv"),
        codebook=result("outcomes/codebook.json"),
    log:
        result("logs/derive_outcomes.log"),
    benchmark:
        result("benchmarks/derive_outcomes.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("outcomes"),
        code=library("derive_outcomes"),
    script:
        "../../scripts/derive_outcomes.py"
