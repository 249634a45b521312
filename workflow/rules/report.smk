# REQUIRED INPUTS   tables/*.html, figures/*.svg, clean/*, outcomes/*, the raw records (for their digests),
#                   replication/printed_values.csv where there is one, replication/definitions*.csv where they were asked for
# OUTPUTS           report.html    the whole study on one page, which works offline
#                   run.json       digests of records, settings and code, versions, definitions


rule write_report:
    input:
        raw=[raw(key) for key in cohort.files()] + PRINTED_FILES,
        tables=rules.make_tables.output.html,
        figures=rules.draw_figures.output.svg,
        flow=rules.clean_records.output.flow,
        log=rules.clean_records.output.log,
        disagreements=rules.clean_records.output.disagreements,
        definitions=rules.derive_outcomes.output.definitions,
        availability=rules.derive_outcomes.output.availability,
        persons=rules.derive_outcomes.output.persons,
        replication=[rules.replicate_values.output.values] if PRINTED else [],
        compared=compared_definitions,
    output:
        page=result("report.html"),
        run=result("run.json"),
    log:
        result("logs/write_report.log"),
    benchmark:
        result("benchmarks/write_report.tsv")
    conda:
        "../../environment.yml"
    params:
        settings=reads("report"),
        tables=TABLES,
        figures=FIGURES,
        records=RECORDS | PRINTED,
        code=library("write_report"),
    script:
        "../../scripts/write_report.py"
