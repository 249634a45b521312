# REQUIRED INPUTS   outcomes/{persons,periods}.parquet, outcomes/rates.csv, outcomes/codebook.json; where the settings ask for repeated measures
# OUTPUTS           repeated/models.csv       each model of employment in every week or month: persons, correlation, tests
#                   repeated/estimates.csv    odds ratios, marginal and conditional
#                   repeated/curves.csv       shares employed, observed and fitted
#                   repeated/missing.csv      whose weeks or months are not all there, and why
#                   repeated/score_means.csv  scores measured in waves: means, and how many are missing
#                   repeated/score_changes.csv    their changes by exposure

if cohort.settings.repeated:

    rule estimate_repeated:
        input:
            **files("persons", "periods", "rates", "codebook"),
        output:
            **written_by("repeated"),
        log:
            result("logs/estimate_repeated.log"),
        benchmark:
            result("benchmarks/estimate_repeated.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("repeated"),
            code=library("estimate_repeated"),
        script:
            "../../scripts/estimate_repeated.py"
