# REQUIRED INPUTS   tables/*, figures/*.svg, clean/*, outcomes/*, models/*, survival/*, the raw records (for their digests),
#                   replication/printed_values.csv where there is one, replication/definitions*.csv where they were asked for,
#                   sensitivity/* where the settings declare alternatives, programme/* where they name what is known of it
# OUTPUTS           report.html    the whole study on one page, which works offline
#                   report/answers.json    what each number of its sentences is
#                   run.json       digests of records, settings and code, versions, definitions


rule write_report:
    input:
        unpack(compared_definitions),
        **files(
            "flow",
            "log",
            "disagreements",
            "definitions",
            "availability",
            "persons",
            "codebook",
            "missing_values",
        ),
        **files(
            "estimates",
            "fits",
            "standardised",
            "diagnostics",
            "survival_estimates",
            "survival_tests",
            "curves",
        ),
        **(files("replication") if PRINTED else {}),
        **alternatives_tried(),
        **programme_shown(),
        answers=result(FILES["answers"].path),
        carried=carried_along(rules.make_tables.output.others),
        raw=[raw(key) for key in cohort.files()] + PRINTED_FILES + PROGRAMME_FILES,
        tables=rules.make_tables.output.pages,
        figures=rules.draw_figures.output.drawings,
    output:
        **written_by("report"),
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
        records=RECORDS | PRINTED | PROGRAMME,
        code=library("write_report"),
    script:
        "../../scripts/write_report.py"


WANTED += rules.write_report.output
