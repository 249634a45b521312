# REQUIRED INPUTS   outcomes/persons.parquet, outcomes/codebook.json
# OUTPUTS           verify/data.csv, data.sav    the analysis data, a row per person, without ids
#                   verify/refit.R               every regression and curve as a call of R
#                   verify/refit.sps             the regressions that SPSS and PSPP both have
#                   verify/refit_spss_only.sps   what only SPSS has
#                   verify/README.txt            what is what, and how to run it


rule make_kit:
    input:
        **files("persons", "codebook"),
        **files("cells"),  # not read: for who waits for the report, so that this is written beside it
    output:
        **written_by("verify"),
    log:
        result("logs/make_kit.log"),
    benchmark:
        result("benchmarks/make_kit.tsv")
    priority: -1
    conda:
        "../../environment.yml"
    params:
        settings=reads("verify"),
        code=library("make_kit"),
    script:
        "../../scripts/make_kit.py"


WANTED += rules.make_kit.output
