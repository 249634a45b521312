# REQUIRED INPUTS   outcomes/persons.parquet, outcomes/codebook.json
# OUTPUTS           models/estimates.csv             exposures: one row per level, crude and adjusted
#                   models/confounder_estimates.csv  the other coefficients of the same models
#                   models/fits.csv                  one row per model: N, events, R-squared, global test, warnings
#                   models/exclusions.csv            who was left out of each model, by variable
#                   models/proportional_hazards.csv  of Cox regressions: tests of each term and of all together
#                   internal/schoenfeld_residuals.parquet  of the same: what each event says of the exposure, without ids
#                   models/missing_patterns.csv      which of the models' variables are missing together
#                   models/exposures_associated.csv  how far the exposures go together
#                   models/standardised.csv          standardised risks and means, their differences and ratios
#                   models/diagnostics.csv           one row per check of a model
#                   models/diagnostic_points.parquet what is drawn of them
#                   internal/influence.csv           persons without whom an estimate moves most, by id
#                   models/imputed.csv               on request: estimates with missing values imputed, pooled
#                   models/imputed_variables.csv     on request: which variables were imputed, how, in how many persons
#                   models/weighted.csv              on request: estimates weighted for who left early


rule fit_models:
    input:
        **files("persons", "codebook"),
    output:
        **written_by("models"),
    log:
        result("logs/fit_models.log"),
    benchmark:
        result("benchmarks/fit_models.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("models"),
        code=library("fit_models"),
    script:
        "../../scripts/fit_models.py"
