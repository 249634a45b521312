# REQUIRED INPUTS   clean/{participants,jobs}.parquet, ingest/codebook.json; where the settings ask for monitoring
# OUTPUTS           monitoring/quarters.csv                  caseload, employed, jobs begun by calendar quarter and site
#                   monitoring/quarters.html, .docx          the same as a table
#                   monitoring/quarters.svg, .pdf, .png      run charts with benchmarks

if cohort.settings.monitoring:

    rule monitor_quarters:
        input:
            **files("clean_participants", "clean_jobs", "records_codebook"),
        output:
            **written_by("monitoring"),
            tables=[result(f"monitoring/quarters.{suffix}") for suffix in ("html", "docx")],
            figures=[result(f"monitoring/quarters.{suffix}") for suffix in ("svg", "pdf", "png")],
        log:
            result("logs/monitor_quarters.log"),
        benchmark:
            result("benchmarks/monitor_quarters.tsv")
        conda:
            "../../environment.yml"
        params:
            settings=reads("monitoring"),
            code=library("monitor_quarters"),
        script:
            "../../scripts/monitor_quarters.py"

    WANTED += [*rules.monitor_quarters.output]
