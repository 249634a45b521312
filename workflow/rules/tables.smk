# REQUIRED INPUTS   ingest/missing_values, clean/participant_flow, outcomes/*, models/*, survival/*
# OUTPUTS           tables/<name>.csv, .html    each table as printed, and as a page
#                   tables/cells.csv            each printed number with every digit and the place it comes from
#                   tables/tables.json          the tables' content, for the report


rule make_tables:
    input:
        persons=rules.derive_outcomes.output.persons,
        rates=rules.derive_outcomes.output.rates,
        job_measures=rules.derive_outcomes.output.job_measures,
        availability=rules.derive_outcomes.output.availability,
        codebook=rules.derive_outcomes.output.codebook,
        missing_values=rules.read_records.output.missing_values,
        flow=rules.clean_records.output.flow,
        log=rules.clean_records.output.log,
        estimates=rules.fit_models.output.estimates,
        confounder_estimates=rules.fit_models.output.confounder_estimates,
        fits=rules.fit_models.output.fits,
        exclusions=rules.fit_models.output.exclusions,
        curves=rules.estimate_survival.output.curves,
        survival_estimates=rules.estimate_survival.output.estimates,
        survival_tests=rules.estimate_survival.output.tests,
    output:
        csv=expand(result("tables/{name}.csv"), name=TABLES),
        html=[
            report(
                result(f"tables/{name}.html"),
                category="Tables",
                caption=f"../report/{'regressions' if name.startswith('regressions_') else name}.rst",
                labels={"table": name},
            )
            for name in TABLES
        ],
        cells=result("tables/cells.csv"),
    log:
        result("logs/make_tables.log"),
    benchmark:
        result("benchmarks/make_tables.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("tables"),
        names=TABLES,
        code=library("make_tables"),
    script:
        "../../scripts/make_tables.py"
