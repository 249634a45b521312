# Kaplan-Meier of time to the first week worked, overall and by exposure, with log-log limits; log-rank tests.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "survival_tables.R"))

d <- rossi()
horizons <- c(13, 26, 52)
curves <- estimates <- tests <- NULL
for (exposure in c("all", "financial_aid", "work_experience", "education")) {
  d$group <- if (exposure == "all") factor("all") else d[[exposure]]
  fit <- if (exposure == "all") {
    survfit(Surv(follow_time, job_obtained) ~ 1, data = d, conf.type = "log-log")
  } else {
    survfit(Surv(follow_time, job_obtained) ~ group, data = d, conf.type = "log-log")
  }
  curves <- rbind(curves, curve_rows(fit, exposure))
  estimates <- rbind(estimates, median_rows(fit, exposure), share_rows(fit, exposure, horizons))
  if (exposure != "all") tests <- rbind(tests, test_row(d$follow_time, d$job_obtained, d$group, exposure))
}
write_values(curves, "rossi_curves")
write_values(estimates, "rossi_survival_estimates")
write_values(tests, "rossi_survival_tests")
