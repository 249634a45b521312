# REQUIRED INPUTS   the raw records, the files of outside series, outcomes/codebook.json; where the settings declare alternatives
# OUTPUTS           sensitivity/specifications.csv                   every estimate under the study's own specification and each alternative
#                   sensitivity/outside_series.csv                   outside series at inclusion, where the settings declare any
#                   sensitivity/alternatives.html, .docx, .csv       the same at a glance
#                   sensitivity/specification_curve.svg, .pdf, .png  estimates from the lowest to the highest, and what was chosen
#                   sensitivity/answers.json                         what each number of the table is

if cohort.settings.sensitivity:

    rule try_alternatives:
        input:
            **files("codebook"),
            raw=[raw(key) for key in cohort.files()],
            series=SERIES_FILES,
        output:
            **written_by("sensitivity"),
            tables=[result(f"sensitivity/alternatives.{suffix}") for suffix in ("html", "docx", "csv")],
            figures=[result(f"sensitivity/specification_curve.{suffix}") for suffix in ("svg", "pdf", "png")],
        log:
            result("logs/try_alternatives.log"),
        benchmark:
            result("benchmarks/try_alternatives.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("sensitivity"),
            records=RECORDS,
            series=SERIES,
            code=library("try_alternatives"),
        script:
            "../../scripts/try_alternatives.py"

    WANTED += [*rules.try_alternatives.output]
