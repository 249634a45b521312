# REQUIRED INPUTS   ingest/missing_values, clean/{participant_flow,cleaning_log}, outcomes/*, models/*, survival/*
# OUTPUTS           tables/<name>.html, and .csv    each table as a page, and in every other format of catalogue/formats.py
#                   tables/cells.csv                each printed number with every digit and the place it comes from
#                   tables/answers.json             what each of them is: definition, N, who was left out, model, settings
#                   results.parquet, results.json   every statistic of every stage, one row each, for other programs


rule make_tables:
    input:
        **files("missing_values", "flow", "log"),
        **files("persons", "rates", "job_measures", "availability", "codebook"),
        **written_by("models"),
        **written_by("survival"),
    output:
        **written_by("tables"),
        pages=[
            report(
                result(f"tables/{name}.{PAGE}"),
                category="Tables",
                caption=f"../report/{REGRESSIONS if name.startswith(REGRESSIONS) else name}.rst",
                labels={"table": name},
            )
            for name in TABLES
        ],
        others=[
            result(f"tables/{name}.{suffix}")
            for suffix in TABLE_FORMATS
            if suffix != PAGE
            for name in TABLES
        ],
    log:
        result("logs/make_tables.log"),
    benchmark:
        result("benchmarks/make_tables.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("tables"),
        code=library("make_tables"),
    script:
        "../../scripts/make_tables.py"
