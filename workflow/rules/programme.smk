# REQUIRED INPUTS   outcomes/persons.parquet, outcomes/codebook.json, models/estimates.csv; clean/jobs.parquet for funding and the business
#                   case; clean/jobs_kind_unknown.parquet for funding; the files of fidelity
#                   reviews and of funded persons; where the settings name what is known of the programme
# OUTPUTS           programme/fidelity_reviews.csv, fidelity_items.csv           each review scored, and its items
#                   programme/fidelity_cover.csv                                 who has a fidelity of the agency at inclusion
#                   programme/fidelity_estimates.csv                             it as an exposure in the regressions
#                   internal/fidelity_at_inclusion.csv                           of each person
#                   programme/fidelity*.html, .docx, .csv                        tables
#                   programme/fidelity_course.svg, .pdf, .png                    total by date of each agency
#                   programme/funding_*.csv, funding*.html, .docx, .csv          what funding schemes paid, summed up; tables
#                   programme/funding_over_time.svg, .pdf, .png                  what each payer had paid by date
#                   internal/funding_persons.csv, funding_payments.csv           payments of each person
#                   programme/business_case_*.csv, .html, .docx                  costs, differences from the comparator, shared savings; tables
#                   programme/business_case_*.svg, .pdf, .png                    plane and acceptability curve, one-way sensitivity
#                   internal/business_case_persons.csv                           of each person
#                   programme/answers.json                                       what each number of the tables is

if cohort.settings.programme:

    rule review_programme:
        input:
            **files("persons", "codebook", "estimates", "availability"),
            **files(
                *(
                    ["clean_jobs"]
                    if any(asked(key, cohort.settings) for key in (FUNDING, BUSINESS_CASE))
                    else []
                )
            ),
            **asked_files("jobs_kind_unknown"),
            **PROGRAMME_FILES,
        output:
            **written_by("programme"),
            tables=[
                result(f"programme/{name}.{suffix}")
                for name in PROGRAMME_TABLES
                for suffix in ("html", "docx", "csv")
            ],
            figures=[
                result(f"programme/{name}.{suffix}")
                for name in PROGRAMME_FIGURES
                for suffix in ("svg", "pdf", "png")
            ],
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
