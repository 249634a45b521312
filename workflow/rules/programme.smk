# REQUIRED INPUTS   the file of fidelity reviews, outcomes/persons.parquet, outcomes/codebook.json, models/estimates.csv; where the settings name
#                   what is known of the programme
# OUTPUTS           programme/fidelity_reviews.csv, fidelity_items.csv           each review scored, and its items
#                   programme/fidelity_cover.csv                                 who has a fidelity of the agency at inclusion
#                   programme/fidelity_estimates.csv                             it as an exposure in the regressions
#                   internal/fidelity_at_inclusion.csv                           of each person
#                   programme/fidelity*.html, .docx, .csv                        tables
#                   programme/fidelity_course.svg, .pdf, .png                    total by date of each agency
#                   programme/answers.json                                       what each number of the tables is

if cohort.settings.programme:

    rule review_programme:
        input:
            **files("persons", "codebook", "estimates", "availability"),
            reviews=PROGRAMME_FILES,
        output:
            **written_by("programme"),
            tables=[
                result(f"programme/{name}.{suffix}")
                for name in FIDELITY_TABLES
                for suffix in ("html", "docx", "csv")
            ],
            figures=[result(f"programme/fidelity_course.{suffix}") for suffix in ("svg", "pdf", "png")],
        log:
            result("logs/review_programme.log"),
        benchmark:
            result("benchmarks/review_programme.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("programme"),
            records=PROGRAMME,
            code=library("review_programme"),
        script:
            "../../scripts/review_programme.py"

    WANTED += [*rules.review_programme.output]
