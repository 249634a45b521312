# An outside series (made-up unemployment by quarter) in the shipped cohort's regressions: the value of the quarter of inclusion as a further
# confounder, of halves and of the date as a number; its correlations, and the variance inflation of the exposure. From the analysis file of the
# last `make` (results/ips_mis) and the raw file of the series.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "cox_tables.R"))
source(file.path(here, "ips_mis_data.R"))

series <- read.csv(file.path(here, "..", "..", "..", "data", "ips_mis", "unemployment_SYNTHETIC.csv"), skip = 1)
# The file as it is, and without the first and the last quarter in which anybody was included
cut <- series[!series$quarter %in% c("2014-Q1", "2017-Q3"), ]
d <- ips_mis()
d$first_job <- d$first_job_event == "yes"
included <- as.Date(d$inclusion_date)
d$years <- as.numeric(included - min(included)) / 365.25
at_inclusion <- function(file) file$unemployment[match(paste0(format(included, "%Y"), "-", quarters(included)), file$quarter)]

confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5", "unemployment")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
inflation <- function(rows, exposure) {
  rows$exposed <- if (is.factor(rows[[exposure]])) as.numeric(rows[[exposure]]) else rows[[exposure]]
  c(cor(rows$unemployment, rows$exposed), 1 / (1 - summary(lm(reformulate(confounders, "exposed"), rows))$r.squared))
}
fitted <- function(data, alternative, model, exposure) {
  if (model == "time_to_first_job") {
    population <- data
    outcome <- c("follow_time", "first_job")
    found <- cox_one(data, "follow_time", "first_job", exposure, confounders)$estimates
  } else {
    r <- regressions[[model]]
    population <- if (is.null(r$population)) data else data[which(data[[r$population]]), ]
    outcome <- r$outcome
    found <- fit_one(population, r$model, r$outcome, exposure, confounders)$estimates
  }
  found <- found[!is.na(found$term) & found$term == exposure, ]
  rows <- population[complete.cases(population[c(outcome, exposure, confounders)]), ]
  beside <- inflation(rows, exposure)
  data.frame(
    alternative, model, exposure = sub("^years$", "experience", exposure), adjustment = "adjusted",
    level = if (exposure == "funding") "UWV" else "second half",
    found[c("estimate", "std_error", "p_value", "conf_low", "conf_high", "n", "n_events")], n_excluded = nrow(population) - found$n,
    series_correlation = beside[1], series_vif = beside[2], row.names = NULL
  )
}
estimates <- outside <- NULL
for (file in c("whole", "cut")) {
  data <- d
  data$unemployment <- at_inclusion(if (file == "whole") series else cut)
  for (model in c(names(regressions), "time_to_first_job")) {
    for (exposure in c("experience", "funding")) estimates <- rbind(estimates, cbind(file, fitted(data, "with unemployment", model, exposure)))
    estimates <- rbind(estimates, cbind(file, fitted(data, "per year", model, "years")))
  }
  summarised <- function(rows, exposure, level, beside) {
    known <- !is.na(rows$unemployment)
    data.frame(
      file, exposure, level, n = nrow(rows), n_known = sum(known), n_no_value = sum(!known), low = min(rows$unemployment[known]),
      high = max(rows$unemployment[known]), pearson = cor(rows$unemployment[known], beside[known])
    )
  }
  funded <- data[!is.na(data$funding), ]
  outside <- rbind(
    outside, summarised(data, "", "", data$years), summarised(data, "experience", "second half", as.numeric(data$experience)),
    summarised(funded, "funding", "UWV", as.numeric(funded$funding))
  )
}
write_values(estimates, "outside_series_estimates")
write_values(outside, "outside_series")
