# Every regression of config/config.yaml, crude and adjusted, Kaplan-Meier, means, SDs and quartiles of the shipped cohort, from
# the analysis file and the jobs of the last `make` (results/ips_mis).
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "survival_tables.R"))
source(file.path(here, "ips_mis_data.R"))
d <- ips_mis()

confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
result <- fit_all(d, regressions, list(experience = confounders, funding = confounders), confounders)
write_values(result$estimates, "ips_mis_estimates")
write_values(result$fits, "ips_mis_fits")

curves <- estimates <- NULL
for (exposure in c("all", "experience", "funding")) {
  d$group <- if (exposure == "all") factor("all") else d[[exposure]]
  right <- if (exposure == "all") "1" else "group"
  fit <- survfit(as.formula(paste("Surv(follow_time, first_job_event == 'yes') ~", right)), data = d, conf.type = "log-log")
  curves <- rbind(curves, curve_rows(fit, exposure))
  estimates <- rbind(estimates, median_rows(fit, exposure))
}
write_values(curves, "ips_mis_curves")
write_values(estimates, "ips_mis_medians")

# SPSS's percentiles: R's type 6, blank where (n + 1) p < 1 or >= n.
percentile <- function(x, p) {
  at <- (length(x) + 1) * p
  if (p != 0.5 && (at < 1 || at >= length(x))) NA else quantile(x, p, type = 6, names = FALSE)
}
described <- function(group, measure, values) {
  x <- values[!is.na(values)]
  data.frame(
    group, measure, n = length(x), mean = mean(x), sd = sd(x), q1 = percentile(x, 0.25), median = percentile(x, 0.5), q3 = percentile(x, 0.75)
  )
}
jobs <- read.csv(file.path(ips_mis_outcomes, "job_measures.csv"), na.strings = "")
jobs$occupation[is.na(jobs$occupation)] <- "unknown"
measures <- c("hours_per_week", "days_worked")
groups <- c(list(all = jobs), split(jobs, jobs$occupation))
write_values(rbind(
  do.call(rbind, lapply(c("age", "mhi5", "self_esteem"), function(name) described("all", name, d[[name]]))),
  do.call(rbind, lapply(c("time_to_first_job", "time_worked"), function(name) described("workers", name, d[[name]][d$job_obtained]))),
  do.call(rbind, lapply(names(groups), function(name) {
    do.call(rbind, lapply(measures, function(measure) described(name, measure, groups[[name]][[measure]])))
  }))
), "ips_mis_numbers")
