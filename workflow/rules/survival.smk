# REQUIRED INPUTS   outcomes/persons.parquet, outcomes/codebook.json
#                   clean/jobs.parquet where the settings ask for all jobs or for states over time
# OUTPUTS           survival/curves.csv              Kaplan-Meier curves to first job, overall and by exposure
#                   survival/estimates.csv           medians and shares at horizons, with limits
#                   survival/tests.csv               log-rank tests
#                   on request: cumulative incidence with Gray's tests, tenure, job starts, states over time


rule estimate_survival:
    input:
        **files("persons", "codebook", *jobs_over_time()),
    output:
        **written_by("survival"),
    log:
        result("logs/estimate_survival.log"),
    benchmark:
        result("benchmarks/estimate_survival.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("survival"),
        code=library("estimate_survival"),
    script:
        "../../scripts/estimate_survival.py"
