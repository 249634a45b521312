# REQUIRED INPUTS   clean/{participants,jobs,panel}.parquet, ingest/codebook.json
# OUTPUTS           outcomes/persons.parquet         the analysis data: one row per person analysed
#                   outcomes/persons.sav             the same for SPSS, with labels
#                   outcomes/periods.parquet         employed or not, by person and week or month
#                   outcomes/rates.csv               employment rates
#                   outcomes/rates_by_exposure.csv   the same at each level of each exposure
#                   outcomes/job_measures.csv        hours and days per job
#                   outcomes/availability.csv        each outcome, its rule, and why it is absent where it is
#                   outcomes/definitions.csv         the definitions used, in words
#                   outcomes/codebook.json           labels, units, levels, exposures included


rule derive_outcomes:
    input:
        **files("clean_participants", "clean_jobs", "clean_panel", "records_codebook"),
    output:
        **written_by("outcomes"),
    log:
        result("logs/derive_outcomes.log"),
    benchmark:
        result("benchmarks/derive_outcomes.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("outcomes"),
        code=library("derive_outcomes"),
        checked=CHECKED["outcomes"],
    script:
        "../../scripts/derive_outcomes.py"


rule export_persons:
    input:
        **files("persons", "codebook"),
        **files("cells"),  # not read: for who waits for the report, so that this is written beside it
    output:
        **files("persons_sav"),
    log:
        result("logs/export_persons.log"),
    benchmark:
        result("benchmarks/export_persons.tsv")
    priority: -1
    conda:
        "../../environment.yml"
    params:
        settings=reads("outcomes"),
        code=library("export_persons"),
    script:
        "../../scripts/export_persons.py"


WANTED += rules.export_persons.output
