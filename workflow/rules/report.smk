# REQUIRED INPUTS   tables/*, figures/*.svg, clean/*, outcomes/*, models/*, survival/*, the raw records (for their digests),
#                   replication/printed_values.csv where there is one, replication/definitions*.csv where they were asked for,
#                   sensitivity/*, repeated/*, programme/* and themes/* where the settings ask for them
# OUTPUTS           report.html    the whole study on one page, which works offline
#                   report/answers.json    what each number of its sentences is
#                   run.json       digests of records, settings and code, versions, definitions

from ipscohort.run.made_by import forget


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
        ),
        **written_by("survival"),
        **asked_files("recruitment"),
        **(files("imputed") if cohort.settings.models.imputation else {}),
        **(files("weighted") if cohort.settings.models.left_early else {}),
        **(files("replication") if PRINTED else {}),
        **(
            files("repeated_models", "repeated_estimates")
            if cohort.settings.repeated and cohort.settings.repeated.employment
            else {}
        ),
        **(files("wave_estimates") if cohort.settings.repeated and cohort.settings.repeated.scores else {}),
        **alternatives_tried(),
        **programme_shown(),
        **themes_shown(),
        answers=result(FILES["answers"].path),
        carried=carried_along(rules.make_tables.output.others),
        raw=[raw(key) for key in cohort.files()] + PRINTED_FILES + [*PROGRAMME_FILES.values()] + THEME_FILES,
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
        records=RECORDS | PRINTED | PROGRAMME | THEME_RECORDS,
        code=library("write_report"),
    script:
        "../../scripts/write_report.py"


WANTED += rules.write_report.output


onstart:
    # It tells of whole results: a run that is broken off leaves none
    if workflow.is_main_process and not workflow.touch:
        forget(RESULTS, [path for job in workflow.dag.needrun_jobs() for path in job.output])
