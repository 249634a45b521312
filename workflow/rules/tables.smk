# REQUIRED INPUTS   ingest/missing_values, clean/{participant_flow,cleaning_log}, outcomes/*, models/*, survival/*,
#                   repeated/* where the settings ask for it
# OUTPUTS           tables/<name>.html, and .csv    each table as a page, and in every other format of catalogue/formats.py
#                   tables/cells.csv                each printed number with every digit and the place it comes from
#                   tables/answers.json             what each of them is: definition, N, who was left out, model, settings
#                   results.parquet, results.json   every statistic of every stage, one row each, for other programs
#                   tables/content.json             what all tables say, to draw them from
#                   tables/<name>.docx, .tex        each table for a manuscript
#                   tables/tables.docx, .tex, .xlsx all of them in one file


rule make_tables:
    input:
        **files("missing_values", "flow", "log"),
        **files("persons", "rates", "rates_by_exposure", "job_measures", "availability", "codebook"),
        **counts_of("models"),
        **written_by("survival"),
        **(files("specifications") if cohort.settings.sensitivity else {}),
        **written_by("repeated"),
        **asked_files("recruitment"),
    output:
        **written_by("tables"),
        pages=[
            report(
                result(f"tables/{name}.{PAGE}"),
                category="Tables",
                caption=f"../report/{name if name in DECLARED_TABLES else BY_FAMILY}.rst",
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


rule export_tables:
    input:
        **files("content"),
    output:
        each=[result(f"tables/{name}.{suffix}") for suffix in EXPORTS for name in TABLES],
        books=[result(f"tables/tables.{suffix}") for suffix in BOOKS],
    log:
        result("logs/export_tables.log"),
    benchmark:
        result("benchmarks/export_tables.tsv")
    priority: -1  # nothing waits for it
    conda:
        "../../environment.yml"
    params:
        language=cohort.settings.language,
        code=library("export_tables"),
    script:
        "../../scripts/export_tables.py"


WANTED += rules.export_tables.output
