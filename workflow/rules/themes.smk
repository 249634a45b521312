# REQUIRED INPUTS   the files of segments, interviewees, papers' themes and the roadmap, outcomes/codebook.json, outcomes/availability.csv,
#                   models/estimates.csv, models/fits.csv; where the settings name what stakeholders say
# OUTPUTS           themes/themes.csv, interviewees.csv, agreement.csv, reading.csv      counts of interviews, none of one interviewee
#                   themes/quotes.csv                                                    segments word by word, where the settings allow it
#                   themes/statements.csv, statement_counts.csv                          themes that papers report
#                   themes/roadmap_steps.csv, roadmap_states.csv                            steps of each region
#                   internal/theme_segments.csv, interviewees_without_segment.csv        by interviewee
#                   themes/themes_*.html, roadmap.html (.docx, .csv)                     tables
#                   themes/roadmap_progress.svg, .pdf, .png                              state of each step in each region
#                   themes/answers.json                                                  what each number of the tables is

if cohort.settings.themes:

    rule sort_themes:
        input:
            **files("codebook", "estimates", "fits", "availability"),
            records=THEME_FILES,
        output:
            **written_by("themes"),
            tables=[
                result(f"themes/{name}.{suffix}")
                for name in THEME_TABLES
                for suffix in ("html", "docx", "csv")
            ],
            figures=[
                result(f"themes/{name}.{suffix}")
                for name in THEME_FIGURES
                for suffix in ("svg", "pdf", "png")
            ],
        log:
            result("logs/sort_themes.log"),
        benchmark:
            result("benchmarks/sort_themes.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("themes"),
            records=THEME_RECORDS,
            code=library("sort_themes"),
        script:
            "../../scripts/sort_themes.py"

    WANTED += [*rules.sort_themes.output]
